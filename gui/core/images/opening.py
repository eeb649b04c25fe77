"""Opens a picture with the reader of its format, and lets no more of it in than can be borne.

Pillow reads; only the reader of the recognised format is ever asked, never all of them.
"""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from gui.core.images import jpeg, limits, words
from gui.core.images.formats import Format

#: What Pillow and its decoders raise for a file that is not whole, or made to annoy.
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    Image.DecompressionBombError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)

_READERS: dict[Format, type[ImageFile.ImageFile]] = {
    Format.JPEG: JpegImagePlugin.JpegImageFile,
    Format.PNG: PngImagePlugin.PngImageFile,
    Format.GIF: GifImagePlugin.GifImageFile,
    Format.BMP: BmpImagePlugin.BmpImageFile,
    Format.WEBP: WebPImagePlugin.WebPImageFile,
    Format.TIFF: TiffImagePlugin.TiffImageFile,
}
# Bytes for one pixel while it is decoded and brought into a mode that can be encoded. The two
# decoders hold copies of their own besides Pillow's.
_BY_FORMAT = {Format.WEBP: 13.0, Format.HEIC: 9.0}
_BY_MODE = {"1": 2.0, "L": 1.0, "P": 5.0, "I;16": 3.0, "RGB": 4.0, "CMYK": 4.0, "YCbCr": 4.0}
_OTHERWISE = 8.0
_NEW_SUBFILE_TYPE, _ROWS_PER_STRIP = 254, 278
_MOST_SUBFILES = 100


def opened(data: bytes, kind: Format, name: str, page: int = 0) -> Image.Image:
    """The picture (of TIFF one of them) with its facts read and its pixels not yet.

    Raises FileRefused, also for more pixels than this computer bears, and UNREADABLE.
    """
    heic = kind is Format.HEIC
    image = _opened_heic(data, name) if heic else _READERS[kind](BytesIO(data))
    if page:
        image.seek(page)
    _require_bearable(image, data, kind, name)
    return image


def tiff_pages(data: bytes) -> list[int]:
    """Which pictures of a TIFF are pages, and not the preview of another. Raises UNREADABLE."""
    image = TiffImagePlugin.TiffImageFile(BytesIO(data))
    found = []
    for number in range(_MOST_SUBFILES):
        try:
            image.seek(number)
        except EOFError:
            break
        if not image.tag_v2.get(_NEW_SUBFILE_TYPE, 0) & 1:
            found.append(number)
    return found or [0]  # a raw photo: its previews are all that can be read


def _opened_heic(data: bytes, name: str) -> Image.Image:
    try:
        from pi_heif import HeifImageFile, options
    except ImportError:  # no wheel for this kind of computer
        raise words.without_decoder(name) from None
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    image: Image.Image = HeifImageFile(BytesIO(data))
    return image


def draft_scale(size: tuple[int, int]) -> int:
    """By how much a JPEG is made smaller while it is decoded."""
    area = size[0] * size[1]
    if area <= limits.BIG_JPEG:
        return 1
    for scale in (8, 4, 2):
        enough = area >= limits.DRAFT_PIXELS * scale**2
        if enough and min(size) >= limits.DRAFT_SHORT_SIDE * scale:
            return scale
    return 1


def draft(image: Image.Image, scale: int) -> None:
    """Let the decoder of a JPEG make it smaller; others cannot, and ignore it."""
    if scale > 1:
        image.draft(None, (image.width // scale, image.height // scale))


def _require_bearable(image: Image.Image, data: bytes, kind: Format, name: str) -> None:
    area = image.width * image.height
    scale = draft_scale(image.size) if kind is Format.JPEG else 1
    memory, passes = jpeg.effort(data) if kind is Format.JPEG else (0, 1)
    memory += int(area / scale**2 * _bytes_of_pixel(image, kind))
    most = limits.MOST_PIXELS_JPEG if kind is Format.JPEG else limits.MOST_PIXELS
    slow = area > most or area * passes > limits.MOST_PIXELS_IN_SCANS
    if slow or memory > limits.MOST_MEMORY:
        raise words.too_many_pixels(name, image.size)


def _bytes_of_pixel(image: Image.Image, kind: Format) -> float:
    found = _BY_FORMAT.get(kind) or _BY_MODE.get(image.mode, _OTHERWISE)
    if "transparency" in image.info:
        found += _OTHERWISE
    if isinstance(image, TiffImagePlugin.TiffImageFile):  # a strip is decoded as a whole
        rows = min(image.tag_v2.get(_ROWS_PER_STRIP, image.height), image.height)
        found += 3.0 * rows / max(image.height, 1)
    return found
