"""我自己填写原因: what the administrator's notice says, when WeChat cannot be asked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from gui.ui.buttons import make_button
from gui.ui.dialog_field import DialogField
from gui.ui.dialog_footer import ways_out

WIDTH = 460
LONGEST = 2000  # characters that are kept
HELP = (
    "请照小程序管理员收到的微信通知填写，程序会标出可能与它有关的项目。"
    "只在这台电脑上显示，不会提交；查询到微信给的原因后，会换成微信的。"
)


class OwnReasonDialog(QDialog):
    """Opened with open(). `told` carries the words; none takes them back."""

    told = Signal(str)

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("own_reason_dialog")
        self.setWindowTitle("填写打回原因")
        self.setFixedWidth(WIDTH)
        self._words = QPlainTextEdit(words)
        self._words.setObjectName("own_reason_words")
        self._words.setTabChangesFocus(True)
        cancel = make_button("不填写", "keep_reason")
        save = make_button("保存原因", "save_reason", "primary")
        self.accepted.connect(self._on_accepted)
        buttons = ways_out(self, cancel, save)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 20)
        box.setSpacing(24)
        box.addWidget(DialogField("这次被打回的原因", self._words, HELP))
        box.addLayout(buttons)
        self._words.setFocus()

    @Slot()
    def _on_accepted(self) -> None:
        self.told.emit(self._words.toPlainText().strip()[:LONGEST])
