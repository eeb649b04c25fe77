"""The link for the administrator: as a QR code, to copy, to save, to forward; 24 hours long."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
)

from gui.core.practice.tasks import is_practice_link
from gui.core.qr import QrMatrix
from gui.ui.auth_link import AuthLink
from gui.ui.buttons import CopyButton, Mark, make_button
from gui.ui.file_dialogs import PICTURES, file_dialog, to_save
from gui.ui.labels import announce, numbered, plain_label
from gui.ui.moments import HOUR, exact_words, span_words
from gui.ui.qr_widget import QrView
from gui.ui.theme import set_state

VALID_SECONDS = 24 * HOUR
SOON_SECONDS = 2 * HOUR
TICK_MS = 20_000
EXPIRED = "链接已过期"
MESSAGE = "请用微信扫描二维码或打开链接，完成「{name}」的认证授权，{until}：{link}"
PRACTICE, PRACTICE_NOTE = "【演练】", "请不要转发"
NEXT_STEPS = (
    "把二维码或链接发给小程序管理员。",
    "管理员用微信扫码，确认授权。",
    "按微信的提示完成人脸核验和手机验证；需要付费的，在微信里支付。",
    "等待审核。审核员可能拨打联系人的电话，请保持畅通。",
)


class LinkPanel(QFrame):
    """Shows one link that went through the gate, and hides it when its time is over."""

    link_activated = Signal()
    renew_requested = Signal()

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._now = now
        self._name, self._link = "", ""
        self._picture = QImage()
        self._ends: float | None = None
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_time_left)
        self.setProperty("role", "card")
        self.setObjectName("link_panel")
        self.setAccessibleName("授权二维码和链接")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(32)
        row.addLayout(self._build_code())
        row.addLayout(self._build_words(), 1)

    # building

    def _build_code(self) -> QVBoxLayout:
        self.code = QrView()
        self.code.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._renew = make_button("重新获取", "renew_link", "primary", "refresh-cw")
        self._renew.clicked.connect(self.renew_requested)
        box = QVBoxLayout()
        box.setSpacing(12)
        box.addWidget(self.code)
        box.addWidget(self._renew, alignment=Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        return box

    def _build_words(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(8)
        box.addWidget(plain_label("下一步", role="heading", wrap=False))
        box.addLayout(numbered(plain_label(words) for words in NEXT_STEPS))
        box.addSpacing(8)
        box.addLayout(self._build_time_left())
        box.addLayout(self._build_link())
        box.addSpacing(4)
        box.addLayout(self._build_buttons())
        self._saved = plain_label("", role="help")
        self._saved.setObjectName("qr_saved")
        box.addWidget(self._saved)
        box.addStretch(1)
        return box

    def _build_time_left(self) -> QHBoxLayout:
        self._time_left = plain_label("", wrap=False)
        self._time_left.setObjectName("time_left")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Mark("clock", "muted", 16))
        line.addWidget(self._time_left, 1)
        return line

    def _build_link(self) -> QHBoxLayout:
        self._open = AuthLink()
        self._open.clicked.connect(self.link_activated)
        line = QHBoxLayout()
        line.addWidget(self._open)
        line.addStretch(1)
        return line

    def _build_buttons(self) -> QGridLayout:
        self._copy_message = CopyButton("复制转发话术", "copy_message", "primary")
        self._copy_link = CopyButton("复制链接", "copy_link")
        self._copy_code = CopyButton("复制二维码", "copy_qr")
        self._save = make_button("保存图片", "save_qr", icon_name="save")
        self._save.clicked.connect(self._on_save)
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self._copy_message, 0, 0)
        grid.addWidget(self._copy_link, 0, 1)
        grid.addWidget(self._copy_code, 1, 0)
        grid.addWidget(self._save, 1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    # what the page tells

    def show_link(
        self, name: str, link: str, matrix: QrMatrix | None, obtained: float | None
    ) -> None:
        """Show `link`, obtained at a time in seconds since 1970 (None: nobody knows)."""
        self._name, self._link = name, link
        self._ends = None if obtained is None else obtained + VALID_SECONDS
        self._saved.clear()
        self.code.set_matrix(matrix)
        self.code.setVisible(matrix is not None)
        self._open.show_link(link)
        self._show_time_left()

    @Slot()
    def _show_time_left(self) -> None:
        left = VALID_SECONDS if self._ends is None else self._ends - self._now()
        left = min(left, VALID_SECONDS)
        if self._ends is None:
            words = "链接自获取起 24 小时内有效"
        else:
            words = f"链接还有 {span_words(left)}有效" if left > 0 else EXPIRED
        self._time_left.setText(words)
        set_state(self._time_left, "role", "warning" if left < SOON_SECONDS else "")
        self._allow(left > 0)
        if left > 0 and self._ends is not None:
            self._tick.start()
        else:
            self._tick.stop()

    def _allow(self, valid: bool) -> None:
        """Give the link away while it is valid; a dead code is not left on the screen."""
        has_code = valid and not self.code.isHidden()
        if not valid:
            self.code.set_veiled(True, EXPIRED)
        mark = PRACTICE if is_practice_link(self._link) else ""  # nobody shall send it to his boss
        self._copy_message.content = mark + MESSAGE.format(
            name=self._name, until=_until_words(self._ends), link=self._link
        )
        self._copy_link.content = mark + self._link
        note = mark + PRACTICE_NOTE if mark else ""
        self._picture = self.code.image(note=note) if has_code else QImage()
        self._copy_code.content = self._picture
        for of_link in (self._open, self._copy_message, self._copy_link):
            of_link.setEnabled(valid)
        for of_code in (self._copy_code, self._save):
            of_code.setEnabled(has_code)
        self._renew.setVisible(not valid)

    # saving

    @Slot()
    def _on_save(self) -> None:
        title, filters = "保存二维码图片", "PNG 图片 (*.png)"
        dialog = file_dialog(self, "save_qr_dialog", title, filters, place=PICTURES)
        to_save(dialog, f"授权二维码 {self._name}", "png")
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    @Slot(str)
    def _on_file(self, path: str) -> None:
        saved = QImageWriter(path, QByteArray(b"png")).write(self._picture)
        words = f"已保存到 {path}" if saved else "图片没有保存成功，请换一个文件夹再试"
        set_state(self._saved, "role", "help" if saved else "error")
        self._saved.setText(words)
        announce(self._saved, words)


def _until_words(ends: float | None) -> str:
    """Also true when the message is read hours after it was copied."""
    return "24 小时内有效" if ends is None else f"请在 {exact_words(ends)} 前完成"
