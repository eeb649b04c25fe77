"""Asks for another name of the open record."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from gui.ui.buttons import make_button
from gui.ui.dialog_field import DialogField
from gui.ui.dialog_footer import ways_out

WIDTH = 420


class NameDialog(QDialog):
    """Opened with open(). `named` carries the record's id and its new name, never an empty one."""

    named = Signal(str, str)

    def __init__(self, record_id: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._record_id = record_id
        self.setObjectName("rename_dialog")
        self.setWindowTitle("重命名")
        self.setFixedWidth(WIDTH)
        self._line = QLineEdit(name)
        self._line.setObjectName("record_new_name")
        self._line.selectAll()
        self._line.textChanged.connect(self._on_text)
        cancel = make_button("不改名", "keep_name")
        self._save = make_button("保存名称", "save_name", "primary")
        self._save.setDefault(True)
        self.accepted.connect(self._on_accepted)
        buttons = ways_out(self, cancel, self._save)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 20)
        box.setSpacing(24)
        box.addWidget(DialogField("记录名称", self._line, "只在这台电脑上显示，不会提交。"))
        box.addLayout(buttons)

    @Slot()
    def _on_text(self) -> None:
        self._save.setEnabled(bool(self._line.text().strip()))

    @Slot()
    def _on_accepted(self) -> None:
        self.named.emit(self._record_id, self._line.text().strip())
