"""What a test says of bytes that are sent: that they are whole, small, upright, and mute."""

import io

from PIL import Image

from gui.core.images.limits import MOST_BYTES
from gui.core.images.preparing import prepare
from tests.core.images.photos import CANARY, CORNERS, corners

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF"}
_JPEG_SEGMENTS = {0xE0, 0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xEE}
_PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB"}


def sent(source, name="照片", **options):
    """The one picture that a file becomes, checked as to what holds for every picture."""
    (made,) = prepare(source, name, **options)
    require_sendable(made)
    return made


def require_sendable(made):
    image = decoded(made.content)
    assert (image.width, image.height) == (made.width, made.height)
    assert KINDS[made.content_type] == image.format
    assert len(made.content) <= MOST_BYTES
    assert made.original_size > 0
    require_mute(made.content)
    thumbnail = decoded(made.thumbnail)
    assert thumbnail.format == "PNG"
    assert max(thumbnail.size) <= 208
    require_mute(made.thumbnail)


def require_upright(made):
    assert corners(decoded(made.content)) == CORNERS
    assert corners(decoded(made.thumbnail)) == CORNERS
    assert made.width > made.height


def require_mute(content):
    """Nothing but what paints: by the parts of the file, and by what a reader finds."""
    assert CANARY not in content
    image = decoded(content)
    assert not image.getexif()
    assert not {"icc_profile", "comment", "xmp", "exif", "photoshop"} & set(image.info)
    if image.format == "JPEG":
        assert _segments(content) <= _JPEG_SEGMENTS
        assert content.endswith(b"\xff\xd9")
    elif image.format == "PNG":
        assert _chunks(content) <= _PNG_CHUNKS


def decoded(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def _segments(content):
    at, found = 2, set()
    while content[at] == 0xFF:
        found.add(content[at + 1])
        if content[at + 1] == 0xDA:
            break
        if content[at + 1] == 0xE0:
            assert content[at + 4 : at + 9] == b"JFIF\0"
            assert content[at + 16 : at + 18] == b"\0\0"  # no preview
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


def _chunks(content):
    at, found = 8, set()
    while at < len(content):
        found.add(content[at + 4 : at + 8])
        at += 12 + int.from_bytes(content[at : at + 4], "big")
    return found
