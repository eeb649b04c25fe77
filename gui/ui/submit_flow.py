"""From 提交 to an outcome: save, upload, look at the state, let the user decide, send."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.desk import Desk
from gui.core.errors import AppError, NoAccount
from gui.core.local_pictures import pictures_in
from gui.core.sheet import Look, Sheet
from gui.core.submission import Outcome
from gui.ui.autosave import LANE, Autosave
from gui.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from gui.core.uploads import Uploads

UPLOADING = "正在上传图片，完成后会继续提交…"
LOOKING = "正在查询这次认证的状态…"
SENDING = "正在提交，等待微信返回结果…"


class SubmitFlow(QObject):
    """One press, one submission: while it is busy nothing can be started.

    `stage` says in words what is going on (empty: nothing) and whether it can be cancelled;
    `question` asks the user to go on in spite of `text` (answer with `go_on` or `stop`).
    """

    stage = Signal(str, bool)
    question = Signal(str)
    stopped = Signal(str)
    failed = Signal(object)  # AppError: nothing was sent
    finished = Signal(object, object)  # Sheet, Outcome
    broken = Signal()  # a fault of ours on the way: the journal knows more
    unseen = Signal()  # nobody sees any more what would be sent, so it was not

    def __init__(
        self,
        desk: Desk,
        uploads: Callable[[], Uploads],
        tasks: TaskRunner,
        saving: Autosave,
        parent: QObject | None = None,
        in_view: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._uploads = uploads
        self._tasks = tasks
        self._saving = saving
        self._in_view = in_view
        self._task: Task | None = None
        self._auth_data: dict[str, Any] = {}
        self._look = Look("yes", "")
        self.record_id = ""
        self.busy = False
        self.sending = False

    def start(self, record_id: str, auth_data: dict[str, Any]) -> None:
        """Begin; a second press while busy does nothing."""
        if self.busy:
            return
        self.busy = True
        self.record_id, self._auth_data = record_id, auth_data
        self.stage.emit(LOOKING, True)
        self._save()

    @Slot()
    def go_on(self) -> None:
        """The user wants to submit in spite of the question."""
        if self.busy and not self.sending:
            self._send()

    @Slot()
    def stop(self) -> None:
        """The user does not want to go on, or to wait for the look any longer.

        What is being sent cannot be called back: then nothing happens.
        """
        if not self.busy or self.sending:
            return
        if self._task is not None:
            self._task.cancel()
        self._end()

    def _save(self) -> None:
        """What is typed comes first; the answer comes through the lane after it."""
        self._saving.save_now()
        self._task = self._tasks.start(
            self._desk.sheet,
            self.record_id,
            on_success=self._on_saved,
            on_failure=self._on_failed,
            on_fault=self._end,
            lane=LANE,
        )

    @Slot(object)
    def _on_saved(self, sheet: Sheet) -> None:
        if self._saving.is_failing():  # its own message says why
            self._end()
        elif not self._saving.is_saved():
            self._save()
        elif pictures_in(self._auth_data):
            self.stage.emit(UPLOADING, True)
            self._task = self._tasks.start(
                self._upload,
                self._auth_data,
                sheet,
                on_success=self._on_uploaded,
                on_failure=self._on_failed,
                on_fault=self._end,
            )
        else:
            self._look_first()

    def _upload(self, auth_data: dict[str, Any], sheet: Sheet, cancelled: Event) -> dict[str, Any]:
        """The same with the ids of its pictures. Blocks until WeChat has all of them."""
        if sheet.account is None:
            raise NoAccount
        return self._uploads().ready(auth_data, sheet.account, cancelled=cancelled)

    @Slot(object)
    def _on_uploaded(self, auth_data: dict[str, Any]) -> None:
        self._auth_data = auth_data
        self.stage.emit(LOOKING, True)
        self._look_first()

    def _look_first(self) -> None:
        self._task = self._tasks.start(
            self._desk.look,
            self.record_id,
            on_success=self._on_look,
            on_failure=self._on_failed,
            on_fault=self._end,
        )

    @Slot(object)
    def _on_look(self, look: Look) -> None:
        self._look = look
        if look.answer == "yes":
            self._send()
        elif look.answer == "ask":
            self._task = None
            self.question.emit(look.text)
        else:
            self._end()
            self.stopped.emit(look.text)

    def _send(self) -> None:
        if not self._in_view():
            self._end()
            self.unseen.emit()
            return
        self.sending = True
        self.stage.emit(SENDING, False)
        self._task = None
        self._tasks.start(
            self._desk.submit,
            self.record_id,
            self._auth_data,
            self._look,
            on_success=self._on_sent,
            on_failure=self._on_failed,
            on_finished=self._on_over,
        )

    @Slot(object)
    def _on_sent(self, result: tuple[Sheet, Outcome]) -> None:
        self._end()
        self.finished.emit(*result)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self._end()
        self.failed.emit(error)

    @Slot()
    def _on_over(self) -> None:
        if self.sending:
            self._end()
            self.broken.emit()

    @Slot()
    def _end(self) -> None:
        self.busy = self.sending = False
        self._task = None
        self.stage.emit("", False)
