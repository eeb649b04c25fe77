"""From a picture that is open to pixels as they are meant: upright, sRGB, on white, 8 bits."""

from __future__ import annotations

import math
from io import BytesIO

from PIL import Image, ImageCms

from gui.core.images import limits
from gui.core.images.opening import UNREADABLE, draft, draft_scale

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
_DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_SHRINKABLE = ("L", "RGB", "CMYK", "YCbCr", "LAB")


def pixels(image: Image.Image, *, whole: bool = False) -> Image.Image:
    """Decode what was opened: mode L or RGB, without metadata, at most 12 megapixels.

    A large JPEG comes at a fraction of its size, unless it is wanted `whole` and has not more
    than that anyway. Raises UNREADABLE.
    """
    if not whole or image.width * image.height > limits.SENSIBLE_PIXELS:
        draft(image, draft_scale(image.size))
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
    draft(image, next((scale for scale in (8, 4, 2) if scale <= room), 1))
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

    Of a PNG this decodes the pixels, behind which EXIF may stand. TIFF is turned by Pillow itself.
    """
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except UNREADABLE:  # EXIF that is damaged says nothing
        return 1
    return found if found in _UPRIGHT else 1


def is_altered(image: Image.Image) -> bool:
    """Whether its metadata say that the pixels are not meant as they are."""
    odd = image.mode == "CMYK" or _means_others(image.info.get("icc_profile") or b"")
    return odd or orientation_of(image) != 1


def _means_others(profile: bytes) -> bool:
    """Whether a colour profile is there, and another than sRGB's, by its name."""
    return bool(profile) and not (b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile)


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
    """From one bit, and from 16 and 32 bits of grey, to 8; every other mode has them."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode not in _DEEP:
        return image
    deep = image if image.mode in ("I;16", "F") else image.convert("I")
    lowest, highest = _range(deep, image.mode)
    return deep.point(lambda value: (value - lowest) * (255 / (highest - lowest))).convert("L")


def _range(deep: Image.Image, mode: str) -> tuple[float, float]:
    """Which numbers stand for black and white: what the mode says, else the extremes there are."""
    lowest, highest = (float(str(value)) for value in deep.getextrema())
    if mode.startswith("I;16"):
        return 0.0, 65535.0
    if lowest >= 0 and 1 < highest <= 255:
        return 0.0, 255.0
    return lowest, max(highest, lowest + 1e-9)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that the profile means, in sRGB; a profile that does not fit says nothing."""
    if profile is None or not _means_others(profile) or image.mode not in ("L", "RGB", "CMYK"):
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
