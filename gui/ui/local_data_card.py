"""本机数据 in the settings: what support needs to know, and the way to leave nothing behind."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from gui.ui.buttons import make_button
from gui.ui.labels import plain_label

DIAGNOSTICS = (
    "把程序版本、记录数量和运行日志整理成一份文字。保存之前可以看到全部内容，不含密钥和填写的资料。"
)
ERASE = (
    "删除这台电脑上的全部记录、图片、账号、密钥、备份、日志和设置。会先告诉你有多少，再请你确认。"
)


class LocalDataCard(QFrame):
    """Two buttons; what they do is the window's work."""

    diagnostics_requested = Signal()
    erase_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        tell = make_button("导出诊断信息…", "export_diagnostics", icon_name="file-text")
        tell.clicked.connect(self.diagnostics_requested)
        erase = make_button("清除本机数据…", "erase_local_data", icon_name="trash")
        erase.clicked.connect(self.erase_requested)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(24, 20, 24, 20)
        self._box.setSpacing(6)
        self._add("诊断信息", DIAGNOSTICS, tell)
        self._box.addSpacing(12)
        self._add("清除本机数据", ERASE, erase)

    def _add(self, title: str, words: str, button: QPushButton) -> None:
        self._box.addWidget(plain_label(title, "question", wrap=False))
        self._box.addWidget(plain_label(words, "help"))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self._box.addLayout(row)
