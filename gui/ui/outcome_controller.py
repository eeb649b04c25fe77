"""From 提交 to the result: the submission, what WeChat said of it, and asking again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.desk import Sheet
from gui.core.errors import AppError, Refused
from gui.core.form.rules import payload
from gui.core.form.validation import Problem
from gui.core.submission import Outcome
from gui.core.wechat.refusals import Refusal, explain
from gui.ui.check_page import CheckPage
from gui.ui.form_page import FormPage
from gui.ui.record_session import LANE, RecordSession
from gui.ui.result_flow import ASKING, ResultFlow, shows_result
from gui.ui.result_page import ResultPage, ResultView
from gui.ui.services import Services
from gui.ui.submit_flow import SubmitFlow
from gui.ui.watcher import Watcher

FROM_WECHAT = "微信返回：{text}"


class OutcomeController(QObject):
    """Wires the check page and the result page to the flows.

    `page_wanted` names form, check or result; `told` carries an AppError or a Refusal for a
    message bar.
    """

    page_wanted = Signal(str)
    told = Signal(object)  # AppError | Refusal
    warned = Signal(str, str)  # title, text
    question = Signal(str)
    link_wanted = Signal(str)
    edit_wanted = Signal(str)
    list_wanted = Signal()
    resend_wanted = Signal()
    resend_allowed = Signal()
    quiet = Signal()

    def __init__(
        self, services: Services, session: RecordSession, form: FormPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._form = form
        self._model = form.model
        self._retry: Callable[[], object] | None = None
        self.flow = SubmitFlow(services.desk, services.tasks, self)
        practice = services.world is not None
        self._results = ResultFlow(services.desk, services.tasks, practice=practice, parent=self)
        self._watcher = Watcher(self)
        self._connect()

    @cached_property
    def check(self) -> CheckPage:
        """The check page, made when it is first wanted: a start needs none."""
        page = CheckPage()
        page.submit_requested.connect(self.submit)
        page.cancel_requested.connect(self.flow.stop)
        page.edit_requested.connect(self.edit_wanted)
        page.back_requested.connect(self._on_back)
        return page

    @cached_property
    def result(self) -> ResultPage:
        """The result page, likewise."""
        page = ResultPage()
        page.query_requested.connect(self.query)
        page.link_activated.connect(self._on_link)
        page.taskid_entered.connect(self._on_taskid)
        page.resend_requested.connect(self.resend_wanted)
        page.form_requested.connect(self._on_back)
        page.list_requested.connect(self.list_wanted)
        return page

    def _connect(self) -> None:
        self.flow.stage.connect(self._on_stage)
        self.flow.question.connect(self.question)
        self.flow.stopped.connect(self._on_stopped)
        self.flow.failed.connect(self._on_not_sent)
        self.flow.finished.connect(self._on_finished)
        self._results.view_ready.connect(self._on_view)
        self._results.asking.connect(self._on_asking)
        self._results.asked.connect(self._session.take)
        self._results.failed.connect(self.tell)
        self._results.failed_quietly.connect(self._on_quiet_failure)
        self._watcher.due.connect(self.query_quietly)
        self._session.changed_sheet.connect(self._on_sheet)

    def open(self, sheet: Sheet) -> None:
        """A record was opened: to its result if it has one, else to its form."""
        self.leave()
        if shows_result(sheet):
            self._follow(sheet)
        self.page_wanted.emit("result" if shows_result(sheet) else "form")

    def leave(self) -> None:
        """The record is left: an answer that is still coming is not for the next one."""
        self._results.leave()
        self._watcher.stop()

    @Slot()
    def _on_back(self) -> None:
        self.page_wanted.emit("form")

    @Slot()
    def submit(self) -> None:
        """提交 on the check page."""
        self.quiet.emit()
        self._retry = self.submit
        self._session.save_now()
        self.flow.start(self._session.record_id, payload(self._model.resolution)["auth_data"])

    @Slot()
    def query(self) -> None:
        """查询状态."""
        self._retry = self.query
        if self._session.record_id:
            self._results.ask(self._session.record_id)

    @Slot()
    def retry(self) -> None:
        """重试 in a message: do again what did not get through."""
        self.quiet.emit()
        if self._retry is not None:
            self._retry()

    @Slot(object)
    def tell(self, error: AppError) -> None:
        """A failure that is no submission's."""
        refusal = explain(error, submission=False) if isinstance(error, Refused) else error
        self.told.emit(refusal)

    # what the submission tells

    @Slot(str, bool)
    def _on_stage(self, words: str, cancellable: bool) -> None:
        self.check.set_busy(words or None, cancellable)

    @Slot(str)
    def _on_stopped(self, text: str) -> None:
        self.warned.emit("现在不需要重新提交", text)
        self._session.refresh()

    @Slot(object)
    def _on_not_sent(self, error: AppError) -> None:
        self._tell_of_submission(error)

    @Slot(object, object)
    def _on_finished(self, sheet: Sheet, outcome: Outcome) -> None:
        self._session.take(sheet)
        if outcome.attempt.state in ("accepted", "unknown"):
            self.page_wanted.emit("result")
            if outcome.attempt.state == "accepted" and not sheet.auth_url:
                self.query()
        elif outcome.error is not None:
            self._tell_of_submission(outcome.error)

    def _tell_of_submission(self, error: AppError) -> None:
        """Put a failure where it belongs: at its field, and on top with what to do."""
        if not isinstance(error, Refused):
            self.told.emit(error)
            return
        refusal = explain(error, submission=True)
        problems = self._at_fields(refusal)
        if problems:
            self._model.show_answers(problems)
            self.page_wanted.emit("form")
            self._form.show_problems(self._model.errors())
        self.told.emit(refusal)

    def _at_fields(self, refusal: Refusal) -> list[Problem]:
        visible = self._model.resolution.visible
        text = FROM_WECHAT.format(text=refusal.title)
        return [Problem(p, "wechat", text) for p in refusal.pointers if p in visible]

    # what the result page shows and wants

    @Slot(object)
    def _on_sheet(self, sheet: Sheet) -> None:
        if shows_result(sheet):
            self._follow(sheet)
        else:
            self._watcher.stop()

    def _follow(self, sheet: Sheet) -> None:
        self._results.show(sheet)
        self._watcher.follow(sheet)

    @Slot()
    def query_quietly(self) -> None:
        """Ask without anybody having pressed for it."""
        if self._session.record_id:
            self._results.ask(self._session.record_id, quiet=True)

    @Slot(object)
    def _on_quiet_failure(self, error: AppError) -> None:
        self._watcher.fail(error.code if isinstance(error, Refused) else None)

    @Slot()
    def resend(self) -> None:
        """再次提交 was confirmed: the doubtful attempt counts as not arrived."""
        self._services.tasks.start(
            self._services.desk.give_up,
            self._session.record_id,
            on_success=self._on_given_up,
            on_failure=self.tell,
            lane=LANE,
        )

    @Slot(object)
    def _on_given_up(self, sheet: Sheet) -> None:
        self._session.take(sheet)
        self.resend_allowed.emit()

    @Slot(object)
    def _on_view(self, view: ResultView) -> None:
        self.result.show_result(view)
        sheet = self._session.sheet
        if sheet is not None and sheet.doubt is not None:
            self.result.set_resend(*_resend_words(sheet))

    @Slot(bool)
    def _on_asking(self, on: bool) -> None:
        self.result.set_busy(ASKING if on else None)

    @Slot()
    def _on_link(self) -> None:
        if self._session.sheet is not None:
            self.link_wanted.emit(self._session.sheet.auth_url)

    @Slot(str)
    def _on_taskid(self, taskid: str) -> None:
        self._services.tasks.start(
            self._services.desk.adopt_taskid,
            self._session.record_id,
            taskid,
            on_success=self._on_adopted,
            lane=LANE,
        )

    @Slot(object)
    def _on_adopted(self, sheet: Sheet) -> None:
        self._session.take(sheet)
        self.query()


def _resend_words(sheet: Sheet) -> tuple[bool, str]:
    """Whether 再次提交 can be pressed, and why or why not."""
    if not sheet.taskid:
        return True, "首次提交查不到结果。确认后台没有这次认证，才可以再次提交。"
    if sheet.doubt is not None and sheet.doubt.may_resend:
        return True, "微信两次都回答没有变化，看来没有收到这次提交。"
    return False, "微信确认没有收到之前不能再次提交。程序正在自动查询，最少需要 1 分钟。"
