"""What the buttons of the accounts dialog do: save, test and delete the account that is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.core.account_desk import AccountDesk, Connected
from gui.core.account_draft import problems, secret_doubt
from gui.core.errors import AppError, Cancelled, KeystoreError
from gui.core.store.accounts import Account
from gui.ui.account_form import AccountForm
from gui.ui.connection_result import ConnectionResult
from gui.ui.questions import confirm
from gui.ui.waiting_footer import WaitingFooter

KEYRING = "正在等待系统钥匙串…"
SAVING = "正在保存…"
TESTING = "正在测试连接…"
DELETING = "正在删除…"
SAVED_TEXT = "可以点「测试连接」，确认微信认得这个账号。"
DELETE_TEXT = "保存的 AppSecret 会一起删除。用这个账号的认证记录会保留，之后可以给它们选别的账号。"
STUCK_TEXT = (
    "账号没有删除，它的 AppSecret 可能还在系统钥匙串里。"
    "仍然删除账号的话，密钥要由你在系统钥匙串里清除。"
)
DOUBT_TEXT = (
    "可能没有复制完整，或多复制了别的内容。还没有保存{kept}。"
    "请回到保存密钥的地方，完整地再复制一次。"
)
KEPT = "，原来的密钥没有改动"
NOT_SAVED = "账号没有保存，填写的内容还在这里。"
NOT_CHANGED = "账号没有改动。"
NOT_DELETED = "账号没有删除。"


class AccountWork(QObject):
    """`told` comes with each message, so that it can be brought into view."""

    saved = Signal(object)  # Account
    not_saved = Signal()  # the keyring may have changed all the same
    deleted = Signal()
    told = Signal()
    connected = Signal()
    not_connected = Signal()
    allowlist_steps_requested = Signal(str)  # the IP, if it is known
    network_settings_requested = Signal()

    def __init__(
        self,
        desk: AccountDesk,
        form: AccountForm,
        result: ConnectionResult,
        footer: WaitingFooter,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._form = form
        self._result = result
        self._footer = footer
        self._window = window
        self._account: Account | None = None
        self._retry: Callable[[], object] = self.test
        result.action_requested.connect(self._on_action)
        form.allowlist_steps_requested.connect(self.ask_for_steps)

    def set_account(self, account: Account | None) -> None:
        """The account that is shown, as it is kept; None for a new one."""
        self._account = account

    @Slot()
    def save(self) -> None:
        """Keep what is filled in, unless something has to be mended first."""
        draft, old = self._form.draft(), self._account
        wrong = problems(draft, old)
        self._form.show_problems(wrong)
        if wrong:
            return
        doubt = secret_doubt(draft)
        if doubt:
            self._ask_about_secret(doubt, has_one=old is not None and old.method == "secret")
        else:
            self._save_as_it_is()

    def _ask_about_secret(self, doubt: str, *, has_one: bool) -> None:
        """A secret of an odd length may be half a copy, and would take a good one's place."""
        self._form.show_problems({"secret": doubt})
        text = DOUBT_TEXT.format(kept=KEPT if has_one else "")
        yes = self._save_as_it_is
        confirm(self._window, doubt, text, "仍然保存", "回去修改", yes, danger=True)

    @Slot()
    def _save_as_it_is(self) -> None:
        draft, old = self._form.draft(), self._account
        self._retry = self.save
        asks_keyring = (draft.method == "secret" and draft.keep) or (old is not None and old.keep)
        self._footer.run(
            KEYRING if asks_keyring else SAVING,
            self._desk.save,
            draft,
            on_success=self._on_saved,
            on_failure=self._on_not_saved,
        )

    @Slot()
    def test(self) -> None:
        """Ask WeChat, with what is filled in, else with what is kept."""
        draft = self._form.draft()
        wrong = problems(draft, self._account)
        wrong.pop("name", None)
        self._form.show_problems(wrong)
        if wrong:
            return
        self._retry = self.test
        self._result.clear()
        self._footer.run(
            TESTING,
            self._desk.test,
            draft,
            on_success=self._on_connected,
            on_failure=self._on_not_connected,
        )

    @Slot()
    def ask_about_deleting(self) -> None:
        """Delete, once the user has said so."""
        if self._account is not None:
            title = f"删除账号「{self._account.name}」吗"
            yes = self._delete
            confirm(self._window, title, DELETE_TEXT, "删除账号", "保留账号", yes, danger=True)

    def show_failure(self, error: AppError, offered: tuple[str, ...] = ()) -> None:
        """A failure in words, with those of its actions that are offered here."""
        self._result.show_failure(error, offered)
        self.told.emit()

    # what became of it

    @Slot(object)
    def _on_saved(self, account: Account) -> None:
        self._account = account
        self._result.show_done(f"已保存「{account.name}」", SAVED_TEXT)
        self.told.emit()
        self.saved.emit(account)

    @Slot(object)
    def _on_not_saved(self, error: AppError) -> None:
        if not self._was_stopped(error, NOT_SAVED):
            self.show_failure(error, ("retry", "retry_save", "session_only"))
        self.not_saved.emit()

    @Slot(object)
    def _on_connected(self, found: Connected) -> None:
        self._result.show_connected(found)
        self.told.emit()
        self.connected.emit()

    @Slot(object)
    def _on_not_connected(self, error: AppError) -> None:
        if not self._was_stopped(error, NOT_CHANGED):
            self.show_failure(error, ("retry", "show_allowlist_steps", "network_settings"))
        self.not_connected.emit()

    @Slot()
    def _delete(self) -> None:
        self._run_delete(self._desk.delete)

    @Slot()
    def _delete_anyway(self) -> None:
        self._run_delete(partial(self._desk.delete, leave_secret=True))

    def _run_delete(self, delete: Callable[..., None]) -> None:
        account = self._account
        if account is not None:
            self._footer.run(
                KEYRING if account.keep else DELETING,
                delete,
                account,
                on_success=self._on_deleted,
                on_failure=self._on_not_deleted,
            )

    @Slot(object)
    def _on_deleted(self, _nothing: None) -> None:
        name = self._account.name if self._account else ""
        self._result.show_done(f"已删除「{name}」")
        self._account = None
        self.told.emit()
        self.deleted.emit()

    @Slot(object)
    def _on_not_deleted(self, error: AppError) -> None:
        if self._was_stopped(error, NOT_DELETED):
            return
        if isinstance(error, KeystoreError):
            words, yes = ("仍然删除账号", "保留账号"), self._delete_anyway
            confirm(self._window, error.title, STUCK_TEXT, *words, yes, danger=True)
        else:
            self.show_failure(error)

    def _was_stopped(self, error: AppError, text: str) -> bool:
        stopped = isinstance(error, Cancelled)
        if stopped:
            self._result.show_stopped(text)
            self.told.emit()
        return stopped

    @Slot()
    def ask_for_steps(self) -> None:
        """How an IP gets onto the white list: the one that the result names, if it does."""
        self.allowlist_steps_requested.emit(self._result.ip())

    @Slot(str)
    def _on_action(self, key: str) -> None:
        if key == "show_allowlist_steps":
            self.ask_for_steps()
        elif key == "network_settings":
            self.network_settings_requested.emit()
        elif key == "session_only":
            self._form.use_session_only()
            self.save()
        else:
            self._retry()
