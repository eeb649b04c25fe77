"""以前用过的图片: choose among the pictures that records of this account already use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QDialog,
    QListView,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from gui.ui.buttons import make_button
from gui.ui.dialog_footer import DialogFooter, dialog_body
from gui.ui.labels import plain_label, plain_tip
from gui.ui.thumbnail import SIDE, as_icon
from gui.ui.tile_words import facts
from gui.ui.window_size import open_at

if TYPE_CHECKING:
    from gui.core.album import Shown

SIZE, SMALLEST = (720, 520), (400, 360)
CELL, AROUND = 152, 28  # px: width of a cell, and what is above and below its words
READING = "正在读取…"
EMPTY = "这个账号的记录还没有用过图片。"
HELP = "选中一张或几张再点「添加」。已经上传过的不会再次上传。"


class UsedPictures(QDialog):
    """`chosen` carries the field's pointer and the pictures, in the order of the list."""

    chosen = Signal(str, object)  # pointer, list[Shown]

    def __init__(self, pointer: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._pointer = pointer
        self._shown: dict[str, Shown] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("used_pictures")
        self.setWindowTitle("以前用过的图片")
        open_at(self, SIZE, SMALLEST)
        self._words = plain_label(READING, "muted")
        self._list = _list()
        self._add = make_button("添加", "add_used", "primary")
        self._add.setEnabled(False)
        self._close = make_button("取消", "cancel_used")
        self._build()
        self._add.clicked.connect(self._on_add)
        self._close.clicked.connect(self.reject)
        self._list.itemSelectionChanged.connect(self._on_selection)
        self._list.itemActivated.connect(self._on_add)

    def _build(self) -> None:
        footer = DialogFooter()
        footer.add(self._close)
        footer.add(self._add)
        inside = dialog_body()
        inside.addWidget(self._words)
        inside.addWidget(self._list, 1)
        footer.put_below(inside, self)

    def add(self, shown: Shown, image: QImage) -> None:
        """Offer one more picture, with its thumbnail."""
        picture = shown.picture
        self._shown[picture.sha256] = shown
        thumbnail = as_icon(image, SIDE, self.devicePixelRatioF())
        item = QListWidgetItem(thumbnail, picture.name)
        item.setData(Qt.ItemDataRole.UserRole, picture.sha256)
        item.setToolTip(plain_tip(f"{picture.name}\n{facts(picture)}"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{picture.name}，{facts(picture)}")
        item.setSizeHint(QSize(CELL, SIDE + self.fontMetrics().height() + AROUND))
        self._list.addItem(item)

    def complete(self) -> None:
        """All of them are there."""
        self._words.setText(HELP if self._shown else EMPTY)
        if self._shown:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_selection(self) -> None:
        count = len(self._list.selectedItems())
        self._add.setEnabled(count > 0)
        self._add.setText(f"添加 {count} 张" if count else "添加")
        self._add.setAccessibleName(self._add.text())

    @Slot()
    def _on_add(self) -> None:
        rows = sorted(self._list.row(item) for item in self._list.selectedItems())
        names = [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows]
        if names:
            self.chosen.emit(self._pointer, [self._shown[name] for name in names])
            self.accept()


def _list() -> QListWidget:
    made = QListWidget()
    made.setObjectName("used_list")
    made.setAccessibleName("以前用过的图片")
    made.setViewMode(QListView.ViewMode.IconMode)
    made.setIconSize(QSize(SIDE, SIDE))
    made.setMovement(QListView.Movement.Static)
    made.setResizeMode(QListView.ResizeMode.Adjust)
    made.setUniformItemSizes(True)
    made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    made.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
    return made
