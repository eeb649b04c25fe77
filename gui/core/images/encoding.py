"""From pixels to a file that the upload takes: legible first, small enough in any case."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from gui.core.images.limits import MOST_BYTES, THUMBNAIL_SIDE, smaller_sides
from gui.core.images.reading import fitted

_STEPS = ((90, False), (85, False), (80, False), (80, True))  # quality, coarse colours
# From quality 90 to 80 a file loses about a third: when that is not enough, smaller is.
_HOPELESS = 1.8


def jpeg(image: Image.Image, *, sharp: bool) -> tuple[bytes, tuple[int, int]] | None:
    """A JPEG of at most MOST_BYTES and its size in pixels, or None when nothing legible fits.

    `image` is L or RGB and has no info. `sharp` keeps the colours as fine as the brightness: a
    red seal on black letters, where the original still has it.
    """
    for side in smaller_sides(max(image.size)):
        shown = fitted(image, side)
        for quality, coarse in _STEPS:
            content = _encoded(shown, quality, sharp=sharp and not coarse)
            if len(content) <= MOST_BYTES:
                return content, shown.size
            if len(content) > MOST_BYTES * _HOPELESS:
                break
    return None


def fine_jpeg(image: Image.Image) -> bytes:
    """A JPEG of any size, for looking at: of an L or RGB picture without info."""
    return _encoded(image, 95, sharp=True)


def thumbnail(image: Image.Image) -> bytes:
    """A PNG of at most THUMBNAIL_SIDE a side, of an L or RGB picture without info."""
    file = BytesIO()
    fitted(image, THUMBNAIL_SIDE).save(file, "PNG", compress_level=1)
    return file.getvalue()


def _encoded(image: Image.Image, quality: int, *, sharp: bool) -> bytes:
    file = BytesIO()
    subsampling = "4:4:4" if sharp else "4:2:0"
    image.save(file, "JPEG", quality=quality, subsampling=subsampling)
    return file.getvalue()
