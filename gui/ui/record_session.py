"""The record that is open: makes records, opens them, and never mixes one with another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.errors import StoreError
from gui.core.store.records import TASKID
from gui.ui.autosave import LANE, Autosave
from gui.ui.form_model import FormModel
from gui.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from gui.core.desk import Desk
    from gui.core.sheet import Sheet
    from gui.core.store.records import Call, Record

log = logging.getLogger(__name__)


class RecordSession(QObject):
    """Owns which record is shown; its record is left only when everything typed is saved.

    `changed_sheet` brings what else is known about the record (account, attempt, progress).
    """

    opened = Signal(object)  # Sheet
    changed_sheet = Signal(object)  # Sheet

    def __init__(
        self, desk: Desk, model: FormModel, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model
        self._tasks = tasks
        self._sheet: Sheet | None = None
        self.saving = Autosave(desk, tasks, self.snapshot, self)
        self.saving.written.connect(self._on_written)
        model.edited.connect(self.saving.touch)

    @property
    def sheet(self) -> Sheet | None:
        """The open record with what is known about it."""
        return self._sheet

    @property
    def record_id(self) -> str:
        """The id of the open record, or an empty string."""
        return self._sheet.record.id if self._sheet else ""

    def snapshot(self) -> Record | None:
        """The open record as it stands in the window, saved or not."""
        if self._sheet is None:
            return None
        values, context = self._model.values(), self._model.context()
        return replace(self._sheet.record, values=values, context=context)

    def show(self, sheet: Sheet) -> None:
        """Open a record that was read already; what was typed in the one before is saved."""
        self.saving.forget()
        self._sheet = sheet
        context = {**sheet.record.context, "call": sheet.record.call}
        self._model.load(sheet.record.values, context)
        self.opened.emit(sheet)

    def open(self, record_id: str) -> None:
        """Save what is open, then open another record."""
        self.saving.once_saved(partial(self._start, self._read, record_id))

    def create(self, call: Call, name: str, account_id: str | None) -> None:
        """Save what is open, then make an empty record and open it."""
        self.saving.once_saved(partial(self._start, self._make, call, name, account_id))

    def copy(self, name: str) -> None:
        """Go on in a copy that holds what stands in the window; the record stays as it was saved.

        The way out when somebody else has saved something newer.
        """
        record = self.snapshot()
        if record is not None:
            self._tasks.start(
                self._copy,
                record,
                name,
                on_success=self._on_copied,
                on_failure=self.saving.fail,
                lane=LANE,
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
        before = self._sheet.record
        same_call = sheet.record.call == before.call
        if same_call and sheet.record.rev != before.rev:
            # Read while a save was under way, or saved by somebody else: saving will tell.
            sheet = replace(sheet, record=before)
        self._sheet = sheet
        if same_call:
            self.changed_sheet.emit(sheet)
        elif self.saving.is_saved():
            self.show(sheet)
        else:
            self._add_taskid(sheet)

    # how

    def _start(self, fn: Callable[..., Sheet], *args: object) -> None:
        self._tasks.start(fn, *args, on_success=self._on_read, lane=LANE)

    @Slot(object)
    def _on_read(self, sheet: Sheet) -> None:
        if self.saving.is_saved():
            self.show(sheet)
        else:  # typed while the other one was read
            self.open(sheet.record.id)

    def _read(self, record_id: str) -> Sheet:
        try:
            self._desk.records.mark_opened(record_id)
        except StoreError as error:  # a disk that takes nothing can still be read
            log.warning("not marked as opened: %s", type(error).__name__)
        return self._desk.sheet(record_id)

    def _make(self, call: Call, name: str, account_id: str | None) -> Sheet:
        record = self._desk.records.create(
            call, name, {}, context={"call": call}, account_id=account_id
        )
        return self._read(record.id)

    def _copy(self, record: Record, name: str) -> Sheet:
        made = self._desk.records.create(
            record.call,
            name,
            record.values,
            context=record.context,
            extras=record.extras,
            account_id=record.account_id,
        )
        return self._read(made.id)

    @Slot(object)
    def _on_copied(self, sheet: Sheet) -> None:
        self.saving.forget()
        self._sheet = sheet
        self.opened.emit(sheet)
        self.saving.touch()  # what was typed while the copy was made
        self.saving.save_now()

    def _add_taskid(self, sheet: Sheet) -> None:
        """The record became a 重新提审 while somebody was typing in it."""
        values = {**self._model.values(), TASKID: sheet.record.values.get(TASKID)}
        self._model.load(values, {**self._model.context(), "call": sheet.record.call})
        self.opened.emit(sheet)
        self.saving.touch()

    @Slot(object)
    def _on_written(self, record: Record) -> None:
        if self._sheet is not None and record.id == self._sheet.record.id:
            self._sheet = replace(self._sheet, record=record)
