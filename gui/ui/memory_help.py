"""Offers company data that was filled in before, section by section; never puts it in by itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from gui.core.errors import AppError
from gui.core.form.memory import Offer, is_untouched, offer, worth_remembering
from gui.core.form.rules import resolve
from gui.ui.autosave import LANE
from gui.ui.editor import chain
from gui.ui.form_page import FormPage
from gui.ui.offer_line import OfferLine
from gui.ui.record_session import RecordSession
from gui.ui.services import Services
from gui.ui.tasks import Task

if TYPE_CHECKING:
    from gui.core.form.spec import Section
    from gui.core.store.memory import Remembered

log = logging.getLogger(__name__)

LATER_MS = 50  # until the cards that are not there yet are looked for again


class MemoryHelp(QObject):
    """Keeps what a checked record says, and offers it where a section is still empty.

    A section that was empty when it was looked at stays on offer until everything is answered,
    so that nothing moves away above what is being typed.
    """

    def __init__(
        self, services: Services, session: RecordSession, form: FormPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._view = form.view
        self._model = form.model
        self._task: Task | None = None
        self._lines: dict[str, OfferLine] = {}
        self._known: dict[str, Remembered] = {}
        self._filled: dict[str, list[tuple[str, Any, Any]]] = {}  # pointer, before, put in
        self._declined: set[tuple[str, str]] = set()  # record, section
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._show)
        form.model.states_changed.connect(self._show)

    def open(self) -> None:
        """Another record is open."""
        self.leave()
        self.look()

    def leave(self) -> None:
        """Nothing is offered until somebody looks again."""
        if self._task is not None:
            self._task.cancel()
        self._known, self._filled = {}, {}
        for line in self._lines.values():
            line.hide()

    def look(self) -> None:
        """Read what may be offered to the open record."""
        subject = str(self._model.context().get("certified_name") or "")
        if self._session.record_id:
            self._task = self._services.tasks.start(
                self._services.answers.remembered,
                self._session.record_id,
                subject,
                on_success=self._on_remembered,
                on_failure=self._on_failed,
                lane=LANE,
            )

    def remember(self) -> None:
        """The record was checked and is right: its company data is kept for the next one."""
        model = self._model
        resolution = resolve(model.spec, model.values(), model.context())
        self._services.tasks.start(
            self._services.answers.remember,
            self._session.record_id,
            str(model.context().get("certified_name") or ""),
            worth_remembering(model.spec, resolution),
            on_failure=self._on_failed,
            lane=LANE,
        )

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        """A help that does not come is no reason to disturb anybody."""
        log.warning("remembered answers: %s", type(error).__name__)

    @Slot(object)
    def _on_remembered(self, found: dict[str, Remembered]) -> None:
        values = self._model.values()
        self._know_subject(found)
        for section in self._model.spec.sections:
            kept = section.key in self._known and section.key in found
            if kept or (section.key in found and is_untouched(section, values)):
                self._known[section.key] = found[section.key]
            else:
                self._known.pop(section.key, None)
        self._show()

    def _know_subject(self, found: dict[str, Remembered]) -> None:
        """A new record of an account begins with the certified name that WeChat gave before."""
        subjects = [one.subject for one in found.values() if one.own and one.subject]
        is_new = not self._model.values() and "certified_name" not in self._model.context()
        if subjects and is_new:
            self._model.set_context(certified_name=subjects[0])

    # the lines

    @Slot()
    def _show(self) -> None:
        if self._known and self._view.is_incomplete():  # just after the start
            self._later.start()
            return
        for section in self._model.spec.sections:
            if section.key in self._known or section.key in self._lines:
                self._show_line(section)

    def _show_line(self, section: Section) -> None:
        if section.key in self._filled:
            return
        offered = self._offer(section)
        if offered is not None:
            known = self._known[section.key]
            line = self._line(section)
            line.show_offer(offered.words, "" if known.own else known.account_name)
            line.show()
        elif section.key in self._lines and not self._is_busy(section):
            self._lines[section.key].hide()

    def _offer(self, section: Section) -> Offer | None:
        known = self._known.get(section.key)
        if known is None or (self._session.record_id, section.key) in self._declined:
            return None
        model = self._model
        return offer(model.spec, section, model.values(), model.context(), known.answers)

    def _is_busy(self, section: Section) -> bool:
        """Whether somebody types there, below the line."""
        focus = QApplication.focusWidget()
        rows = self._view.cards[section.key].rows.values()
        return focus is not None and any(row.isAncestorOf(focus) for row in rows)

    def _line(self, section: Section) -> OfferLine:
        line = self._lines.get(section.key)
        if line is None:
            card = self._view.cards[section.key]
            line = self._lines[section.key] = OfferLine(section.key, section.remembered_as, card)
            card.put_below_head(line)
            line.filled.connect(self._on_fill)
            line.undone.connect(self._on_undo)
            line.declined.connect(self._on_decline)
            self._put_into_order(section)
        return line

    def _put_into_order(self, section: Section) -> None:
        """Tab comes to the line before the first question of its section."""
        keys = list(self._view.cards)
        at = keys.index(section.key)
        above = [self._view.cards[keys[at - 1]].stops()[-1]] if at else []
        line = self._lines[section.key].stops()
        chain([*above, *line, self._view.cards[section.key].stops()[0]])

    # what is pressed

    @Slot(str)
    def _on_fill(self, key: str) -> None:
        self._view.commit()
        section = next(one for one in self._model.spec.sections if one.key == key)
        offered = self._offer(section)
        if offered is None:
            return
        self._filled[key] = [(p, self._model.value(p), new) for p, new in offered.fills.items()]
        for pointer, value in offered.fills.items():
            self._view.answer(pointer, value)
        self._lines[key].show_filled()

    @Slot(str)
    def _on_undo(self, key: str) -> None:
        """What was put in goes, unless it has been changed since."""
        for pointer, before, filled in self._filled.pop(key):
            if self._model.value(pointer) == filled:
                self._view.answer(pointer, before)
        self._show()

    @Slot(str)
    def _on_decline(self, key: str) -> None:
        self._declined.add((self._session.record_id, key))
        self._filled.pop(key, None)
        self._lines[key].hide()
        self._view.go_to_section(key)
