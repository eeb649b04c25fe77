"""How an IP gets onto the white list of WeChat, to read and to pass on to the administrator."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.ui.buttons import CopyButton, make_button
from gui.ui.labels import numbered, plain_label
from gui.ui.questions import INFORM, Notice

TITLE = "把 IP 加进白名单"
STEPS = (
    "请小程序管理员登录「微信公众平台」（mp.weixin.qq.com）。",
    "打开「开发管理」里的「开发设置」，找到「IP 白名单」。",
    "点「修改」，把{ip}加进去，用管理员的微信扫码确认。",
    "等几分钟，再回来{again}。",
)
NOTES = (
    "用家庭宽带或手机热点时 IP 会经常变化，建议用公司的固定网络。\n"
    "服务商的第三方平台有自己的白名单，在微信开放平台的第三方平台设置里。"
)
AGAIN = "点「测试连接」或「重试」"
ANY_IP = "提示里的 IP 地址"
TO_SEND = "请帮忙把这台电脑的公网 IP 加进小程序的「IP 白名单」："
BELOW_TITLE = 1


class AllowlistNotice(Notice):
    """Opened with open(). `ip` is the address that WeChat named, "" when it named none yet."""

    def __init__(self, parent: QWidget | None = None, ip: str = "") -> None:
        shown = f" IP 地址 {ip} " if ip else ANY_IP
        super().__init__(parent, "allowlist_notice", TITLE, NOTES, INFORM)
        steps = [step.format(ip=shown, again=AGAIN) for step in STEPS]
        lines = numbered(plain_label(step, selectable=True) for step in steps)
        self.words.insertLayout(BELOW_TITLE, lines)
        copy = CopyButton("复制发给管理员", "copy_allowlist_steps", content=_to_send(shown))
        self.add_button(copy)
        seen = self.add_button(make_button("知道了", "notice_seen", "primary"))
        seen.clicked.connect(self.accept)
        self.set_safe(seen)


def _to_send(ip: str) -> str:
    steps = (step.format(ip=ip, again="告诉我一声") for step in STEPS)
    lines = (f"{number}. {step}" for number, step in enumerate(steps, 1))
    return "\n".join([TO_SEND, *lines, "", NOTES])
