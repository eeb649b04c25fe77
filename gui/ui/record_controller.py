"""The open record: its form, its saving, and the way to the check page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.returning import reason_of
from gui.ui.answer_controller import AnswerController
from gui.ui.ask_controller import AskController
from gui.ui.form_model import FormModel
from gui.ui.form_page import FormPage
from gui.ui.picture_controller import PictureController
from gui.ui.record_account import RecordAccount
from gui.ui.record_names import name_for
from gui.ui.record_session import RecordSession
from gui.ui.return_controller import ReturnController
from gui.ui.saving_notice import SavingNotice
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.form.validation import Checker
    from gui.core.sheet import Sheet
    from gui.core.store.records import Call
    from gui.ui.outcome_controller import OutcomeController
    from gui.ui.submit_controller import SubmitController


class RecordController(QObject):
    """Wires the form page to the session; what follows is `submission`'s and `outcome`'s."""

    page_wanted = Signal(str)
    shown = Signal(object)  # Sheet
    problems_counted = Signal(int)
    leaving_refused = Signal()  # something typed would get lost
    told = Signal(object)  # AppError | Refusal
    warned = Signal(str, str)  # title, text
    noted = Signal(str, str)
    progressed = Signal(str, str)  # name, words: for the desktop
    question = Signal(str)
    link_wanted = Signal(str)
    list_wanted = Signal()
    resend_wanted = Signal(bool)  # whether it is a first submission
    settled_elsewhere = Signal()
    quiet = Signal()  # messages about what was done before are over

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.model = FormModel(services.spec, self)
        self.session = RecordSession(services.desk, self.model, services.tasks, self)
        self.form = FormPage(self.model)
        self.saving = SavingNotice(self.session.saving, self.form, self)
        self.account = RecordAccount(services, self.session, self)
        self.answers = AnswerController(services, self.session, self.form, self)
        self.pictures = PictureController(services, self.session, self.form, self)
        self._checker: Checker | None = None
        self._check_wanted = False
        self._retry: Callable[[], object] | None = None
        self._connect()
        self.returned = ReturnController(services, self.session, self.form, self)
        self.returned.told.connect(self.told)
        self.asks = AskController(self.session, self.form, self)
        self.asks.due.connect(self._ask)
        self.asks.wanted.connect(self.query)
        self.form.ask.progress_requested.connect(self._show_progress)

    def _connect(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.changed_sheet.connect(self._on_sheet)
        self.session.saving.refused.connect(self.leaving_refused)
        self.form.check_requested.connect(self.check_answers)
        self.model.states_changed.connect(self._count_problems)
        self.answers.edit_wanted.connect(self.edit)
        self.answers.told.connect(self.told)
        self.answers.trying.connect(self._on_trying)
        self.pictures.told.connect(self.told)
        self.pictures.noted.connect(self.noted)

    @cached_property
    def submission(self) -> SubmitController:
        """What 提交 brings, made when it is first wanted."""
        from gui.ui.submit_controller import SubmitController

        made = SubmitController(self._services, self.session, self.form, self.pictures, self)
        for name in ("page_wanted", "told", "warned", "noted", "question", "quiet"):
            getattr(made, name).connect(getattr(self, name))
        made.settled_elsewhere.connect(self.settled_elsewhere)
        made.edit_wanted.connect(self.edit)
        made.stopped.connect(self.outcome.find_out)
        made.link_missing.connect(self.outcome.query)
        return made

    @cached_property
    def outcome(self) -> OutcomeController:
        """The result and asking for it, likewise."""
        from gui.ui.outcome_controller import OutcomeController

        made = OutcomeController(self._services, self.session, self.form.guard, self)
        for name in ("page_wanted", "told", "warned", "noted", "link_wanted", "list_wanted"):
            getattr(made, name).connect(getattr(self, name))
        made.progressed.connect(self.progressed)
        made.asking.connect(self.form.ask.show_asking)
        made.resend_wanted.connect(self.resend_wanted)
        made.check_wanted.connect(self.check_answers)
        made.trying.connect(self._on_trying)
        if self.session.sheet is not None:
            made.begin(self.session.sheet)
        return made

    def set_checker(self, checker: Checker) -> None:
        """The validators have been built; what was pressed before is done now."""
        self._checker = checker
        self.model.set_checker(checker)
        self.answers.begin()
        if self._check_wanted:
            self.check_answers()

    def is_ready(self) -> bool:
        """Whether answers can be checked already."""
        return self._checker is not None

    def is_being_sent(self) -> bool:
        """Whether a submission is on its way whose answer is not there yet."""
        return "submission" in vars(self) and self.submission.flow.sending

    # making, opening, leaving

    @Slot(str)
    def create(self, call: Call) -> None:
        """新建: an empty record, of the only account if there is one."""
        accounts = self._services.known_accounts
        only = accounts[0].id if len(accounts) == 1 else None
        self.form.view.commit()
        self.quiet.emit()
        self.session.create(call, name_for(call), only)

    @Slot()
    def create_reauth(self) -> None:
        self.create("reauth")

    @Slot()
    def create_wxaauth(self) -> None:
        self.create("wxaauth")

    @Slot(str)
    def open(self, record_id: str) -> None:
        """Open another record, once this one is saved."""
        self.form.view.commit()
        self.quiet.emit()
        self.session.open(record_id)

    def leave(self) -> None:
        """The record is left for the list."""
        self.form.view.commit()
        self.session.saving.save_now()
        self.asks.leave()
        self.answers.leave()
        for name in ("submission", "outcome"):
            if name in vars(self):
                getattr(self, name).leave()

    def flush(self) -> bool:
        """Before the end: everything to the disk, now. False when that did not succeed."""
        self.form.view.commit()
        return self.session.saving.flush()

    @Slot()
    def save_copy(self) -> None:
        """After a conflict: what stands in the window becomes a record of its own."""
        sheet = self.session.sheet
        if sheet is not None:
            self.session.copy(f"{sheet.record.name} 副本")

    # checking and finding errors

    @Slot()
    def check_answers(self) -> None:
        """检查并提交: show every error, or the page on which everything can be read once more.

        What WeChat said last time stays visible, but does not forbid another try.
        """
        self._check_wanted = self._checker is None
        busy = "submission" in vars(self) and self.submission.is_busy()
        if self._check_wanted or busy or not self.session.record_id:
            return
        self.form.view.commit()
        self.session.saving.save_now()
        self.asks.stop()
        self.quiet.emit()
        problems = self.model.check_all()
        refused = [problem for problem in problems if problem.rule == "wechat"]
        if len(refused) == len(problems):
            self.form.show_problems([])
            self.problems_counted.emit(0)
            self.answers.remember()
            self.submission.show(refused, self.returned.marked())
        else:
            self.page_wanted.emit("form")
            self.form.show_problems(problems)
            self.problems_counted.emit(len(problems))

    @Slot(str)
    def edit(self, pointer: str) -> None:
        """Go to one field of the form."""
        self.page_wanted.emit("form")
        self.form.view.go_to(pointer)

    @Slot()
    def next_error(self) -> None:
        self.form.go_to_next_error(1)

    @Slot()
    def previous_error(self) -> None:
        self.form.go_to_next_error(-1)

    def act(self, key: str) -> None:
        """A button of a message that is about the answers or about WeChat."""
        deed = self.answers.deed(key)
        if deed is not None:
            deed()
        else:
            self.submission.help.lead(key)

    @Slot()
    def query(self) -> None:
        """查询状态."""
        self.outcome.query()

    @Slot()
    def go_on(self) -> None:
        """Submit although the state is not known."""
        self.submission.flow.go_on()

    @Slot()
    def stop(self) -> None:
        """The user decided not to submit."""
        self.submission.flow.stop()

    @Slot()
    def resend(self) -> None:
        """再次提交 was confirmed."""
        self.outcome.resend()

    @Slot()
    def retry(self) -> None:
        """重试 in a message: do again what did not get through."""
        self.quiet.emit()
        if self._retry is not None:
            self._retry()

    @Slot(object)
    def _on_trying(self, retry: Callable[[], object]) -> None:
        self._retry = retry

    # what is known about the record

    @Slot(str, str)
    def on_renamed(self, record_id: str, name: str) -> None:
        """The open record got another name."""
        if record_id == self.session.record_id:
            self.session.refresh()

    @Slot(object)
    def _on_opened(self, sheet: Sheet) -> None:
        self._retry = None
        self.form.show_record(*self._reason(sheet))
        self.saving.begin()
        self.shown.emit(sheet)
        if "submission" in vars(self):
            self.submission.open()
        if sheet.attempt is None and "outcome" not in vars(self):
            self.page_wanted.emit("form")
        else:
            self.outcome.open(sheet)

    @Slot()
    def _ask(self) -> None:
        """What WeChat says of the record now: why it was sent back, or that it is under way."""
        self.outcome.query_quietly()

    @Slot()
    def _count_problems(self) -> None:
        self.problems_counted.emit(self.form.summary.open_count())

    @Slot()
    def _show_progress(self) -> None:
        self.outcome.show_progress()

    @Slot(object)
    def _on_sheet(self, sheet: Sheet) -> None:
        self.form.show_reason(*self._reason(sheet))
        self.shown.emit(sheet)

    def _reason(self, sheet: Sheet) -> tuple[str, bool]:
        return reason_of(sheet.progress, self.model.context())
