"""Below the reason of a return: marks, number of the refill, days; all of it can be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.ui.autosave import LANE
from gui.ui.form_page import FormPage
from gui.ui.record_session import RecordSession
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.errors import AppError
    from gui.core.sheet import Sheet
    from gui.core.store.returns import Return


class ReturnController(QObject):
    """Shows what is kept of the return of the open record, and keeps what the user says."""

    told = Signal(object)  # AppError

    def __init__(
        self, services: Services, session: RecordSession, form: FormPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._form = form
        session.opened.connect(self._show)
        session.changed_sheet.connect(self._show)
        form.reason.marks_requested.connect(self._ask_for_marks)
        form.reason.chance_requested.connect(self._ask_for_chance)

    @Slot(object)
    def _show(self, sheet: Sheet) -> None:
        if not self._reason(sheet):
            return
        from gui.core.returning import chance
        from gui.ui.return_words import chance_words, marked_words

        marked = self._marked(sheet)
        shown, fields = marked & self._form.model.resolution.visible, self._services.spec.fields
        labels = [field.label for field in fields.values() if field.pointer in shown]
        known = chance(sheet.returned, sheet.accepted)
        self._form.reason.show_known(marked_words(labels), chance_words(known, date.today()))
        self._form.view.mark(marked)

    def marked(self) -> frozenset[str]:
        """Pointers of the fields that the reason of the open record seems to speak of."""
        sheet = self._session.sheet
        return self._marked(sheet) if sheet is not None else frozenset()

    def _reason(self, sheet: Sheet) -> str:
        from gui.core.returning import reason_of

        return reason_of(sheet.progress, self._form.model.context())[0]

    def _marked(self, sheet: Sheet) -> frozenset[str]:
        from gui.core.returning import marks

        return marks(sheet.returned, self._reason(sheet))

    # what the user puts right

    @Slot()
    def _ask_for_marks(self) -> None:
        from gui.ui.marks_dialog import MarksDialog

        sheet = self._session.sheet
        if sheet is not None:
            visible, marked = self._form.model.resolution.visible, self._marked(sheet)
            dialog = MarksDialog(self._services.spec, visible, marked, self._form)
            dialog.chosen.connect(self._on_marks)
            dialog.open()

    @Slot()
    def _ask_for_chance(self) -> None:
        from gui.core.returning import chance
        from gui.ui.chance_dialog import ChanceDialog

        sheet = self._session.sheet
        if sheet is not None:
            known = chance(sheet.returned, sheet.accepted)
            dialog = ChanceDialog(known, date.today(), self._form)
            dialog.told.connect(self._on_chance)
            dialog.open()

    @Slot(object)
    def _on_marks(self, wanted: frozenset[str]) -> None:
        from gui.core.returning import with_marks

        sheet = self._session.sheet
        if sheet is not None:
            self._keep(partial(with_marks, reason=self._reason(sheet), wanted=wanted))

    @Slot(object, object)
    def _on_chance(self, refill: int | None, deadline: date | None) -> None:
        from gui.core.returning import with_chance

        sheet = self._session.sheet
        if sheet is not None:
            accepted = sheet.accepted
            self._keep(partial(with_chance, refill=refill, deadline=deadline, accepted=accepted))

    def _keep(self, change: Callable[[Return], Return]) -> None:
        self._services.tasks.start(
            self._services.desk.keep_return,
            self._session.record_id,
            change,
            on_success=self._session.take,
            on_failure=self._on_failed,
            lane=LANE,
        )

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.told.emit(error)
