"""From a file's bytes to pixels as they are meant: upright, sRGB, on white, nothing hidden.

Pillow decodes; only the reader of the recognised format is ever asked, never all of them.
"""

from __future__ import annotations

import math
import struct
from io import BytesIO

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
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
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
# Bytes for one pixel while it is decoded and brought into a mode that can be encoded. The two
# decoders hold copies of their own besides Pillow's.
_BY_FORMAT = {Format.WEBP: 13.0, Format.HEIC: 9.0}
_BY_MODE = {"1": 2.0, "L": 1.0, "P": 5.0, "I;16": 3.0, "RGB": 4.0, "CMYK": 4.0, "YCbCr": 4.0}
_OTHERWISE = 8.0
_DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_SHRINKABLE = ("L", "RGB", "CMYK", "YCbCr", "LAB")
_NEW_SUBFILE_TYPE, _ROWS_PER_STRIP = 254, 278
_MOST_SUBFILES = 100


def opened(data: bytes, kind: Format, name: str) -> Image.Image:
    """The picture with its facts read and its pixels not yet.

    Raises FileRefused, also for more pixels than this computer bears, and UNREADABLE.
    """
    heic = kind is Format.HEIC
    image = _opened_heic(data, name) if heic else _READERS[kind](BytesIO(data))
    _require_bearable(image, data, kind, name)
    return image


def pixels(image: Image.Image, data: bytes, kind: Format, name: str) -> Image.Image:
    """Decode what `opened` gave: mode L or RGB, without metadata, at most 12 megapixels.

    A large JPEG comes at a fraction of its size. Raises FileRefused, UNREADABLE.
    """
    _require_bearable(image, data, kind, name)  # a page of TIFF may be larger than the first
    _draft(image, _scale(image.size))
    image.load()
    orientation = orientation_of(image)
    profile = image.info.get("icc_profile")
    plain = _shrunk(_eight_bits(image))
    if plain.mode != "CMYK":
        plain = _flat(plain)
    plain = _flat(_in_srgb(plain, profile))
    if orientation in _UPRIGHT:
        plain = plain.transpose(_UPRIGHT[orientation])
    return _without_info(_shrunk(plain))


def glimpse(image: Image.Image) -> Image.Image:
    """Decode all of it, for a small picture of it: is it whole, and what does it look like.

    Raises UNREADABLE.
    """
    room = min(image.size) // limits.THUMBNAIL_SIDE
    _draft(image, next((scale for scale in (8, 4, 2) if scale <= room), 1))
    image.load()
    small = _eight_bits(image)
    if small.mode not in _SHRINKABLE:
        small = _flat(small)
    return _without_info(_flat(fitted(small, 2 * limits.THUMBNAIL_SIDE)))


def turned(image: Image.Image, degrees: int) -> Image.Image:
    """Turned clockwise by 90, 180 or 270 degrees."""
    return image.transpose(_CLOCKWISE[degrees])


def orientation_of(image: Image.Image) -> int:
    """How the camera was held: 1 (upright) to 8; 1 when nothing sensible is said.

    For a loaded picture: EXIF may stand behind the pixels. TIFF is turned by Pillow itself.
    """
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except UNREADABLE:  # EXIF that is damaged says nothing
        return 1
    return found if found in _UPRIGHT else 1


def is_altered(image: Image.Image) -> bool:
    """Whether its metadata say that the pixels are not meant as they are."""
    odd = image.mode == "CMYK" or _has_own_colours(image)
    return odd or orientation_of(image) != 1


def _has_own_colours(image: Image.Image) -> bool:
    profile = image.info.get("icc_profile") or b""
    return bool(profile) and not (b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile)


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
    return found


def _opened_heic(data: bytes, name: str) -> Image.Image:
    try:
        from pi_heif import HeifImageFile, options
    except ImportError:  # no wheel for this kind of computer
        raise words.without_decoder(name) from None
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    image: Image.Image = HeifImageFile(BytesIO(data))
    return image


def _scale(size: tuple[int, int]) -> int:
    """By how much a JPEG is made smaller while it is decoded."""
    area = size[0] * size[1]
    if area <= limits.BIG_JPEG:
        return 1
    for scale in (8, 4, 2):
        enough = area >= limits.DRAFT_PIXELS * scale**2
        if enough and min(size) >= limits.DRAFT_SHORT_SIDE * scale:
            return scale
    return 1


def _draft(image: Image.Image, scale: int) -> None:
    """Let the decoder of a JPEG make it smaller; others cannot, and ignore it."""
    if scale > 1:
        image.draft(None, (image.width // scale, image.height // scale))


def _require_bearable(image: Image.Image, data: bytes, kind: Format, name: str) -> None:
    area = image.width * image.height
    scale = _scale(image.size) if kind is Format.JPEG else 1
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


def _shrunk(image: Image.Image) -> Image.Image:
    """At most 12 megapixels, and no side that an encoder does not take."""
    if image.mode not in _SHRINKABLE:
        return image
    area, long_side = image.width * image.height, max(image.size)
    factor = min(math.sqrt(limits.SENSIBLE_PIXELS / area), limits.SENSIBLE_SIDE / long_side)
    return resized(image, min(1.0, factor))


def fitted(image: Image.Image, side: int) -> Image.Image:
    """At most `side` pixels a side, never larger than it is."""
    return resized(image, min(1.0, side / max(image.size)))


def resized(image: Image.Image, factor: float) -> Image.Image:
    """Smaller by a factor, smoothly; the picture itself when that is 1."""
    if factor == 1:
        return image
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _eight_bits(image: Image.Image) -> Image.Image:
    """From 16 and 32 bits of grey to 8; every other mode has them."""
    if image.mode not in _DEEP:
        return image.convert("L") if image.mode == "1" else image
    whole = image if image.mode in ("I;16", "F") else image.convert("I")
    lowest, highest = (float(value) for value in whole.getextrema())  # type: ignore[arg-type]
    if lowest >= 0 and highest <= 255 and image.mode in ("I", "F"):
        return whole.convert("L")
    span = 65535.0 if lowest >= 0 and highest <= 65535 else highest - lowest or 1.0
    start = 0.0 if span == 65535.0 else lowest
    return whole.point(lambda value: (value - start) * (255 / span)).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that the profile means, in sRGB; a profile that does not fit says nothing."""
    if not profile or not _has_own_colours(image) or image.mode not in ("L", "RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, *UNREADABLE):
        return image
    return converted or image


def _flat(image: Image.Image) -> Image.Image:
    """Mode L or RGB; what shows through shows white."""
    see_through = image.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in image.info
    if not see_through:
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    layer = image if image.mode == "RGBA" else image.convert("RGBA")
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(layer, mask=layer)
    return sheet


def _without_info(image: Image.Image) -> Image.Image:
    """A picture that has nothing to tell but its pixels: the encoders would write the rest."""
    image.info = {}
    return image
