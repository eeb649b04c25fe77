"""Calls the help with the answers when it is wanted, and not before the window is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.ui.form_page import FormPage
from gui.ui.record_session import RecordSession
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.sheet import Sheet
    from gui.ui.answer_help import AnswerHelp


class AnswerController(QObject):
    """`told` carries an AppError or a Refusal, `trying` what 重试 would do from now on."""

    edit_wanted = Signal(str)
    told = Signal(object)
    trying = Signal(object)

    def __init__(
        self, services: Services, session: RecordSession, form: FormPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._form = form
        self._begun = False
        self._account_id = ""
        session.opened.connect(self._on_opened)
        session.changed_sheet.connect(self._on_sheet)
        form.view.help_wanted.connect(self._on_help)
        form.view.help_stopped.connect(self._on_stopped)

    @cached_property
    def _help(self) -> AnswerHelp:
        from gui.ui.answer_help import AnswerHelp

        made = AnswerHelp(self._services, self._session, self._form, self)
        for name in ("edit_wanted", "told", "trying"):
            getattr(made, name).connect(getattr(self, name))
        return made

    def begin(self) -> None:
        """The window is there: from now on help is offered, also for what is open already."""
        self._begun = True
        self._on_opened()

    def remember(self) -> None:
        """The open record was checked and is right."""
        self._help.memory.remember()

    @Slot()
    def look_again(self) -> None:
        """What is remembered was changed elsewhere, or the record has another account."""
        if self._begun:
            self._help.memory.open()

    def leave(self) -> None:
        """The open record is left for the list."""
        if "_help" in vars(self):
            self._help.leave()

    def deed(self, key: str) -> Callable[[], object] | None:
        """What a button of a message does, if it is about help with the answers."""
        return self._help.deeds.get(key)

    @Slot()
    def _on_opened(self) -> None:
        sheet = self._session.sheet
        if self._begun and sheet is not None:
            self._account_id = sheet.account.id if sheet.account else ""
            self._help.open()

    @Slot(object)
    def _on_sheet(self, sheet: Sheet) -> None:
        """Another account has been given to the record: it has other things to offer."""
        account_id = sheet.account.id if sheet.account else ""
        if account_id != self._account_id:
            self._account_id = account_id
            self.look_again()

    @Slot(str)
    def _on_help(self, pointer: str) -> None:
        self._help.help(pointer)

    @Slot(str)
    def _on_stopped(self, _pointer: str) -> None:
        self._help.stop()
