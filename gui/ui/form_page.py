"""The page on which a record is filled in: sections, form, and the footer that never moves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core.form.rules import is_empty
from gui.core.form.validation import Problem
from gui.core.mentions import mentioned
from gui.ui.ask_card import AskCard
from gui.ui.buttons import make_button
from gui.ui.editor import chain
from gui.ui.error_summary import ErrorSummary
from gui.ui.form_model import FormModel
from gui.ui.form_view import FormView
from gui.ui.labels import plain_label
from gui.ui.press_guard import PressGuard
from gui.ui.reason_card import ReasonCard
from gui.ui.section_list import SectionList


class FormPage(QWidget):
    """Puts the parts together; what is wanted is announced, never done here."""

    check_requested = Signal()

    def __init__(self, model: FormModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form_page")
        self.model = model
        self.view = FormView(model)
        self.sections = SectionList(model.spec, self)
        self.ask = AskCard(self)
        self.reason = ReasonCard(self)
        self.summary = ErrorSummary(model, self)
        for widget in (self.ask, self.reason, self.summary):
            self.view.put_on_top(widget)
        self._build()
        self.guard = PressGuard(self)
        self.guard.watch(self)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Back from the result: that changes are not sent now stands at the top."""
        super().showEvent(event)
        if self.ask.says_sent():
            self.view.go_to_top()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """To the first field, or to the page when an answer there could be typed over unawares.

        As a focus proxy it would have Tab pass by what is above it.
        """
        first = next(iter(self.view.rows.values()))
        answered = not is_empty(self.model.value(first.field.pointer)) and not first.isHidden()
        target = self.view if answered else first.editor.controls()[0]
        target.setFocus(event.reason())

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.sections)
        body.addWidget(self.view, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(body, 1)
        box.addWidget(self._footer())
        above = (self.ask.progress, self.ask.ask, self.ask.own, self.reason.copy_button)
        chain([self.sections, *above, self.summary])

    def _footer(self) -> QFrame:
        footer = QFrame(self)
        footer.setProperty("role", "footer")
        self.saved = plain_label("", role="muted", wrap=False)
        self.saved.setObjectName("saved_at")
        self.previous = make_button("上一项", "previous_section", "", "arrow-left")
        self.next = make_button("下一项", "next_section", "", "arrow-right")
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.check = make_button("检查并提交", "check_answers", "primary")
        self.check.setToolTip("Ctrl+Enter")
        box = QHBoxLayout(footer)
        box.setContentsMargins(24, 12, 24, 12)
        box.setSpacing(12)
        box.addWidget(self.saved)
        box.addStretch(1)
        for button in (self.previous, self.next, self.check):
            box.addWidget(button)
        return footer

    def _connect(self) -> None:
        self.model.states_changed.connect(self._show_states)
        self.view.section_shown.connect(self.sections.show_current)
        self.sections.section_requested.connect(self._on_section)
        self.summary.field_requested.connect(self.view.go_to)
        self.check.clicked.connect(self.check_requested)
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)

    # what the window tells

    def show_record(self, reason: str, own: bool = False) -> None:
        """Another record was loaded into the model: start at its top, with nothing red."""
        self.summary.clear()
        self.show_reason(reason, own)
        self.view.show_resolution()
        self.view.forget_history()
        self.view.go_to_top()
        self.sections.show_current(self.model.spec.sections[0].key)

    def show_reason(self, reason: str, own: bool = False) -> None:
        """Why the record came back: in WeChat's words or the user's, and at the fields they mean.

        Whoever comes to the form because of it sees it; whoever is typing is left where he is.
        """
        if reason and reason != self.reason.reason() and not self.isVisible():
            self.view.go_to_top()
        self.reason.show_reason(reason, own)
        self.view.mark(mentioned(reason))

    def show_problems(self, problems: list[Problem]) -> None:
        """After a check: the summary, or straight to the only error."""
        self.summary.show_problems(problems)
        if len(problems) == 1:
            self.view.go_to(problems[0].pointer)
        elif problems:
            self.view.ensureWidgetVisible(self.summary, 0, 24)

    def go_to_next_error(self, step: int) -> None:
        """F8 and Shift+F8: the next or previous error in the order of the form, around the end."""
        if not self.model.errors():
            self.model.reveal(self.model.spec.fields)
        pointers = [problem.pointer for problem in self.model.errors()]
        if not pointers:
            return
        order = list(self.model.spec.fields)
        here = self.view.focused_pointer()
        at = order.index(here) if here else (-1 if step > 0 else len(order))
        ahead = [p for p in pointers if (order.index(p) - at) * step > 0]
        around = pointers[0] if step > 0 else pointers[-1]
        nearest = (ahead[0] if step > 0 else ahead[-1]) if ahead else around
        self.view.go_to(nearest)

    def go_to_section(self, number: int) -> None:
        """Ctrl+1 to Ctrl+9."""
        keys = [section.key for section in self.model.spec.sections]
        if 0 < number <= len(keys):
            self._on_section(keys[number - 1])

    def show_saved(self, text: str, failed: bool = False) -> None:
        """The line at the left of the footer."""
        self.saved.setText(text)
        self.saved.setAccessibleName(text)
        self.saved.setProperty("role", "error" if failed else "muted")
        self.saved.style().polish(self.saved)

    @Slot()
    def _show_states(self) -> None:
        self.sections.show_states(self.model.states())

    @Slot(str)
    def _on_section(self, key: str) -> None:
        """Whoever goes to a section that needs mending sees what it is."""
        section = next(one for one in self.model.spec.sections if one.key == key)
        self.model.reveal({field.pointer for field in section.fields})
        self.view.go_to_section(key)

    @Slot()
    def _on_previous(self) -> None:
        self._go_on(-1)

    @Slot()
    def _on_next(self) -> None:
        self._go_on(1)

    def _go_on(self, step: int) -> None:
        """To the next section in which something is asked; the list leads to the others too."""
        here, resolution = self.sections.currentRow(), self.model.resolution
        sections = self.model.spec.sections
        ahead = sections[here + 1 :] if step > 0 else sections[:here][::-1]
        for section in ahead:
            if any(field.pointer in resolution.visible for field in section.fields):
                self.view.go_to_section(section.key)
                return
