"""One question to WeChat at a field: the waiting, and what is said there afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from gui.ui.form_view import FormView
from gui.ui.tasks import Handler, Task, TaskRunner


class FieldQuestion(QObject):
    """A new question ends the one before. `at` is the pointer of the last."""

    def __init__(self, tasks: TaskRunner, view: FormView, parent: QObject) -> None:
        super().__init__(parent)
        self.at = ""
        self._tasks = tasks
        self._view = view
        self._task: Task | None = None
        self._told: set[str] = set()

    def ask(
        self,
        pointer: str,
        words: str,
        fn: Callable[..., object],
        *args: str,
        on_success: Handler,
        on_failure: Handler,
    ) -> None:
        """Call `fn(*args)` off the GUI thread; `words` and a way out stand at the field."""
        self.stop()
        self.at = pointer
        self._view.rows[pointer].show_waiting(words)
        self._task = self._tasks.start(
            fn,
            *args,
            on_success=on_success,
            on_failure=on_failure,
            on_finished=self._on_finished,
        )

    @Slot()
    def stop(self) -> None:
        """停止等待."""
        if self._task is not None:
            self._task.cancel()
            self._on_finished()

    def say(self, kind: str, text: str, pointer: str = "") -> None:
        """Say at the field (see FieldRow.show_told), or at another one, what was found out."""
        self._end_waiting()
        self._view.rows[pointer or self.at].show_told(kind, text)
        self._told.add(pointer or self.at)

    def forget(self) -> None:
        """The record is left: nobody waits any more, and nothing is said about it."""
        self.stop()
        for pointer in self._told:
            self._view.rows[pointer].show_told("")
        self._told = set()

    @Slot()
    def _on_finished(self) -> None:
        self._task = None
        self._end_waiting()

    def _end_waiting(self) -> None:
        row = self._view.rows.get(self.at)
        if row is not None and row.is_waiting():
            row.show_waiting("")
