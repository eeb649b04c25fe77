"""选择身份: the tree that WeChat gives, to be searched, beside what each identity must prove."""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gui.core.errors import SAFE, AppError, Cancelled, Refused
from gui.ui.buttons import make_button
from gui.ui.dialog_footer import dialog_body
from gui.ui.identity_model import IdentityModel, identity_at, is_leaf
from gui.ui.labels import announce, plain_label
from gui.ui.messages import MessageStack
from gui.ui.moments import moment_words
from gui.ui.scroll_column import make_card
from gui.ui.search_field import search_field
from gui.ui.tasks import TaskRunner
from gui.ui.waiting_footer import WaitingFooter

if TYPE_CHECKING:
    from gui.core.answer_desk import AnswerDesk, IdentityTree

SIZE = (860, 600)
SMALLEST = (640, 420)
TREE_WIDTH = 340
OPEN_AT_MOST = 80  # lines; a longer tree is opened one level at first
AGE = "列表取自{when}"
REFRESHING = "正在向微信查询可选的身份…"
NOTHING_FOUND = "没有找到，换个说法试试，也可以关闭后直接填写"
NOT_A_LEAF = "请选择最下面一级的身份"
NEEDED = "需要提供："
NO_PROOF = "微信没有写明需要哪些证明。"
PICK_ONE = "在左边选择一个身份，这里会显示需要提供的证明。"


class IdentityDialog(QDialog):
    """`chosen` carries the name of a leaf and what it must prove."""

    chosen = Signal(str, str)

    def __init__(
        self,
        tree: IdentityTree,
        current: str,
        desk: AnswerDesk,
        record_id: str,
        tasks: TaskRunner,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record_id = record_id
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("identity_dialog")
        self.setWindowTitle("选择认证身份")
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self._footer = WaitingFooter(tasks)
        self._build()
        self._show(tree, current)
        self._search.setFocus()

    # building

    def _build(self) -> None:
        self._messages = MessageStack()
        self._messages.action_requested.connect(self._on_refresh)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(self._left(), 1)
        body.addWidget(self._right(), 1)
        inside = dialog_body()
        inside.addWidget(self._messages)
        inside.addLayout(body, 1)
        inside.addLayout(self._below())
        self._footer.put_below(inside, self)
        cancel = self._footer.add(make_button("取消", "leave_identities"))
        choose = self._footer.add(make_button("选用这个身份", "choose_identity", "primary"))
        choose.setDefault(True)
        cancel.clicked.connect(self.reject)
        choose.clicked.connect(self._on_choose)

    def _left(self) -> QVBoxLayout:
        words = "搜索身份或证明材料"
        self._search = search_field("search_identity", words, f"{words}，如 教师")
        self._search.textChanged.connect(self._on_sought)
        self._search.installEventFilter(self)
        self._tree = QTreeView()
        self._tree.setObjectName("identities")
        self._tree.setAccessibleName("可选的身份")
        self._tree.setHeaderHidden(True)
        self._tree.setUniformRowHeights(True)
        self._tree.ensurePolished()  # or the rows would be as high as before the style
        self._tree.setMinimumWidth(TREE_WIDTH)
        self._tree.activated.connect(self._on_activated)
        self._model = IdentityModel(self)
        self._tree.setModel(self._model)
        self._tree.selectionModel().currentChanged.connect(self._on_current)
        self._empty = plain_label(NOTHING_FOUND, "muted")
        self._empty.hide()
        column = QVBoxLayout()
        column.setSpacing(8)
        for widget in (self._search, self._tree, self._empty):
            column.addWidget(widget)
        return column

    def _right(self) -> QFrame:
        self._name = plain_label("", "heading")
        self._path = plain_label("", "help")
        self._proof = QPlainTextEdit()
        self._proof.setObjectName("identity_proof")
        self._proof.setAccessibleName("这个身份要提供的证明")
        self._proof.setProperty("role", "bare")
        self._proof.setReadOnly(True)
        self._proof.setTabChangesFocus(True)
        self._proof.document().setDocumentMargin(0)
        card, column = make_card()
        column.setContentsMargins(20, 16, 12, 12)
        column.setSpacing(4)
        for widget in (self._name, self._path, self._proof):
            column.addWidget(widget)
        return card

    def _below(self) -> QHBoxLayout:
        self._age = plain_label("", "muted", wrap=False)
        refresh = make_button("刷新", "refresh_identities", "link", "refresh-cw")
        refresh.clicked.connect(self._on_refresh)
        self._footer.busy_changed.connect(refresh.setDisabled)
        self._hint = plain_label("", "error", wrap=False)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._age)
        row.addWidget(refresh)
        row.addStretch(1)
        row.addWidget(self._hint)
        return row

    # the tree

    def _show(self, tree: IdentityTree, current: str) -> None:
        self._model.show_tree(tree.tops)
        self._age.setText(AGE.format(when=moment_words(tree.asked_at, time.time())))
        self._search.clear()
        self._open()
        for index in self._model.leaves():
            if index.data() == current:
                self._tree.setCurrentIndex(index)
                return
        self._on_current(QModelIndex())

    def _open(self) -> None:
        leaves = sum(1 for _ in self._model.leaves())
        if leaves <= OPEN_AT_MOST or self._search.text():
            self._tree.expandAll()
        else:
            self._tree.expandToDepth(0)

    @Slot(str)
    def _on_sought(self, words: str) -> None:
        self._model.seek(words)
        self._open()
        first = next(self._model.leaves(), None)
        self._empty.setVisible(first is None)
        if words and first is not None:
            self._tree.setCurrentIndex(first)
        elif first is None:
            announce(self._empty, NOTHING_FOUND)

    @Slot(QModelIndex)
    def _on_current(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        self._hint.clear()
        node = identity_at(index)
        self._name.setText(node.name if node else "")
        self._path.setText(_path_to(index))
        for label in (self._name, self._path):
            label.setVisible(bool(label.text()))
        if node is None:
            self._proof.setPlainText(PICK_ONE)
        elif node.requirement or is_leaf(index):
            text = f"{NEEDED}\n{node.requirement}" if node.requirement else NO_PROOF
            self._proof.setPlainText(text)
        else:
            self._proof.setPlainText(NOT_A_LEAF + "。")

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        if is_leaf(index):
            self._on_choose()

    @Slot()
    def _on_choose(self) -> None:
        index = self._tree.currentIndex()
        node = identity_at(index)
        if node is None or not is_leaf(index):
            self._hint.setText(NOT_A_LEAF)
            announce(self._hint, NOT_A_LEAF)
            return
        self.accept()
        self.chosen.emit(node.name, node.requirement)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up in the search go on in the tree."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        ):
            self._tree.setFocus(Qt.FocusReason.TabFocusReason)
            self._tree.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    # 刷新

    @Slot()
    def _on_refresh(self) -> None:
        self._messages.clear()
        self._footer.run(
            REFRESHING,
            _fresh,
            self._desk,
            self._record_id,
            on_success=self._on_fresh,
            on_failure=self._on_failed,
        )

    @Slot(object)
    def _on_fresh(self, tree: IdentityTree) -> None:
        node = identity_at(self._tree.currentIndex())
        self._show(tree, node.name if node else "")

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        if isinstance(error, Cancelled):
            return
        title, text = error.title, error.text
        if isinstance(error, Refused):
            from gui.core.wechat.refusals import explain

            refusal = explain(error, submission=False)
            title, text = refusal.title, refusal.text
        text = f"仍然显示上次的列表。{text.replace(SAFE, '')}"
        self._messages.show_message("error", title, text, ("retry",), error.details)

    def reject(self) -> None:
        """Esc and 取消: first out of what is waited for."""
        if self._footer.is_waiting() and not self._footer.is_stopping():
            self._footer.stop()
            return
        super().reject()


def _path_to(index: QModelIndex) -> str:
    above = index.parent()
    if not above.isValid():
        return ""
    return " / ".join(part for part in (_path_to(above), str(above.data())) if part)


def _fresh(desk: AnswerDesk, record_id: str, stop: Event) -> IdentityTree:
    return desk.fresh_identities(record_id, cancelled=stop)
