"""What WeChat refused: shown at the fields it is about, until one of them is changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.form.validation import Problem
from gui.core.wechat.refusals import Refusal
from gui.ui.form_model import FormModel

RULE = "wechat"
FROM_WECHAT = "微信返回：{text}"
# buttons that only lead to the answer to be changed
LEADS_TO = {"change_pay_type": "/pay_type"}


class RefusalHelp(QObject):
    """A refusal stays at its fields until one of them is changed: it is one answer to all."""

    edit_wanted = Signal(str)

    def __init__(self, model: FormModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._fields: frozenset[str] = frozenset()
        model.value_changed.connect(self._on_value)

    def show(self, refusal: Refusal, material: str = "") -> bool:
        """Put a refusal at its fields. False when none of them is in sight.

        `material` is the picture that it is about, as it stands in the answers.
        """
        problems = [
            Problem(pointer, RULE, FROM_WECHAT.format(text=refusal.title))
            for pointer in self._fields_of(refusal, material)
        ]
        self._fields = frozenset(problem.pointer for problem in problems)
        self._model.show_answers(problems)
        return bool(problems)

    def leave(self) -> None:
        """Another record is opened, or none: what was asked for this one is over."""
        self._fields = frozenset()

    def lead(self, key: str) -> None:
        """A button that wants an answer changed: go to it."""
        shown = [problem.pointer for problem in self._model.errors()]
        pointer = LEADS_TO.get(key) or next(iter(shown), "")
        if pointer in self._model.resolution.visible:
            self.edit_wanted.emit(pointer)

    # how

    def _fields_of(self, refusal: Refusal, material: str) -> list[str]:
        """Those in sight; of pictures the one that WeChat quotes, if it is there."""
        visible = [p for p in refusal.pointers if p in self._model.resolution.visible]
        return [p for p in visible if self._holds(p, material)] or visible

    def _holds(self, pointer: str, material: str) -> bool:
        value = self._model.value(pointer)
        return bool(material) and material in (value if isinstance(value, list) else [value])

    @Slot(str)
    def _on_value(self, pointer: str) -> None:
        if pointer in self._fields:
            self._fields = frozenset()
            self._model.show_answers([])
