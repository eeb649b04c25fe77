"""The way back after a deletion: 撤销, Ctrl+Z on the list, and 最近删除."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.ui.records_desk import RecordsDesk

if TYPE_CHECKING:
    from gui.core.store.records import Record

NOTHING = "没有刚删除的记录"
LOOK_THERE = "以前删除的，可以在「文件」菜单的「最近删除…」里恢复。"


class Deletions(QObject):
    """Remembers what was deleted since the start, the last at the end."""

    offered = Signal(str)  # name of the deleted record
    undone = Signal()
    told = Signal(str, str)

    def __init__(self, desk: RecordsDesk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._deleted: list[str] = []
        self._is_open = False  # 最近删除
        desk.deleted.connect(self._on_deleted)
        desk.restored.connect(self._on_restored)

    @Slot()
    def undo(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            self._desk.restore(self._deleted.pop())
        else:
            self.told.emit(NOTHING, LOOK_THERE)

    @Slot()
    def show_deleted(self) -> None:
        """最近删除…"""
        from gui.ui.deleted_dialog import DeletedDialog

        dialog = DeletedDialog(self._window)
        dialog.restore_wanted.connect(self._desk.restore)
        dialog.destroy_wanted.connect(self._on_destroy)
        self._desk.deleted_read.connect(dialog.show_records)
        dialog.finished.connect(self._on_closed)
        self._is_open = True
        self._desk.read_deleted()
        dialog.open()

    @Slot(object)
    def _on_deleted(self, record: Record) -> None:
        self._deleted.append(record.id)
        self.offered.emit(record.name or "未命名")

    @Slot(str)
    def _on_restored(self, record_id: str) -> None:
        self._forget(record_id)
        if self._is_open:
            self._desk.read_deleted()

    @Slot()
    def _on_closed(self) -> None:
        self._is_open = False

    @Slot(str)
    def _on_destroy(self, record_id: str) -> None:
        self._forget(record_id)
        self._desk.destroy(record_id)

    def _forget(self, record_id: str) -> None:
        self._deleted = [other for other in self._deleted if other != record_id]
        self.undone.emit()
