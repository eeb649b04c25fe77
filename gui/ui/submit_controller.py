"""The check page and 提交: one press, one submission, and its refusal where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.errors import NOTHING_SENT, AppError, Refused, WeChatError
from gui.core.form.rules import payload
from gui.core.form.summary import summary
from gui.core.form.validation import Problem
from gui.core.sheet import Sheet
from gui.core.store.pictures import PREFIX
from gui.core.store.progress import SENT_BACK
from gui.core.submission import Outcome
from gui.core.wechat.refusals import Refusal, explain
from gui.ui.autosave import LANE
from gui.ui.check_page import CheckPage
from gui.ui.form_page import FormPage
from gui.ui.outcome_words import ANOTHER_BUSY, LEFT_UNSENT, NOT_NOW, away_words
from gui.ui.picture_controller import PictureController
from gui.ui.questions import confirm
from gui.ui.record_names import is_made_up
from gui.ui.record_session import RecordSession
from gui.ui.refusal_help import RefusalHelp
from gui.ui.return_words import is_mended, unchanged_words
from gui.ui.services import Services
from gui.ui.submit_flow import UPLOADING, SubmitFlow

if TYPE_CHECKING:
    from gui.core.store.journal import Attempt
    from gui.core.store.records import Record
    from gui.core.uploads import Uploads

UPLOADING_LEFT = "正在上传图片，还有 {left} 张，完成后会继续提交…"


class SubmitController(QObject):
    """Speaks for the record that is open; about one that was left meanwhile it sends a message.

    `page_wanted` names form or check; `told` carries an AppError or a Refusal for a message bar.
    Trying again after it goes through the check page: nothing is sent that nobody sees.
    """

    page_wanted = Signal(str)
    told = Signal(object)  # AppError | Refusal
    warned = Signal(str, str)  # title, text
    noted = Signal(str, str)
    question = Signal(str)
    edit_wanted = Signal(str)
    quiet = Signal()
    stopped = Signal()  # WeChat's state says that there is nothing to submit now
    settled_elsewhere = Signal()  # a record that is not open any more has its outcome
    link_missing = Signal()  # accepted, and the link has to be asked for

    def __init__(
        self,
        services: Services,
        session: RecordSession,
        form: FormPage,
        pictures: PictureController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._form = form
        self._pictures = pictures
        self._refusal: Refusal | None = None
        self._uploading = False
        self._model = form.model
        self._checked: dict[str, Any] = {}
        self._left = False
        self._doubt = ""
        self.flow = SubmitFlow(
            services.desk, self._uploads, services.tasks, session.saving, self, self._in_view
        )
        self.help = RefusalHelp(form.model, self)
        self._connect()

    @cached_property
    def page(self) -> CheckPage:
        """The check page, made when it is first wanted: a start needs none."""
        page = CheckPage()
        page.submit_requested.connect(self.submit)
        page.cancel_requested.connect(self.flow.stop)
        page.edit_requested.connect(self.edit_wanted)
        page.back_requested.connect(self._on_back)
        self._form.guard.watch(page)
        return page

    def _connect(self) -> None:
        flow, help_ = self.flow, self.help
        flow.stage.connect(self._on_stage)
        self._pictures.states.changed.connect(self._on_upload)
        flow.question.connect(self.question)
        flow.stopped.connect(self._on_stopped)
        flow.failed.connect(self._on_not_sent)
        flow.finished.connect(self._on_finished)
        flow.broken.connect(self._session.refresh)
        flow.unseen.connect(self._on_unseen)
        help_.edit_wanted.connect(self.edit_wanted)

    def _uploads(self) -> Uploads:
        return self._services.uploads

    def open(self) -> None:
        """Another record is open from now on."""
        self.leave()
        self._left = False

    def leave(self) -> None:
        """The record is left: what is not sent yet is not sent any more; what is, goes on."""
        self._left = True
        self.help.leave()
        if self.flow.busy and not self.flow.sending:
            self.flow.stop()
            self.noted.emit(*LEFT_UNSENT)

    def is_busy(self) -> bool:
        """Whether the open record is being submitted right now."""
        return self.flow.busy and self._is_here()

    def show(self, refused: list[Problem], marked: frozenset[str]) -> None:
        """Everything that will be sent, and nothing else, to be read once more.

        `refused` is what WeChat said and nobody has changed, `marked` what it seems to mean.
        """
        self._checked = payload(self._model.resolution)["auth_data"]
        sheet = self._session.sheet
        attempt = sheet.attempt if sheet is not None else None
        before = self._pictures.with_references(_sent_before(attempt, self._checked))
        sections = summary(self._model.spec, self._model.resolution, before)
        warnings = [*refused, *self._model.warnings()]
        named = self._pictures.in_words(sections)
        returned = attempt is not None and attempt.state == "accepted" and _is_sent_back(sheet)
        unchanged = unchanged_words(sections, marked) if returned else ""
        self._doubt = unchanged if returned and not is_mended(sections, marked) else ""
        self.page.show_summary(named, warnings, self._model.context()["call"], unchanged)
        self._pictures.check.show_on(self.page)
        self.page_wanted.emit("check")
        self._name_it()

    def _name_it(self) -> None:
        """A record that nobody named is called like its mini program, now that this is known."""
        sheet, name = self._session.sheet, str(self._checked.get("account_name") or "")
        if sheet is not None and name and is_made_up(sheet.record.name):
            self._services.tasks.start(
                self._services.desk.records.rename,
                sheet.record.id,
                name,
                on_success=self._on_named,
                lane=LANE,
            )

    @Slot(object)
    def _on_named(self, _: Record) -> None:
        self._session.refresh()

    @Slot()
    def submit(self) -> None:
        """提交 on the check page."""
        if self.flow.busy:
            if not self._is_here():
                self.warned.emit(*ANOTHER_BUSY)
            return
        if self._doubt:
            words = ("仍然提交", "先不提交")
            self.page.set_busy(None)  # it was not submitted: the button is there again
            confirm(self.page, "还要这样提交吗", self._doubt, *words, self._start)
        else:
            self._start()

    def _start(self) -> None:
        self.quiet.emit()
        self.flow.start(self._session.record_id, self._checked)

    # what the submission tells

    def _in_view(self) -> bool:
        return self._is_here() and self.page.isVisible()

    @Slot()
    def _on_unseen(self) -> None:
        self.noted.emit(*LEFT_UNSENT)

    def _is_here(self) -> bool:
        return not self._left and self.flow.record_id == self._session.record_id

    @Slot()
    def _on_back(self) -> None:
        self.quiet.emit()
        self.page_wanted.emit("form")

    @Slot(str, bool)
    def _on_stage(self, words: str, cancellable: bool) -> None:
        self._uploading = words == UPLOADING
        if self._is_here():
            self.page.set_busy(words or None, cancellable)

    @Slot(str)
    def _on_upload(self, _: str) -> None:
        left = self._pictures.states.left()
        if self._uploading and left and self._is_here():
            self.page.set_busy(UPLOADING_LEFT.format(left=left), True)

    @Slot(str)
    def _on_stopped(self, text: str) -> None:
        self.warned.emit(NOT_NOW, text)
        self.stopped.emit()

    @Slot(object, object)
    def _on_finished(self, sheet: Sheet, outcome: Outcome) -> None:
        if not self._is_here():
            self.warned.emit(*away_words(sheet, outcome))
            self.settled_elsewhere.emit()
            return
        self._session.take(sheet)
        if outcome.attempt.state == "accepted" and not sheet.auth_url:
            self.link_missing.emit()
        elif outcome.attempt.state not in ("accepted", "unknown") and outcome.error is not None:
            self._tell(outcome.error)

    @Slot(object)
    def _on_not_sent(self, error: AppError) -> None:
        """A question that did not get through says nothing of what was to be submitted."""
        if isinstance(error, WeChatError) and NOTHING_SENT not in error.text:
            error.text = NOTHING_SENT + error.text
        self._tell(error)

    def _tell(self, error: AppError) -> None:
        """Put a failure where it belongs: at its field, and on top with what to do."""
        if not isinstance(error, Refused):
            error.actions = _by_the_check_page(error.actions)
            self.told.emit(error)
            return
        refusal = explain(error, submission=True)
        refusal = replace(refusal, actions=_by_the_check_page(refusal.actions))
        sheet = self._session.sheet
        if refusal.media_id and sheet is not None and sheet.account is not None:
            self._refusal = refusal
            self._services.tasks.start(
                self._services.uploads.refused,
                refusal.media_id,
                sheet.account,
                on_success=self._on_material,
            )
        else:
            self._show_refusal(refusal, refusal.media_id)

    @Slot(object)
    def _on_material(self, sha256: str | None) -> None:
        """It is known now which picture has the id that was refused."""
        refusal, self._refusal = self._refusal, None
        if refusal is not None:
            self._pictures.mark_refused(refusal.media_id)
            self._show_refusal(refusal, PREFIX + sha256 if sha256 else refusal.media_id)

    def _show_refusal(self, refusal: Refusal, material: str) -> None:
        if self._is_here() and self.help.show(refusal, material):
            self.page_wanted.emit("form")
            self._form.show_problems(self._model.errors())
        self.told.emit(refusal)


def _is_sent_back(sheet: Sheet | None) -> bool:
    """By the review; after an authorisation that nobody gave the same is sent again as it is."""
    told = sheet.progress if sheet is not None else None
    return told is not None and told.apply_status == SENT_BACK


def _sent_before(attempt: Attempt | None, now: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was sent last time; a taskid that the program itself put in is nothing new."""
    if attempt is None or not attempt.payload:
        return None
    known = {"taskid": now.get("taskid")} if attempt.call == "wxaauth" else {}
    return {**known, **attempt.payload}


def _by_the_check_page(actions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("check_again" if key == "retry" else key for key in actions)
