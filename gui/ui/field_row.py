"""One question of the form: label, help, editor, counter, and the lines below it.

The only place that ties a field's words, its state for assistive technology and its timing.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.core.form.keywords import display_width
from gui.core.form.normalise import normalise
from gui.core.form.spec import Field
from gui.ui.editor import chain
from gui.ui.editor_table import make_editor
from gui.ui.field_helper import HelperButton
from gui.ui.field_line import LINES, TOLD, FieldLine
from gui.ui.form_model import FormModel
from gui.ui.labels import announce, plain_label

TIDIED_MS = 3000
KEPT_NAMED_AT_MOST = 3
OFFERED_AT_MOST = 24  # characters of an answer on the button that puts it in
MENTION_AT = 2  # in the head, behind the question and 选填
EDITOR_AT = 2  # below the head and the help


class FieldRow(QWidget):
    """A field of the model on the screen. `left` asks the view to have it checked."""

    left = Signal(str)

    def __init__(self, field: Field, model: FormModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._model = model
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(5)
        self.helper = HelperButton(field, field.helper, self) if field.helper else None
        self._build_head()
        self.editor = make_editor(field, self)
        self._add_editor()
        self._question.setBuddy(self.editor.controls()[0])
        self._told_about: Any = None
        self._lines: dict[str, FieldLine] = {}
        self._mentioned: QLabel | None = None
        self._connect()

    def _build_head(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(6)
        self._box.addLayout(self._head)
        self._question = self._in_head(plain_label(self.field.label, "question", wrap=False))
        self._optional = self._in_head(plain_label("（选填）", "muted", wrap=False))
        self._head.addStretch(1)
        self._counter: QLabel | None = None
        if self.field.counter:
            self._counter = self._in_head(plain_label("", "muted", wrap=False))
            self._counter.setObjectName(f"counter:{self.field.pointer}")
        if self.helper is not None and self.field.choices:
            self._head.addWidget(self.helper)
        self._help = plain_label(self.field.help, "help")
        self._box.addWidget(self._help)
        self._help.setHidden(not self.field.help)

    def _add_editor(self) -> None:
        """A helper stands beside a line; above choices (see the head), which take the width."""
        if self.helper is None or self.field.choices:
            self._box.addWidget(self.editor)
            return
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.editor, 1)
        beside.addWidget(self.helper)
        self._box.addLayout(beside)
        chain([*self.editor.stops(), self.helper])

    def _in_head(self, label: QLabel) -> QLabel:
        self._head.addWidget(label)
        return label

    def _line(self, kind: str) -> FieldLine:
        """The line of a kind, made when there is something to say: most rows never need one."""
        line = self._lines.get(kind)
        if line is None:
            line = self._lines[kind] = FieldLine(kind, self.field.pointer, self)
            order = [name for name in LINES if name in self._lines]
            self._box.insertWidget(EDITOR_AT + 1 + order.index(kind), line)
            line.pressed.connect(self._on_pressed)
            chain(self.stops())
        return line

    def _say(self, kind: str, text: str, button: str = "") -> None:
        if text or kind in self._lines:
            self._line(kind).show_text(text, button)

    def _connect(self) -> None:
        self.editor.changed.connect(self._on_changed)
        self.editor.left.connect(self._on_left)

    # what the view tells

    def show_value(self) -> None:
        """The model has another value, or its first."""
        self.editor.set_value(self._model.value(self.field.pointer))
        self._count()
        self.show_suggestion()
        if self._told_about not in (None, self._model.value(self.field.pointer)):
            self.show_told("")

    def show_told(self, kind: str, text: str = "") -> None:
        """What WeChat said about the answer (a kind of TOLD), until the answer changes."""
        self._told_about = (self._model.value(self.field.pointer) or "") if text else None
        for name in TOLD:
            self._say(name, text if name == kind else "")
        if text:
            announce(self, text)

    def is_waiting(self) -> bool:
        """Whether WeChat is being asked."""
        return self.helper is not None and self.helper.is_waiting()

    def show_waiting(self, text: str) -> None:
        """WeChat is being asked; an empty text: not any more."""
        self.show_told("told", text)
        if self.helper is not None:
            self.helper.set_waiting(on=bool(text))

    def show_resolution(self) -> None:
        """Visible or not, required or not, offered and forced choices."""
        resolution, pointer = self._model.resolution, self.field.pointer
        self.setHidden(pointer not in resolution.visible)
        self._optional.setHidden(pointer in resolution.required)
        if self.field.choices:
            self.editor.set_offer(
                resolution.choices.get(pointer, ()), resolution.forced.get(pointer)
            )
            self._show_help()
        self.show_suggestion()

    def show_problem(self) -> None:
        """The error or the warning of the field, in words, colour and for screen readers."""
        error = self._model.error(self.field.pointer)
        warning = self._model.warning(self.field.pointer)
        self._say("error", error.text if error else "")
        fix = warning.fix if warning else None
        self._say("warning", warning.text if warning else "", fix.label if fix else "")
        self.editor.set_state("invalid", error is not None)
        self.editor.set_state("warned", warning is not None)
        self._describe()

    def show_kept(self) -> None:
        """After a choice hid answers: they are kept, and can be cleared."""
        labels = [self._model.spec.fields[p].label for p in self._model.kept(self.field.pointer)]
        named = "、".join(dict.fromkeys(labels[:KEPT_NAMED_AT_MOST]))
        more = f"等 {len(labels)} 项" if len(labels) > KEPT_NAMED_AT_MOST else ""
        text = f"已保留「{named}」{more}，切换回来可以继续用，不会提交" if labels else ""
        self._say("kept", text, "清除" if labels else "")

    def show_suggestion(self) -> None:
        """Offer an answer that stands elsewhere in the form."""
        text = self._model.suggestion(self.field) if self.field.suggest_from else ""
        short = text if len(text) <= OFFERED_AT_MOST else f"{text[:OFFERED_AT_MOST]}…"
        self._say("suggestion", "" if not text else "别处已经填过", f"填入 {short}")

    def set_mentioned(self, on: bool) -> None:
        """Mark the field as one that the reason of the return seems to speak of."""
        if self._mentioned is None:
            if not on:
                return
            self._mentioned = plain_label("打回时提到", "badge", wrap=False)
            self._mentioned.setProperty("kind", "warning")
            self._head.insertWidget(MENTION_AT, self._mentioned)
        self._mentioned.setHidden(not on)

    def stops(self) -> list[QWidget]:
        """Everything that Tab goes through, in visual order."""
        lines = [self._lines[name] for name in LINES if name in self._lines]
        helper = [self.helper] if self.helper is not None else []
        if self.field.choices:
            return [*helper, *self.editor.stops(), *(line.button for line in lines)]
        return [*self.editor.stops(), *helper, *(line.button for line in lines)]

    def question(self) -> QLabel:
        """The label, to be scrolled into view."""
        return self._question

    # what the user does

    @Slot(object)
    def _on_changed(self, value: Any) -> None:
        self._model.set_value(self.field.pointer, value)
        if self.field.choices:
            self._model.leave(self.field.pointer)

    @Slot()
    def _on_left(self) -> None:
        self.tidy()
        self.left.emit(self.field.pointer)

    def tidy(self) -> None:
        """Normalise what was typed, where Ctrl+Z brings it back, and say so for a moment.

        What nobody touched and nothing is wrong with stays as it was saved.
        """
        if not self._model.is_rough(self.field.pointer):
            return
        notes = []
        for index, text in enumerate(self.editor.texts()):
            done = normalise(self.field.normalise, text)
            if done.text != text:
                self.editor.replace_text(index, done.text)
                notes.append(done.note)
        if notes:
            self._help.setText(f"{notes[0]}。{self.field.help}")
            self._help.show()
            QTimer.singleShot(TIDIED_MS, self, self._show_help)

    @Slot(str)
    def _on_pressed(self, kind: str) -> None:
        pointer = self.field.pointer
        if kind == "kept":
            self._model.clear_kept(pointer)
        elif kind == "suggestion":
            self._model.set_value(pointer, self._model.suggestion(self.field))
            self._model.leave(pointer)
            self.editor.take_focus()
        else:
            warning = self._model.warning(pointer)
            if warning is not None and warning.fix is not None:
                self._model.apply_fix(pointer, warning.fix)

    # how

    @Slot()
    def _show_help(self) -> None:
        forced = self.field.pointer in self._model.resolution.forced
        self._help.setText(self.field.forced_reason if forced else self.field.help)
        self._help.setHidden(not self._help.text())
        self._describe()

    def _describe(self) -> None:
        error = self._model.error(self.field.pointer)
        parts = [self._help.text(), f"错误：{error.text}" if error else ""]
        self.editor.describe(" ".join(part for part in parts if part))

    def _count(self) -> None:
        if self._counter is None:
            return
        text = str(self._model.value(self.field.pointer) or "")
        n = display_width(text) if self.field.counter == "width" else len(text)
        unit = "个字符" if self.field.counter == "width" else "位"
        self._counter.setText(f"{n} {unit}" if n else "")
