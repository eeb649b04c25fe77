"""GIF without its metadata, not decoded: frames and their timing are copied, nothing else is."""

from __future__ import annotations

from typing import NamedTuple

_EXTENSION, _FRAME, _TRAILER = 0x21, 0x2C, 0x3B
_TIMING, _APPLICATION = 0xF9, 0xFF
_LOOP = b"NETSCAPE2.0"


class Stripped(NamedTuple):
    """The content without comments, and how many frames it has."""

    content: bytes
    frames: int


def stripped(data: bytes) -> Stripped | None:
    """The same picture or animation without metadata, or None when it is not whole (GIF89a)."""
    try:
        return _copied(data)
    except IndexError:
        return None


def _copied(data: bytes) -> Stripped | None:
    at = 13 + _table(data[10])
    kept, frames = [data[:at]], 0
    while at != len(data) and data[at] != _TRAILER:  # some leave the last byte out
        start = at
        if data[at] == _FRAME:
            at = _end_of_blocks(data, at + 11 + _table(data[at + 9]))
            frames += 1
        elif data[at] == _EXTENSION:
            at = _end_of_blocks(data, at + 2)
        else:
            return None
        if data[start] == _FRAME or _is_wanted(data, start):
            kept.append(data[start:at])
    return Stripped(b"".join((*kept, b"\x3b")), frames) if frames else None


def _table(flags: int) -> int:
    """Bytes of a colour table, 0 when there is none."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _is_wanted(data: bytes, at: int) -> bool:
    kind = data[at + 1]
    return kind == _TIMING or (kind == _APPLICATION and data[at + 3 : at + 14] == _LOOP)
