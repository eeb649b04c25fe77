"""The QR code holds exactly the link, for a decoder that is not ours."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.core.errors import AppError
from gui.core.qr import QrMatrix, qr_matrix

LINK = "https://mp.weixin.qq.com/wxopen/wxverify?action=auth&token=0123456789abcdef&lang=zh_CN"
BORDER, SCALE = 4, 4


def painted(matrix: QrMatrix) -> memoryview:
    """Dark on white with the border that a painter owes, as the pixels of a grey image."""
    light = bytes([0] * BORDER)
    rows = [light + row + light for row in matrix.rows]
    blank = bytes(matrix.size + 2 * BORDER)
    pixels = bytearray()
    for row in [blank] * BORDER + rows + [blank] * BORDER:
        line = b"".join(bytes([0 if module else 255]) * SCALE for module in row)
        pixels += line * SCALE
    side = len(blank) * SCALE
    return memoryview(bytes(pixels)).cast("B", (side, side))


def decoded(matrix: QrMatrix) -> list[str]:
    codes = zxingcpp.read_barcodes(painted(matrix), try_invert=False)
    assert all(code.format == zxingcpp.BarcodeFormat.QRCode for code in codes)
    return [code.text for code in codes]


@pytest.mark.parametrize("text", [LINK, "1", "A", "认证小程序，微信扫码：𠮷䶮"])
def test_a_decoder_reads_the_same_text(text):
    # GIVEN a text, however short
    # WHEN its matrix is made
    matrix = qr_matrix(text)
    # THEN it is a square full QR code (a Micro QR code would have at most 17 modules)
    assert matrix.size >= 21
    assert {len(row) for row in matrix.rows} == {matrix.size}
    # AND an independent decoder reads exactly that text
    assert decoded(matrix) == [text]


@settings(max_examples=25, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789-_.~%=&", max_size=600))
def test_any_link_is_read_back(tail):
    # GIVEN a link of WeChat with any query
    link = f"https://mp.weixin.qq.com/a?{tail}"
    # WHEN it becomes a QR code, THEN the decoder gives it back
    assert decoded(qr_matrix(link)) == [link]


@pytest.mark.parametrize("text", ["", "x" * 3000])
def test_what_fits_no_code_is_said_in_words(text):
    # GIVEN no text, or more than a QR code can hold
    # WHEN it is to become a code
    with pytest.raises(AppError) as caught:
        qr_matrix(text)
    # THEN the title says what did not happen
    assert caught.value.title == "二维码没有生成"


def test_a_matrix_cannot_be_changed():
    # GIVEN the code of a link
    matrix = qr_matrix(LINK)
    # WHEN it is compared with that of the same link, THEN it is equal and usable as a key
    assert {matrix: 1} == {qr_matrix(LINK): 1}
