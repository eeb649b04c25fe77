"""导出诊断信息: shows all that it holds before anything is saved or copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt, Slot, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QPlainTextEdit,
    QWidget,
)

from gui.core.diagnostics import diagnostics
from gui.core.errors import AppError
from gui.core.files import not_written, write_whole
from gui.core.store.records import Records
from gui.ui.buttons import CopyButton, make_button
from gui.ui.dialog_footer import DialogFooter, dialog_body
from gui.ui.file_dialogs import file_dialog, to_save
from gui.ui.labels import announce, plain_label
from gui.ui.tasks import TaskRunner
from gui.ui.theme import set_state

SIZE = (760, 560)
HELP = "下面就是全部内容，请看过再发给技术支持。里面没有密钥，也没有记录里填写的资料。"
FILE_NAME = "重审助手诊断信息"


class DiagnosticsDialog(QDialog):
    """Opened with open(). `make` gives the text, off the GUI thread."""

    def __init__(self, make: Callable[[], str], tasks: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("diagnostics_dialog")
        self.setWindowTitle("诊断信息")
        self.resize(*SIZE)
        self._text = QPlainTextEdit()
        self._text.setObjectName("diagnostics_text")
        self._text.setAccessibleName("诊断信息的全部内容")
        self._text.setReadOnly(True)
        self._said = plain_label("", "help")
        self._said.setObjectName("diagnostics_said")
        self._said.hide()
        inside = dialog_body()
        inside.addWidget(plain_label(HELP, "muted"))
        inside.addWidget(self._text, 1)
        inside.addWidget(self._said)
        self._build_footer().put_below(inside, self)
        tasks.start(make, on_success=self._on_made, on_failure=self._on_failed)

    def _build_footer(self) -> DialogFooter:
        self._copy = CopyButton("复制全部", "copy_diagnostics")
        self._save = make_button("保存到文件…", "save_diagnostics", "primary")
        self._save.clicked.connect(self._on_save)
        close = make_button("关闭", "close_diagnostics")
        close.clicked.connect(self.reject)
        footer = DialogFooter()
        footer.add_left(self._copy)
        footer.add(close)
        footer.add(self._save)
        for button in (self._copy, self._save):
            button.setEnabled(False)
        return footer

    @Slot(object)
    def _on_made(self, text: str) -> None:
        self._text.setPlainText(text)
        self._copy.content = text
        for button in (self._copy, self._save):
            button.setEnabled(True)

    @Slot()
    def _on_save(self) -> None:
        dialog = file_dialog(self, "save_diagnostics_dialog", "保存诊断信息", "文本 (*.txt)")
        to_save(dialog, FILE_NAME, "txt")
        dialog.fileSelected.connect(self.save)
        dialog.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """Write what is shown into a file."""
        content = self._text.toPlainText().encode("utf-8", "replace")
        self._tasks.start(
            _written, Path(path), content, on_success=self._on_saved, on_failure=self._on_failed
        )

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._say(f"已保存到 {path}", "help")

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self._say(f"{error.title}。{error.text}", "error")

    def _say(self, words: str, role: str) -> None:
        set_state(self._said, "role", role)
        self._said.setText(words)
        self._said.show()
        announce(self._said, words)


def made(records: Records, folder: Path) -> str:
    """The text for this computer. Raises StoreError."""
    versions = {"Qt": qVersion(), "PySide6": PySide6.__version__}
    return diagnostics(records, folder, versions)


def _written(path: Path, content: bytes) -> Path:
    try:
        write_whole(path, content)
    except OSError as error:
        raise not_written(error, "诊断信息没有保存") from None
    return path
