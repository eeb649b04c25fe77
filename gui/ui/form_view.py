"""The form itself: a scrolling column of cards, one for each section, made from the FormSpec."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from gui.core.form.spec import Section
from gui.ui.editor import chain
from gui.ui.field_row import FieldRow
from gui.ui.form_model import FormModel
from gui.ui.labels import plain_label
from gui.ui.leaving import Leaving
from gui.ui.picture_drops import PictureDrops
from gui.ui.picture_editor import PictureEditor
from gui.ui.scroll_column import ScrollColumn

COLUMN_WIDTH = 720
CARDS_AT_FIRST = 2  # what a window of usual size shows
CARD_MARGIN = 24
ROW_SPACING = 22
LABEL_MARGIN = 24
CARD_ABOVE = 12
BELOW_HEAD = 1  # in a card
ARRIVED_MS = 200  # until then what appears or goes may not move away what was gone to
PASSED = 80  # px below the top edge at which a card counts as the one that is read


class SectionCard(QFrame):
    """A section: its title, why it is asked, and its rows; one line of words when unused."""

    def __init__(self, section: Section, model: FormModel) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"card:{section.key}")
        self.setAccessibleName(section.title)
        self.rows = {field.pointer: FieldRow(field, model, self) for field in section.fields}
        self.title = plain_label(section.title, role="heading", wrap=False)
        self._unused = plain_label("按现在的选择，这一部分不需要填写。", role="muted")
        box = QVBoxLayout(self)
        box.setContentsMargins(CARD_MARGIN, 20, CARD_MARGIN, CARD_MARGIN)
        box.setSpacing(ROW_SPACING)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(plain_label(section.intro, role="muted"))
        box.addLayout(head)
        box.addWidget(self._unused)
        for row in self.rows.values():
            box.addWidget(row)
        editors = [row.editor for row in self.rows.values()]
        pictures = [editor for editor in editors if isinstance(editor, PictureEditor)]
        if pictures:
            PictureDrops(self, pictures)

    def stops(self) -> list[QWidget]:
        """Everything that Tab goes through, in visual order."""
        return [stop for row in self.rows.values() for stop in row.stops()]

    def put_below_head(self, widget: QWidget) -> None:
        """Place a widget between the title and the first question."""
        box = self.layout()
        assert isinstance(box, QVBoxLayout)  # noqa: S101 - made above
        box.insertWidget(BELOW_HEAD, widget)

    def show_resolution(self) -> None:
        for row in self.rows.values():
            row.show_resolution()
        self._unused.setVisible(all(row.isHidden() for row in self.rows.values()))


class FormView(ScrollColumn):
    """Shows a FormModel. `section_shown` tells which section stands at the top.

    `help_wanted` and `help_stopped` carry the pointer of the field whose helper was pressed.
    """

    section_shown = Signal(str)
    card_made = Signal(object)  # SectionCard, one that was not in sight at first
    help_wanted = Signal(str)
    help_stopped = Signal(str)

    def __init__(self, model: FormModel) -> None:
        super().__init__("form", "认证资料表单", COLUMN_WIDTH)
        self._model = model
        self._wanted: Callable[[], None] | None = None
        self._arrived = QTimer(self, singleShot=True, interval=ARRIVED_MS)
        self._leaving = Leaving(self)
        self._tops = 0
        self._mentioned: frozenset[str] = frozenset()
        self.cards: dict[str, SectionCard] = {}
        self.rows: dict[str, FieldRow] = {}
        self._missing = list(model.spec.sections)
        self.column.addStretch(1)
        for _ in self._missing[:CARDS_AT_FIRST]:
            self._add_card()
        self._connect()

    def _add_card(self) -> None:
        section = self._missing.pop(0)
        card = SectionCard(section, self._model)
        self.column.insertWidget(self.column.count() - 1, card)
        self.cards[section.key] = card
        self.rows |= card.rows
        for row in card.rows.values():
            row.left.connect(self._leaving.add)
            if row.helper is not None:
                row.helper.wanted.connect(self.help_wanted)
                row.helper.stopped.connect(self.help_stopped)

    def _connect(self) -> None:
        self._leaving.left.connect(self._model.leave)
        self._model.value_changed.connect(self._on_value)
        self._model.problem_changed.connect(self._on_problem)
        self._model.kept_changed.connect(self._on_kept)
        self._model.resolved.connect(self.show_resolution)
        self._model.states_changed.connect(self._on_states)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._show_wanted)
        self._arrived.timeout.connect(self._forget_wanted)

    @Slot()
    def complete_soon(self) -> None:
        """After the first paint: make the cards that are not in sight, one at a time."""
        if self._missing:
            self._complete_one()
            QTimer.singleShot(0, self, self.complete_soon)

    def is_incomplete(self) -> bool:
        """Whether cards out of sight are still to be made."""
        return bool(self._missing)

    def complete(self) -> None:
        """Make what is missing now: somebody is going there."""
        while self._missing:
            self._complete_one()

    def _complete_one(self) -> None:
        above = next(reversed(self.cards.values()))
        self._add_card()
        card = next(reversed(self.cards.values()))
        chain([above.stops()[-1], *card.stops()])
        card.show_resolution()
        for row in card.rows.values():
            row.show_value()
            row.show_problem()
            row.show_kept()
            row.set_mentioned(row.field.pointer in self._mentioned)
        self.card_made.emit(card)

    def put_on_top(self, widget: QWidget) -> None:
        """Place a widget (reason, summary) above the cards, below earlier ones."""
        self.column.insertWidget(self._tops, widget)
        self._tops += 1

    def forget_history(self) -> None:
        """Another record is shown: Ctrl+Z must not bring answers of the one before into it."""
        for row in self.rows.values():
            row.editor.forget_history()

    def mark(self, pointers: frozenset[str]) -> None:
        """Mark the fields that the reason of a return seems to speak of."""
        self._mentioned = pointers
        for pointer, row in self.rows.items():
            row.set_mentioned(pointer in pointers)

    # going places

    def go_to(self, pointer: str) -> None:
        """Bring a field into view, its question at the top of it, and put the cursor there."""
        self.complete()
        row = self.rows.get(pointer)
        if row is None:
            return
        row.editor.take_focus()
        self._want(partial(self._show_row, row))

    def go_to_section(self, key: str) -> None:
        """Scroll a section to the top; the focus goes to its first field that can take it."""
        self.complete()
        for row in self.cards[key].rows.values():
            if not row.isHidden() and row.editor.take_focus():
                break
        self._want(partial(self._show_section, key))

    def go_to_top(self) -> None:
        self._want(partial(self.verticalScrollBar().setValue, 0))

    def _want(self, show: Callable[[], None]) -> None:
        """Have something in view, and again whenever cards or lines made just now take place."""
        self._wanted = show
        self._arrived.start()
        show()

    @Slot()
    def _show_wanted(self) -> None:
        if self._wanted is not None:
            self._wanted()

    @Slot()
    def _forget_wanted(self) -> None:
        self._wanted = None

    def _show_row(self, row: FieldRow) -> None:
        self.ensureWidgetVisible(row, 0, LABEL_MARGIN)
        self.ensureWidgetVisible(row.question(), 0, LABEL_MARGIN)
        self.section_shown.emit(row.field.section)

    def _show_section(self, key: str) -> None:
        first = next(iter(self.cards)) == key  # why the record came back stands above it
        self.verticalScrollBar().setValue(0 if first else max(0, self.cards[key].y() - CARD_ABOVE))
        self.section_shown.emit(key)

    def focused_pointer(self) -> str:
        """The pointer of the field that has the focus, or an empty string."""
        focus = QApplication.focusWidget()
        for pointer, row in self.rows.items():
            if focus is not None and row.isAncestorOf(focus):
                return pointer
        return ""

    def commit(self) -> None:
        """Tidy and leave the field that is being typed in: before saving, checking, sending."""
        pointer = self.focused_pointer()
        if pointer:
            self.rows[pointer].tidy()
            self._model.leave(pointer)

    def answer(self, pointer: str, value: object) -> None:
        """Put an answer in as if it had been typed: Ctrl+Z in the field takes a text back."""
        editor = self.rows[pointer].editor
        if isinstance(value, str) and len(editor.texts()) == 1:
            editor.replace_text(0, value)
        self._model.set_value(pointer, value)
        self._model.leave(pointer)

    # what happens

    @Slot(str)
    def _on_value(self, pointer: str) -> None:
        if pointer in self.rows:
            self.rows[pointer].show_value()

    @Slot(str)
    def _on_problem(self, pointer: str) -> None:
        if pointer in self.rows:
            self.rows[pointer].show_problem()

    @Slot(str)
    def _on_kept(self, pointer: str) -> None:
        if pointer in self.rows:
            self.rows[pointer].show_kept()

    @Slot()
    def _on_states(self) -> None:
        for row in self.rows.values():
            row.show_suggestion()

    @Slot()
    def show_resolution(self) -> None:
        """Show and hide what the rules say, in one step and without a jump of what is in view."""
        for card in self.cards.values():
            card.show_resolution()

    @Slot(int)
    def _on_scrolled(self, at: int) -> None:
        tops = [(card.y(), key) for key, card in self.cards.items()]
        at_the_end = at == self.verticalScrollBar().maximum()
        passed = [key for y, key in tops if y <= at + PASSED or at_the_end]
        self.section_shown.emit(passed[-1] if passed else tops[0][1])
