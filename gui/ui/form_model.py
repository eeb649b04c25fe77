"""The answers of one record and what may be said about them: the form's only changing state."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from gui.core.form.rules import Resolution, find, is_empty, resolve
from gui.core.form.sections import SectionState, Uploads, section_states

if TYPE_CHECKING:
    from gui.core.form.spec import Field, Fix, FormSpec
    from gui.core.form.validation import Checker, Problem

STATES_AFTER_MS = 150


class FormModel(QObject):
    """Values by pointer, errors and warnings as they are shown, and the timing of both.

    Nothing is red on loading; typing only removes or corrects an error that is shown; `leave`
    checks one answered field, `reveal` all answered ones; `check_all` shows every error. Errors
    of hidden fields are kept out of sight and out of every count.
    """

    value_changed = Signal(str)
    edited = Signal()
    resolved = Signal()
    problem_changed = Signal(str)
    states_changed = Signal()
    kept_changed = Signal(str)

    def __init__(self, spec: FormSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._checker: Checker | None = None
        self._values: dict[str, Any] = {}
        self._context: dict[str, Any] = {"call": "reauth"}
        self._errors: dict[str, Problem] = {}
        self._answers: dict[str, Problem] = {}
        self._warnings: dict[str, Problem] = {}
        self._kept: dict[str, tuple[str, ...]] = {}
        self._touched: set[str] = set()
        self._uploads: Mapping[str, Uploads] = {}
        self.resolution: Resolution = resolve(spec, self._values, self._context)
        self._later = QTimer(self, singleShot=True, interval=STATES_AFTER_MS)
        self._later.timeout.connect(self._settle)

    # what is there

    def value(self, pointer: str) -> Any:
        """The user's own answer, also of a hidden or forced field."""
        return self._values.get(pointer)

    def values(self) -> dict[str, Any]:
        """All answers, hidden ones too: what a draft keeps."""
        return dict(self._values)

    def context(self) -> dict[str, Any]:
        """What steers the rules and is never sent (the call, the certified name, …)."""
        return dict(self._context)

    def error(self, pointer: str) -> Problem | None:
        """The error that is shown at a field: what WeChat said goes before our own."""
        if pointer not in self.resolution.visible:
            return None
        return self._answers.get(pointer) or self._errors.get(pointer)

    def warning(self, pointer: str) -> Problem | None:
        """The amber line of a field; an error hides it."""
        return None if self.error(pointer) else self._warnings.get(pointer)

    def errors(self) -> list[Problem]:
        """All errors that are shown, in the order of the form."""
        return [problem for pointer in self.spec.fields if (problem := self.error(pointer))]

    def warnings(self) -> list[Problem]:
        """All warnings, in the order of the form, touched or not."""
        if self._checker is None:
            return []
        return list(self._checker.advise(self.resolution).values())

    def states(self) -> dict[str, SectionState]:
        """State of every section in words."""
        found = self._checker.check(self.resolution) if self._checker else {}
        shown = {problem.pointer: problem for problem in self.errors()}
        return section_states(self.spec, self.resolution, found, shown, self._uploads)

    def kept(self, pointer: str) -> tuple[str, ...]:
        """The answered fields that this choice has hidden: they stay in the draft."""
        visible = self.resolution.visible
        hidden = (p for p in self._kept.get(pointer, ()) if p not in visible)
        return tuple(p for p in hidden if not is_empty(self._values.get(p)))

    def is_rough(self, pointer: str) -> bool:
        """Whether a field may be tidied: somebody typed in it, or it has to be mended anyway."""
        return pointer in self._touched or self.error(pointer) is not None

    def suggestion(self, field: Field) -> str:
        """An answer given elsewhere that may serve here too, or nothing."""
        if not is_empty(self._values.get(field.pointer)):
            return ""
        found = (self._values.get(source) for source in field.suggest_from)
        return next((str(value) for value in found if not is_empty(value)), "")

    # what happens

    def load(self, values: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        """Show another record: nothing is red, nothing counts as edited."""
        self._values = dict(values)
        self._context = dict(context)
        self._errors, self._answers, self._warnings, self._kept = {}, {}, {}, {}
        self._touched = set()
        self.resolution = resolve(self.spec, self._values, self._context)
        self._warn(self.spec.fields)
        self.resolved.emit()
        for pointer in self.spec.fields:
            self.value_changed.emit(pointer)
            self.problem_changed.emit(pointer)
            self.kept_changed.emit(pointer)
        self.states_changed.emit()

    def set_checker(self, checker: Checker) -> None:
        """The validators have arrived (they are built after the first paint)."""
        self._checker = checker
        self._warn(self.spec.fields)
        self.states_changed.emit()

    def set_context(self, **changes: Any) -> None:
        """Note what WeChat told us, or another kind of call. A None removes the entry."""
        self._context = {
            key: value for key, value in (self._context | changes).items() if value is not None
        }
        self._resolve()
        self._warn(self.spec.fields)
        self.edited.emit()

    def set_uploads(self, uploads: Mapping[str, Uploads]) -> None:
        """Of which answers WeChat does not have all files (yet)."""
        if uploads != self._uploads:
            self._uploads = uploads
            self.states_changed.emit()

    def set_value(self, pointer: str, value: Any) -> None:
        """An answer as it is typed. Equal values change nothing."""
        if self._values.get(pointer) == value:
            return
        self._values[pointer] = value
        self._touched.add(pointer)
        if pointer in self.spec.steering:
            self._steer(pointer)
        if self._answers.pop(pointer, None) or pointer in self._errors:
            self._recheck(pointer)
        self.value_changed.emit(pointer)
        self.edited.emit()
        self._later.start()

    def leave(self, pointer: str) -> None:
        """The field was left: check it if it was edited and says something."""
        if pointer not in self._touched:
            return
        self._touched.discard(pointer)
        if pointer not in self.spec.steering:
            self.resolution = resolve(self.spec, self._values, self._context)
        if not is_empty(self._values.get(pointer)):
            self._recheck(pointer)
        self._warn(self.spec.fields)
        self._later.start()

    def check_all(self) -> list[Problem]:
        """Check everything visible and show it. Needs the checker."""
        if self._checker is None:
            raise RuntimeError("the checker has not been set")
        self.resolution = resolve(self.spec, self._values, self._context)
        before = set(self._errors)
        self._errors = self._checker.check(self.resolution)
        self._touched = set()
        self._announce(before | set(self._errors))
        self._warn(self.spec.fields)
        self.states_changed.emit()
        return self.errors()

    def reveal(self, pointers: Container[str]) -> None:
        """Show what is wrong with answers that are there: somebody asks where it is."""
        if self._checker is None:
            return
        found = self._checker.check(self.resolution)
        new = {p: one for p, one in found.items() if p in pointers and one.rule != "required"}
        self._errors |= new
        self._announce(new)
        self.states_changed.emit()

    def show_answers(self, problems: Iterable[Problem]) -> None:
        """Errors that WeChat returned: each stays until its field is changed."""
        before = set(self._answers)
        self._answers = {problem.pointer: problem for problem in problems}
        self._announce(before | set(self._answers))
        self.states_changed.emit()

    def apply_fix(self, pointer: str, fix: Fix) -> None:
        """Do what a warning offers."""
        world = {"context": self._context, "values": self._values}
        value = find(world, fix.source) if fix.source else fix.value
        self.set_value(pointer, value)
        self.leave(pointer)

    def clear_kept(self, pointer: str) -> None:
        """Forget the hidden answers that a choice's note speaks of."""
        for hidden in self.kept(pointer):
            self._values.pop(hidden, None)
            self.value_changed.emit(hidden)
        self._announce_kept()
        self.edited.emit()

    # how

    def _settle(self) -> None:
        """A pause in typing: section states follow, and what no longer holds is taken back."""
        self.resolution = resolve(self.spec, self._values, self._context)
        self._warn({p for p in self.spec.fields if p not in self._touched or p in self._warnings})
        self.states_changed.emit()

    def _steer(self, pointer: str) -> None:
        before = self.resolution.visible
        self._resolve()
        gone = before - self.resolution.visible
        self._kept[pointer] = tuple(p for p in self.spec.fields if p in gone)
        self._announce_kept()

    def _resolve(self) -> None:
        self.resolution = resolve(self.spec, self._values, self._context)
        hidden = [p for p in self._errors if p not in self.resolution.visible]
        for pointer in hidden:
            del self._errors[pointer]
        self.resolved.emit()
        self._announce((*hidden, *self._answers))
        for pointer in (*self._errors, *self.resolution.unoffered):
            self._recheck(pointer)

    def _recheck(self, pointer: str) -> None:
        if self._checker is None or pointer not in self.resolution.visible:
            return
        problem = self._checker.problem_of(self.resolution, pointer, self._values.get(pointer))
        if problem is None:
            self._errors.pop(pointer, None)
        else:
            self._errors[pointer] = problem
        self.problem_changed.emit(pointer)

    def _warn(self, pointers: Container[str]) -> None:
        if self._checker is None:
            return
        found = self._checker.advise(self.resolution)
        before = self._warnings
        self._warnings = {
            p: problem
            for p, problem in found.items()
            if p in pointers and (problem.rule != "required" or self._said(p))
        }
        self._announce(p for p in self.spec.fields if before.get(p) != self._warnings.get(p))

    def _said(self, pointer: str) -> bool:
        """Whether an advice about a missing answer may be shown already: others stand below it."""
        section = self.spec.fields[pointer].section
        mates = [p for p, item in self.spec.fields.items() if item.section == section]
        return any(not is_empty(self._values.get(p)) for p in mates)

    def _announce_kept(self) -> None:
        for pointer in self._kept:
            self.kept_changed.emit(pointer)

    def _announce(self, pointers: Iterable[str]) -> None:
        for pointer in list(pointers):
            self.problem_changed.emit(pointer)
