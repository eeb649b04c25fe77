"""Reads a QR code back, so that the self-test of the packaged program can tell what it holds.

Just enough of ISO/IEC 18004 for that: an undamaged code of version 2 or 3 with error correction M
(one block of data) that holds one run of bytes. Phones and the tests use real decoders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gui.core.errors import AppError
from gui.core.qr import QrMatrix

_SIZES = {25: 28, 29: 44}  # modules per side → bytes of data
_FORMAT_MASK = 0b101010000010010
_BYTES = 0b0100  # the kind of run that holds bytes
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _column: row % 2 == 0,
    lambda _row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def text_in(matrix: QrMatrix) -> str:
    """The text in a code. Raises AppError when it is not one that this can read."""
    if matrix.size not in _SIZES:
        raise AppError(f"二维码有 {matrix.size} 格宽，自检读不了这么大的。")
    bits = "".join(str(bit) for bit in _bits(matrix))
    data = int(bits[: 8 * _SIZES[matrix.size]], 2).to_bytes(_SIZES[matrix.size], "big")
    half_bytes = "".join(f"{byte:02x}" for byte in data)
    kind, length = int(half_bytes[0], 16), int(half_bytes[1:3], 16)
    try:
        if kind == _BYTES:
            return bytes.fromhex(half_bytes[3 : 3 + 2 * length]).decode()
    except ValueError:
        pass
    raise AppError("二维码里的内容读不出来。")


def _bits(matrix: QrMatrix) -> Iterator[int]:
    """The data, in the order of the standard: two columns wide, up and down, from the right."""
    mask = _MASKS[_mask_number(matrix)]
    upwards = True
    for right in (*range(matrix.size - 1, 6, -2), 5, 3, 1):  # column 6 holds only the timing
        rows = range(matrix.size)
        for row in reversed(rows) if upwards else rows:
            for column in (right, right - 1):
                if not _is_frame(matrix.size, row, column):
                    yield matrix.rows[row][column] ^ mask(row, column)
        upwards = not upwards


def _mask_number(matrix: QrMatrix) -> int:
    """Three of the 15 bits that run around the upper left eye: which pattern is laid over."""
    first = matrix.rows[8][:6] + matrix.rows[8][7:9]
    number = int("".join(str(bit) for bit in first), 2) ^ _FORMAT_MASK >> 7
    return number >> 3 & 0b111


def _is_frame(size: int, row: int, column: int) -> bool:
    """True for the eyes with what surrounds them, the timing lines and the small eye."""
    eyes = (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9)
    small_eye = max(abs(row - (size - 7)), abs(column - (size - 7))) <= 2
    return eyes or small_eye or 6 in (row, column)
