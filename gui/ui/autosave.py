"""Puts what is typed on the disk within about a second, and lets nobody leave before that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.core.errors import AppError, StoreError
from gui.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from gui.core.desk import Desk
    from gui.core.store.records import Record

LANE = "db"
SAVE_MS = 1000
RETRY_MS = 5000
CLOSE_MS = 5000


class Autosave(QObject):
    """Writes what `snapshot` gives, in the one database lane, and so in order."""

    unsaved = Signal()  # something was typed that is not on the disk yet
    written = Signal(object)  # Record as it is on the disk now
    saved = Signal()  # everything is on the disk
    failed = Signal(object)  # AppError
    refused = Signal(object)  # AppError: what `once_saved` was asked for would lose something

    def __init__(
        self,
        desk: Desk,
        tasks: TaskRunner,
        snapshot: Callable[[], Record | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._snapshot = snapshot
        self._dirty = False
        self._saving = False
        self._failure: AppError | None = None
        self._then: Callable[[], object] | None = None
        self._soon = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._soon.timeout.connect(self.save_now)
        self._again = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._again.timeout.connect(self.save_now)

    def is_saved(self) -> bool:
        """Whether everything that was typed is on the disk."""
        return not self._dirty and not self._saving

    def is_failing(self) -> bool:
        """Whether the last save did not succeed."""
        return self._failure is not None and not self._saving

    @Slot()
    def touch(self) -> None:
        """Something was typed: save in a second, however long the typing goes on."""
        if not self._dirty:
            self._dirty = True
            self.unsaved.emit()
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def save_now(self) -> None:
        """Write what has changed, soon and in order; nothing when nothing has."""
        self._soon.stop()
        self._again.stop()
        record = self._snapshot()
        if not self._dirty or record is None or self._saving:
            return
        self._dirty, self._saving = False, True
        self._tasks.start(
            self._desk.save,
            record,
            record.values,
            record.context,
            on_success=self._on_saved,
            on_failure=self.fail,
            on_fault=self._on_fault,
            lane=LANE,
        )

    def flush(self, longest_ms: int = CLOSE_MS) -> bool:
        """Before leaving: have everything on the disk. False when that did not succeed in time."""
        for _ in range(2):  # a save on its way, and what was typed meanwhile
            self.save_now()
            if not self._tasks.drain(LANE, longest_ms):
                return False
        return self.is_saved()

    def once_saved(self, then: Callable[[], object]) -> None:
        """Do `then` as soon as nothing can get lost by it; the last one asked for counts."""
        self._then = then
        self.save_now()
        self._tasks.start(_nothing, on_success=self._on_turn, lane=LANE)

    @Slot()
    def leave_anyway(self) -> None:
        """The user gives up what could not be saved: do what was refused."""
        then = self._then
        self.forget()
        if then is not None:
            then()

    def forget(self) -> None:
        """What is in the window from now on is what is on the disk."""
        self._soon.stop()
        self._again.stop()
        self._dirty = False
        self._failure = None
        self._then = None

    @Slot(object)
    def fail(self, error: AppError) -> None:
        """What stands in the window did not get onto the disk: try again after a while."""
        self._saving = False
        self._dirty = True
        self._failure = error
        self._again.start()
        self.failed.emit(error)

    # how

    @Slot()
    def _on_fault(self) -> None:
        """A fault of ours is a save that failed: what is typed later must not wait for it."""
        self.fail(StoreError())

    @Slot(object)
    def _on_saved(self, record: Record) -> None:
        self._saving = False
        self._failure = None
        self.written.emit(record)
        if not self._dirty:
            self.saved.emit()
        elif not self._soon.isActive():  # its second was over while the disk was busy
            self.save_now()

    @Slot(object)
    def _on_turn(self, _: None) -> None:
        """Everything that was to be written before this has been written, or has failed."""
        then = self._then
        if then is None:
            return
        if self.is_saved():
            self._then = None
            then()
        elif self._failure is not None and not self._saving:
            self.refused.emit(self._failure)
        else:
            self.once_saved(then)


def _nothing() -> None:
    """Takes its turn in the lane."""
