"""What can be done with records as a whole: list, rename, copy, delete, files in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.errors import AppError
from gui.ui.autosave import LANE
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.store.purging import Deleted
    from gui.core.store.records import Record, RecordSummary
    from gui.core.transfers import Exported, FilePlan


class RecordsDesk(QObject):
    """Every change is followed by a fresh list."""

    listed = Signal(object)  # list[RecordSummary]
    deleted = Signal(object)  # Record
    restored = Signal(str)  # its id
    copied = Signal(str)  # the id of the copy
    deleted_read = Signal(object)  # list[Deleted]
    renamed = Signal(str, str)
    plan_ready = Signal(object)  # FilePlan
    imported = Signal(object)  # tuple of ids
    exported = Signal(object)
    failed = Signal(object)  # AppError

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._desk = services.desk
        self._tasks = services.tasks

    @Slot()
    def refresh(self) -> None:
        """Read the list again."""
        self._tasks.start(
            self._desk.records.summaries,
            on_success=self._on_listed,
            on_failure=self._on_failed,
            lane=LANE,
        )

    @Slot(str, str)
    def rename(self, record_id: str, name: str) -> None:
        """Give a record another name; blanks alone are no name."""
        if name.strip():
            self._do(self._desk.records.rename, record_id, name.strip())
            self.renamed.emit(record_id, name.strip())

    @Slot(str)
    def duplicate(self, record_id: str) -> None:
        """A copy of the answers, without the submissions."""
        self._tasks.start(
            self._desk.records.duplicate,
            record_id,
            on_success=self._on_copied,
            on_failure=self._on_failed,
            lane=LANE,
        )

    @Slot(str)
    def delete(self, record_id: str) -> None:
        """Take a record away; `restore` undoes it."""
        self._tasks.start(
            self._desk.delete,
            record_id,
            on_success=self._on_deleted,
            on_failure=self._on_failed,
            lane=LANE,
        )

    def restore(self, record_id: str) -> None:
        """撤销 of a deletion."""
        self._tasks.start(
            self._desk.records.restore,
            record_id,
            on_success=self._on_restored,
            on_failure=self._on_failed,
            lane=LANE,
        )

    @Slot()
    def read_deleted(self) -> None:
        """What can still be brought back."""
        self._tasks.start(
            self._desk.records.deleted,
            on_success=self._on_deleted_read,
            on_failure=self._on_failed,
            lane=LANE,
        )

    def destroy(self, record_id: str) -> None:
        """彻底删除; what is left is read again."""
        self._tasks.start(
            self._desk.destroy,
            record_id,
            on_failure=self._on_failed,
            on_finished=self.read_deleted,
            lane=LANE,
        )

    def read(self, path: Path) -> None:
        """Look at a file that is to be imported; nothing is changed yet."""
        self._tasks.start(
            self._services.transfers.read,
            path,
            on_success=self._on_plan,
            on_failure=self._on_failed,
        )

    def take_in(self, plan: FilePlan, account_id: str | None) -> None:
        """Make records of what a file holds."""
        self._tasks.start(
            self._services.transfers.take_in,
            plan,
            account_id,
            on_success=self._on_imported,
            on_failure=self._on_failed,
            lane=LANE,
        )

    def export(self, record_ids: Sequence[str], path: Path) -> None:
        """Write records (all of them for an empty list) into one file."""
        self._tasks.start(
            self._services.transfers.export,
            tuple(record_ids),
            path,
            on_success=self._on_exported,
            on_failure=self._on_failed,
            lane=LANE,
        )

    def export_record(self, record: Record, path: Path) -> None:
        """Write one record as it is given, saved or not."""
        self._tasks.start(
            self._services.transfers.export_record,
            record,
            path,
            on_success=self._on_exported,
            on_failure=self._on_failed,
        )

    def _do(self, change: Callable[..., object], *args: object) -> None:
        self._tasks.start(
            change,
            *args,
            on_success=self._on_changed,
            on_failure=self._on_failed,
            lane=LANE,
        )

    @Slot(object)
    def _on_changed(self, _: object) -> None:
        self.refresh()

    @Slot(object)
    def _on_deleted(self, record: Record) -> None:
        self.deleted.emit(record)
        self.refresh()

    @Slot(object)
    def _on_restored(self, record: Record) -> None:
        self.restored.emit(record.id)
        self.refresh()

    @Slot(object)
    def _on_copied(self, record: Record) -> None:
        self.copied.emit(record.id)
        self.refresh()

    @Slot(object)
    def _on_deleted_read(self, records: list[Deleted]) -> None:
        self.deleted_read.emit(records)

    @Slot(object)
    def _on_listed(self, records: list[RecordSummary]) -> None:
        self.listed.emit(records)

    @Slot(object)
    def _on_plan(self, plan: FilePlan) -> None:
        self.plan_ready.emit(plan)

    @Slot(object)
    def _on_imported(self, ids: tuple[str, ...]) -> None:
        self.imported.emit(ids)
        self.refresh()

    @Slot(object)
    def _on_exported(self, exported: Exported) -> None:
        self.exported.emit(exported)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.failed.emit(error)
