"""PNG without its metadata, not decoded: the chunks that paint are copied, all others are not."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_START = b"\x89PNG\r\n\x1a\n"
_MOST_CHUNKS = 20_000
# Besides the critical ones: transparency, and how the colours are meant (W3C PNG, 11.3).
_PAINTING = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"}


def stripped(data: bytes) -> bytes | None:
    """The same picture without metadata, or None when it is not whole.

    Texts, time, EXIF, a colour profile, further frames, and what follows the end stay behind.
    """
    kept = [_START]
    for number, (kind, chunk) in enumerate(_chunks(data)):
        if number == _MOST_CHUNKS or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            return None
        if kind in _PAINTING:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
    return None


def depth(data: bytes) -> int:
    """Bits of one sample, from the header; 0 when there is none."""
    return data[24] if len(data) > 24 else 0


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_START)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            return
        yield data[at + 4 : at + 8], data[at:end]
        at = end
