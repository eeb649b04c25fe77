"""最近删除: what was deleted in the last 30 days, to be brought back or destroyed at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from gui.core.store.purging import Deleted
from gui.ui.buttons import make_button
from gui.ui.dialog_footer import DialogFooter, dialog_body
from gui.ui.labels import plain_label
from gui.ui.moments import moment_words
from gui.ui.questions import confirm

SIZE = (560, 440)
ROOM = 16  # px above and below the words of a line
KEPT = "删除后保留 30 天，可以恢复；要立刻彻底删除，点「彻底删除」。"
NONE = "最近 30 天没有删除过记录。"
RESTORED = "已恢复「{name}」。"
LEFT_NONE = "没有别的删除过的记录了。"
SURE = "彻底删除「{name}」吗"
SURE_TEXT = (
    "填写的资料和提交历史会从这台电脑和本机备份里清除，不能再恢复；图片在下次打开程序时清除。"
)
RECORD = Qt.ItemDataRole.UserRole


class DeletedDialog(QDialog):
    """Opened with open(); whoever opened it does what is wanted and shows the new list."""

    restore_wanted = Signal(str)
    destroy_wanted = Signal(str)

    def __init__(self, parent: QWidget | None, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._now = now
        self._doomed = self._done = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("deleted_dialog")
        self.setWindowTitle("最近删除")
        self.resize(*SIZE)
        self._words = plain_label(KEPT)
        self._list = QListWidget()
        self._list.setObjectName("deleted_records")
        self._list.setAccessibleName("最近删除的记录")
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.currentItemChanged.connect(self._on_chosen)
        self._build()
        self._on_chosen()

    def _build(self) -> None:
        footer = DialogFooter()
        destroy = make_button("彻底删除", "destroy_record", icon_name="trash")
        self._destroy = footer.add_left(destroy)
        footer.add(make_button("关闭", "close_deleted")).clicked.connect(self.reject)
        self._restore = footer.add(make_button("恢复", "restore_record", "primary"))
        self._restore.clicked.connect(self._on_restore)
        self._destroy.clicked.connect(self._on_destroy)
        inside = dialog_body()
        inside.addWidget(self._words)
        inside.addWidget(self._list, 1)
        footer.put_below(inside, self)

    @Slot(object)
    def show_records(self, records: Sequence[Deleted]) -> None:
        """Show these instead; the first of them is chosen."""
        self._list.clear()
        for record in records:
            when = moment_words(record.deleted_at, self._now())
            item = QListWidgetItem(f"{record.name or '未命名'}（{when} 删除）")
            item.setData(RECORD, record)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + ROOM))
            self._list.addItem(item)
        none = LEFT_NONE if self._done else NONE
        self._words.setText(self._done + (KEPT if records else none))
        self._list.setVisible(bool(records))
        self._list.setCurrentRow(0)
        self._on_chosen()

    def _chosen(self) -> Deleted | None:
        item = self._list.currentItem()
        return item.data(RECORD) if item else None

    @Slot()
    def _on_chosen(self) -> None:
        for button in (self._restore, self._destroy):
            button.setEnabled(self._chosen() is not None)

    @Slot()
    def _on_restore(self) -> None:
        record = self._chosen()
        if record is not None:
            self._done = RESTORED.format(name=record.name or "未命名")
            self.restore_wanted.emit(record.id)

    @Slot()
    def _on_destroy(self) -> None:
        record = self._chosen()
        if record is not None:
            self._doomed, self._done = record.id, ""
            title = SURE.format(name=record.name or "未命名")
            confirm(self, title, SURE_TEXT, "彻底删除", "先不删除", self._on_sure, danger=True)

    @Slot()
    def _on_sure(self) -> None:
        self.destroy_wanted.emit(self._doomed)
