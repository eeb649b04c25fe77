"""From a file of a clerk to what is uploaded: PNG, JPEG or GIF below 2 MB, upright, nothing else.

What is fit already passes with its pixels untouched; everything else becomes a JPEG.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from gui.core.errors import Cancelled, FileRefused
from gui.core.files import read_regular
from gui.core.images import encoding, gif, jpeg, pdf, png, reading, words
from gui.core.images.formats import UPLOADABLE, Format, recognise
from gui.core.images.limits import LARGEST_FILE, MOST_BYTES, MOST_PAGES
from gui.core.images.opening import UNREADABLE, opened, tiff_pages

if TYPE_CHECKING:
    from PIL import Image

_BLURRED = {Format.JPEG, Format.HEIC, Format.WEBP}  # their colours are coarse already


@dataclass(frozen=True)
class Prepared:
    """One picture as it is uploaded, and what a clerk is told about it.

    `content` is at most MOST_BYTES of `content_type`, with the sha256 that names it. `page` counts
    from 0 inside the file, whose size was `original_size`; `turn` is the turning asked for.
    `note` and `warning` may be ""; `thumbnail` is a PNG of at most 208 pixels a side.
    """

    content: bytes = field(repr=False)
    content_type: str
    width: int
    height: int
    original_size: int
    sha256: str
    thumbnail: bytes = field(repr=False)
    note: str = ""
    warning: str = ""
    page: int = 0
    turn: int = 0


def read_picture(path: Path) -> bytes:
    """The bytes of a picture file. Raises FileRefused, also for pipes, devices and folders."""
    try:
        return read_regular(path, LARGEST_FILE)
    except FileRefused as error:
        raise words.titled(error) from None


def prepare(
    source: bytes | Path,
    name: str = "",
    *,
    turn: int = 0,
    page: int | None = None,
    cancelled: Event | None = None,
) -> list[Prepared]:
    """What is uploaded of a file: one picture, or one for each page of a PDF or TIFF.

    `name` is for the sentences; `turn` (0, 90, 180, 270) turns clockwise what EXIF has turned
    upright; `page` (from 0) takes only that one. Raises FileRefused, and Cancelled between pages.
    The same bytes always give the same content.
    """
    if isinstance(source, Path):
        name = name or source.name
        source = read_picture(source)
    work = _Work(source, name, recognise(source, name), turn)
    try:
        if page is None or page == 0:
            passing = work.as_it_is()
            if passing is not None:
                return [passing]
        return list(work.encoded(page, cancelled))
    except UNREADABLE:
        raise words.damaged(name) from None


def thumbnail(content: bytes) -> bytes:
    """The thumbnail of prepared content. Raises FileRefused when that is damaged."""
    kind = recognise(content, "")
    try:
        image = opened(content, kind, "")
        return encoding.thumbnail(reading.glimpse(image))
    except UNREADABLE:
        raise words.damaged("") from None


def viewable(data: bytes, page: int = 0, turn: int = 0) -> bytes:
    """A file of a clerk as a JPEG to look at, before anything was taken away for the upload.

    Up to 12 megapixels keep every pixel. Raises FileRefused.
    """
    work = _Work(data, "", recognise(data, ""), turn)
    try:
        ((_, image),) = work.pages(page, whole=True)
        return encoding.fine_jpeg(reading.turned(image, turn) if turn else image)
    except UNREADABLE:
        raise words.damaged("") from None


@dataclass(frozen=True)
class _Work:
    """One file on its way."""

    data: bytes
    name: str
    kind: Format
    turn: int

    def as_it_is(self) -> Prepared | None:
        """The picture with its metadata taken out, if nothing else is to be done to it."""
        content = self._stripped()
        if self.turn or content is None or len(content) > MOST_BYTES:
            return None
        telling = opened(self.data, self.kind, self.name)
        if reading.is_altered(telling):  # which has decoded a PNG already
            return None
        try:
            copied = self.kind is Format.JPEG
            image = opened(content, self.kind, self.name) if copied else telling
            size = image.size  # a glimpse makes it smaller
            shown = reading.glimpse(image)
        except UNREADABLE:  # what was left out mattered after all
            return None
        return self._done(content, UPLOADABLE[self.kind], size, shown)

    def encoded(self, only: int | None, cancelled: Event | None) -> Iterator[Prepared]:
        """A JPEG of each page."""
        for number, image in self.pages(only, cancelled):
            if cancelled is not None and cancelled.is_set():
                raise Cancelled
            upright = reading.turned(image, self.turn) if self.turn else image
            fitting = encoding.jpeg(upright, sharp=self.kind not in _BLURRED)
            if fitting is None:
                raise words.incompressible(self.name)
            content, size = fitting
            yield self._done(content, "image/jpeg", size, upright, number)

    def _stripped(self) -> bytes | None:
        if self.kind is Format.JPEG:
            return jpeg.stripped(self.data, MOST_BYTES)
        if self.kind is Format.PNG:
            return png.stripped(self.data) if png.depth(self.data) <= 8 else None
        return self._stripped_gif() if self.kind is Format.GIF else None

    def _stripped_gif(self) -> bytes:
        found = gif.stripped(self.data)
        if found is None:
            raise words.damaged(self.name)
        if found.frames == 1:
            return found.content
        if self.turn:
            raise words.animation_turned(self.name)
        if len(found.content) > MOST_BYTES:
            raise words.animation_too_large(self.name, len(self.data))
        return found.content

    def pages(
        self, only: int | None, cancelled: Event | None = None, *, whole: bool = False
    ) -> Iterator[tuple[int, Image.Image]]:
        """Each page, upright, as L or RGB without info."""
        if self.kind is Format.PDF:
            yield from pdf.pages(self.data, self.name, only, cancelled)
            return
        numbers = tiff_pages(self.data) if self.kind is Format.TIFF else [0]
        if len(numbers) > MOST_PAGES:
            raise words.too_many_pages(self.name, len(numbers))
        for number in numbers if only is None else (only,):
            image = opened(self.data, self.kind, self.name, number)
            yield number, reading.pixels(image, whole=whole)

    @cached_property
    def _has_pages(self) -> bool:
        """Whether there are several, which are told apart by their numbers."""
        if self.kind is Format.PDF:
            return pdf.count(self.data, self.name) > 1
        return self.kind is Format.TIFF and len(tiff_pages(self.data)) > 1

    def _done(
        self,
        content: bytes,
        content_type: str,
        size: tuple[int, int],
        shown: Image.Image,
        page: int = 0,
    ) -> Prepared:
        return Prepared(
            content=content,
            content_type=content_type,
            width=size[0],
            height=size[1],
            original_size=len(self.data),
            sha256=hashlib.sha256(content).hexdigest(),
            thumbnail=encoding.thumbnail(shown),
            note=self._note(content, content_type, page),
            warning=words.hard_to_read(*size),
            page=page,
            turn=self.turn,
        )

    def _note(self, content: bytes, content_type: str, page: int) -> str:
        said = []
        if self._has_pages:
            said.append(words.page(page + 1))
        if UPLOADABLE.get(self.kind) != content_type:
            said.append(words.converted())
        elif self.kind is Format.GIF and (whole := gif.stripped(content)) and whole.frames > 1:
            said.append(words.animated(whole.frames))
        if self.kind is not Format.PDF and len(content) < len(self.data) > MOST_BYTES:
            said.append(words.compressed(len(self.data), len(content)))
        return "，".join(said)
