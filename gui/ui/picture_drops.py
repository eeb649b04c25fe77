"""Lets pictures be dropped anywhere on a card, and shows where they would go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.ui.picture_editor import PictureEditor
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        card = vars(self).get("_card")  # none while the card is destroyed
        if card is None:
            return False
        if watched is not card:
            return passes_by(event)
        if isinstance(event, CARRIED):
            return self._on_carried(event)
        if event.type() == QEvent.Type.DragLeave:
            self._show_target(None)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
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

    def _on_key(self, event: QKeyEvent) -> bool:
        if not event.matches(QKeySequence.StandardKey.Paste):
            return False
        target = self._nearest(self._card.mapFromGlobal(_focus_point(self._card)))
        if target is not None:
            target.paste()
        return target is not None

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


def _focus_point(card: QWidget) -> QPoint:
    focus = card.window().focusWidget()
    return focus.mapToGlobal(focus.rect().center()) if focus else card.mapToGlobal(QPoint(0, 0))
