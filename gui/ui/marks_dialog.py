"""打回时提到: the user says which fields the reason of the return means."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.core.form.spec import FormSpec
from gui.ui.buttons import make_button
from gui.ui.dialog_footer import ways_out
from gui.ui.labels import plain_label

SIZE = (460, 520)
HELP = "程序按打回原因里的词语猜测，可能不准。勾选的项目在表单里标着「打回时提到」，不影响提交。"
POINTER = Qt.ItemDataRole.UserRole


class MarksDialog(QDialog):
    """Opened with open(). `chosen` carries the pointers that are marked now, as a frozenset.

    Marks of fields that are not `offered`, because they do not apply now, stay as they are.
    """

    chosen = Signal(object)

    def __init__(
        self, spec: FormSpec, offered: Iterable[str], marked: frozenset[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("marks_dialog")
        self.setWindowTitle("打回时提到的项目")
        self.resize(*SIZE)
        self._list = QListWidget()
        self._list.setObjectName("marks_list")
        self._list.setAccessibleName("打回时提到的项目")
        shown = frozenset(offered)
        self._out_of_sight = marked - shown
        for section in spec.sections:
            for field in section.fields:
                if field.pointer in shown:
                    label = f"{section.title} · {field.label}"
                    self._add(label, field.pointer, field.pointer in marked)
        self._list.setCurrentRow(0)
        self._build()

    def _add(self, label: str, pointer: str, marked: bool) -> None:
        item = QListWidgetItem(label, self._list)
        item.setData(POINTER, pointer)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if marked else Qt.CheckState.Unchecked)

    def _build(self) -> None:
        cancel = make_button("不修改", "keep_marks")
        keep = make_button("保存标记", "save_marks", "primary")
        self.accepted.connect(self._on_accepted)
        buttons = ways_out(self, cancel, keep)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(16)
        box.addWidget(plain_label(HELP, "help"))
        box.addWidget(self._list, 1)
        box.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list.doItemsLayout()  # rows know their height once the style does

    @Slot()
    def _on_accepted(self) -> None:
        items = [self._list.item(row) for row in range(self._list.count())]
        on = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        self.chosen.emit(self._out_of_sight | {item.data(POINTER) for item in on})
