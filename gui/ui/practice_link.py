"""What the administrator's link opens in practice mode: an explanation, never a browser."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.ui.buttons import make_button
from gui.ui.questions import ASK, Notice

TITLE = "演练里的链接不会打开浏览器"
TEXT = (
    "正式使用时，把二维码或链接发给小程序管理员，由管理员在微信里打开并确认授权。\n\n"
    "演练里没有真正的管理员，你可以在这里替管理员点一次同意；"
    "人脸核验、支付和审核在右边的「演练」栏里继续。"
)


class PracticeLink(Notice):
    """Opened with open(). `agreed` comes when the user plays the administrator."""

    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "practice_link", TITLE, TEXT, ASK)
        close = self.add_button(make_button("先不同意", "practice_link_close"))
        close.clicked.connect(self.reject)
        agree = self.add_button(make_button("模拟管理员同意", "practice_link_agree", "primary"))
        agree.clicked.connect(self.accept)
        self.accepted.connect(self.agreed)
        self.set_safe(close)
