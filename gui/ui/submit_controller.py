"""The check page and 提交: one press, one submission, and its refusal where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.errors import NOTHING_SENT, AppError, Refused, WeChatError
from gui.core.form.rules import payload, resolve
from gui.core.form.summary import summary
from gui.core.form.validation import Problem
from gui.core.sheet import Sheet
from gui.core.store.pictures import PREFIX
from gui.core.submission import Outcome
from gui.core.wechat.refusals import Refusal, explain
from gui.ui.check_page import CheckPage
from gui.ui.form_page import FormPage
from gui.ui.outcome_words import ANOTHER_BUSY, LEFT_UNSENT, NOT_NOW, away_words
from gui.ui.picture_controller import PictureController
from gui.ui.record_session import RecordSession
from gui.ui.refusal_help import RefusalHelp
from gui.ui.services import Services
from gui.ui.submit_flow import UPLOADING, SubmitFlow

if TYPE_CHECKING:
    from gui.core.uploads import Uploads

UPLOADING_LEFT = "正在上传图片，还有 {left} 张，完成后会继续提交…"


class SubmitController(QObject):
    """Speaks for the record that is open; about one that was left meanwhile it sends a message.

    `page_wanted` names form or check; `told` carries an AppError or a Refusal for a message bar;
    `trying` what 重试 would do from now on.
    """

    page_wanted = Signal(str)
    told = Signal(object)  # AppError | Refusal
    warned = Signal(str, str)  # title, text
    noted = Signal(str, str)
    question = Signal(str)
    edit_wanted = Signal(str)
    check_wanted = Signal()
    quiet = Signal()
    trying = Signal(object)
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
        self.flow = SubmitFlow(services.desk, self._uploads, services.tasks, session.saving, self)
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

    def show(self, previous: Mapping[str, Any] | None, refused: list[Problem]) -> None:
        """Everything that will be sent, and nothing else, to be read once more.

        `previous` is what was sent last time, `refused` what WeChat said and nobody has changed.
        """
        self._checked = payload(self._model.resolution)["auth_data"]
        before = self._pictures.with_references(previous)
        sections = summary(self._model.spec, self._model.resolution, before)
        warnings = [*refused, *self._model.warnings()]
        named = self._pictures.in_words(sections)
        self.page.show_summary(named, warnings, self._model.context()["call"])
        self.page_wanted.emit("check")

    @Slot()
    def submit(self) -> None:
        """提交 on the check page."""
        if self.flow.busy:
            if not self._is_here():
                self.warned.emit(*ANOTHER_BUSY)
            return
        self.quiet.emit()
        self.trying.emit(self._submit_again)
        self.flow.start(self._session.record_id, self._checked)

    @Slot()
    def _submit_again(self) -> None:
        """重试: only what was checked; whatever was changed since is checked first."""
        self._form.view.commit()
        now = resolve(self._model.spec, self._model.values(), self._model.context())
        if payload(now)["auth_data"] == self._checked:
            self.page_wanted.emit("check")
            self.submit()
        else:
            self.check_wanted.emit()

    # what the submission tells

    def _is_here(self) -> bool:
        return not self._left and self.flow.record_id == self._session.record_id

    @Slot()
    def _on_back(self) -> None:
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
            self.told.emit(error)
            return
        refusal = explain(error, submission=True)
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
