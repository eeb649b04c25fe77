"""Lets pictures be dropped anywhere on a card, and shows where those and pasted ones would go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Slot
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from gui.ui.picture_editor import PictureEditor
from gui.ui.picture_paste import passes_picture
from gui.ui.picture_sources import CARRIED, given_in, holds_pictures, passes_by
from gui.ui.theme import set_state


class PictureDrops(QObject):
    """One for each card that asks for pictures. The editor nearest to the mouse gets them."""

    def __init__(self, card: QWidget, editors: Sequence[PictureEditor]) -> None:
        super().__init__(card)
        self._card = card
        self._editors = editors
        card.setAcceptDrops(True)
        card.installEventFilter(self)
        for line in card.findChildren(QLineEdit):  # it would take the path of a file as a text
            line.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        card = vars(self).get("_card")  # none while the card is destroyed
        if card is None:
            return False
        if watched is not card:
            return passes_by(event) or passes_picture(event)
        if isinstance(event, CARRIED):
            return self._on_carried(event)
        if event.type() == QEvent.Type.DragLeave:
            self._show_target(None)
        return super().eventFilter(watched, event)

    def _on_carried(self, event: QDragMoveEvent | QDropEvent) -> bool:
        """True when nobody else shall see it."""
        if not holds_pictures(event.mimeData()):
            return False
        target = self._nearest(event.position().toPoint())
        dropped = event.type() == QEvent.Type.Drop
        self._show_target(None if dropped else target)
        event.acceptProposedAction()
        if dropped and target is not None:
            target.give(given_in(event.mimeData()))
        return True

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What is pasted goes where the focus is; while the window is away, that stays shown."""
        if now is None:
            return
        for editor in self._editors:
            editor.bar.show_chosen(now is editor or editor.isAncestorOf(now))

    def _nearest(self, at: QPoint) -> PictureEditor | None:
        def distance(editor: PictureEditor) -> int:
            top = editor.mapTo(self._card, QPoint(0, 0)).y()
            return max(top - at.y(), at.y() - top - editor.height(), 0)

        asked = [editor for editor in self._editors if editor.isVisibleTo(self._card)]
        return min(asked, key=distance, default=None)

    def _show_target(self, target: PictureEditor | None) -> None:
        set_state(self._card, "dropping", target is not None)
        for editor in self._editors:
            editor.bar.show_target(editor is target)
