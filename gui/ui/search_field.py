"""The line that something is searched by: the same for the records, the help and the identities."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from gui.ui.theme import icon

CLEAR = "_q_qlineeditclearaction"  # as Qt calls the cross that it makes


def search_field(name: str, words: str, placeholder: str) -> QLineEdit:
    """A line with a magnifier that leads into it, and a cross that empties it.

    Both are buttons to whoever works by a screen reader, therefore both say what they do.
    """
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(words)
    field.setPlaceholderText(placeholder)
    field.setClearButtonEnabled(True)
    magnifier = field.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
    magnifier.setText(words)
    magnifier.triggered.connect(field.setFocus)
    cross = field.findChild(QAction, CLEAR)
    if cross is not None:
        cross.setText("清空")
    return field
