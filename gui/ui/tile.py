"""What every tile of the picture editor is: it can be reached, moved, dragged and deleted."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.form.spec import Field
from gui.ui.theme import icon, set_state
from gui.ui.thumbnail import Thumbnail

MARGIN, GAP, ICON = 10, 12, 18
# deed → words, icon, keys that are shown beside it in the menu
DEEDS: Mapping[str, tuple[str, str, str]] = {
    "look": ("放大查看", "zoom-in", "Enter"),
    "turn_right": ("向右旋转", "rotate-cw", "R"),
    "turn_left": ("向左旋转", "rotate-ccw", "L"),
    "forward": ("移到前面", "chevron-left", "Alt+←"),
    "back": ("移到后面", "chevron-right", "Alt+→"),
    "retry": ("重试", "upload", ""),
    "again": ("重新上传", "upload", ""),
    "cancel": ("停止上传", "x-circle", ""),
    "copy_id": ("复制素材编号", "copy", ""),
    "remove": ("删除", "trash", "Delete"),
}
KEYS = {
    Qt.Key.Key_Return: "look",
    Qt.Key.Key_Enter: "look",
    Qt.Key.Key_Space: "look",
    Qt.Key.Key_R: "turn_right",
    Qt.Key.Key_L: "turn_left",
    Qt.Key.Key_Delete: "remove",
}
ALT_KEYS = {
    Qt.Key.Key_Left: "forward",
    Qt.Key.Key_Up: "forward",
    Qt.Key.Key_Right: "back",
    Qt.Key.Key_Down: "back",
}
KEYS_TOLD = "回车放大，R 旋转，Alt 加方向键移动，Delete 删除，菜单键看全部操作。"


class Tile(QFrame):
    """`wished` names a deed of DEEDS; `dragged` says where the mouse carries the tile."""

    wished = Signal(str)
    dragged = Signal(QPoint)  # global
    dropped = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.name = ""
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.setProperty("role", "tile")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.thumbnail = Thumbnail(self)
        box = QHBoxLayout(self)
        box.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        box.setSpacing(GAP)
        box.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        self.words = QVBoxLayout()
        self.words.setSpacing(3)
        box.addLayout(self.words, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(2)
        self.more = self._button("more", "更多操作", "more-horizontal")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self._on_more)

    # what the kinds of tile say

    @abstractmethod
    def value(self) -> str:
        """How it stands in the answers."""

    @abstractmethod
    def deeds(self) -> tuple[str, ...]:
        """What can be done with it now, in the order of the menu."""

    @abstractmethod
    def summary(self) -> str:
        """What assistive technology reads of it after the question and its place."""

    @abstractmethod
    def short_name(self) -> str:
        """What a sentence about it calls it."""

    def stops(self) -> list[QWidget]:
        """Everything that Tab goes through, in visual order."""
        return [self, self.more]

    # building

    def add_button(self, deed: str) -> QToolButton:
        """A small button for the mouse; the keyboard has its keys and the menu."""
        words, icon_name, keys = DEEDS[deed]
        button = self._button(deed, words, icon_name)
        button.setToolTip(f"{words}（{keys}）" if keys else words)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setProperty("deed", deed)
        button.clicked.connect(self._on_deed)
        return button

    def _button(self, name: str, words: str, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name))
        button.setToolTip(words)
        button.setProperty("name", name)
        button.setProperty("words", words)
        return button

    # its place

    def number(self, index: int, count: int) -> None:
        """Say which of how many this is."""
        place = f"，第 {index + 1} 张" if count > 1 else ""
        name, at = f"{self.field.label}{place}", f"{self.field.pointer}/{index}"
        if (name, at) == (self.name, self.objectName()):
            return
        self.name = name
        self.setObjectName(at)
        for button in self.findChildren(QToolButton):
            button.setObjectName(f"{at}/{button.property('name')}")
            button.setAccessibleName(f"{self.name}：{button.property('words')}")
        self.tell()

    def tell(self) -> None:
        """Have assistive technology know what stands on the tile now."""
        self.setAccessibleName(f"{self.name}：{self.summary()}")

    def describe(self, text: str) -> None:
        """Help, and the error if any, behind the keys."""
        self.setAccessibleDescription(f"{KEYS_TOLD}{text}")

    # keys, menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        deed = (ALT_KEYS if alt else KEYS).get(Qt.Key(event.key()), "")
        plain = alt or event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and deed in self.deeds():
            self.wished.emit(deed)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    @Slot()
    def _on_more(self) -> None:
        self._open_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("tile_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for deed in self.deeds():
            words, icon_name, keys = DEEDS[deed]
            action = QAction(icon(icon_name), f"{words}\t{keys}" if keys else words, menu)
            action.setObjectName(f"tile:{deed}")
            action.setProperty("deed", deed)
            action.triggered.connect(self._on_deed)
            menu.addAction(action)
        menu.popup(at)

    @Slot()
    def _on_deed(self) -> None:
        deed = str(self.sender().property("deed"))
        if deed.startswith("turn"):  # the keys turn it further, or back
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.wished.emit(deed)

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        way = event.position().toPoint() - self._pressed_at
        if not self._dragging and way.manhattanLength() >= QApplication.startDragDistance():
            self._set_dragging(True)
        if self._dragging:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        was_dragging, pressed_at = self._dragging, self._pressed_at
        self._pressed_at = None
        if was_dragging:
            self._set_dragging(False)
            self.dropped.emit()
        elif pressed_at is not None and self._can_look_at(pressed_at):
            self.wished.emit("look")

    def _can_look_at(self, at: QPoint) -> bool:
        return "look" in self.deeds() and self.thumbnail.geometry().contains(at)

    def _set_dragging(self, on: bool) -> None:
        self._dragging = on
        set_state(self, "dragging", on)
        if on:
            self.raise_()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.unsetCursor()
