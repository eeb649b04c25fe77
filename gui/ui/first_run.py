"""The first day in three steps that can be left out: who, which account, does it connect."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.account_desk import AccountDesk, AccountState
from gui.core.progress import Step, StepState
from gui.core.store.accounts import Account
from gui.ui.account_form import AccountForm
from gui.ui.account_work import AccountWork
from gui.ui.buttons import make_button
from gui.ui.connection_result import ConnectionResult
from gui.ui.first_run_steps import NO_ACCOUNT, ROLES, WILL_ASK, RoleStep, TestStep
from gui.ui.labels import announce, plain_label
from gui.ui.questions import confirm
from gui.ui.scroll_column import ScrollColumn, make_card
from gui.ui.secret_edit import SecretEdit
from gui.ui.steps_line import StepsLine
from gui.ui.tasks import TaskRunner
from gui.ui.theme import set_state
from gui.ui.waiting_footer import WaitingFooter
from gui.ui.window_size import open_at

SIZE = (800, 760)
SMALLEST = (640, 460)
WIDTH = 640
At = Literal["role", "account", "test"]
ORDER: tuple[At, ...] = ("role", "account", "test")
NAMES: dict[At, str] = {"role": "你是谁", "account": "账号与密钥", "test": "测试连接"}
WELCOME = "欢迎使用重审助手"
WELCOME_TEXT = (
    "它帮你把被「打回重填」的小程序认证重新提交：看清打回原因，照着改好，点一次提交，"
    "再把二维码发给小程序管理员。先用 2 分钟做好准备，每一步都可以以后再说。"
)
READY = "准备好了"
READY_TEXT = "账号和网络都没有问题，可以开始了。"
LATER, GO_ON = "以后再说", "先继续"
UNSAVED = "账号还没有保存"
UNSAVED_TEXT = "填写的名称、AppID 和密钥还没有保存，现在关闭的话不会保留。"


class FirstRun(QDialog):
    """Opened with open(), while there is no account; `finished` comes however it is left."""

    account_saved = Signal(object)  # Account
    practice_requested = Signal()
    allowlist_steps_requested = Signal(str)  # the IP, if it is known
    network_settings_requested = Signal()

    def __init__(self, desk: AccountDesk, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at: At = "role"
        self._account: Account | None = None
        self._is_connected = self._has_failed = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("first_run")
        self.setWindowTitle("开始使用")
        open_at(self, SIZE, SMALLEST)
        self._build(tasks)
        self._work = AccountWork(desk, self._form, self._result, self._footer, self)
        self._connect()
        self._go("role")

    # building

    def _build(self, tasks: TaskRunner) -> None:
        self._line = StepsLine()
        self._line.setObjectName("first_run_steps")
        head = QFrame()
        head.setProperty("role", "header")
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 14, 24, 12)
        row.addWidget(self._line)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addWidget(self._build_page(), 1)
        box.addWidget(self._build_footer(tasks))

    def _build_page(self) -> ScrollColumn:
        self._title = plain_label("", "title")
        self._intro = plain_label("", "muted")
        self._result = ConnectionResult()
        self._form = AccountForm()
        card, inside = make_card()
        inside.addWidget(self._form)
        self._who, self._try = RoleStep(), TestStep()
        self._parts: dict[At, QWidget] = {"role": self._who, "account": card, "test": self._try}
        self._page = ScrollColumn("first_run_page", "准备工作", WIDTH)
        for widget in (self._title, self._intro, self._result, *self._parts.values()):
            self._page.column.addWidget(widget)
        self._page.column.addStretch(1)
        return self._page

    def _build_footer(self, tasks: TaskRunner) -> WaitingFooter:
        footer = self._footer = WaitingFooter(tasks)
        practise = footer.add_left(make_button("先演练一下", "practice_first", "link", "play"))
        practise.clicked.connect(self.practice_requested)
        self._back = footer.add(make_button("上一步", "first_run_back"))
        self._later = footer.add(make_button(LATER, "first_run_later"))
        self._test = footer.add(make_button("测试连接", "test_connection", "primary"))
        self._next = footer.add(make_button("下一步", "first_run_next", "primary"))
        return footer

    def _connect(self) -> None:
        self._who.chosen.connect(self._on_role)
        self._back.clicked.connect(self._on_back)
        self._later.clicked.connect(self._on_later)
        self._next.clicked.connect(self._on_next)
        self._test.clicked.connect(self._work.test)
        self._footer.busy_changed.connect(self._page.setDisabled)
        self._try.allowlist_steps_requested.connect(self._work.ask_for_steps)
        self._work.allowlist_steps_requested.connect(self.allowlist_steps_requested)
        self._work.saved.connect(self._on_saved)
        self._work.network_settings_requested.connect(self.network_settings_requested)
        self._work.connected.connect(self._on_connected)
        self._work.not_connected.connect(self._on_not_connected)
        self._work.told.connect(self._scroll_to_top)

    # going from step to step

    def _go(self, at: At) -> None:
        self._at = at
        for name, part in self._parts.items():
            part.setVisible(name == at)
        self._show()
        self._scroll_to_top()
        self._take_focus()
        number = ORDER.index(at) + 1
        announce(self, f"第 {number} 步，共 {len(ORDER)} 步：{NAMES[at]}")

    def _show(self) -> None:
        """Everything that depends on the step and on what is known by now."""
        role = self._who.role()
        self._try.show_role(role)
        self._try.show_ready(ready=self._is_connected)
        test = WILL_ASK.format(name=self._account.name) if self._account else NO_ACCOUNT
        texts = {
            "role": (WELCOME, WELCOME_TEXT),
            "account": ("添加第一个账号", ROLES[role].account),
            "test": (READY, READY_TEXT) if self._is_connected else (NAMES["test"], test),
        }
        self._title.setText(texts[self._at][0])
        self._intro.setText(texts[self._at][1])
        self._show_steps()
        self._show_buttons()

    def _show_steps(self) -> None:
        done: dict[At, bool] = {
            "role": self._at != "role",
            "account": self._account is not None,
            "test": self._is_connected,
        }
        self._line.show_steps([Step(at, NAMES[at], self._state(at, done[at])) for at in ORDER])

    def _state(self, at: At, done: bool) -> StepState:
        """Where somebody is counts more than that it was done before, except at the end."""
        if at == self._at and not (done and at == ORDER[-1]):
            return "now"
        return "done" if done else "ahead"

    def _show_buttons(self) -> None:
        testable = self._at == "test" and self._account is not None
        over = self._at == "test" and (self._is_connected or not testable)
        words = {"role": "下一步", "account": "保存并继续", "test": "开始使用"}[self._at]
        self._next.setText("完成" if over and not testable else words)
        self._next.setAccessibleName(self._next.text())
        self._next.setVisible(over or self._at != "test")
        self._back.setVisible(self._at != "role")
        self._later.setVisible(not over)
        self._later.setText(GO_ON if self._at == "test" and self._has_failed else LATER)
        self._later.setAccessibleName(self._later.text())
        self._test.setVisible(testable)
        set_state(self._test, "role", "" if self._is_connected else "primary")

    def _take_focus(self) -> None:
        if self._at == "role":
            self._who.take_focus()
        elif self._at == "account":
            self._form.take_focus()
        else:
            (self._test if self._test.isVisibleTo(self) else self._next).setFocus()

    @Slot()
    def _on_back(self) -> None:
        self._result.clear()
        self._go(ORDER[ORDER.index(self._at) - 1])

    @Slot()
    def _on_next(self) -> None:
        if self._at == "role":
            self._go("account")
        elif self._at == "test":
            self.reject()
        elif self._account is None or self._form.is_edited():
            self._work.save()
        else:
            self._go("test")

    @Slot()
    def _on_later(self) -> None:
        """Leave this step out: who has no wish to answer the first has none for the others."""
        if self._at == "account":
            self._result.clear()
            self._go("test")
        else:
            self.reject()

    @Slot(str)
    def _on_role(self, role: str) -> None:
        """Offer first what somebody of this kind usually has; what is kept stays as it is."""
        if self._account is None:
            name = f"account_method={ROLES[self._who.role()].method}"
            for button in self._form.findChildren(QRadioButton, name):
                button.setChecked(True)

    # what was saved and found

    @Slot(object)
    def _on_saved(self, account: Account) -> None:
        self._account = account
        self._is_connected = self._has_failed = False
        kept = account.method == "secret"
        self._form.load(account, AccountState(kept, not kept, ""))
        self.account_saved.emit(account)
        self._go("test")

    @Slot()
    def _on_connected(self) -> None:
        self._is_connected, self._has_failed = True, False
        self._show()

    @Slot()
    def _on_not_connected(self) -> None:
        self._is_connected, self._has_failed = False, True
        self._show()

    # leaving

    def reject(self) -> None:
        """Esc and every way out: first out of what is waited for, then out of the dialog."""
        if self._footer.is_waiting():
            self._footer.stop()
        elif self._is_unsaved():
            words = ("不保存，关闭", "继续填写")
            question = confirm(self, UNSAVED, UNSAVED_TEXT, *words, self._leave, danger=True)
            question.rejected.connect(self._to_the_account)
        else:
            self._leave()

    def _is_unsaved(self) -> bool:
        kinds = (SecretEdit,) if self._account else (QLineEdit,)
        lines = [line for kind in kinds for line in self._form.findChildren(kind)]
        typed = any(line.text().strip() for line in lines)
        return typed or (self._account is not None and self._form.is_edited())

    @Slot()
    def _leave(self) -> None:
        self.done(0)

    @Slot()
    def _to_the_account(self) -> None:
        if self._at != "account":
            self._go("account")

    @Slot()
    def _scroll_to_top(self) -> None:
        self._page.verticalScrollBar().setValue(0)
