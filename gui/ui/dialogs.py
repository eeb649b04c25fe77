"""Opens the dialogs beside the pages, each made when it is first wanted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gui.ui.autosave import LANE
from gui.ui.questions import confirm
from gui.ui.services import Services

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget

    from gui.core.errors import AppError
    from gui.core.settings import Settings
    from gui.core.store.accounts import Account
    from gui.core.store.journal import Attempt
    from gui.ui.help_window import HelpWindow
    from gui.ui.notifier import Notifier
    from gui.ui.practice_panel import PracticePanel
    from gui.ui.settings_dialog import SettingsDialog

RESEND = (
    "如果上一次其实已经到达微信，再次提交可能会占用一次重填机会。\n"
    "最好先请小程序管理员看一下，微信里有没有收到认证通知。"
)
RESEND_FIRST = (
    "如果上一次其实已经到达微信，再次提交可能会出现两次认证，审核费用也可能收两次。\n"
    "最好先在小程序后台看一下，或者问一下服务商，有没有这次认证。"
)


class Dialogs(QObject):
    """What opens beside the pages; none of them stops the program."""

    accounts_changed = Signal(object)  # list[Account]
    account_saved = Signal(object)  # Account
    memory_cleared = Signal()
    played = Signal()
    restarted = Signal(str)  # the record
    go_on = Signal()
    stop = Signal()
    resend = Signal()
    erase_wanted = Signal()
    erased = Signal()
    failed = Signal(object)  # AppError

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._window = window
        self._panel: PracticePanel | None = None
        self._help: HelpWindow | None = None
        self._notifier: Notifier | None = None
        self._asked_for = ""

    @Slot()
    def show_accounts(self) -> None:
        """账号与密钥."""
        from gui.ui.accounts_dialog import AccountsDialog

        dialog = AccountsDialog(self._services.accounts, self._services.tasks, self._window)
        dialog.accounts_changed.connect(self.take_accounts)
        dialog.account_saved.connect(self.account_saved)
        dialog.allowlist_steps_requested.connect(self.show_allowlist_steps)
        dialog.network_settings_requested.connect(self.show_network_settings)
        dialog.open()

    @Slot(object)
    def take_accounts(self, accounts: list[Account]) -> None:
        """The list of accounts was read again."""
        self._services.known_accounts = accounts
        self.accounts_changed.emit(accounts)

    @Slot()
    def show_settings(self) -> None:
        """设置."""
        self._make_settings().open()

    @Slot()
    def show_network_settings(self) -> None:
        """设置, at what is about the network."""
        dialog = self._make_settings()
        dialog.open()
        dialog.go_to_network()

    def _make_settings(self) -> SettingsDialog:
        from gui.ui.remembered_card import RememberedCard
        from gui.ui.settings_dialog import SettingsDialog

        services = self._services
        remembered = RememberedCard(services.answers, services.tasks, services.spec)
        remembered.cleared.connect(self.memory_cleared)
        dialog = SettingsDialog(
            services.settings,
            services.secrets,
            services.tasks,
            services.data_folder,
            self._on_top(),
            cards=[remembered],
            default_folder=services.default_folder,
        )
        dialog.settings_changed.connect(self._on_settings)
        dialog.diagnostics_requested.connect(self.show_diagnostics)
        dialog.erase_requested.connect(self.erase_wanted)
        return dialog

    @Slot()
    def show_diagnostics(self) -> None:
        """导出诊断信息."""
        from gui.ui.diagnostics_dialog import DiagnosticsDialog, made

        services = self._services
        make = partial(made, services.desk.records, services.data_folder)
        DiagnosticsDialog(make, services.tasks, self._on_top()).open()

    @Slot()
    def show_erase(self) -> None:
        """清除本机数据."""
        from gui.ui.erase_dialog import EraseDialog

        services = self._services
        dialog = EraseDialog(services.eraser, services.tasks, services.data_folder, self._on_top())
        dialog.erased.connect(self.erased)
        dialog.open()

    def show_history(self, record_id: str, name: str) -> None:
        """提交历史 of a record, once it is read."""
        self._asked_for = name
        self._services.tasks.start(
            self._read_history, record_id, on_success=self._on_history, lane=LANE
        )

    def _read_history(self, record_id: str) -> tuple[list[Attempt], dict[str, str]]:
        attempts = self._services.desk.history(record_id)
        appids = {attempt.appid for attempt in attempts}
        return attempts, self._services.album.names_by_id(appids)

    @Slot(object)
    def _on_history(self, found: tuple[list[Attempt], dict[str, str]]) -> None:
        from gui.ui.history_dialog import HistoryDialog

        attempts, names = found
        services, window = self._services, self._window
        dialog = HistoryDialog(
            self._asked_for, attempts, services.spec, services.tasks, window, names
        )
        dialog.open()

    @Slot()
    def show_about(self) -> None:
        """关于."""
        from gui.ui.about import AboutDialog

        AboutDialog(self._services.data_folder, self._window).open()

    @Slot()
    def show_help(self) -> None:
        """帮助, beside the work; a second press brings the same window to the front."""
        from gui.ui.help_window import HelpWindow

        if self._help is None:
            self._help = HelpWindow(self._services.spec, self._window)
        self._help.come_to_front()

    @Slot()
    def show_practice(self) -> None:
        """先演练一下."""
        from gui.ui.practice_start import PracticeStart

        PracticeStart(self._window).open()

    @Slot()
    def show_first_run(self) -> None:
        """开始使用: who, which account, does it connect."""
        from gui.ui.first_run import FirstRun

        first = FirstRun(self._services.accounts, self._services.tasks, self._window)
        first.account_saved.connect(self._on_first_account)
        first.practice_requested.connect(self.show_practice)
        first.allowlist_steps_requested.connect(self.show_allowlist_steps)
        first.network_settings_requested.connect(self.show_network_settings)
        first.open()

    @Slot(object)
    def _on_first_account(self, account: Account) -> None:
        others = [known for known in self._services.known_accounts if known.id != account.id]
        self.take_accounts([*others, account])
        self.account_saved.emit(account)

    @Slot(str)
    def show_allowlist_steps(self, ip: str = "") -> None:
        """How an IP gets onto the white list; `ip` is the one that WeChat named, if it did."""
        from gui.ui.allowlist_notice import AllowlistNotice

        AllowlistNotice(self._on_top(), ip).open()

    def _on_top(self) -> QWidget:
        """What a further dialog belongs to: the one that asked for it, or the window."""
        return QApplication.activeModalWidget() or self._window

    @Slot(str)
    def open_link(self, raw: str) -> None:
        """Open the administrator's link: through the gate, and never in practice mode."""
        from gui.core.wechat.urlgate import safe_auth_url

        link = safe_auth_url(raw)
        if link is None:
            return
        if self._services.world is None:
            from PySide6.QtCore import QUrl
            from PySide6.QtGui import QDesktopServices

            QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode))
            return
        from gui.ui.practice_link import PracticeLink

        dialog = PracticeLink(self._window)
        dialog.agreed.connect(self._on_agreed)
        dialog.open()

    @Slot(str, str)
    def notify(self, name: str, words: str) -> None:
        """A certification went on while nobody looked."""
        from gui.ui.notifier import Notifier

        if self._notifier is None:
            self._notifier = Notifier(self._services, self._window)
        self._notifier.tell(name, words)

    def practice_panel(self) -> QDockWidget | None:
        """The panel that plays the administrator, in practice mode."""
        if self._services.world is None:
            return None
        from gui.ui.practice_corner import PracticeCorner

        corner = PracticeCorner(self._services, self._services.world, self._window)
        corner.panel.played.connect(self.played)
        corner.restarted.connect(self.restarted)
        corner.failed.connect(self.failed)
        self._panel = corner.panel
        return corner.dock

    def set_task(self, taskid: str) -> None:
        """The open record's task, for the panel."""
        if self._panel is not None:
            self._panel.set_task(taskid)

    @Slot(str)
    def ask_to_go_on(self, text: str) -> None:
        """The state is not known, or strange: the user decides."""
        question = confirm(
            self._window, "要继续提交吗", text, "继续提交", "先不提交", self._on_go_on
        )
        question.rejected.connect(self.stop)

    @Slot(bool)
    def ask_to_resend(self, first: bool) -> None:
        """再次提交 after a doubt is never one press."""
        text = RESEND_FIRST if first else RESEND
        confirm(
            self._window, "确定要再次提交吗", text, "核对并再次提交", "先不提交", self._on_resend
        )

    @Slot()
    def _on_go_on(self) -> None:
        self.go_on.emit()

    @Slot()
    def _on_resend(self) -> None:
        self.resend.emit()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self._services.keep_settings(settings, on_failure=self._on_failed)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.failed.emit(error)

    @Slot()
    def _on_agreed(self) -> None:
        if self._panel is not None:
            self._panel.agree()
