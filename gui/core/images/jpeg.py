"""JPEG without its metadata, not decoded: the segments that paint are copied, all others are not.

Position, camera, preview, comment, colour profile, a second picture or a film behind the first:
all of them are segments of their own, or stand after the end of the picture (ITU T.81, annex B).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN = 0xDA
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ONE_SCAN = {0xC0, 0xC1}
_PAINTING = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDD, _SCAN}
_TALKING = (*range(0xE0, 0xF0), 0xFE)
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"  # without a preview
_ADOBE_LENGTH = 12
_SLICE = 4_000_000


class _Segment(NamedTuple):
    marker: int
    body: bytes
    end: int

    def whole(self) -> bytes:
        return bytes((0xFF, self.marker)) + (len(self.body) + 2).to_bytes(2, "big") + self.body


def stripped(data: bytes, most: int) -> bytes | None:
    """The same picture without metadata, or None when copying does not do for this one.

    None also when more than `most` bytes would be left.
    """
    kept = [_START]
    for segment in _segments(data):
        if segment.marker == 0xE0 and segment.body.startswith(b"JFIF"):
            kept.append(_JFIF)
        elif segment.marker == 0xEE and segment.body.startswith(b"Adobe"):  # how colours are meant
            kept.append(segment._replace(body=segment.body[:_ADOBE_LENGTH]).whole())
        elif segment.marker in _PAINTING:
            kept.append(segment.whole())
        if segment.marker == _SCAN:
            scans = _scans(data, segment.end, most)
            return None if scans is None else b"".join((*kept, scans))
    return None


def effort(data: bytes) -> tuple[int, int]:
    """What decoding takes besides the picture itself: memory in bytes, and how many passes.

    A picture in several scans is kept as a whole, as coefficients of two bytes, until the last of
    them, at whatever size it is decoded; one in a single scan never is.
    """
    frame = b""
    one_scan = False
    for segment in _segments(data):
        if segment.marker in _FRAMES:
            frame, one_scan = segment.body, segment.marker in _ONE_SCAN
        if segment.marker == _SCAN:
            if one_scan and segment.body[:1] == frame[5:6]:  # all components at once
                return 0, 1
            return _coefficients(frame), _count_scans(data, segment.end)
    return 0, 1


def _segments(data: bytes) -> Iterator[_Segment]:
    """Everything up to the head of the first scan; ends early when that does not come."""
    at = 2
    while data[at : at + 1] == b"\xff":
        while data[at + 1 : at + 2] == b"\xff":  # filling
            at += 1
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            return
        yield _Segment(data[at + 1], data[at + 4 : end], end)
        if data[at + 1] == _SCAN:
            return
        at = end


def _scans(data: bytes, start: int, most: int) -> bytes | None:
    """From the first scan to the end of the picture, if nothing but scans and tables is there."""
    # Inside a scan every FF is followed by 00 or belongs to a marker, so a search finds markers.
    end = data.find(_END, start, start + most)
    if end < 0 or any(data.find(bytes((0xFF, kind)), start, end) >= 0 for kind in _TALKING):
        return None
    return data[start : end + 2]


def _coefficients(frame: bytes) -> int:
    """Bytes for all coefficients, from the head of the frame: size, and sampling of each part."""
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    sampling = [(part >> 4) * (part & 15) for part in frame[7::3]]
    finest = max(sampling, default=1) or 1
    return int(width * height * 2 * sum(sampling) / finest)


def _count_scans(data: bytes, start: int) -> int:
    # In slices: a search holds the interpreter, and with it the window.
    slices = range(start, len(data), _SLICE)
    return 1 + sum(data.count(b"\xff\xda", at, at + _SLICE + 1) for at in slices)
