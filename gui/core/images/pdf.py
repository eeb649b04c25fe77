"""Pages of a PDF as pictures; PDFium draws them, one at a time in the whole program."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from gui.core.errors import Cancelled
from gui.core.images import words
from gui.core.images.limits import MOST_PAGES

if TYPE_CHECKING:
    from PIL import Image

LONG_SIDE = 2400  # pixels: an A4 page at 205 dots per inch
MOST_SCALE = 300 / 72  # no small card is blown up beyond 300 dots per inch
MOST_SECONDS = 10.0  # a page that takes longer is a plan of a city, or a trap
_LOCK = Lock()  # PDFium does not bear two threads


def pages(
    data: bytes, name: str, only: int | None = None, cancelled: Event | None = None
) -> Iterator[tuple[int, Image.Image]]:
    """Each page (from 0) as an RGB picture without info, forms filled in; or `only` one.

    Raises FileRefused and Cancelled.
    """
    pages = count(data, name)
    if pages > MOST_PAGES:
        raise words.too_many_pages(name, pages)
    for number in range(pages) if only is None else (only,):
        yield number, _page(data, name, number, cancelled)


def count(data: bytes, name: str) -> int:
    """How many pages there are, at least one. Raises FileRefused."""
    from pypdfium2 import PdfDocument, PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    try:
        with _LOCK, PdfDocument(data) as document:
            pages = len(document)
    except PdfiumError as error:
        locked = getattr(error, "err_code", None) == FPDF_ERR_PASSWORD
        raise (words.locked(name) if locked else words.damaged(name)) from None
    if pages == 0:
        raise words.damaged(name)
    return pages


def _page(data: bytes, name: str, number: int, cancelled: Event | None) -> Image.Image:
    from pypdfium2 import PdfDocument, PdfiumError

    end = time.monotonic() + MOST_SECONDS

    def enough(_: object) -> bool:
        return time.monotonic() > end or (cancelled is not None and cancelled.is_set())

    try:
        with _LOCK, PdfDocument(data) as document:
            document.init_forms()
            image = _drawn(document, document[number], enough)
    except PdfiumError:
        raise words.damaged(name) from None
    if image is None:
        raise Cancelled if time.monotonic() <= end else words.too_complex(name)
    return image


def _drawn(document: Any, page: Any, enough: Any) -> Image.Image | None:
    """The page in RGB, or None when it was `enough` before it was done."""
    from pypdfium2 import PdfBitmap, raw

    width, height = page.get_size()
    scale = min(LONG_SIDE / max(1.0, width, height), MOST_SCALE)
    size = max(1, math.ceil(width * scale)), max(1, math.ceil(height * scale))
    bitmap = PdfBitmap.new_native(*size, raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(enough)
    how = (bitmap, page, 0, 0, *size, 0, raw.FPDF_ANNOT | raw.FPDF_RENDER_LIMITEDIMAGECACHE)
    try:
        if raw.FPDF_RenderPageBitmap_Start(*how, pause) != raw.FPDF_RENDER_DONE:
            return None
    finally:
        raw.FPDF_RenderPage_Close(page)
    if document.formenv:
        raw.FPDF_FFLDraw(document.formenv, *how)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    image.info = {}
    return image
