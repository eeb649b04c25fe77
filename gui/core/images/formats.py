"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

from enum import Enum

from gui.core.images import words

HEAD = 2048
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1"}
_BMP_HEADERS = {size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124)}
_OTHER_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"8BPS", "Photoshop"),
    (b"\x00\x00\x01\x00", "图标"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"%!PS", "PostScript"),
)


class Format(Enum):
    """What is read. The value is what a clerk calls it."""

    JPEG = "JPG"
    PNG = "PNG"
    GIF = "GIF"
    BMP = "BMP"
    WEBP = "WebP"
    TIFF = "TIFF"
    HEIC = "HEIC"
    PDF = "PDF"


#: The upload takes these [D], each with its content type.
UPLOADABLE = {Format.JPEG: "image/jpeg", Format.PNG: "image/png", Format.GIF: "image/gif"}

_BEGINNINGS: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"II+\x00", Format.TIFF),
    (b"MM\x00+", Format.TIFF),
)


def recognise(data: bytes, name: str) -> Format:
    """The format of a file's content; `name` is only for the sentence.

    Raises FileRefused, which says what it is instead.
    """
    head = data[:HEAD]
    found = _known(head)
    if found is not None:
        return found
    if not head.strip(b"\x00"):
        raise words.damaged(name)
    kind = _other_picture(head)
    if kind:
        raise words.other_kind(name, kind)
    raise words.no_picture(name)


def _known(head: bytes) -> Format | None:
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[:2] == b"BM" and head[14:18] in _BMP_HEADERS:
        return Format.BMP
    if _brands(head) & _HEIF_BRANDS and not _is_avif(head):
        return Format.HEIC
    return Format.PDF if b"%PDF-" in head[:1024] else None


def _brands(head: bytes) -> set[bytes]:
    """Of the family of MP4 and HEIF: the main brand, and those that it says it also follows."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}


def _is_avif(head: bytes) -> bool:
    return bool(_brands(head) & {b"avif", b"avis"})


def _other_picture(head: bytes) -> str:
    """What a clerk calls a picture that is not read here, "" when it is none."""
    if _is_avif(head):
        return "AVIF"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start):
        return "SVG"
    return next((kind for beginning, kind in _OTHER_PICTURES if head.startswith(beginning)), "")
