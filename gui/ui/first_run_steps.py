"""What the three steps of the first day say and ask; the dialog moves between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.store.accounts import Method
from gui.ui.buttons import Mark, make_button
from gui.ui.labels import numbered, plain_label
from gui.ui.scroll_column import make_card

Role = Literal["own", "agent"]


@dataclass(frozen=True)
class RoleWords:
    """What changes with who somebody is: words, and the way of getting a token offered first."""

    name: str
    help: str
    method: Method
    account: str
    allowlist: str
    ask: str


ROLES: dict[Role, RoleWords] = {
    "own": RoleWords(
        "本公司自己办理",
        "小程序是自己公司的，可以请小程序管理员提供 AppID 和 AppSecret（密钥）。",
        "secret",
        "需要小程序的 AppID 和 AppSecret。它们在小程序后台「开发管理」的「开发设置」里，"
        "请小程序管理员复制给你。",
        "微信只回应小程序管理员登记过的网络。这台电脑的公网 IP 要先加进小程序后台的"
        "「IP 白名单」，一般只要加一次。",
        "小程序管理员",
    ),
    "agent": RoleWords(
        "服务商代客户办理",
        "替客户的小程序办理，由服务商的技术同事提供 access_token（调用凭证）。",
        "token",
        "需要客户小程序的 AppID，和为它取得的 access_token。请公司里管理第三方平台的"
        "技术同事提供；2 小时后过期，到时再粘贴一次。",
        "微信只回应登记过的网络。这台电脑的公网 IP 要先加进第三方平台的"
        "「IP 白名单」，一般只要加一次。",
        "管理第三方平台的同事",
    ),
}
WHO = "你是"
ANY_TIME = "只影响下一步先问什么，以后随时可以换。"
PRACTISE = "想先看看怎么用？"
PRACTISE_TEXT = (
    "点左下角的「先演练一下」：里面有一条填好的示例记录，可以放心点每一个按钮，什么都不会发给微信。"
)
ALLOWLIST = "如果微信说不认识这台电脑的网络"
READY = "接下来"
READY_STEPS = (
    "关闭这里，点「新建」，选「重新提审」，填上认证任务编号。",
    "照着打回原因修改，点「检查并提交」。不清楚的地方按 F1 看帮助。",
    "提交以后，把二维码发给小程序管理员扫码。",
)
MOVING_IP = "家庭宽带和手机热点的 IP 经常变化，建议用公司的固定网络。"
WILL_ASK = "点「测试连接」，程序用「{name}」向微信问一次小程序的名称。只读取，不提交任何内容。"
NO_ACCOUNT = (
    "还没有保存账号，所以现在测不了。可以点「上一步」去填写；也可以以后打开菜单「账号 → "
    "账号与密钥」，填好后点那里的「测试连接」。"
)


class RoleStep(QWidget):
    """你是谁. `chosen` comes with each change of mind."""

    chosen = Signal(str)  # Role

    def __init__(self) -> None:
        super().__init__()
        box = _column(self)
        box.addWidget(self._build_question())
        box.addWidget(self._build_practice())

    def _build_question(self) -> QFrame:
        card, box = make_card()
        box.setSpacing(4)
        box.addWidget(plain_label(WHO, "question"))
        self._buttons = QButtonGroup(self)
        for role, words in ROLES.items():
            button = QRadioButton(words.name)
            button.setObjectName(f"role={role}")
            button.setProperty("value", role)
            button.setAccessibleDescription(f"{WHO}：{words.help}")
            button.setChecked(role == "own")
            self._buttons.addButton(button)
            box.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
            box.addWidget(plain_label(words.help, "choice-help"))
            box.addSpacing(6)
        box.addWidget(plain_label(ANY_TIME, "help"))
        self._buttons.buttonToggled.connect(self._on_toggled)
        return card

    def _build_practice(self) -> QFrame:
        card, box = make_card("banner-info")
        box.addWidget(plain_label(PRACTISE, "question"))
        box.addWidget(plain_label(PRACTISE_TEXT))
        return card

    def role(self) -> Role:
        """Who was chosen."""
        chosen: Role = self._buttons.checkedButton().property("value")
        return chosen

    def take_focus(self) -> None:
        """To the answer that is chosen now."""
        self._buttons.checkedButton().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QRadioButton, bool)
    def _on_toggled(self, button: QRadioButton, on: bool) -> None:
        if on:
            self.chosen.emit(button.property("value"))


class TestStep(QWidget):
    """What the white list is, before anybody meets it; after a good test what comes next."""

    __test__ = False  # pytest: a step called test, not a test
    allowlist_steps_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._allowlist, self._ready = self._build_allowlist(), self._build_ready()
        box = _column(self)
        box.addWidget(self._allowlist)
        box.addWidget(self._ready)
        self.show_ready(ready=False)

    def _build_allowlist(self) -> QFrame:
        card, box = make_card()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Mark("wifi-off", "muted", 20))
        head.addWidget(plain_label(ALLOWLIST, "heading"), 1)
        box.addLayout(head)
        self._why = plain_label("")
        box.addWidget(self._why)
        self._lines = [plain_label("") for _ in range(3)]
        box.addLayout(numbered(self._lines))
        box.addWidget(plain_label(MOVING_IP, "help"))
        more = make_button("查看添加步骤", "show_allowlist_steps")
        more.clicked.connect(self.allowlist_steps_requested)
        box.addSpacing(2)
        box.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeft)
        return card

    def _build_ready(self) -> QFrame:
        card, box = make_card()
        box.addWidget(plain_label(READY, "heading"))
        box.addLayout(numbered([plain_label(line) for line in READY_STEPS]))
        return card

    def show_role(self, role: Role) -> None:
        """Say whose white list it is, and who adds to it."""
        words = ROLES[role]
        self._why.setText(words.allowlist)
        told = (
            "点「测试连接」。如果 IP 还没有加，这里会用大字显示它。",
            f"点「复制 IP」，发给{words.ask}，请对方加进白名单。",
            "等几分钟，再点「测试连接」。",
        )
        for line, text in zip(self._lines, told, strict=True):
            line.setText(text)

    def show_ready(self, *, ready: bool) -> None:
        """Once it connects, the white list is no longer the matter."""
        self._allowlist.setVisible(not ready)
        self._ready.setVisible(ready)


def _column(widget: QWidget) -> QVBoxLayout:
    box = QVBoxLayout(widget)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(16)
    return box
