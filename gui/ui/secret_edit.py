"""A line for a secret: it takes one in, and gives it to nobody but the code that stores it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.core.account_draft import joined

LONGEST = 4000  # UTF-16 units; more than any token, so that a pasted book does not freeze the line
_Hint = Qt.InputMethodHint


class SecretEdit(QLineEdit):
    """Dots only: nothing to copy or to drag away, and no input method learns it.

    A stored secret is never put in here; a placeholder says that there is one.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setInputMethodHints(
            _Hint.ImhSensitiveData
            | _Hint.ImhNoPredictiveText
            | _Hint.ImhHiddenText
            | _Hint.ImhNoAutoUppercase
        )

    def secret(self) -> str:
        """What was typed or pasted, without the blanks and line ends of copied text."""
        return joined(self.text())

    def secret_or_none(self) -> str | None:
        """The same, None when the line is empty: then what is stored stays as it is."""
        return self.secret() or None

    def wipe(self) -> None:
        """Forget what was typed, with the history of typing it."""
        self.setText("")  # clear() is a step of that history
