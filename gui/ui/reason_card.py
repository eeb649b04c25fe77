"""At the top of a returned record: why WeChat sent it back, word for word."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.ui.buttons import CopyButton
from gui.ui.labels import plain_label


class ReasonCard(QFrame):
    """打回原因 as plain text, with a copy button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refill_reason")
        self.setProperty("role", "banner-warning")
        self._text = plain_label("", role="value")
        self._text.setObjectName("refill_reason_text")
        self.copy_button = CopyButton("复制", "copy_reason", "link")
        head = QHBoxLayout()
        head.addWidget(plain_label("这次被打回的原因", role="heading", wrap=False))
        head.addStretch(1)
        head.addWidget(self.copy_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self._text)
        self.hide()

    def show_reason(self, reason: str) -> None:
        """Show WeChat's words; without any the card is not there."""
        self._text.setText(reason)
        self.copy_button.content = reason
        self.setAccessibleName(f"这次被打回的原因：{reason}")
        self.setVisible(bool(reason))
