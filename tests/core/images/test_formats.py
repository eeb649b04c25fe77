"""What a file is: told by its bytes, and said in words when it is no picture."""

import pytest

from gui.core.errors import FileRefused
from gui.core.images.formats import Format, recognise
from gui.core.paths import RESOURCES
from tests.core.images import photos

HEIC = (RESOURCES / "selftest" / "photo.heic").read_bytes()
PICTURES = {
    Format.JPEG: photos.jpeg(photos.scene(80, 60)),
    Format.PNG: photos.png(photos.scene(80, 60)),
    Format.GIF: photos.animation(2),
    Format.BMP: photos.saved(photos.scene(80, 60), "BMP"),
    Format.WEBP: photos.webp(photos.scene(80, 60)),
    Format.TIFF: photos.tiff(photos.scene(80, 60)),
    Format.HEIC: HEIC,
    Format.PDF: photos.pdf(),
}
NO_PICTURE = "不是图片，可以上传 PNG、JPG、GIF，或先截图再粘贴"
DAMAGED = "打不开，文件可能没有传完整，请重新拍照或另存后再选"
OTHERS = {
    b"": DAMAGED,
    bytes(5000): DAMAGED,
    b"PK\x03\x04[Content_Types].xml word/document.xml": NO_PICTURE,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500): NO_PICTURE,
    "营业执照".encode(): NO_PICTURE,
    b"<html><body><img src=x></body></html>": NO_PICTURE,
    b"\x7fELF" + bytes(60): NO_PICTURE,
    b"BM is how this text begins": NO_PICTURE,
    b"\xff\xd8": NO_PICTURE,
    b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42" + bytes(99): NO_PICTURE,
    b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///x"/></svg>': "是 SVG 图片",
    b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><SVG/>': "是 SVG 图片",
    b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avif" + bytes(99): "是 AVIF 图片",
    b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00avifmif1" + bytes(99): "是 AVIF 图片",
    b"8BPS\x00\x01" + bytes(20): "是 Photoshop 图片",
    b"%!PS-Adobe-3.0 EPSF-3.0": "是 PostScript 图片",
}


@pytest.mark.parametrize("kind", PICTURES, ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", ["执照.jpg", "x.docx", "", "没有后缀"])
def test_a_picture_is_known_by_its_content(kind, name):
    assert recognise(PICTURES[kind], name) is kind


def test_a_pdf_may_begin_late():
    assert recognise(b"\r\n junk " * 50 + b"%PDF-1.7\n", "x") is Format.PDF


@pytest.mark.parametrize("content", OTHERS, ids=lambda content: repr(content[:12]))
def test_anything_else_is_refused_in_words(content):
    # GIVEN something else that is called a picture
    # WHEN it is looked at
    with pytest.raises(FileRefused) as failure:
        recognise(content, "执照.jpg")
    # THEN it is said what it is, under a title that speaks of pictures
    assert failure.value.title == "图片没有添加"
    assert failure.value.text.startswith(f"「执照.jpg」{OTHERS[content]}")
    assert failure.value.text.endswith("。原有内容没有改动。")
