"""Pages of a PDF as pictures; PDFium draws them, one at a time in the whole program."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import TYPE_CHECKING

from gui.core.images import words
from gui.core.images.limits import MOST_PAGES

if TYPE_CHECKING:
    from PIL import Image

LONG_SIDE = 2400  # pixels: an A4 page at 205 dots per inch
MOST_SCALE = 300 / 72  # no small card is blown up beyond 300 dots per inch
_LOCK = Lock()  # PDFium does not bear two threads


def pages(data: bytes, name: str, only: int | None = None) -> Iterator[tuple[int, Image.Image]]:
    """Each page (from 0) as an RGB picture without info, forms filled in; or `only` one.

    Raises FileRefused.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with _LOCK, PdfDocument(data) as document:
            document.init_forms()
            count = len(document)
    except PdfiumError as error:
        raise words.locked(name) if _is_locked(error) else words.damaged(name) from None
    if count == 0:
        raise words.damaged(name)
    if count > MOST_PAGES:
        raise words.too_many_pages(name, count)
    for number in range(count) if only is None else (only,):
        yield number, _drawn(data, name, number)


def _drawn(data: bytes, name: str, number: int) -> Image.Image:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with _LOCK, PdfDocument(data) as document:
            document.init_forms()
            page = document[number]
            scale = min(LONG_SIDE / max(1.0, *page.get_size()), MOST_SCALE)
            drawn = page.render(scale=scale, limit_image_cache=True).to_pil()
            image: Image.Image = drawn if drawn.mode == "RGB" else drawn.convert("RGB")
    except PdfiumError:
        raise words.damaged(name) from None
    image.info = {}
    return image


def _is_locked(error: Exception) -> bool:
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    return bool(getattr(error, "err_code", None) == FPDF_ERR_PASSWORD)
