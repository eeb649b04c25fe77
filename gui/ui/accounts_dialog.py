"""账号与密钥: which mini programs this computer speaks for, and whether WeChat lets it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core.account_desk import AccountDesk
from gui.core.errors import AppError
from gui.core.store.accounts import Account
from gui.ui.account_form import AccountForm
from gui.ui.account_work import AccountWork
from gui.ui.accounts_list import AccountsList, Row
from gui.ui.buttons import make_button
from gui.ui.connection_result import ConnectionResult
from gui.ui.labels import plain_label
from gui.ui.questions import confirm
from gui.ui.scroll_column import ScrollColumn, make_card
from gui.ui.tasks import TaskRunner
from gui.ui.waiting_footer import WaitingFooter
from gui.ui.window_size import open_at

SIZE = (940, 720)
SMALLEST = (700, 460)
LIST_WIDTH = 250
FORM_WIDTH = 620
NEW = "新账号"
UNSAVED = "放弃没有保存的修改吗"
UNSAVED_TEXT = "「{name}」有修改还没有保存。离开后，这些修改和填写的密钥不会保留。"
EMPTY = "还没有账号。在右边填写，保存后会列在这里。"


class AccountsDialog(QDialog):
    """Opened with open(). The list is read again after each change."""

    accounts_changed = Signal(object)  # list[Account]
    account_saved = Signal(object)  # Account
    allowlist_steps_requested = Signal(str)  # the IP, if it is known
    network_settings_requested = Signal()

    def __init__(self, desk: AccountDesk, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._rows: list[Row] = []
        self._current: str | None = None  # "" is a new account; None: the first one
        self._wanted: str | None = None  # where to go; None: away
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("accounts_dialog")
        self.setWindowTitle("账号与密钥")
        open_at(self, SIZE, SMALLEST)
        self._build()
        self._work = AccountWork(desk, self._form, self._result, self._footer, self)
        self._connect()
        self._read()

    # building

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._build_side())
        body.addWidget(self._build_page(), 1)
        self._build_footer().put_below(body, self)

    def _build_side(self) -> QFrame:
        self._new = make_button("新增账号", "new_account", icon_name="plus")
        self._list = AccountsList()
        self._nothing = plain_label(EMPTY, "muted")
        self._nothing.setContentsMargins(16, 12, 16, 0)
        self._nothing.hide()
        self._side = QFrame()
        self._side.setProperty("role", "sidebar")
        self._side.setFixedWidth(LIST_WIDTH)
        top = QHBoxLayout()
        top.setContentsMargins(12, 16, 12, 4)
        top.addWidget(self._new, 1)
        box = QVBoxLayout(self._side)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(self._nothing)
        box.addWidget(self._list, 1)
        return self._side

    def _build_page(self) -> ScrollColumn:
        self._title = plain_label(NEW, "title")
        self._result = ConnectionResult()
        self._form = AccountForm()
        self._page = ScrollColumn("account_page", "账号内容", FORM_WIDTH)
        card, inside = make_card()
        inside.addWidget(self._form)
        for widget in (self._title, self._result, card):
            self._page.column.addWidget(widget)
        self._page.column.addStretch(1)
        return self._page

    def _build_footer(self) -> WaitingFooter:
        self._footer = WaitingFooter(self._tasks)
        delete = make_button("删除账号", "delete_account", icon_name="trash")
        self._delete = self._footer.add_left(delete)
        self._close = self._footer.add(make_button("关闭", "close_accounts"))
        self._test = self._footer.add(make_button("测试连接", "test_connection"))
        self._save = self._footer.add(make_button("保存", "save_account", "primary"))
        return self._footer

    def _connect(self) -> None:
        self._list.chosen.connect(self._leave_for)
        self._new.clicked.connect(self._on_new)
        self._close.clicked.connect(self.reject)
        self._footer.busy_changed.connect(self._on_busy)
        work = self._work
        self._delete.clicked.connect(work.ask_about_deleting)
        self._test.clicked.connect(work.test)
        self._save.clicked.connect(work.save)
        work.saved.connect(self._on_saved)
        work.not_saved.connect(self._read)
        work.deleted.connect(self._on_deleted)
        work.told.connect(self._scroll_to_top)
        work.allowlist_steps_requested.connect(self.allowlist_steps_requested)
        work.network_settings_requested.connect(self.network_settings_requested)

    # what is kept

    @Slot()
    def _read(self) -> None:
        self._tasks.start(
            _read_rows, self._desk, on_success=self._on_rows, on_failure=self._on_unreadable
        )

    @Slot(object)
    def _on_rows(self, rows: list[Row]) -> None:
        """The accounts as they are kept now; what is being filled in stays."""
        first, self._rows = self._current is None, rows
        ids = [account.id for account, _ in rows]
        self._nothing.setVisible(not rows)
        if self._current is None and self._form.is_edited():
            self._current = ""  # somebody typed faster than the disk answered
        if self._current != "" and self._current not in ids:
            self._current = ids[0] if ids else ""
        self._list.show_rows(rows, self._current)
        if self._form.is_edited():
            self._work.set_account(self._shown()[0])
        else:
            self._fill()
        if first:
            self._take_focus()
        self.accounts_changed.emit([account for account, _ in rows])

    @Slot(object)
    def _on_unreadable(self, error: AppError) -> None:
        self._work.show_failure(error)

    @Slot(object)
    def _on_saved(self, account: Account) -> None:
        self._current = account.id
        self._form.load(account, None)
        self.account_saved.emit(account)
        self._read()

    @Slot()
    def _on_deleted(self) -> None:
        self._current = None
        self._form.load(None, None)
        self._read()

    # going from account to account

    def _shown(self) -> Row | tuple[None, None]:
        found = [row for row in self._rows if row[0].id == self._current]
        return found[0] if found else (None, None)

    def _fill(self) -> None:
        account, state = self._shown()
        self._title.setText(account.name if account else NEW)
        self._form.load(account, state)
        self._work.set_account(account)
        self._list.mark(self._current or "")
        self._delete.setVisible(account is not None)

    @Slot(str)
    def _leave_for(self, account_id: str | None) -> None:
        """Go to another account ("" is a new one) or away (None), unless something is unsaved."""
        self._wanted = account_id
        if not self._form.is_edited():
            self._go()
            return
        self._list.mark(self._current or "")
        text = UNSAVED_TEXT.format(name=self._title.text())
        confirm(self, UNSAVED, text, "放弃修改", "继续填写", self._go, danger=True)

    @Slot()
    def _go(self) -> None:
        if self._wanted is None:
            self.done(0)
            return
        self._current = self._wanted
        self._result.clear()
        self._fill()
        self._scroll_to_top()
        if not self._current:
            self._take_focus()

    def _take_focus(self) -> None:
        """Into the form for a new account, else to the list, so that no key changes anything."""
        if self._current:
            self._list.setFocus()
        elif not self._form.is_edited():
            self._form.take_focus()

    @Slot()
    def _on_new(self) -> None:
        self._leave_for("")

    def reject(self) -> None:
        """Esc and 关闭: first out of what is waited for, then out of the dialog."""
        if self._footer.is_waiting() and not self._footer.is_stopping():
            self._footer.stop()
        else:
            self._leave_for(None)

    @Slot()
    def _scroll_to_top(self) -> None:
        self._page.verticalScrollBar().setValue(0)

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        for widget in (self._side, self._form, self._result):
            widget.setEnabled(not busy)


def _read_rows(desk: AccountDesk) -> list[Row]:
    return [(account, desk.state(account)) for account in desk.list()]
