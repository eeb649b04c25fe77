"""帮助: the manual in a window of its own, to be read beside the work, without a network."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.core.form.spec import FormSpec
from gui.core.manual.chapters import Chapter, load_manual
from gui.core.manual.search import Hit, search
from gui.ui.actions import MENUS, SEPARATOR
from gui.ui.buttons import make_button
from gui.ui.help_page import HelpPage
from gui.ui.labels import announce, plain_label
from gui.ui.search_field import search_field
from gui.ui.theme import icon
from gui.ui.window_size import open_at

SIZE = (1000, 760)
SMALLEST = (680, 420)
LIST_WIDTH = 264
TYPED_MS = 150
PLACE = Qt.ItemDataRole.UserRole  # (key, anchor)
ICONS = {
    "first-day": "play",
    "form": "pencil",
    "submit": "send",
    "code": "qr-code",
    "progress": "clock",
    "drafts": "save",
    "safety": "shield",
    "questions": "help-circle",
    "keys": "list",
}
NOTHING = "没有找到「{text}」。换一个短一点的词试试，如「白名单」「发票」。"
FOUND = "找到 {n} 处"
# Keys that are no command of the menus.
MORE_KEYS = (
    ("到第几部分", "Ctrl+1 … Ctrl+9"),
    ("关闭提示和小窗口", "Esc"),
)


class HelpWindow(QWidget):
    """Not modal and without a parent, so that a dialog of the program does not lock it.

    It goes when `owner` goes, and does not keep the program alive.
    """

    def __init__(self, spec: FormSpec, owner: QObject | None = None) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._chapters = load_manual(spec, shortcuts())
        self.setObjectName("help_window")
        self.setWindowTitle("帮助")
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        open_at(self, SIZE, SMALLEST)
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._build()
        self._connect()
        if owner is not None:
            owner.destroyed.connect(self.deleteLater)
        self._show_contents()
        self._page.go_to(self._chapters[0].key)

    # building

    def _build(self) -> None:
        self._page = HelpPage(self._chapters)
        right = QVBoxLayout()
        right.setContentsMargins(16, 16, 16, 16)
        right.addWidget(self._page)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._build_side())
        box.addLayout(right, 1)

    def _build_side(self) -> QFrame:
        self._search = search_field("help_search", "在帮助里查找", "查找，如 白名单")
        self._told = plain_label("", "help")
        self._told.setObjectName("help_found")
        self._told.hide()
        top = QVBoxLayout()
        top.setContentsMargins(12, 16, 12, 4)
        top.addWidget(self._search)
        top.addWidget(self._told)
        self._back = make_button("返回", "help_back", "quiet", "arrow-left")
        self._back.setEnabled(False)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(12, 8, 12, 12)
        bottom.addWidget(self._back)
        bottom.addStretch(1)
        side = QFrame()
        side.setProperty("role", "sidebar")
        side.setFixedWidth(LIST_WIDTH)
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(self._build_list(), 1)
        box.addLayout(bottom)
        return side

    def _build_list(self) -> QListWidget:
        self._list = QListWidget()
        self._list.setObjectName("help_contents")
        self._list.setAccessibleName("目录")
        self._list.setProperty("role", "sections")
        self._list.setStyleSheet("QListWidget { border: none; }")  # the side has one
        self._list.setIconSize(QSize(18, 18))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        return self._list

    def _connect(self) -> None:
        self._search.textChanged.connect(self._typed.start)
        self._search.returnPressed.connect(self._on_return)
        self._typed.timeout.connect(self._find)
        self._list.currentItemChanged.connect(self._on_item)
        self._list.itemClicked.connect(self._go_to_item)
        self._page.chapter_shown.connect(self._on_chapter)
        self._page.backwardAvailable.connect(self._back.setEnabled)
        self._back.clicked.connect(self._page.backward)
        for keys, do in (("Ctrl+F", self._on_search_key), ("Alt+Left", self._page.backward)):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    # what the program tells

    def show_topic(self, key: str, anchor: str = "") -> None:
        """Open at a chapter, e.g. "first-day", "allowlist"; "questions", "code-40164"."""
        self._search.clear()
        self._find()
        self.come_to_front()
        self._page.go_to(key, anchor)

    def come_to_front(self) -> None:
        """Show the window, also when it is there already."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self._search.setFocus()

    # contents and search

    @Slot()
    def _find(self) -> None:
        self._typed.stop()
        text = self._search.text().strip()
        if not text:
            self._told.hide()
            self._show_contents()
            return
        hits = search(self._chapters, text)
        self._fill(_hit_item(hit) for hit in hits)
        self._told.setText(FOUND.format(n=len(hits)) if hits else NOTHING.format(text=text))
        self._told.show()
        announce(self._told, self._told.text())
        if hits:
            self._list.setCurrentRow(0)

    def _show_contents(self) -> None:
        self._fill(_chapter_item(chapter) for chapter in self._chapters)
        self._on_chapter(self._page.key())

    def _fill(self, items: Iterable[QListWidgetItem]) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for item in items:
            self._list.addItem(item)
        self._list.blockSignals(False)

    @Slot()
    def _on_return(self) -> None:
        if self._typed.isActive():
            self._find()
        item = self._list.currentItem()
        if item is not None:
            self._go_to_item(item)
            self._page.setFocus()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_item(self, item: QListWidgetItem | None, _old: QListWidgetItem | None) -> None:
        if item is not None:
            self._go_to_item(item)

    @Slot(QListWidgetItem)
    def _go_to_item(self, item: QListWidgetItem) -> None:
        key, anchor = item.data(PLACE)
        self._page.go_to(key, anchor, self._search.text().split())

    @Slot(str)
    def _on_chapter(self, key: str) -> None:
        """Say where one is, also after a link or 返回."""
        if self._search.text().strip():
            return
        self._list.blockSignals(True)
        for row in range(self._list.count()):
            if self._list.item(row).data(PLACE)[0] == key:
                self._list.setCurrentRow(row)
        self._list.blockSignals(False)

    @Slot()
    def _on_search_key(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: first out of the search, then out of the window."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._search.text():
            self._search.clear()
        else:
            self.close()


def _chapter_item(chapter: Chapter) -> QListWidgetItem:
    item = QListWidgetItem(icon(ICONS.get(chapter.key, "file-text"), "muted"), chapter.title)
    item.setData(PLACE, (chapter.key, ""))
    return item


def _hit_item(hit: Hit) -> QListWidgetItem:
    item = QListWidgetItem(f"{hit.part.title}\n{hit.chapter.title}")
    item.setData(PLACE, (hit.chapter.key, hit.part.anchor))
    words = f"{hit.chapter.title}：{hit.part.title}"
    item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
    item.setToolTip(words)
    return item


def shortcuts() -> list[tuple[str, str]]:
    """Words and keys of every command that has some, as this system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    found = [
        (command.words.rstrip("…"), QKeySequence(command.keys[-1]).toString(native))
        for commands in MENUS.values()
        for command in commands
        if command is not SEPARATOR and command.keys
    ]
    return [*found, *MORE_KEYS]
