"""The first page: every record with its state, found by typing, opened by Enter."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.list_state import Group
from gui.core.store.records import RecordSummary
from gui.ui.buttons import make_button
from gui.ui.elided_label import ElidedLabel
from gui.ui.empty_notice import EmptyNotice, InPlaceOf
from gui.ui.labels import plain_label
from gui.ui.records_model import RecordsFilter, RecordsModel
from gui.ui.records_table import RecordsTable
from gui.ui.search_field import search_field
from gui.ui.theme import icon, set_state

SEARCH_MS = 150
MINUTE_MS = 60_000
GROUPS: dict[str, str] = {
    "": "全部",
    Group.REFILL: "待重填",
    Group.UNDER_WAY: "审核中",
    Group.PASSED: "已通过",
    Group.DRAFT: "草稿",
    Group.UNKNOWN: "结果未知",
}
UNUSUAL = (Group.UNKNOWN,)  # offered only while there are such records
HELP: dict[str, str] = {
    Group.REFILL: "查询到已被打回，或授权没有完成，需要重新提交",
    Group.DRAFT: "还没有提交过，也没有查询到打回",
    Group.UNDER_WAY: "已提交，正在等待授权、支付或审核",
}
# in place of an empty table, by filter
NO_HIT = "没有找到符合条件的记录。"
NONE_LIKE_IT: dict[str, str] = {
    Group.REFILL: "没有需要重填的记录。",
    Group.UNDER_WAY: "没有正在审核的记录。",
    Group.PASSED: "还没有通过认证的记录。",
    Group.DRAFT: "没有草稿。",
}
NOTHING = (
    "还没有认证记录。新建一份，填好后提交，再把二维码发给小程序管理员。\n"
    "服务商给了文件的，可以导入，也可以把文件拖进来。"
)
HOW = "单击选中，双击或按 Enter 打开"
AROUND_SEARCH = 80  # px: the magnifier, the clear button and the frame
NEW = {"reauth": "重新提审：被打回了，改好再交", "wxaauth": "首次提交：还从来没有交过"}
GROUP = "group"


class HomePage(QWidget):
    """认证记录. Whatever is wanted is announced; the window does it and shows the new list."""

    open_requested = Signal(str)
    new_requested = Signal(str)
    rename_requested = Signal(str, str)
    duplicate_requested = Signal(str)
    delete_requested = Signal(str)
    export_requested = Signal(list)
    import_requested = Signal()
    refresh_requested = Signal()
    export_all_requested = Signal()
    search_changed = Signal(str)

    def __init__(self, now: Callable[[], float] = time.time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home_page")
        self.setAccessibleName("认证记录")
        self._model = RecordsModel(now, self)
        self._filter = RecordsFilter(self._model)
        self._typed = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._minute = QTimer(self, interval=MINUTE_MS)  # what is left grows less
        self._told = QTimer(self, singleShot=True, interval=MINUTE_MS)
        self._build_menu()
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 24, 32, 24)
        box.setSpacing(16)
        box.addLayout(self._build_head())
        box.addWidget(self._build_tools())
        views = self._build_views()
        box.addWidget(self._build_deeds())
        box.addWidget(views, 1)
        self._connect()
        self._measure()
        self._show_state()

    # building

    def _build_menu(self) -> None:
        self._menu = QMenu(self)
        self._menu.setObjectName("new_draft_menu")
        for call, words in NEW.items():
            action = QAction(words, self)
            action.setObjectName(f"new_draft:{call}")
            action.setData(call)
            action.triggered.connect(self._on_new)
            self._menu.addAction(action)

    def _build_head(self) -> QHBoxLayout:
        self._refresh = make_button("", "refresh", icon_name="refresh-cw")
        self._refresh.setAccessibleName("刷新状态")
        self._refresh.setToolTip("刷新状态（F5）")
        self._import = make_button("导入", "import", icon_name="download")
        self._export_all = make_button("导出全部", "export_all", icon_name="upload")
        self._new = make_button("新建", "new_draft", "primary", "plus")
        head = QHBoxLayout()
        head.setSpacing(8)
        self._note = ElidedLabel("muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(plain_label("认证记录", role="title", wrap=False))
        head.addWidget(self._note, 1)
        for button in (self._refresh, self._import, self._export_all, self._new):
            head.addWidget(button)
        return head

    def _build_tools(self) -> QWidget:
        placeholder = "搜索名称、账号、AppID、任务编号"
        self._search = search_field("search", "搜索记录", placeholder)
        self._search.setAccessibleDescription("按名称、账号、AppID 或任务编号查找")
        self._search.setToolTip(placeholder)
        self._search.setMinimumWidth(180)
        self._chips = QButtonGroup(self)
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for group, words in GROUPS.items():
            row.addWidget(self._chip(group, words))
        row.addStretch(1)
        row.addWidget(self._search, 100)  # all the room that there is, up to its words
        return self._tools

    def _build_deeds(self) -> QWidget:
        """What can be done with the chosen record; there all the time, so that no row moves."""
        self._deeds = QWidget()
        row = QHBoxLayout(self._deeds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in self._table.buttons():
            row.addWidget(button)
        row.addSpacing(8)
        how = ElidedLabel("muted")
        how.show_words(HOW)
        row.addWidget(how, 1)
        return self._deeds

    def _measure(self) -> None:
        """The search is as wide as what it says that it looks for, in every size of letters."""
        words = self._search.fontMetrics().horizontalAdvance(self._search.placeholderText())
        self._search.setMaximumWidth(words + AROUND_SEARCH)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _chip(self, group: str, words: str) -> QPushButton:
        chip = make_button(words, f"filter_{group or 'all'}", "chip")
        chip.setProperty(GROUP, str(group))
        chip.setToolTip(HELP.get(group, ""))
        chip.setCheckable(True)
        chip.setChecked(not group)
        self._chips.addButton(chip)
        return chip

    def _build_views(self) -> InPlaceOf:
        self._table = RecordsTable(self._filter)
        self._new_first = make_button("新建", "new_first", "primary", "plus")
        self._show_all = make_button("显示全部记录", "show_all")
        self._import_first = make_button("导入服务商给的文件", "import_first", icon_name="download")
        self._empty = EmptyNotice("file-text", NOTHING, self._new_first, self._import_first)
        self._no_hit = EmptyNotice("search", NO_HIT, self._show_all)
        self._views = InPlaceOf()
        for view in (self._table, self._empty, self._no_hit):
            self._views.addWidget(view)
        return self._views

    def _connect(self) -> None:
        self._refresh.clicked.connect(self.refresh_requested)
        self._told.timeout.connect(self._forget_note)
        for button in (self._import, self._import_first):
            button.clicked.connect(self.import_requested)
        self._export_all.clicked.connect(self.export_all_requested)
        self._new.clicked.connect(self._show_menu)
        self._new_first.clicked.connect(self._show_menu)
        self._show_all.clicked.connect(self._on_show_all)
        self._search.textChanged.connect(self._typed.start)
        self._search.returnPressed.connect(self._table.setFocus)
        self._typed.timeout.connect(self._find)
        self._minute.timeout.connect(self._table.viewport().update)
        self._minute.start()
        self._chips.buttonToggled.connect(self._on_chip)
        self._model.renamed.connect(self.rename_requested)
        for name in ("open", "duplicate", "delete", "export"):
            wanted = getattr(self._table, f"{name}_requested")
            wanted.connect(getattr(self, f"{name}_requested"))

    # what the window tells

    def set_records(self, records: Sequence[RecordSummary]) -> None:
        """Show these records; what was selected, searched and filtered stays so."""
        with self._table.selection_kept():
            self._model.show_records(records)
        self._show_counts()
        self._show_state()

    def update_record(self, record: RecordSummary) -> None:
        """One record has changed: its row does, and nothing else."""
        self._model.update_record(record)
        self._show_counts()
        self._show_state()

    def show_note(self, words: str) -> None:
        """How 刷新状态 went, for a while."""
        self._note.show_words(words)
        self._told.start()

    def _show_counts(self) -> None:
        for chip in self._chips.buttons():
            group = chip.property(GROUP)
            chip.setText(f"{GROUPS[group]} {self._model.count(group)}")
            chip.setAccessibleName(f"筛选：{chip.text()}")
            chip.setVisible(group not in UNUSUAL or self._model.count(group) > 0)
        if self._chips.checkedButton().isHidden():
            self._chips.buttons()[0].setChecked(True)
            self._find()

    def select(self, record_id: str) -> None:
        """Mark a record in the list and bring it into view."""
        self._table.select(record_id)

    # what is pressed

    @Slot()
    def _show_menu(self) -> None:
        button = self._new_first if self._views.currentWidget() is self._empty else self._new
        self._menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    @Slot()
    def _on_new(self) -> None:
        self.new_requested.emit(self.sender().data())  # type: ignore[attr-defined]

    @Slot()
    def _forget_note(self) -> None:
        self._note.show_words("")

    @Slot()
    def _on_show_all(self) -> None:
        self._search.clear()
        self._chips.buttons()[0].setChecked(True)
        self._find()

    @Slot(QAbstractButton, bool)
    def _on_chip(self, _chip: QAbstractButton, on: bool) -> None:
        if on:
            self._find()

    @Slot()
    def _find(self) -> None:
        self._typed.stop()
        text = self._search.text()
        self._filter.find(self._chips.checkedButton().property(GROUP), text)
        self._show_state()
        self.search_changed.emit(text)

    def _show_state(self) -> None:
        records, hits = self._model.rowCount(), self._filter.rowCount()
        self._tools.setVisible(records > 0)
        self._deeds.setVisible(records > 0)
        self._export_all.setEnabled(records > 0)
        set_state(self._new, "role", "primary" if records else "")
        self._new.setIcon(icon("plus", "on_primary" if records else None))
        group = self._chips.checkedButton().property(GROUP)
        found_none = NO_HIT if self._search.text() else NONE_LIKE_IT.get(group, NO_HIT)
        self._no_hit.sentence.setText(found_none)
        none = self._no_hit if records else self._empty
        self._views.setCurrentWidget(self._table if hits else none)
