"""The result of a record: shown, asked for again, and the way out when nobody knows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.errors import AppError, Refused
from gui.core.sheet import Sheet
from gui.core.wechat.refusals import explain
from gui.ui.autosave import LANE
from gui.ui.outcome_words import (
    SAME_LINK,
    again_words,
    asked_words,
    is_same_dead_link,
    news_words,
    resend_words,
    state_words,
)
from gui.ui.press_guard import PressGuard
from gui.ui.record_session import RecordSession
from gui.ui.result_flow import ASKING, ResultFlow, shows_result
from gui.ui.result_page import ResultPage, ResultView
from gui.ui.services import Services
from gui.ui.watcher import Watcher


class OutcomeController(QObject):
    """Follows the record that is open, as long as it is not left.

    `page_wanted` names form or result; `told` carries an AppError or a Refusal for a message bar;
    `trying` what 重试 would do from now on.
    """

    page_wanted = Signal(str)
    told = Signal(object)  # AppError | Refusal
    warned = Signal(str, str)  # title, text
    noted = Signal(str, str)
    link_wanted = Signal(str)
    list_wanted = Signal()
    resend_wanted = Signal(bool)  # whether it is a first submission
    check_wanted = Signal()
    trying = Signal(object)
    asking = Signal(bool)
    progressed = Signal(str, str)  # name of the record, words; nobody pressed for it

    def __init__(
        self, services: Services, session: RecordSession, guard: PressGuard, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._guard = guard
        self._shows = False  # whether the record has a result
        self._to_result = False
        self._asking = False
        self._left = True
        self._results = ResultFlow(services.desk, services.tasks, self)
        self._watcher = Watcher(self)
        self._arriving = False
        self._connect()

    @cached_property
    def page(self) -> ResultPage:
        """The result page, made when it is first wanted: a start needs none."""
        page = ResultPage()
        page.query_requested.connect(self.query)
        page.link_activated.connect(self._on_link)
        page.taskid_entered.connect(self._on_taskid)
        page.resend_requested.connect(self._on_resend)
        page.form_requested.connect(self._on_back)
        page.list_requested.connect(self.list_wanted)
        self._guard.watch(page)
        return page

    def _connect(self) -> None:
        self._results.view_ready.connect(self._on_view)
        self._results.asking.connect(self._on_asking)
        self._results.asked.connect(self._on_asked)
        self._results.failed.connect(self._tell)
        self._results.failed_quietly.connect(self._on_quiet_failure)
        self._watcher.due.connect(self.query_quietly)
        self._session.changed_sheet.connect(self._on_sheet)

    def open(self, sheet: Sheet) -> None:
        """A record was opened: to its result if it has one, else to its form."""
        self.leave()
        self.begin(sheet)
        self._go(sheet, news=False)

    def begin(self, sheet: Sheet) -> None:
        """Follow the open record from now on."""
        self._left = False
        self._to_result = False
        self._shows = shows_result(sheet)
        if self._shows:
            self._follow(sheet)

    def leave(self) -> None:
        """The record is left: an answer that is still coming is not for the next one."""
        self._left = True
        self._arriving = False
        self._watcher.stop()
        self._results.leave()

    @Slot()
    def show_progress(self) -> None:
        """查看进度: from the form to the page of the result."""
        if self._session.sheet is not None:
            self._arriving = True
            self._results.show(self._session.sheet)

    # asking

    @Slot()
    def query(self) -> None:
        """查询状态."""
        self.trying.emit(self.query)
        if self._session.record_id:
            self._results.ask(self._session.record_id)

    @Slot()
    def query_quietly(self) -> None:
        """Ask without anybody having pressed for it."""
        if self._session.record_id:
            self._results.ask(self._session.record_id, quiet=True)

    @Slot()
    def find_out(self) -> None:
        """Nothing was to be submitted: go to the result if there is one after all."""
        self._to_result = True
        self._session.refresh()

    @Slot(object, bool)
    def _on_asked(self, sheet: Sheet, pressed: bool) -> None:
        before, known = self._shows, self._session.sheet
        self._to_result = pressed
        self._session.take(sheet)
        news = news_words(known, sheet)
        if news and not pressed:
            self.progressed.emit(sheet.record.name, news)
        elif pressed and is_same_dead_link(known, sheet):
            self.noted.emit(*SAME_LINK)
        if pressed and not before and not self._shows:
            self.noted.emit(f"微信现在的状态：{state_words(sheet)}", "")

    @Slot(object)
    def _tell(self, error: AppError) -> None:
        refusal = explain(error, submission=False) if isinstance(error, Refused) else error
        self.told.emit(refusal)

    @Slot(object)
    def _on_quiet_failure(self, error: AppError) -> None:
        self._watcher.fail(error.code if isinstance(error, Refused) else None)

    @Slot(bool)
    def _on_asking(self, on: bool) -> None:
        self._asking = on
        self.asking.emit(on)
        if self._shows:
            self._show_asking()

    def _show_asking(self) -> None:
        self.page.set_busy(ASKING if self._asking else None)

    # what is known by now

    @Slot(object)
    def _on_sheet(self, sheet: Sheet) -> None:
        if self._left:
            return
        before, self._shows = self._shows, shows_result(sheet)
        if self._shows:
            self._follow(sheet)
        else:
            self._watcher.stop()
        if self._shows != before or (self._shows and self._to_result):
            self._go(sheet, news=True)
        self._to_result = False

    def _go(self, sheet: Sheet, *, news: bool) -> None:
        self._arriving = self._shows
        if not self._shows:
            self.page_wanted.emit("form")
        words = None if self._shows else again_words(sheet, news=news)
        if words is not None:
            self.warned.emit(*words)

    def _follow(self, sheet: Sheet) -> None:
        self._results.show(sheet)
        self._watcher.follow(sheet)

    @Slot(object)
    def _on_view(self, view: ResultView) -> None:
        self.page.show_result(view)
        self._show_asking()
        sheet = self._session.sheet
        if sheet is not None and sheet.doubt is not None:
            self.page.set_resend(*resend_words(sheet))
            self.page.set_asked(asked_words(sheet))
        if self._arriving:  # only now: the page must not show what was on it before
            self._arriving = False
            self.page_wanted.emit("result")

    @Slot()
    def _on_back(self) -> None:
        self.page_wanted.emit("form")

    @Slot()
    def _on_link(self) -> None:
        if self._session.sheet is not None:
            self.link_wanted.emit(self._session.sheet.auth_url)

    # out of a doubt

    @Slot()
    def _on_resend(self) -> None:
        sheet = self._session.sheet
        self.resend_wanted.emit(sheet is not None and not sheet.taskid)

    @Slot()
    def resend(self) -> None:
        """再次提交 was confirmed: the doubtful attempt counts as not arrived."""
        self._change(self._services.desk.give_up, on_success=self._on_given_up)

    @Slot(object)
    def _on_given_up(self, sheet: Sheet) -> None:
        self._session.take(sheet)
        self.check_wanted.emit()

    @Slot(str)
    def _on_taskid(self, taskid: str) -> None:
        self._change(self._services.desk.adopt_taskid, taskid, on_success=self._on_adopted)

    @Slot(object)
    def _on_adopted(self, sheet: Sheet) -> None:
        self._session.take(sheet)
        self.query()

    def _change(
        self, fn: Callable[..., Sheet], *args: str, on_success: Callable[..., object]
    ) -> None:
        self._services.tasks.start(
            fn,
            self._session.record_id,
            *args,
            on_success=on_success,
            on_failure=self._tell,
            lane=LANE,
        )
