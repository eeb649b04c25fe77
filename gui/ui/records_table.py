"""The table of records: rows to choose, keys and a menu for what can be done with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
)

from gui.core.store.records import RecordSummary
from gui.ui.buttons import BESIDE_WORDS
from gui.ui.records_model import RECORD_ROLE, Column, Index, RecordsFilter
from gui.ui.theme import icon

ROW_HEIGHT = 44
# the longest words of a column that are shown whole, and the room around them
WIDEST = {
    Column.ACCOUNT: ("未选择账号", 30),  # at least; see WIDEST_ACCOUNT
    Column.STATE: ("人脸核验未通过", 56),  # with an icon
    Column.LEFT: ("链接还有 23 小时", 30),
    Column.CHANGED: ("2026年12月23日", 46),  # with the arrow of the order
}
WIDEST_ACCOUNT = 280  # px
ACCOUNT_SHARE = 0.45  # of what it shares with the name, where both have little room
HOVERING = (QEvent.Type.HoverEnter, QEvent.Type.HoverMove, QEvent.Type.HoverLeave)
_Flag = QItemSelectionModel.SelectionFlag


class _WholeRows(QStyledItemDelegate):
    """Lights up the whole row under the mouse, not one cell of it."""

    hovered = -1

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        over = QStyle.StateFlag.State_MouseOver
        lit = index.row() == self.hovered
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # not in the stubs
        option.state = state | over if lit else state & ~over  # type: ignore[attr-defined]


class _Columns(QHeaderView):
    """Its arrow points down while the largest or newest is at the top, as on the web."""

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logical: int) -> None:
        super().initStyleOptionForIndex(option, logical)
        arrows = QStyleOptionHeader.SortIndicator
        turned = {arrows.SortDown: arrows.SortUp, arrows.SortUp: arrows.SortDown}
        now = option.sortIndicator  # type: ignore[attr-defined]
        option.sortIndicator = turned.get(now, now)  # type: ignore[attr-defined]


class RecordsTable(QTableView):
    """Says what is wanted with the selected records."""

    open_requested = Signal(str)
    duplicate_requested = Signal(str)
    delete_requested = Signal(str)
    export_requested = Signal(list)

    def __init__(self, records: RecordsFilter) -> None:
        super().__init__()
        self.setObjectName("records")
        self.setAccessibleName("认证记录列表")
        self._shown = records
        self.setHorizontalHeader(_Columns(Qt.Orientation.Horizontal, self))
        self.setModel(records)
        self._rows = _WholeRows(self)
        self._dress()
        self._measure()
        self._build_actions()
        self.entered.connect(self._on_entered)
        self.viewportEntered.connect(self._on_left)
        self.activated.connect(self._on_open)
        self.customContextMenuRequested.connect(self._show_menu)
        self.selectionModel().selectionChanged.connect(self._update_actions)
        records.modelReset.connect(self._update_actions)
        for changed in (records.modelReset, records.dataChanged, records.layoutChanged):
            changed.connect(self._fit_account)
        self._update_actions()

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setItemDelegate(self._rows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setResizeContentsPrecision(0)  # by the rows in view
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        columns.setSortIndicator(Column.CHANGED, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def _measure(self) -> None:
        """Heights and widths that go with the font; the name takes what is left."""
        letters = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, letters.height() + 20))
        for column, (widest, around) in WIDEST.items():
            self.setColumnWidth(column, letters.horizontalAdvance(widest) + around)
        self._account_width = self._least = self.columnWidth(Column.ACCOUNT)
        self._fit_account()

    @Slot()
    def _fit_account(self) -> None:
        if not self.isVisible():  # Qt would look at every row, not only at those in view
            return
        wide = self.sizeHintForColumn(Column.ACCOUNT)
        self._account_width = min(max(wide, self._least), max(WIDEST_ACCOUNT, self._least))
        self._share()

    def _share(self) -> None:
        """In a narrow window the account gives way to the name, which must stay readable."""
        others = sum(self.columnWidth(c) for c in WIDEST if c is not Column.ACCOUNT)
        fair = int((self.viewport().width() - others) * ACCOUNT_SHARE)
        self.setColumnWidth(Column.ACCOUNT, min(self._account_width, max(fair, 0)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_account()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _build_actions(self) -> None:
        self._menu = QMenu(self)
        self._menu.setObjectName("records_menu")
        self._single = [
            self._action("打开", "open_record", "folder-open", self._on_open),
            self._action("重命名", "rename_record", "pencil", self._on_rename, "F2"),
            self._action("复制一份", "duplicate_record", "copy", self._on_duplicate),
        ]
        self._export = self._action("导出…", "export_record", "upload", self._on_export)
        self._menu.addSeparator()
        self._single.append(self._action("删除", "delete_record", "trash", self._on_delete, "Del"))

    def buttons(self) -> list[QToolButton]:
        """A button for each action, for whoever does not look for the menu."""
        return [_button_of(action) for action in self.actions()]

    def _action(
        self, words: str, name: str, icon_name: str, slot: object, shortcut: str = ""
    ) -> QAction:
        action = QAction(icon(icon_name), words, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        self._menu.addAction(action)
        return action

    # the row under the mouse

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        self._rows.hovered = index.row()
        self.viewport().update()

    @Slot()
    def _on_left(self) -> None:
        self._rows.hovered = -1
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in HOVERING:  # Qt would light up the one cell
            return True
        return super().viewportEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._on_left()
        super().leaveEvent(event)

    # the selection

    def selected(self) -> list[RecordSummary]:
        """The chosen records, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._record(row) for row in rows]

    def select(self, record_id: str) -> None:
        """Choose one record, if it is in view of the filter, and scroll to it."""
        index = self._index_of(record_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    @contextmanager
    def selection_kept(self) -> Iterator[None]:
        """While the rows are replaced: keep what is chosen, and where the list stands."""
        chosen = [record.id for record in self.selected()]
        current = self.currentIndex()
        current_id = self._record(current.row()).id if current.isValid() else ""
        at = self.verticalScrollBar().value()
        yield
        self.selectionModel().setCurrentIndex(self._index_of(current_id), _Flag.NoUpdate)
        selection = QItemSelection()
        for index in map(self._index_of, chosen):
            selection.select(index, index)
        self.selectionModel().select(selection, _Flag.Select | _Flag.Rows)
        self.verticalScrollBar().setValue(at)

    def _record(self, row: int) -> RecordSummary:
        record: RecordSummary = self.model().index(row, Column.NAME).data(RECORD_ROLE)
        return record

    def _index_of(self, record_id: str) -> QModelIndex:
        return self._shown.index_of(record_id)

    # what is pressed

    @Slot()
    def _update_actions(self) -> None:
        number = len(self.selectionModel().selectedRows())
        for action in self._single:
            action.setEnabled(number == 1)
        self._export.setEnabled(number > 0)

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        if self.selectionModel().hasSelection():
            self._menu.popup(self.viewport().mapToGlobal(at))

    @Slot()
    def _on_open(self) -> None:
        for record in self.selected()[:1]:
            self.open_requested.emit(record.id)

    @Slot()
    def _on_rename(self) -> None:
        self.edit(self.model().index(self.currentIndex().row(), Column.NAME))

    @Slot()
    def _on_duplicate(self) -> None:
        for record in self.selected()[:1]:
            self.duplicate_requested.emit(record.id)

    @Slot()
    def _on_export(self) -> None:
        self.export_requested.emit([record.id for record in self.selected()])

    @Slot()
    def _on_delete(self) -> None:
        for record in self.selected()[:1]:
            self.delete_requested.emit(record.id)


def _button_of(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName(f"row:{action.objectName()}")
    button.setAccessibleName(action.text().removesuffix("…"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(BESIDE_WORDS)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
