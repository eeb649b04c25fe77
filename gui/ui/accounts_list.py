"""The left side of the accounts dialog: every account with its AppID and what it still needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
)

from gui.core.account_desk import AccountState
from gui.core.store.accounts import Account
from gui.ui.labels import plain_tip
from gui.ui.theme import colour

Row = tuple[Account, AccountState]
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
MARGIN = QSize(12, 10)
GAP = 3  # px between lines
NEEDED = "需要"


class AccountsList(QListWidget):
    """`chosen` carries the id of the account that the user went to."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("accounts")
        self.setAccessibleName("账号列表")
        self.setProperty("role", "sections")
        self.setItemDelegate(_ThreeLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._on_current)

    def show_rows(self, rows: Sequence[Row], account_id: str) -> None:
        """Show these accounts, the one with this id as the current one, if it is there."""
        self.blockSignals(True)
        self.clear()
        for row in rows:
            account, state = row
            item = QListWidgetItem(account.name)
            item.setData(ROW_ROLE, row)
            words = f"{account.name}，{account.appid}，{state.words}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setToolTip(plain_tip(f"{account.name}\n{account.appid}\n{state.words}"))
            self.addItem(item)
        self.blockSignals(False)
        self.mark(account_id)

    def mark(self, account_id: str) -> None:
        """Make an account the current one without telling; none for an unknown id."""
        self.blockSignals(True)
        self.setCurrentRow(-1)
        for at in range(self.count()):
            if self.item(at).data(ROW_ROLE)[0].id == account_id:
                self.setCurrentRow(at)
        self.blockSignals(False)
        self.viewport().update()

    @Slot(QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(ROW_ROLE)[0].id)


class _ThreeLines(QStyledItemDelegate):
    """Name, AppID and state below each other, each cut off where the room ends."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        account, state = index.data(ROW_ROLE)
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        lines = (
            (account.name, "primary_text" if selected else "text", _bold(option.font)),
            (account.appid, "muted", option.font),
            (state.words, "warning" if NEEDED in state.words else "muted", option.font),
        )
        self._draw(painter, option.rect, lines)

    def _draw(
        self, painter: QPainter, rect: QRect, lines: Sequence[tuple[str, str, QFont]]
    ) -> None:
        painter.save()
        width = rect.width() - 2 * MARGIN.width()
        top = rect.top() + MARGIN.height()
        for text, role, font in lines:
            painter.setFont(font)
            painter.setPen(colour(role))
            metrics = painter.fontMetrics()
            place = QRect(rect.left() + MARGIN.width(), top, width, metrics.height())
            words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words
            )
            top += metrics.height() + GAP
        painter.restore()

    def sizeHint(self, option: Any, _index: Index) -> QSize:
        line = option.widget.fontMetrics().height()
        return QSize(100, 3 * line + 2 * GAP + 2 * MARGIN.height())


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold
