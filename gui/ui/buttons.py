"""Buttons with all that a person or a robot finds them by, and small icons beside words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, QSize, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gui.ui.theme import icon

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

ANSWER = "已复制"
ANSWER_MS = 2000
MARK = 18
GAP = QSize(3, 0)  # px more than Qt has between an icon and words
BESIDE_WORDS = QSize(16, 16) + GAP  # of an icon, which is at the left of this: see gui.ui.icons
# roles of palettes.json for the icon on a button of a role of app.qss
ICON_COLOURS = {"primary": "on_primary", "danger": "on_primary", "link": "link"}


class Button(QPushButton):
    """Leaves a little more room between its icon and its words."""

    def initStyleOption(self, option: Any) -> None:  # the stubs lack its fields
        super().initStyleOption(option)
        if self.text() and self.isLeftToRight():
            option.iconSize += GAP


def make_button(words: str, name: str, role: str = "", icon_name: str = "") -> QPushButton:
    """A button with its words, object name, role of the style file and icon; Enter is not its."""
    button = Button(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    if role:
        button.setProperty("role", role)
    if icon_name:
        button.setIcon(icon(icon_name, ICON_COLOURS.get(role)))
    return button


class CopyButton(Button):
    """Copies `content`, a text or a picture, and reads 已复制 for two seconds."""

    def __init__(self, words: str, name: str, role: str = "", content: str | QImage = "") -> None:
        super().__init__(words)
        self.content = content
        self._words = words
        self._colour = ICON_COLOURS.get(role)
        self._back = QTimer(self, singleShot=True, interval=ANSWER_MS)
        self._back.timeout.connect(self._show_words)
        self.setObjectName(name)
        self.setAutoDefault(False)
        if role:
            self.setProperty("role", role)
        self.clicked.connect(self._copy)
        self._show_words()

    @Slot()
    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if isinstance(self.content, str):
            clipboard.setText(self.content)
        else:
            clipboard.setImage(self.content)
        self.setMinimumWidth(self.width())  # what stands beside it must not move
        self._show(ANSWER, "check")
        self._back.start()

    @Slot()
    def _show_words(self) -> None:
        self._show(self._words, "copy")

    def _show(self, words: str, icon_name: str) -> None:
        self.setText(words)
        self.setAccessibleName(words if words == self._words else f"{self._words}：{words}")
        self.setIcon(icon(icon_name, self._colour))


class Mark(QWidget):
    """An icon beside words, in the colours of the theme at the moment it is painted."""

    def __init__(self, icon_name: str, role: str, size: int = MARK) -> None:
        super().__init__()
        self._size = size
        self.show_icon(icon_name, role)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon_name: str, role: str) -> None:
        """Show another icon."""
        self._icon = icon(icon_name, role)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of the words beside it, so that both have the same middle."""
        return QSize(self._size, max(self._size, self.fontMetrics().height()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        square = QRect(0, 0, self._size, self._size)
        square.moveCenter(self.rect().center())
        self._icon.paint(QPainter(self), square)
