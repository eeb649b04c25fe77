"""记住的资料 in the settings: what is remembered for the next record, and how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from gui.core.errors import AppError
from gui.core.form.spec import FormSpec
from gui.ui.autosave import LANE
from gui.ui.buttons import make_button
from gui.ui.labels import announce, plain_label
from gui.ui.questions import confirm
from gui.ui.tasks import TaskRunner
from gui.ui.theme import repolish

if TYPE_CHECKING:
    from gui.core.answer_desk import AnswerDesk

HELP = (
    "检查通过的{what}会记在这台电脑上，下次填写同一个账号或同一个主体的记录时，"
    "由你决定要不要填入。图片、密钥和提交记录不在里面。"
)
SURE = "清除记住的资料吗"
SURE_TEXT = "以后的记录需要重新填写这些资料。已有的记录不受影响。"
DONE = "已清除，备份里的也一并清除了。"
NOTHING = "没有记住的资料。"
NOT_DONE = "没有清除：{title}。请稍后再试。"


class RememberedCard(QFrame):
    """Clears after a question; `cleared` when it is gone."""

    cleared = Signal()

    def __init__(self, desk: AnswerDesk, tasks: TaskRunner, spec: FormSpec) -> None:
        super().__init__()
        self._desk = desk
        self._tasks = tasks
        self.setProperty("role", "card")
        what = "、".join(s.remembered_as for s in spec.sections if s.remembered_as)
        self._clear = make_button("清除记住的资料", "clear_remembered", icon_name="trash")
        self._clear.clicked.connect(self._on_clear)
        self._result = plain_label("", "success")
        self._result.setObjectName("remembered_cleared")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._clear)
        row.addWidget(self._result, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(5)
        box.addWidget(plain_label("记住的资料", "question"))
        box.addWidget(plain_label(HELP.format(what=what), "help"))
        box.addSpacing(5)
        box.addLayout(row)

    @Slot()
    def _on_clear(self) -> None:
        self._say("")
        confirm(self, SURE, SURE_TEXT, "清除", "先不清除", self._on_sure, danger=True)

    @Slot()
    def _on_sure(self) -> None:
        self._clear.setEnabled(False)
        self._tasks.start(
            self._desk.forget_remembered,
            on_success=self._on_cleared,
            on_failure=self._on_failed,
            on_finished=self._on_finished,
            lane=LANE,
        )

    @Slot(object)
    def _on_cleared(self, gone: int) -> None:
        self._say(DONE if gone else NOTHING)
        self.cleared.emit()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self._say(NOT_DONE.format(title=error.title), "error")

    @Slot()
    def _on_finished(self) -> None:
        self._clear.setEnabled(True)

    def _say(self, words: str, role: str = "success") -> None:
        self._result.setText(words)
        self._result.setProperty("role", role)
        repolish(self._result)
        announce(self._result, words)
