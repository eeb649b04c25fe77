"""Dialogs that ask before something that cannot be taken back, or that cannot wait to be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.ui.buttons import Mark, make_button
from gui.ui.fitting import fit_height
from gui.ui.labels import plain_label

WIDTH = 460  # px
MARK = 24  # px
CARE = ("alert-triangle", "warning_mark")  # icon and its colour
ASK = ("help-circle", "info")
INFORM = ("info", "info")


class Notice(QDialog):
    """An icon, a title, a text, and buttons at the right; freed when it is closed."""

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        title: str,
        text: str,
        look: tuple[str, str],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH)
        self.words = QVBoxLayout()
        self.words.setSpacing(8)
        self.words.addWidget(plain_label(title, "heading"))
        self.words.addWidget(plain_label(text, selectable=True))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(Mark(*look, MARK), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self.words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 20)
        self._column.setSpacing(24)
        self._column.addLayout(top)
        self._column.addLayout(self._buttons)

    def add_button(self, button: QPushButton) -> QPushButton:
        """Put a button at the right end."""
        self._buttons.addWidget(button)
        return button

    def set_safe(self, button: QPushButton) -> None:
        """Have Enter press `button` as long as nobody chooses another."""
        button.setDefault(True)
        button.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self, WIDTH)  # known once words have fonts


def confirm(
    parent: QWidget | None,
    title: str,
    text: str,
    yes_words: str,
    no_words: str,
    on_yes: Callable[[], object],
    *,
    danger: bool = False,
) -> Notice:
    """Ask without stopping the program; `on_yes`, a bound method, is called only for yes.

    The buttons say what they do (删除草稿, 继续填写), never 确定 and 取消. Esc is no.
    """
    question = Notice(parent, "question", title, text, CARE if danger else ASK)
    no = question.add_button(make_button(no_words, "question_no"))
    no.clicked.connect(question.reject)
    role = "danger" if danger else "primary"
    yes = question.add_button(make_button(yes_words, "question_yes", role))
    yes.setAutoDefault(True)  # Enter presses what has the focus
    yes.clicked.connect(question.accept)
    question.accepted.connect(on_yes)
    question.set_safe(no)
    question.open()
    return question


def inform(parent: QWidget | None, title: str, text: str, words: str = "知道了") -> Notice:
    """Say something that must be read before going on."""
    notice = Notice(parent, "notice", title, text, CARE)
    seen = notice.add_button(make_button(words, "notice_seen", "primary"))
    seen.clicked.connect(notice.accept)
    notice.set_safe(seen)
    notice.open()
    return notice
