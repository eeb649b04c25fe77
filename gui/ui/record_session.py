"""The record that is open: loads it into the form, and saves every edit within about a second."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.core.errors import AppError
from gui.ui.form_model import FormModel
from gui.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from gui.core.desk import Desk, Sheet
    from gui.core.store.records import Call, Record

LANE = "db"
SAVE_MS = 1000
CLOSE_MS = 5000


class RecordSession(QObject):
    """Owns which record is shown. All writing goes through the one database lane, in order.

    `changed_sheet` brings what else is known about the record (account, attempt, progress).
    """

    opened = Signal(object)  # Sheet
    changed_sheet = Signal(object)  # Sheet
    unsaved = Signal()
    saved = Signal()
    save_failed = Signal(object)  # AppError

    def __init__(
        self, desk: Desk, model: FormModel, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model
        self._tasks = tasks
        self._sheet: Sheet | None = None
        self._dirty = False
        self._saving = False
        self._soon = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._soon.timeout.connect(self.save_now)
        model.edited.connect(self._on_edited)

    @property
    def sheet(self) -> Sheet | None:
        """The open record with what is known about it."""
        return self._sheet

    @property
    def record_id(self) -> str:
        """The id of the open record, or an empty string."""
        return self._sheet.record.id if self._sheet else ""

    def is_saved(self) -> bool:
        """Whether everything that was edited is on the disk."""
        return not self._dirty and not self._saving

    def show(self, sheet: Sheet) -> None:
        """Open a record that was read already."""
        self._soon.stop()
        self._dirty = False
        self._sheet = sheet
        context = {**sheet.record.context, "call": sheet.record.call}
        self._model.load(sheet.record.values, context)
        self.opened.emit(sheet)

    def open(self, record_id: str) -> None:
        """Save what is open, then open another record."""
        self.save_now()
        self._tasks.start(self._read, record_id, on_success=self.show, lane=LANE)

    def create(self, call: Call, name: str, values: dict[str, Any], account_id: str | None) -> None:
        """Make a new record and open it."""
        self.save_now()
        self._tasks.start(
            self._make, call, name, values, account_id, on_success=self.show, lane=LANE
        )

    def refresh(self) -> None:
        """Read again what else is known about the open record; the form stays as it is."""
        if self._sheet is not None:
            self._tasks.start(self._desk.sheet, self.record_id, on_success=self.take, lane=LANE)

    @Slot(object)
    def take(self, sheet: Sheet) -> None:
        """Take over a newer sheet of the open record, keeping what is being typed.

        A taskid that arrived with the answer to a first submission enters the form.
        """
        if self._sheet is None or sheet.record.id != self.record_id:
            return
        became_reauth = sheet.record.call != self._sheet.record.call
        self._sheet = sheet
        if became_reauth:
            self.show(sheet)
        else:
            self.changed_sheet.emit(sheet)

    @Slot()
    def save_now(self) -> None:
        """Write what has changed, soon and in order; nothing when nothing has."""
        self._soon.stop()
        if not self._dirty or self._sheet is None or self._saving:
            return
        self._dirty, self._saving = False, True
        self._tasks.start(
            self._desk.save,
            self._sheet.record,
            self._model.values(),
            self._model.context(),
            on_success=self._on_saved,
            on_failure=self._on_failed,
            lane=LANE,
        )

    def flush(self) -> bool:
        """Before leaving: have everything on the disk. False when that did not succeed."""
        for _ in range(2):  # a save on its way, and what was typed meanwhile
            self.save_now()
            if not self._tasks.drain(LANE, CLOSE_MS):
                return False
        return not self._dirty

    def _read(self, record_id: str) -> Sheet:
        self._desk.records.mark_opened(record_id)
        return self._desk.sheet(record_id)

    def _make(self, call: Call, name: str, values: dict[str, Any], account_id: str | None) -> Sheet:
        record = self._desk.records.create(
            call, name, values, context={"call": call}, account_id=account_id
        )
        return self._read(record.id)

    @Slot()
    def _on_edited(self) -> None:
        self._dirty = True
        self.unsaved.emit()
        if not self._soon.isActive():
            self._soon.start()

    @Slot(object)
    def _on_saved(self, record: Record) -> None:
        self._saving = False
        if self._sheet is not None and record.id == self._sheet.record.id:
            self._sheet = replace(self._sheet, record=record)
        if self._dirty:
            self._soon.start()
        else:
            self.saved.emit()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self._saving = False
        self._dirty = True
        self._soon.start(SAVE_MS * 5)
        self.save_failed.emit(error)
