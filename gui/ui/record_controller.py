"""The open record: its form, its saving, and the way to the check page."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.core.errors import AppError
from gui.ui.form_model import FormModel
from gui.ui.form_page import FormPage
from gui.ui.record_session import LANE, RecordSession
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.desk import Sheet
    from gui.core.form.validation import Checker
    from gui.core.store.accounts import Account
    from gui.core.store.records import Call
    from gui.ui.outcome_controller import OutcomeController

ASK_AFTER_MS = 500  # once the window is there
NAMES: dict[Call, str] = {"reauth": "重新提审", "wxaauth": "首次提交"}


class RecordController(QObject):
    """Wires the form page to the session; what follows 提交 is `outcome`'s."""

    page_wanted = Signal(str)
    shown = Signal(object)  # Sheet
    problems_counted = Signal(int)
    failed = Signal(object)  # AppError
    quiet = Signal()  # messages about what was done before are over
    outcome_made = Signal(object)  # OutcomeController, for the window to connect

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.model = FormModel(services.spec, self)
        self.session = RecordSession(services.desk, self.model, services.tasks, self)
        self.form = FormPage(self.model)
        self._checker: Checker | None = None
        self._answer_save = False
        self._connect()

    def _connect(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.changed_sheet.connect(self._on_sheet)
        self.session.saved.connect(self._on_saved)
        self.session.save_failed.connect(self._on_save_failed)
        self.form.check_requested.connect(self.check_answers)

    @cached_property
    def outcome(self) -> OutcomeController:
        """What follows 提交, made when it is first wanted."""
        from gui.ui.outcome_controller import OutcomeController

        outcome = OutcomeController(self._services, self.session, self.form, self)
        outcome.page_wanted.connect(self.page_wanted)
        outcome.quiet.connect(self.quiet)
        outcome.edit_wanted.connect(self.edit)
        outcome.resend_allowed.connect(self.check_answers)
        self.outcome_made.emit(outcome)
        return outcome

    def set_checker(self, checker: Checker) -> None:
        """The validators have been built."""
        self._checker = checker
        self.model.set_checker(checker)

    def is_ready(self) -> bool:
        """Whether answers can be checked already."""
        return self._checker is not None

    # making, opening, leaving

    @Slot(str)
    def create(self, call: Call) -> None:
        """新建: an empty record, of the only account if there is one."""
        accounts = self._services.known_accounts
        only = accounts[0].id if len(accounts) == 1 else None
        self.quiet.emit()
        self.session.create(call, name_for(call), {}, only)

    @Slot()
    def create_reauth(self) -> None:
        self.create("reauth")

    @Slot()
    def create_wxaauth(self) -> None:
        self.create("wxaauth")

    def leave(self) -> None:
        """The record is left for the list."""
        self.form.view.commit()
        self.session.save_now()
        if "outcome" in vars(self):
            self.outcome.leave()

    def flush(self) -> bool:
        """Before closing: everything to the disk. False when that did not succeed."""
        self.form.view.commit()
        return self.session.flush()

    # saving

    @Slot()
    def save(self) -> None:
        """保存 answers although everything is saved by itself."""
        self.form.view.commit()
        if self.session.is_saved():
            self.form.show_saved(_at("已保存"))
        else:
            self._answer_save = True
            self.session.save_now()

    @Slot()
    def save_copy(self) -> None:
        """After a conflict: what stands in the window becomes a record of its own."""
        sheet = self.session.sheet
        if sheet is not None:
            name, account = f"{sheet.record.name} 副本", sheet.record.account_id
            self.session.create(sheet.record.call, name, self.model.values(), account)

    @Slot()
    def _on_saved(self) -> None:
        self.form.show_saved(_at("已保存" if self._answer_save else "已自动保存"))
        self._answer_save = False

    @Slot(object)
    def _on_save_failed(self, error: AppError) -> None:
        self.form.show_saved(f"未保存：{error.title}", failed=True)
        self.failed.emit(error)

    # checking and finding errors

    @Slot()
    def check_answers(self) -> None:
        """检查并提交: show every error, or the page on which everything can be read once more."""
        self.form.view.commit()
        if self._checker is None or not self.session.record_id:
            return
        self.session.save_now()
        self.quiet.emit()
        problems = self.model.check_all()
        self.form.show_problems(problems)
        self.problems_counted.emit(len(problems))
        if not problems:
            from gui.core.form.summary import summary

            sections = summary(self._services.spec, self.model.resolution, self._sent_before())
            call = self.model.context()["call"]
            self.outcome.check.show_summary(sections, self.model.warnings(), call)
        self.page_wanted.emit("form" if problems else "check")

    @Slot(str)
    def edit(self, pointer: str) -> None:
        """Go to one field of the form."""
        self.show_form()
        self.form.view.go_to(pointer)

    @Slot()
    def show_form(self) -> None:
        self.page_wanted.emit("form")

    @Slot()
    def next_error(self) -> None:
        self.form.go_to_next_error(1)

    @Slot()
    def previous_error(self) -> None:
        self.form.go_to_next_error(-1)

    @Slot()
    def go_to_answer(self) -> None:
        """A button of a refusal that wants an answer changed: go to its field."""
        problems = self.model.errors()
        if problems:
            self.edit(problems[0].pointer)

    @Slot()
    def query(self) -> None:
        """查询状态."""
        self.outcome.query()

    @Slot()
    def retry(self) -> None:
        """重试 in a message."""
        self.outcome.retry()

    # what is known about the record

    @Slot(str)
    def set_account(self, account_id: str) -> None:
        """Let the open record belong to another account."""
        if self.session.record_id:
            self._services.tasks.start(
                self._services.desk.set_account,
                self.session.record_id,
                account_id,
                on_success=self.session.take,
                lane=LANE,
            )

    @Slot(str, str)
    def on_renamed(self, record_id: str, name: str) -> None:
        """The open record got another name."""
        if record_id == self.session.record_id:
            self.session.refresh()

    @Slot(object)
    def on_account_saved(self, account: Account) -> None:
        """A record without an account takes the one that was just made."""
        sheet = self.session.sheet
        if sheet is not None and sheet.account is None:
            self.set_account(account.id)
        else:
            self.session.refresh()

    @Slot(object)
    def _on_opened(self, sheet: Sheet) -> None:
        self.form.show_record(_reason(sheet))
        self.form.show_saved("")
        self.shown.emit(sheet)
        if sheet.attempt is None:
            self.page_wanted.emit("form")
        else:
            self.outcome.open(sheet)
        if sheet.account is not None and sheet.taskid:
            QTimer.singleShot(ASK_AFTER_MS, self, self._ask_quietly)

    @Slot()
    def _ask_quietly(self) -> None:
        """What WeChat says of the record now: the reason of its return, or that it is under way."""
        self.outcome.query_quietly()

    @Slot(object)
    def _on_sheet(self, sheet: Sheet) -> None:
        self.form.reason.show_reason(_reason(sheet))
        self.shown.emit(sheet)

    def _sent_before(self) -> dict[str, object] | None:
        sheet = self.session.sheet
        return (sheet.attempt.payload or None) if sheet and sheet.attempt else None


def name_for(call: Call) -> str:
    """What a new record is called until it is renamed: what it is, and from when."""
    return f"{NAMES[call]} {time.strftime('%m-%d %H:%M')}"


def _at(words: str) -> str:
    return f"✓ {words} {time.strftime('%H:%M')}"


def _reason(sheet: Sheet) -> str:
    return sheet.progress.refill_reason if sheet.progress else ""
