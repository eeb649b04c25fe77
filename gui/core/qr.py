"""Turns a text (the authorisation link) into the dark and light modules of a QR code."""

from __future__ import annotations

from dataclasses import dataclass

from gui.core.errors import AppError


@dataclass(frozen=True)
class QrMatrix:
    """`size` rows of `size` bytes, 1 is dark. The light border of 4 modules is the painter's."""

    size: int
    rows: tuple[bytes, ...]


def qr_matrix(text: str) -> QrMatrix:
    """The QR code of `text`, with error correction M or better. Never a Micro QR code.

    Most phones cannot read Micro QR. Raises AppError for an empty text and for one that is too
    long for a QR code (more than 2331 bytes).
    """
    import segno

    if not text:
        raise AppError("没有可以显示的链接。", title="二维码没有生成")
    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError:
        raise AppError(
            "链接太长，放不进二维码，可以改用「复制链接」。", title="二维码没有生成"
        ) from None
    rows = tuple(bytes(row) for row in code.matrix)
    return QrMatrix(size=len(rows), rows=rows)
