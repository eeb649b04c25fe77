"""演练: plays the administrator and the review, and makes WeChat misbehave when asked to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.practice.faults import CALL_WORDS, FAULT_WORDS, Fault
from gui.core.practice.tasks import STEP_WORDS, Step
from gui.core.practice.world import World
from gui.core.progress import standing
from gui.ui.buttons import make_button
from gui.ui.dialog_field import DialogField
from gui.ui.labels import announce, plain_label
from gui.ui.scroll_column import ScrollColumn, make_card

WIDTH = 420
LEAST_WIDTH = 290
WATCH_MS = 400
AROUND_WORDS = 40  # px beside the words of a list that opens
NOTHING_LEAVES = "演练中的内容都只在这台电脑上：不连接微信，不会提交任何资料，也不影响正式记录。"
NO_TASK = "打开一条有任务编号的记录，就可以在这里扮演管理员和审核员。"
UNKNOWN_TASK = "演练里没有这个任务编号。先提交一次，或打开演练带的示例记录。"
NO_STEP = "现在没有管理员或审核员要做的事。"
REASON = "如 营业执照照片不清晰"
SUBMISSIONS = ("reauth", "wxaauth")
# Faults that mean something only for some calls.
ONLY_FOR: dict[str, tuple[str, ...]] = {
    Fault.BUSY_BUT_TAKEN: SUBMISSIONS,
    Fault.SUCCESS_WITHOUT_LINK: SUBMISSIONS,
    Fault.EXPIRED_TOKEN: tuple(call for call in CALL_WORDS if call != "stable_token"),
}
WITH_REASON = (Step.SEND_BACK, Step.FAIL_REVIEW)
# What stands on the button of a step, below the word for its stage.
STAGES: dict[str, dict[Step, str]] = {
    "管理员授权": {Step.AGREE: "同意", Step.DECLINE: "拒绝", Step.TIME_OUT: "链接过期"},
    "人脸核验": {Step.FACE_OK: "通过", Step.FACE_FAIL: "没有通过"},
    "手机验证": {Step.CODE_OK: "通过", Step.CODE_FAIL: "没有通过"},
    "审核费": {Step.PAY: "支付"},
    "审核": {
        Step.PASS_REVIEW: "通过",
        Step.SEND_BACK: "打回重填",
        Step.FAIL_REVIEW: "没有通过",
    },
}
IN_A_ROW = 2


class PracticePanel(QWidget):
    """`played` comes after a step, so that somebody asks for the new state.

    Every step has its place and keeps it, so that a second press falls on nothing else.
    """

    played = Signal()
    restart_requested = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._taskid = ""
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look_at_plans)
        self.setObjectName("practice_panel")
        self.setAccessibleName("演练")
        self.setMinimumWidth(LEAST_WIDTH)
        page = self._page = ScrollColumn("practice_page", "演练内容", WIDTH)
        page.column.setContentsMargins(0, 12, 0, 16)
        inside = page.widget().layout()
        if inside is not None:
            inside.setContentsMargins(12, 0, 12, 0)  # narrower than on a page
        page.column.addWidget(self._build_note())
        page.column.addWidget(self._build_steps())
        page.column.addWidget(self._build_faults())
        page.column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._show_faults()
        self.refresh()

    # building

    def _build_note(self) -> QFrame:
        note, box = make_card("banner-info")
        box.addWidget(plain_label(NOTHING_LEAVES))
        again = make_button("重新开始演练", "practice_restart", icon_name="rotate-ccw")
        again.clicked.connect(self.restart_requested)
        box.addWidget(again)
        return note

    def _build_steps(self) -> QFrame:
        self._state = plain_label("", "muted")
        self._state.setObjectName("practice_state")
        self._line = QLineEdit()
        self._line.setObjectName("practice_reason")
        self._line.setPlaceholderText(REASON)
        self._reason = DialogField("原因", self._line, "打回重填时会显示给填写的人，可以留空。")
        self._nothing = plain_label(NO_STEP, "muted")
        self._buttons: list[_StepButton] = []
        self._part = QWidget()
        inside = QVBoxLayout(self._part)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        for stage, steps in STAGES.items():
            inside.addWidget(plain_label(stage, "help"))
            inside.addLayout(self._build_stage(steps))
        inside.addWidget(self._reason)
        card, box = _card("扮演管理员和审核员")
        for widget in (self._state, self._nothing, self._part):
            box.addWidget(widget)
        return card

    def _build_stage(self, steps: Mapping[Step, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, (step, words) in enumerate(steps.items()):
            button = _StepButton(step, words)
            button.chosen.connect(self._play)
            self._buttons.append(button)
            grid.addWidget(button, place // IN_A_ROW, place % IN_A_ROW)
        for column in range(IN_A_ROW):
            grid.setColumnStretch(column, 1)
        return grid

    def _build_faults(self) -> QFrame:
        self._call = _narrow_combo("practice_call")
        for call, words in CALL_WORDS.items():
            self._call.addItem(words, call)
        self._call.currentIndexChanged.connect(self._show_faults)
        self._fault = _narrow_combo("practice_fault")
        plan = make_button("安排一次", "practice_misbehave")
        plan.clicked.connect(self._on_plan)
        behave = make_button("恢复正常", "practice_behave")
        behave.clicked.connect(self._on_behave)
        self._planned = plain_label("", "muted")
        self._planned.setObjectName("practice_planned")
        card, box = _card("让微信出点状况")
        box.addWidget(DialogField("哪一种操作", self._call))
        box.addWidget(DialogField("出什么状况", self._fault, "只在下一次这种操作时出现。"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(plan, 1)
        row.addWidget(behave, 1)
        box.addLayout(row)
        box.addWidget(self._planned)
        self._planned.hide()
        return card

    # what the window tells

    @Slot(str)
    def set_task(self, taskid: str) -> None:
        """The open record's task; empty when it has none."""
        self._taskid = taskid
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show where the task stands, and what could happen next."""
        task = self._world.tasks.get(self._taskid)
        steps = self._world.possible_steps(self._taskid) if task else []
        if task:
            self._state.setText(standing(task.task_status, task.apply_status).text)
        else:
            self._state.setText(UNKNOWN_TASK if self._taskid else NO_TASK)
        self._part.setVisible(task is not None)
        if any(button.hasFocus() and button.step not in steps for button in self._buttons):
            self._page.setFocus()  # or Qt gives it to the next step, which nobody has chosen
        for button in self._buttons:
            button.setEnabled(button.step in steps)
        self._reason.setEnabled(any(step in steps for step in WITH_REASON))
        room = self._nothing.sizePolicy()
        room.setRetainSizeWhenHidden(task is not None)
        self._nothing.setSizePolicy(room)
        self._nothing.setVisible(task is not None and not steps)
        self._state.setMinimumHeight(2 * self._state.fontMetrics().lineSpacing())

    @Slot()
    def agree(self) -> None:
        """The administrator agreed elsewhere, such as on what stands for the link."""
        if self._taskid in self._world.tasks:
            if Step.AGREE in self._world.possible_steps(self._taskid):
                self._play(Step.AGREE)
            else:
                self.played.emit()

    # what is pressed

    @Slot(str)
    def _play(self, step: str) -> None:
        reason = self._line.text().strip() if step in WITH_REASON else ""
        self._world.play(self._taskid, step, reason)
        self._line.clear()
        self.refresh()
        announce(self._state, self._state.text())
        self.played.emit()

    @Slot()
    def _show_faults(self) -> None:
        """Offer what can happen to the chosen call; the chosen fault stays where it can."""
        call, before = self._call.currentData(), self._fault.currentData()
        self._fault.clear()
        for fault, words in FAULT_WORDS.items():
            if call in ONLY_FOR.get(fault, tuple(CALL_WORDS)):
                self._fault.addItem(words, fault)
        self._fault.setCurrentIndex(max(0, self._fault.findData(before)))
        opened = self._fault.view()
        opened.setMinimumWidth(opened.sizeHintForColumn(0) + AROUND_WORDS)

    @Slot()
    def _on_plan(self) -> None:
        self._world.misbehave(self._call.currentData(), self._fault.currentData())
        self._watch.start()
        call, fault = self._call.currentText(), self._fault.currentText()
        self._say(f"已安排：下一次「{call}」时，{fault}。")

    @Slot()
    def _on_behave(self) -> None:
        self._world.behave()
        self._watch.stop()
        self._say("已恢复正常，之前的安排都取消了。")

    @Slot()
    def _look_at_plans(self) -> None:
        """What was planned has happened: the words about it are over."""
        if not self._world.plans_left():
            self._watch.stop()
            self._planned.hide()

    @Slot()
    def forget_plans(self) -> None:
        """Practising begins again, and everything behaves."""
        self._watch.stop()
        self._planned.hide()

    def _say(self, words: str) -> None:
        self._planned.setText(words)
        self._planned.show()
        announce(self._planned, words)


class _StepButton(QPushButton):
    """One step that the administrator or the review may take."""

    chosen = Signal(str)

    def __init__(self, step: Step, words: str) -> None:
        super().__init__(words)
        self.step = step
        self.setAccessibleName(STEP_WORDS[step])
        self.setObjectName(f"practice_step={step}")
        self.setAutoDefault(False)
        self.clicked.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.step)


def _narrow_combo(name: str) -> QComboBox:
    """Its longest words must not make the whole panel wide."""
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    return combo


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card, box = make_card()
    box.setContentsMargins(16, 14, 16, 16)
    box.addWidget(plain_label(title, "heading"), alignment=Qt.AlignmentFlag.AlignTop)
    return card, box
