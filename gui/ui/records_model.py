"""The list of records for a table: words for every column, sorting, and the search."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon

from gui.core.list_state import Tone, list_state, time_left
from gui.core.store.records import RecordSummary
from gui.ui.labels import plain_tip
from gui.ui.moments import asked_words, exact_words, moment_words
from gui.ui.theme import colour, icon
from gui.ui.time_left import hint_of, role_of, words_of

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
RECORD_ROLE = Role.UserRole
UNNAMED = "未命名"
OPENED_BY = "双击或按 Enter 打开"


class Column(IntEnum):
    """The columns from left to right."""

    NAME = 0
    ACCOUNT = 1
    STATE = 2
    LEFT = 3
    CHANGED = 4


HEADERS = {
    Column.NAME: "名称",
    Column.ACCOUNT: "账号",
    Column.STATE: "状态",
    Column.LEFT: "剩余时间",
    Column.CHANGED: "最后变动",
}


# tone of a state → icon and its colour; where the words alone do not say enough, by their filter
TONES: dict[Tone, tuple[str, str]] = {
    "muted": ("pencil", "muted"),
    "info": ("clock", "info"),
    "success": ("check-circle", "success"),
    "warning": ("alert-triangle", "warning_mark"),
    "error": ("alert-circle", "error"),
}
NEVER = float("inf")  # what has no end comes after all that has one


class RecordsModel(QAbstractTableModel):
    """Rows of RecordSummary. A new name is only announced: the record's owner shows it."""

    renamed = Signal(str, str)  # id, new name

    def __init__(self, now: Callable[[], float] = time.time, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._records: list[RecordSummary] = []
        self._rows: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        self._order = (Column.CHANGED, Qt.SortOrder.DescendingOrder)
        self._told: dict[int, Callable[[RecordSummary, Column], Any]] = {
            Role.DisplayRole: self._words,
            Role.ToolTipRole: self._hint,
            Role.EditRole: _editable,
            Role.DecorationRole: _decoration,
            Role.ForegroundRole: self._colour,
            RECORD_ROLE: _itself,
        }

    def show_records(self, records: Sequence[RecordSummary]) -> None:
        """Show these records instead, in the order that was chosen last.

        As long as they are the same ones, what is chosen, or being edited, stays.
        """
        if self._rows.keys() == {record.id for record in records}:
            self._update([record for record in records if record != self._known(record.id)])
            return
        self.beginResetModel()
        self._arrange(records)
        self.endResetModel()

    def update_record(self, record: RecordSummary) -> None:
        """One of the records has changed; nothing happens when it is not in the list."""
        if record.id in self._rows and record != self._known(record.id):
            self._update([record])

    def record(self, row: int) -> RecordSummary:
        """The record of a row."""
        return self._records[row]

    def row_of(self, record_id: str) -> int:
        """The row of a record, or -1."""
        return self._rows.get(record_id, -1)

    def count(self, group: str) -> int:
        """How many records a filter finds; of an empty name, all."""
        return self._counts[group] if group else len(self._records)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return HEADERS[Column(section)]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == Column.NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        told = self._told.get(Role(role)) if index.isValid() else None
        return told(self._records[index.row()], Column(index.column())) if told else None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if not index.isValid() or role != Role.EditRole or index.column() != Column.NAME:
            return False
        record, name = self._records[index.row()], str(value).strip()
        if not name or name == record.name:
            return False
        self.renamed.emit(record.id, name)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; Python's sort takes 10 000 rows in a few hundredths of a second."""
        self._order = (Column(column), order)
        self.layoutAboutToBeChanged.emit()
        before = self._records
        self._arrange(before)
        for index in self.persistentIndexList():
            row = self._rows[before[index.row()].id]
            self.changePersistentIndex(index, self.index(row, index.column()))
        self.layoutChanged.emit()

    def _known(self, record_id: str) -> RecordSummary:
        return self._records[self._rows[record_id]]

    def _update(self, changed: Sequence[RecordSummary]) -> None:
        """Where they stand first, then in their order. A name is told of only if it is new:
        the view would write it over what is being typed."""
        for record in changed:
            row = self._rows[record.id]
            first = Column.ACCOUNT if record.name == self._records[row].name else Column.NAME
            self._records[row] = record
            self.dataChanged.emit(self.index(row, first), self.index(row, Column.CHANGED))
        if changed:
            self._counts = Counter(list_state(record).group for record in self._records)
        if self._sorted(self._records) != self._records:
            self.sort(*self._order)

    def _arrange(self, records: Sequence[RecordSummary]) -> None:
        self._records = self._sorted(records)
        self._rows = {record.id: row for row, record in enumerate(self._records)}
        self._counts = Counter(list_state(record).group for record in self._records)

    def _sorted(self, records: Sequence[RecordSummary]) -> list[RecordSummary]:
        column, order = self._order
        keys: dict[Column, Callable[[RecordSummary], Any]] = {
            Column.NAME: _name,
            Column.ACCOUNT: _account,
            Column.STATE: _state,
            Column.LEFT: _ends,
            Column.CHANGED: _changed,
        }
        newest_first = sorted(records, key=_changed, reverse=True)
        if column is Column.CHANGED and order == Qt.SortOrder.DescendingOrder:
            return newest_first
        return sorted(newest_first, key=keys[column], reverse=order != Qt.SortOrder.AscendingOrder)

    def _words(self, record: RecordSummary, column: Column) -> str:
        if column is Column.CHANGED:
            return moment_words(record.changed_at, self._now())
        if column is Column.LEFT:
            return words_of(time_left(record), self._now())
        shown = {Column.NAME: _name, Column.ACCOUNT: _account, Column.STATE: _state}
        return shown[column](record)

    def _colour(self, record: RecordSummary, column: Column) -> QColor | None:
        if column is not Column.LEFT:
            return None
        role = role_of(time_left(record), self._now())
        return colour(role) if role else None

    def _hint(self, record: RecordSummary, column: Column) -> str | None:
        if column is Column.CHANGED:
            return exact_words(record.changed_at)
        if column is Column.STATE and record.asked_at:
            return asked_words(record.asked_at, self._now())
        if column is Column.LEFT:
            return hint_of(time_left(record))
        return plain_tip(_particulars(record))


class RecordsFilter(QSortFilterProxyModel):
    """Those records that a filter and every word of a search find. Sorting is the model's."""

    def __init__(self, model: RecordsModel) -> None:
        super().__init__(model)
        self._model = model
        self._group = ""
        self._searched: list[str] = []
        self.setSourceModel(model)

    def find(self, group: str, text: str) -> None:
        """Show what has all the words in its names, AppID or task id."""
        self._group, self._searched = group, text.casefold().split()
        self.invalidateFilter()

    def index_of(self, record_id: str) -> QModelIndex:
        """Where a record stands; not valid when it is not found."""
        row = self._model.row_of(record_id)
        return self.mapFromSource(self._model.index(row, Column.NAME)) if row >= 0 else ROOT

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        record = self._model.record(row)
        if self._group and list_state(record).group != self._group:
            return False
        if not self._searched:
            return True
        told = (
            record.name,
            record.program_name,
            record.account_name,
            record.appid,
            record.taskid,
        )
        text = "\n".join(told).casefold()
        return all(word in text for word in self._searched)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0:
            self._model.sort(column, order)


def _editable(record: RecordSummary, column: Column) -> str | None:
    return record.name if column is Column.NAME else None


def _decoration(record: RecordSummary, column: Column) -> QIcon | None:
    return icon(*TONES[list_state(record).tone]) if column is Column.STATE else None


def _itself(record: RecordSummary, _column: Column) -> RecordSummary:
    return record


def _name(record: RecordSummary) -> str:
    return record.name or record.program_name or UNNAMED


def _particulars(record: RecordSummary) -> str:
    """What a narrow column cuts off or does not show, and how a record is opened."""
    told = [_name(record), _account(record)]
    if record.appid and record.appid != told[-1]:
        told.append(f"AppID {record.appid}")
    if record.taskid:
        told.append(f"任务编号 {record.taskid}")
    return "\n".join([*told, OPENED_BY])


def _account(record: RecordSummary) -> str:
    return record.account_name or record.appid or "未选择账号"


def _state(record: RecordSummary) -> str:
    return list_state(record).words


def _ends(record: RecordSummary) -> float:
    left = time_left(record)
    return left.ends if left else NEVER


def _changed(record: RecordSummary) -> float:
    return record.changed_at
