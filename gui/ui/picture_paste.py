"""Ctrl+V of a picture while no place for pictures has the focus: never into a place by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.ui.picture_editor import PictureEditor
from gui.ui.picture_sources import holds_pictures


class PicturePaste(QObject):
    """Hears the keys that nobody on the form took. `unclear` says that several places ask."""

    unclear = Signal()

    def __init__(self, form: QWidget, editors: Callable[[], Iterable[PictureEditor]]) -> None:
        super().__init__(form)
        self._form = form
        self._editors = editors
        form.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return is_paste(event) and self._paste()
        return super().eventFilter(watched, event)

    def _paste(self) -> bool:
        """The only place takes it, but a picture that is there is not exchanged unasked."""
        asking = [editor for editor in self._editors() if editor.isVisibleTo(self._form)]
        if not asking or not holds_pictures(_copied()):
            return False
        if len(asking) == 1 and not asking[0].would_exchange():
            asking[0].paste()
        else:
            self.unclear.emit()
        return True


def is_paste(event: QKeyEvent) -> bool:
    """Whether Ctrl+V was pressed."""
    return event.matches(QKeySequence.StandardKey.Paste)


def passes_picture(event: QEvent) -> bool:
    """Let a line of text not swallow Ctrl+V of what it cannot hold: whoever is around it may."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    passing = is_paste(event) and _is_no_text(_copied())
    if passing:
        event.ignore()
    return passing


def _is_no_text(mime: QMimeData) -> bool:
    """Office programs add a picture of the words that were copied: those are words."""
    return holds_pictures(mime) and (mime.hasUrls() or not mime.hasFormat("text/plain"))


def _copied() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()
