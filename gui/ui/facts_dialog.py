"""读取主体信息: what WeChat knows, beside what stands in the form, taken over line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from gui.core.account_facts import FactLine
from gui.ui.buttons import make_button
from gui.ui.dialog_footer import DialogFooter
from gui.ui.labels import plain_label
from gui.ui.window_size import open_at

if TYPE_CHECKING:
    from gui.core.wechat.answers import AccountFacts

WIDTH = 640  # px
WHOSE = "主体的认证名称"
NAMELESS = "微信没有给出主体名称"
INTRO = "勾选的内容会填进表单，其他的保持不变。"
ALL_SAME = "表单里的内容和微信登记的一致，不需要修改。"
SAME = "一致"


class FactsDialog(QDialog):
    """`taken` carries the FactLines that were chosen; nothing is put in by itself."""

    taken = Signal(object)  # list[FactLine]

    def __init__(self, facts: AccountFacts, lines: Sequence[FactLine], parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self._boxes: dict[str, QCheckBox] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("facts_dialog")
        self.setWindowTitle("微信登记的主体信息")
        differs = any(not line.agrees for line in lines)
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(4)
        body.addWidget(plain_label(WHOSE, "help"))
        body.addWidget(plain_label(facts.principal_name or NAMELESS, "heading", selectable=True))
        body.addSpacing(10)
        body.addWidget(plain_label(INTRO if differs else ALL_SAME, "muted"))
        body.addSpacing(6)
        if self._lines:
            body.addWidget(self._table())
        body.addStretch(1)
        self._footer(differs=differs).put_below(body, self)
        for first in list(self._boxes.values())[:1]:
            first.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need, which is known once they have fonts."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            open_at(self, (WIDTH, layout.totalHeightForWidth(WIDTH)))

    def _table(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        for column, stretch in enumerate((0, 1, 1)):
            grid.setColumnStretch(column, stretch)
        for column, words in enumerate(("", "表单里现在", "微信登记的")):
            grid.addWidget(plain_label(words, "help", wrap=False), 0, column)
        for number, line in enumerate(self._lines, start=1):
            self._add(grid, number, line)
        return card

    def _add(self, grid: QGridLayout, number: int, line: FactLine) -> None:
        top = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._label(line), number, 0, top)
        grid.addWidget(plain_label(line.now, "muted", selectable=True), number, 1, top)
        told = plain_label(SAME if line.agrees else line.told, selectable=True)
        told.setProperty("role", "success" if line.agrees else "value")
        grid.addWidget(told, number, 2, top)

    def _label(self, line: FactLine) -> QWidget:
        if line.agrees:
            label = plain_label(line.label, wrap=False)
            label.setIndent(30)
            return label
        box = QCheckBox(line.label)
        box.setObjectName(f"take:{line.pointer}")
        box.setAccessibleName(f"{line.label}：采用微信登记的「{line.told}」")
        box.setAccessibleDescription(f"表单里现在是「{line.now}」")
        box.setChecked(line.advised)
        self._boxes[line.pointer] = box
        return box

    def _footer(self, *, differs: bool) -> DialogFooter:
        footer = DialogFooter()
        close = footer.add(make_button("不采用" if differs else "知道了", "leave_facts"))
        close.clicked.connect(self.reject)
        if differs:
            take = footer.add(make_button("采用勾选的内容", "take_facts", "primary"))
            take.setDefault(True)
            take.clicked.connect(self._on_take)
        return footer

    @Slot()
    def _on_take(self) -> None:
        chosen = [b for b, box in self._boxes.items() if box.isChecked()]
        self.taken.emit([line for line in self._lines if line.pointer in chosen])
        self.accept()
