"""From what is known about a record to the result page, and asking WeChat again by button."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.desk import Desk
from gui.core.errors import AppError
from gui.core.progress import Standing, Step, resubmittable, standing, step_times
from gui.core.qr import QrMatrix, qr_matrix
from gui.core.sheet import Sheet
from gui.core.submission import BUSY
from gui.core.wechat.urlgate import safe_auth_url
from gui.ui.progress_card import ProgressView
from gui.ui.result_page import Kind, ResultView
from gui.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from gui.core.store.journal import Attempt

ASKING = "正在查询…"
MINI_NAME = "account_name"
PROVIDER_PAYS = 1  # pay_type
NO_PAYMENT = "无需支付"
SENT = "资料已提交，微信已收到"
SETTLED: dict[str, Kind] = {
    "accepted": "accepted",
    "unknown": "unknown",
    "sending": "unknown",
    "not_arrived": "unknown",
}


def shows_result(sheet: Sheet) -> bool:
    """Whether a record has a result to show, rather than a form to fill in.

    After WeChat has sent an accepted round back, the form is what is needed again.
    """
    if sheet.attempt is None or sheet.attempt.state not in ("accepted", "unknown"):
        return False
    if sheet.attempt.state != "accepted" or sheet.progress is None:
        return True
    told = sheet.progress
    return resubmittable(told.task_status, told.apply_status).answer != "yes"


class ResultFlow(QObject):
    """Makes the view off the GUI thread (the QR code takes a moment) and asks `queryauth`."""

    view_ready = Signal(object)  # ResultView
    asking = Signal(bool)
    asked = Signal(object, bool)  # Sheet, whether somebody pressed for it
    failed = Signal(object)  # AppError
    failed_quietly = Signal(object)  # AppError of a question that nobody pressed for

    def __init__(self, desk: Desk, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._task: Task | None = None
        self._making: Task | None = None
        self._quiet = False

    def show(self, sheet: Sheet) -> None:
        """Have the view of a record made; only the one asked for last is shown."""
        if self._making is not None:
            self._making.cancel()
        self._making = self._tasks.start(result_view, sheet, on_success=self._on_view)

    def ask(self, record_id: str, *, quiet: bool = False) -> None:
        """Ask WeChat how far the record is; one question at a time.

        A `quiet` one was asked by the program itself: its failure is no message to anybody. One
        that somebody pressed for takes its place, for what it wants to know may be newer.
        """
        if self._task is not None:
            if quiet:
                return
            self._task.cancel()
        self._quiet = quiet
        self.asking.emit(True)
        self._task = self._tasks.start(
            self._desk.ask,
            record_id,
            on_success=self._on_asked,
            on_failure=self._on_failed,
            on_finished=self._on_finished,
        )

    def leave(self) -> None:
        """Another record is opened: its page must not show this one's view or answer."""
        if self._making is not None:
            self._making.cancel()
        if self._task is not None:
            self._task.cancel()
            self._on_finished()

    @Slot(object)
    def _on_view(self, view: ResultView) -> None:
        self.view_ready.emit(view)

    @Slot(object)
    def _on_asked(self, sheet: Sheet) -> None:
        self.asked.emit(sheet, not self._quiet)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        (self.failed_quietly if self._quiet else self.failed).emit(error)

    @Slot()
    def _on_finished(self) -> None:
        self._task = None
        self.asking.emit(False)


def result_view(sheet: Sheet) -> ResultView:
    """What the result page shows of a record. The link passes the URL gate here or nowhere."""
    attempt, told = sheet.attempt, sheet.progress
    link = safe_auth_url(sheet.auth_url) or ""
    stands = _standing(sheet)
    return ResultView(
        kind=SETTLED.get(attempt.state, "unknown") if attempt else "unknown",
        record_name=sheet.record.name,
        taskid=sheet.taskid,
        auth_url=link,
        link_refused=bool(sheet.auth_url) and not link,
        matrix=_matrix(link),
        link_time=told.auth_url_at if told else None,
        progress=_progress(sheet, stands),
        final=stands.final if stands else False,
        sent_at=attempt.started_at if attempt else None,
        busy=attempt is not None and attempt.errcode == BUSY,
        mini_name=str(attempt.payload.get(MINI_NAME) or "") if attempt else "",
    )


def _standing(sheet: Sheet) -> Standing | None:
    told = sheet.progress
    if told is None or (told.task_status, told.apply_status) == (None, None):
        return None
    return standing(told.task_status, told.apply_status)


def _progress(sheet: Sheet, stands: Standing | None) -> ProgressView:
    """How far it is, with the times at which this program heard of each state."""
    told, attempt = sheet.progress, sheet.attempt
    if told is None or attempt is None or stands is None or attempt.state != "accepted":
        return ProgressView(stands.steps, stands.text) if stands else ProgressView()
    states = sheet.milestones
    heard = [(one.at, standing(one.task_status, one.apply_status).text) for one in states]
    return ProgressView(
        steps=_without_payment(stands.steps, attempt),
        text=stands.text,
        times=step_times(attempt.started_at, states),
        events=((attempt.started_at, SENT), *heard),
        reviewer=told.dispatch,
        reason=told.fail_reason,
    )


def _without_payment(steps: tuple[Step, ...], attempt: Attempt) -> tuple[Step, ...]:
    """The service provider's package pays: nobody is asked to."""
    if attempt.payload.get("pay_type") != PROVIDER_PAYS:
        return steps
    return tuple(
        replace(step, name=NO_PAYMENT) if step.key == "pay" and step.state != "now" else step
        for step in steps
    )


def _matrix(link: str) -> QrMatrix | None:
    if not link:
        return None
    try:
        return qr_matrix(link)
    except AppError:  # too long for a code: the link itself is still there
        return None
