"""What is known while nobody knows whether a submission arrived, and the only ways out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.ui.buttons import make_button
from gui.ui.labels import plain_label

SAVED = "\n你填写的内容已保存在这台电脑上。"
WORDS = f"资料已发出，没有收到微信的答复。可能已经提交成功，请不要重复提交。{SAVED}"
BUSY = (
    "微信回答「系统繁忙」，不能确定这次提交有没有被收下。可能已经提交成功，请不要重复提交。" + SAVED
)
NOT_THERE = f"微信没有收到这次提交的迹象，核对以后可以再次提交。{SAVED}"
ASK = "点「查询状态」向微信询问结果。查询不会再次提交资料。"
CANNOT_ASK = (
    "首次提交要有任务编号才能查询。编号在微信的答复里，这次没有收到；由服务商代办的，"
    "请问服务商有没有。有的话填在下面。小程序后台里也看不到这次认证，说明微信没有收到。"
)


class DoubtPanel(QFrame):
    """结果未知. Sending again is not offered until `allow_resend` says so."""

    resend_requested = Signal()
    taskid_entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner-warning")
        self.setObjectName("doubt_panel")
        self.setAccessibleName("还不确定是否提交成功")
        self._taskid, self._told = "", WORDS
        self._words = plain_label(WORDS)
        self._next = plain_label("", role="question")
        self._asked = plain_label("", role="muted")
        self._asked.setObjectName("asked_at")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        for label in (self._words, self._next, self._asked):
            box.addWidget(label)
        box.addWidget(self._build_paste())
        box.addWidget(self._build_resend())
        self._use.clicked.connect(self._on_use)
        self._line.returnPressed.connect(self._on_use)
        self._line.textChanged.connect(self._on_typed)
        self._resend.clicked.connect(self.resend_requested)
        self.set_resend(enabled=False, reason="")

    def _build_paste(self) -> QWidget:
        self._line = QLineEdit()
        self._line.setObjectName("paste_taskid")
        self._line.setAccessibleName("认证任务编号")
        self._line.setPlaceholderText("如 a1b2c3d4e5f6")
        self._use = make_button("用这个编号查询", "use_taskid")
        self._paste = QWidget()
        row = QHBoxLayout(self._paste)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._line, 1)
        row.addWidget(self._use)
        return self._paste

    def _build_resend(self) -> QWidget:
        self._reason = plain_label("", role="muted")
        self._reason.setObjectName("resend_reason")
        self._resend = make_button("再次提交", "resend")
        self._again = QWidget()
        row = QHBoxLayout(self._again)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._resend, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._reason, 1)
        return self._again

    def show_doubt(self, taskid: str, *, busy: bool = False) -> None:
        """Show the doubt about a submission; without a task id ask for one.

        `busy`: WeChat did answer, but only that it is busy.
        """
        self._taskid, self._told = taskid, BUSY if busy else WORDS
        self.show_asked("")
        self._next.setText(ASK if taskid else CANNOT_ASK)
        self._paste.setVisible(not taskid)
        self._line.clear()
        self._use.setEnabled(False)
        self.set_resend(enabled=False, reason="")

    def set_resend(self, *, enabled: bool, reason: str) -> None:
        """Offer 再次提交, or say why not yet; neither enabled nor a reason takes it away."""
        self._words.setText(NOT_THERE if enabled and self._taskid else self._told)
        self._again.setVisible(enabled or bool(reason))
        self._resend.setEnabled(enabled)
        self._resend.setAccessibleDescription(reason)
        self._reason.setText(reason)

    def show_asked(self, words: str) -> None:
        """When WeChat was asked last, and that nothing came of it; "" when it was not."""
        self._asked.setText(words)
        self._asked.setVisible(bool(words))

    @Slot()
    def _on_typed(self) -> None:
        self._use.setEnabled(bool(self._line.text().strip()))

    @Slot()
    def _on_use(self) -> None:
        taskid = self._line.text().strip()
        if taskid:
            self.taskid_entered.emit(taskid)
