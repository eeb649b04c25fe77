"""What was dropped or copied elsewhere, as pictures to be added; nothing is read here."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage

from gui.core.album import Source

CARRIED = (QDragEnterEvent, QDragMoveEvent, QDropEvent)
READY_MADE = ("image/png", "image/jpeg")  # what needs no decoding here
DRAFTS = (".reauth", ".json")
NAME = "粘贴的图片 {at}"


@dataclass(frozen=True)
class Pasted:
    """An image that some program copied; it becomes a file only off the GUI thread."""

    image: QImage = field(repr=False)
    name: str


Given = Source | Pasted


def given_in(mime: QMimeData) -> list[Given]:
    """The files in what was dropped or copied, else the picture in it, else nothing.

    One draft file is not for us: the window imports it.
    """
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if len(paths) == 1 and paths[0].suffix.lower() in DRAFTS:
        return []
    if paths:
        return [Source(path, path.name) for path in paths]
    name = NAME.format(at=time.strftime("%H:%M:%S"))
    for kind in READY_MADE:
        if mime.hasFormat(kind):
            return [Source(bytes(mime.data(kind).data()), name)]
    image = mime.imageData() if mime.hasImage() else None
    return [Pasted(image, name)] if isinstance(image, QImage) and not image.isNull() else []


def holds_pictures(mime: QMimeData) -> bool:
    """Whether `given_in` would find something, asked while it is only carried past."""
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if paths:
        return not (len(paths) == 1 and paths[0].lower().endswith(DRAFTS))
    return mime.hasImage() or any(mime.hasFormat(kind) for kind in READY_MADE)


def passes_by(event: QEvent) -> bool:
    """Let a line of text not take the path of a picture that is dropped on it: the card does."""
    passing = isinstance(event, CARRIED) and holds_pictures(event.mimeData())
    if passing:
        event.ignore()
    return passing


def as_source(given: Given) -> Source:
    """Ready for the album. Takes a while for a large pasted image."""
    if isinstance(given, Source):
        return given
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    given.image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Source(bytes(content.data()), given.name)
