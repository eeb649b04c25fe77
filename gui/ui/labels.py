"""Words on the screen that are only words: never taken for markup, and heard when need be."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(
    text: str,
    role: str = "",
    *,
    wrap: bool = True,
    selectable: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """Return a label that shows `text` as it is, whatever a server wrote into it.

    `role` is a look of app.qss. Selecting with the mouse costs time at the start: only where
    somebody would want to copy.
    """
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setMinimumWidth(1)  # or one word without end would widen the whole window
    if role:
        label.setProperty("role", role)
    return label


def announce(source: QObject, words: str) -> None:
    """Have screen readers say `words` although the focus stays where it is."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, words))
