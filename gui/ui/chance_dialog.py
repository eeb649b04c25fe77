"""第几次重填 and 截止日期: the user says what only the notice of WeChat tells."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.returning import REFILLS, Chance
from gui.ui.buttons import make_button
from gui.ui.dialog_field import DialogField
from gui.ui.dialog_footer import ways_out
from gui.ui.fitting import fit_height
from gui.ui.labels import plain_label

WIDTH = 460
HELP = (
    "一般是第一次打回后 30 天内、最多重填 3 次，微信不会把它们告诉程序。"
    "请按小程序管理员收到的通知填写，只在这台电脑上显示，不会提交。"
)
NUMBER = "number"


class ChanceDialog(QDialog):
    """Opened with open(). `told` carries the number (int or None) and the day (date or None)."""

    told = Signal(object, object)

    def __init__(self, chance: Chance, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("chance_dialog")
        self.setWindowTitle("重填次数和期限")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(16)
        box.addWidget(plain_label(HELP, "help"))
        box.addWidget(DialogField("这是第几次重填", self._build_numbers(chance)))
        box.addWidget(DialogField("截止日期", self._build_day(chance, today)))
        box.addLayout(self._build_buttons())

    def _build_numbers(self, chance: Chance) -> QWidget:
        self._numbers = QButtonGroup(self)
        told = chance.refill if chance.told_refill else None
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for number in (None, *range(1, REFILLS + 1)):
            words = "不清楚" if number is None else f"第 {number} 次"
            button = QRadioButton(words)
            button.setObjectName(f"refill_number={number or 0}")
            button.setAccessibleName(f"这是第几次重填：{words}")
            button.setProperty(NUMBER, number)
            button.setChecked(number == told)
            self._numbers.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return holder

    def _build_day(self, chance: Chance, today: date) -> QWidget:
        self._known = QCheckBox("通知里写着")
        self._known.setObjectName("deadline_known")
        self._known.setAccessibleName("通知里写着截止日期")
        self._known.setChecked(chance.told_deadline)
        day = chance.deadline or today
        self._day = QDateEdit(QDate(day.year, day.month, day.day))
        self._day.setObjectName("deadline_day")
        self._day.setAccessibleName("截止日期")
        self._day.setDisplayFormat("yyyy年M月d日")
        self._day.setEnabled(chance.told_deadline)
        self._known.toggled.connect(self._day.setEnabled)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._known)
        row.addWidget(self._day, 1)
        return holder

    def _build_buttons(self) -> QHBoxLayout:
        cancel = make_button("不修改", "keep_chance")
        keep = make_button("保存", "save_chance", "primary")
        self.accepted.connect(self._on_accepted)
        return ways_out(self, cancel, keep)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        width = max(WIDTH, self.minimumSizeHint().width())  # once words have fonts
        self.setFixedWidth(width)
        fit_height(self, width)

    @Slot()
    def _on_accepted(self) -> None:
        number = self._numbers.checkedButton().property(NUMBER)
        day = self._day.date()
        chosen = date(day.year(), day.month(), day.day()) if self._known.isChecked() else None
        self.told.emit(number, chosen)
