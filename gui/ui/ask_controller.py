"""Why a record was sent back: asked by itself once it can be, by button, or told by the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.core.returning import OWN_REASON, reason_of
from gui.core.store.progress import SENT_BACK
from gui.core.store.records import TASKID
from gui.ui.ask_card import AskView
from gui.ui.form_page import FormPage
from gui.ui.record_session import RecordSession

if TYPE_CHECKING:
    from gui.core.sheet import Sheet

OPENED_MS = 500  # once the record is there
TYPED_MS = 2000  # after the last key: nobody is asked about half a number
HAS_PAGE = ("sending", "accepted", "unknown")  # states of a submission that has a page to show


class AskController(QObject):
    """`due` says that WeChat should be asked quietly: once for each taskid and account of an
    opened record, never while somebody types; `wanted` that somebody pressed for it.
    """

    due = Signal()
    wanted = Signal()

    def __init__(self, session: RecordSession, form: FormPage, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._form = form
        self._asked: tuple[str, str] | None = None
        self._away = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        session.opened.connect(self._on_opened)
        session.changed_sheet.connect(self._on_news)
        session.saving.written.connect(self._on_news)
        form.model.edited.connect(self._on_edited)
        form.ask.ask_requested.connect(self.ask)
        form.ask.reason_requested.connect(self.tell_reason)
        form.reason.own_requested.connect(self.tell_reason)

    def stop(self) -> None:
        """A submission asks by itself."""
        self._timer.stop()

    def leave(self) -> None:
        """The record is left."""
        self._away = True
        self.stop()

    @Slot()
    def on_account_saved(self) -> None:
        """An account may be usable now that was not before."""
        self._asked = None
        self._plan(TYPED_MS)

    @Slot()
    def ask(self) -> None:
        """查询打回原因, 查询状态: about what stands in the form, once that is saved."""
        self._form.view.commit()
        if self._session.record_id:
            self._session.saving.once_saved(self._on_saved)

    def _on_saved(self) -> None:
        self.stop()
        self._asked = self._key()
        self.wanted.emit()

    # by itself

    def _key(self) -> tuple[str, str] | None:
        sheet = self._session.sheet
        if self._away or sheet is None or sheet.account is None or not sheet.taskid:
            return None
        return sheet.account.id, sheet.taskid

    def _plan(self, after_ms: int) -> None:
        key = self._key()
        if key is not None and key != self._asked:
            self._timer.start(after_ms)

    @Slot(object)
    def _on_opened(self, _: Sheet) -> None:
        self._away, self._asked = False, None
        self.stop()
        self._plan(OPENED_MS)
        self._show()

    @Slot(object)
    def _on_news(self, _: object) -> None:
        self._drop_own_reason()
        if not self._timer.isActive():
            self._plan(TYPED_MS)
        self._show()

    @Slot()
    def _on_edited(self) -> None:
        if self._timer.isActive():
            self._timer.start(TYPED_MS)
        self._show()

    @Slot()
    def _on_time(self) -> None:
        key = self._key()
        if key is None or key == self._asked:
            return
        if not self._session.saving.is_saved():
            self._timer.start(TYPED_MS)
            return
        self._asked = key
        self.due.emit()

    # what is shown, and what the user says

    def _show(self) -> None:
        sheet = self._session.sheet
        if sheet is None:
            return
        context = self._form.model.context()
        known, _ = reason_of(sheet.progress, context)
        sent = _has_result(sheet)
        returned = context["call"] == "reauth" and not sent and not _came_to_nothing(sheet)
        missing = () if sheet.account else ("账号",)
        if not self._form.model.value(TASKID):
            missing = (*missing, "任务编号")
        has_page = sheet.attempt is not None and sheet.attempt.state in HAS_PAGE
        view = AskView(returned and not known, _state(sheet), missing, has_page, sent)
        self._form.ask.show_view(view)

    @Slot()
    def tell_reason(self) -> None:
        """我自己填写原因."""
        from gui.ui.own_reason_dialog import OwnReasonDialog

        words = str(self._form.model.context().get(OWN_REASON, ""))
        dialog = OwnReasonDialog(words, self._form)
        dialog.told.connect(self._on_reason)
        dialog.open()

    @Slot(str)
    def _on_reason(self, words: str) -> None:
        self._form.model.set_context(**{OWN_REASON: words or None})
        sheet = self._session.sheet
        if sheet is not None:
            self._session.saving.save_now()
            self._session.take(sheet)
            self._form.view.go_to_top()  # where it stands now

    def _drop_own_reason(self) -> None:
        """WeChat's own words have come, or a new round has begun."""
        sheet, model = self._session.sheet, self._form.model
        if sheet is None or OWN_REASON not in model.context():
            return
        told = sheet.progress is not None and bool(sheet.progress.refill_reason)
        sent = sheet.attempt is not None and sheet.attempt.state == "accepted"
        if told or (sent and _has_result(sheet)):
            model.set_context(**{OWN_REASON: None})


def _has_result(sheet: Sheet) -> bool:
    if sheet.attempt is None:
        return False
    from gui.ui.result_flow import shows_result

    return shows_result(sheet)


def _came_to_nothing(sheet: Sheet) -> bool:
    """A submission that nobody authorised was not sent back: there is no reason to ask for."""
    told = sheet.progress
    if told is None or told.apply_status == SENT_BACK:
        return False
    from gui.core.progress import standing

    return standing(told.task_status, told.apply_status).final


def _state(sheet: Sheet) -> str:
    if sheet.progress is None:
        return ""
    from gui.ui.outcome_words import state_words

    return state_words(sheet)
