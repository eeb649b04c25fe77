"""关于: which version this is, where its data lies, and whose work is inside it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path

import PySide6
from PySide6.QtCore import QSize, Qt, Slot, qVersion
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gui import __version__
from gui.core.licences import Licence, licences
from gui.core.paths import RESOURCES
from gui.ui.buttons import CopyButton, make_button
from gui.ui.data_folder_card import DataFolderCard
from gui.ui.dialog_footer import DialogFooter, dialog_body
from gui.ui.fitting import fit_height
from gui.ui.labels import plain_label
from gui.ui.window_size import open_at

WIDTH = 560
MARK = 64
LICENCES_SIZE = (1000, 680)
LICENCES_SMALLEST = (560, 360)
LIST_WIDTH = 290
WHAT = (
    "帮办公室的同事把打回重填的小程序认证重新提交。填写的内容只在这台电脑上，密钥只在系统钥匙串里。"
)
THANKS = "重审助手用到下面这些开源软件，感谢它们的作者。点一项，看它的许可证全文。"
NO_TEXT = "这一项没有附带许可证全文。"


def version_text() -> str:
    """What support asks first; nothing about the user."""
    return "\n".join(
        (
            f"重审助手 {__version__}",
            f"Qt {qVersion()} · PySide6 {PySide6.__version__}",
            f"Python {platform.python_version()}",
            f"系统 {platform.platform()}",
        )
    )


class AboutDialog(QDialog):
    """Opened with open()."""

    def __init__(self, data_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("about")
        self.setWindowTitle("关于重审助手")
        self.setFixedWidth(WIDTH)
        self._build_footer().put_below(self._build_words(data_folder), self)

    def _build_words(self, data_folder: Path) -> QVBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addStretch(1)
        names.addWidget(plain_label("重审助手", "title"))
        version = plain_label(f"版本 {__version__}", "muted", selectable=True)
        version.setObjectName("version")
        names.addWidget(version)
        names.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(_mark())
        head.addLayout(names, 1)
        box = QVBoxLayout()
        box.setContentsMargins(24, 24, 24, 20)
        box.setSpacing(16)
        box.addLayout(head)
        box.addWidget(plain_label(WHAT))
        box.addWidget(DataFolderCard(data_folder, changeable=False))
        return box

    def _build_footer(self) -> DialogFooter:
        self._licences = make_button("开源许可", "show_licences")
        self._licences.clicked.connect(self._on_licences)
        copy = CopyButton("复制版本信息", "copy_version", content=version_text())
        close = make_button("关闭", "close_about", "primary")
        close.clicked.connect(self.reject)
        footer = DialogFooter()
        footer.add_left(self._licences)
        footer.add(copy)
        footer.add(close)
        close.setFocus()
        return footer

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self, WIDTH)  # known once words have fonts

    @Slot()
    def _on_licences(self) -> None:
        LicencesDialog(licences(), self).open()


class LicencesDialog(QDialog):
    """Every part at the left, its licence in full at the right; opened with open()."""

    def __init__(self, parts: Sequence[Licence], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("licences")
        self.setWindowTitle("开源许可")
        open_at(self, LICENCES_SIZE, LICENCES_SMALLEST)
        self._build()
        self._list.currentRowChanged.connect(self._show)
        self._list.setCurrentRow(0)

    def _build(self) -> None:
        close = make_button("关闭", "close_licences", "primary")
        close.clicked.connect(self.reject)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self._build_list())
        body.addLayout(self._build_text(), 1)
        box = dialog_body()
        box.addWidget(plain_label(THANKS))
        box.addLayout(body, 1)
        footer = DialogFooter()
        footer.add(close)
        footer.put_below(box, self)

    def _build_list(self) -> QListWidget:
        self._list = QListWidget()
        self._list.setObjectName("licence_list")
        self._list.setAccessibleName("用到的开源软件")
        self._list.setFixedWidth(LIST_WIDTH)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.ensurePolished()  # or lines are measured without what the style adds
        for part in self._parts:
            self._list.addItem(f"{part.name} {part.version}".strip())
        return self._list

    def _build_text(self) -> QVBoxLayout:
        self._kind = plain_label("", "question")
        self._text = QPlainTextEdit()
        self._text.setObjectName("licence_text")
        self._text.setAccessibleName("许可证全文")
        self._text.setReadOnly(True)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._kind)
        right.addWidget(self._text, 1)
        return right

    @Slot(int)
    def _show(self, row: int) -> None:
        part = self._parts[row]
        self._kind.setText(f"许可证：{part.kind}" if part.kind else "许可证")
        self._text.setPlainText(part.text() or NO_TEXT)


def _mark() -> QLabel:
    label = QLabel()
    icon = QIcon(str(RESOURCES / "app" / "reauth-desk.svg"))
    label.setPixmap(icon.pixmap(QSize(MARK, MARK), label.devicePixelRatioF()))
    label.setFixedSize(MARK, MARK)
    return label
