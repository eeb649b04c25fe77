"""Above the pages: where one is, under which account, and the few things always at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton

from gui.ui.actions import Actions
from gui.ui.buttons import BESIDE_WORDS, make_button
from gui.ui.elided_label import ElidedLabel
from gui.ui.labels import plain_label, plain_tip
from gui.ui.theme import icon

if TYPE_CHECKING:
    from gui.core.store.accounts import Account

WHOSE = "这条记录的账号"
NO_ACCOUNT = "选择账号"
LONGEST_NAME = 14  # characters of an account's name that are shown
KINDS = {"reauth": "重新提审", "wxaauth": "首次提交"}


class HeaderBar(QFrame):
    """On the list it shows the program's name, on a record the record's."""

    list_requested = Signal()
    account_chosen = Signal(str)
    accounts_requested = Signal()

    def __init__(self, actions: Actions, *, practice: bool) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self.setObjectName("header")
        self._back = make_button("全部记录", "back_home", "quiet", "arrow-left")
        self._back.clicked.connect(self.list_requested)
        self._title = ElidedLabel("heading")
        self._title.setObjectName("record_name")
        self._kind = plain_label("", role="badge", wrap=False)
        self._account = self._account_button()
        practice_badge = plain_label("演练", role="practice-badge", wrap=False)
        practice_badge.setObjectName("practice_badge")
        practice_badge.setVisible(practice)
        practice_badge.setToolTip("演练模式：所有内容都只在这台电脑上，不会发给微信")
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 8)
        box.setSpacing(10)
        box.addWidget(self._back)
        box.addWidget(practice_badge, alignment=Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self._title, 1)
        box.addWidget(self._kind, alignment=Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self._account)
        for name in ("save_draft", "accounts", "settings"):
            box.addWidget(_tool(actions[name]))
        self.show_list()

    def _account_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("choose_account")
        button.setIcon(icon("user"))
        button.setIconSize(BESIDE_WORDS)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._account_id = ""
        self.account_menu = QMenu(WHOSE, button)
        self.account_menu.setObjectName("choose_account_menu")
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._on_account)
        button.setMenu(self.account_menu)
        return button

    def show_list(self) -> None:
        """The list of records is shown."""
        self._show("重审助手", "")

    def show_record(self, name: str, call: str) -> None:
        """A record is shown."""
        self._show(name, KINDS[call])

    def show_account(self, account: Account | None) -> None:
        """The account of the open record."""
        self._account_id = account.id if account else ""
        words = account.name if account else NO_ACCOUNT
        shown = f"账号：{_short(words)}" if account else words
        self._account.setText(_as_it_is(shown))
        tip = f"{account.name}\n{account.appid}" if account else words
        self._account.setToolTip(plain_tip(tip))
        self._account.setAccessibleName(f"{WHOSE}：{words}")
        self._check_chosen()

    def show_accounts(self, accounts: list[Account]) -> None:
        """Which accounts can be chosen."""
        self.account_menu.clear()  # which also takes the actions out of the group
        for account in accounts:
            action = self.account_menu.addAction(_as_it_is(f"{account.name}（{account.appid}）"))
            action.setObjectName(f"choose_account={account.appid}")
            action.setCheckable(True)
            action.setData(account.id)
            self._group.addAction(action)
        if accounts:
            self.account_menu.addSeparator()
        manage = self.account_menu.addAction("添加或管理账号…")
        manage.setObjectName("manage_accounts")
        manage.triggered.connect(self.accounts_requested)
        self._check_chosen()

    @Slot()
    def open_accounts(self) -> None:
        """Somebody met the want of an account elsewhere."""
        self.account_menu.popup(self._account.mapToGlobal(QPoint(0, self._account.height())))

    def _check_chosen(self) -> None:
        for action in self._group.actions():
            action.setChecked(action.data() == self._account_id)

    def _show(self, title: str, kind: str) -> None:
        self._title.show_words(title)
        self._kind.setText(kind)
        on_record = bool(kind)
        for widget in (self._back, self._kind, self._account):
            widget.setVisible(on_record)
        self.account_menu.setEnabled(on_record)

    @Slot(QAction)
    def _on_account(self, action: QAction) -> None:
        self.account_chosen.emit(action.data())


def _short(name: str) -> str:
    """A name that leaves room for the record's own; the tooltip has all of it."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _as_it_is(words: str) -> str:
    """Text of a button or menu in which & is only a letter."""
    return words.replace("&", "&&")


def _tool(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName(f"tool:{action.objectName()}")
    button.setAccessibleName(action.text())
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
