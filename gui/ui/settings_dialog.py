"""设置: the table of gui.core.settings on the screen, the proxy's password, the data folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core import proxy
from gui.core.errors import NOTHING_SENT, SAFE, AppError, Cancelled, ProxyFailed
from gui.core.keystore import PROXY_PASSWORD, Secrets
from gui.core.settings import Settings, choose_data_folder, rows
from gui.ui.buttons import make_button
from gui.ui.data_folder_card import DataFolderCard
from gui.ui.dialog_field import DialogField
from gui.ui.labels import announce, plain_label
from gui.ui.local_data_card import LocalDataCard
from gui.ui.messages import MessageStack
from gui.ui.scroll_column import ScrollColumn, make_card
from gui.ui.secret_edit import SecretEdit
from gui.ui.setting_rows import SettingRow, make_row
from gui.ui.tasks import TaskRunner
from gui.ui.waiting_footer import WaitingFooter
from gui.ui.window_size import open_at

SIZE = (680, 700)
SMALLEST = (560, 420)
WIDTH = 600
AT_ONCE = ("theme", "font_size")  # are seen at once, so they are shown at once
NETWORK, NETWORK_MARGIN = "proxy_mode", 24  # px above it
ADDRESS, USER = "proxy_url", "proxy_user"
KEYRING = "正在等待系统钥匙串…"
CHECKING = "正在检查文件夹…"
PASSWORD_HELP = "保存在系统钥匙串，不再显示。留空则继续用保存过的密码。"  # noqa: S105
ADDRESS_FINE = "地址写法没有问题。完成后，可以在「账号与密钥」里点「测试连接」确认能连通。"


class SettingsDialog(QDialog):
    """Opened with open(). `settings_changed` carries the Settings to be put into force.

    `default_folder` is where the choice of another data folder is noted; None when the folder
    cannot be chosen here (it was given at the start, or this is the practice mode). `cards` are
    shown below the table, and care for themselves.
    """

    settings_changed = Signal(object)  # Settings
    diagnostics_requested = Signal()
    erase_requested = Signal()

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        tasks: TaskRunner,
        data_folder: Path,
        parent: QWidget | None = None,
        *,
        cards: Sequence[QWidget] = (),
        default_folder: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._before = self._now = settings
        self._may_log_in = bool(settings.proxy_user)  # the system's proxy hardly ever asks for it
        self._secrets = secrets
        self._default_folder = default_folder
        self._rows: dict[str, SettingRow] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("settings_dialog")
        self.setWindowTitle("设置")
        open_at(self, SIZE, SMALLEST)
        self._folder = DataFolderCard(data_folder, changeable=default_folder is not None)
        self._build(tasks, cards)
        self._show_rows()
        next(iter(self._rows.values())).take_focus()

    # building

    def _build(self, tasks: TaskRunner, cards: Sequence[QWidget]) -> None:
        self._messages = MessageStack()
        self._messages.action_requested.connect(self._on_action)
        self._page = ScrollColumn("settings_page", "设置内容", WIDTH)
        local = LocalDataCard()
        local.diagnostics_requested.connect(self.diagnostics_requested)
        local.erase_requested.connect(self.erase_requested)
        for widget in (self._messages, self._build_table(), *cards, self._folder, local):
            self._page.column.addWidget(widget)
        self._page.column.addStretch(1)
        self._folder.folder_chosen.connect(self._on_folder)
        self._footer = WaitingFooter(tasks)
        cancel = self._footer.add(make_button("取消", "cancel_settings"))
        done = self._footer.add(make_button("完成", "apply_settings", "primary"))
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self.finish)
        self._footer.busy_changed.connect(self._page.setDisabled)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._page, 1)
        box.addWidget(self._footer)

    def _build_table(self) -> QFrame:
        card, box = make_card()
        box.setSpacing(16)
        for name, row in rows():
            widget = self._rows[name] = make_row(name, row)
            widget.set_value(getattr(self._now, name))
            widget.changed.connect(self._on_changed)
            widget.left.connect(self._on_left)
            box.addWidget(widget)
            if name == ADDRESS:
                box.addWidget(self._build_check())
            if name == USER:
                box.addWidget(self._build_password())
        return card

    def _build_check(self) -> QWidget:
        button = make_button("检查地址", "test_proxy")
        button.clicked.connect(self._on_check)
        self._fine = plain_label("", "success")
        self._check = QWidget()
        row = QHBoxLayout(self._check)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(button)
        row.addWidget(self._fine, 1)
        return self._check

    def _build_password(self) -> DialogField:
        self._password = SecretEdit("proxy_password")
        self._password_field = DialogField("代理密码", self._password, PASSWORD_HELP)
        return self._password_field

    def go_to_network(self) -> None:
        """Show what is about the network, ready to be changed by keys."""
        self._may_log_in = True
        self._show_rows()
        QTimer.singleShot(0, self, self._show_network)  # opening gives the focus to the first row

    @Slot()
    def _show_network(self) -> None:
        self._rows[NETWORK].take_focus()
        top = self._rows[NETWORK].mapTo(self._page.widget(), QPoint(0, 0)).y()
        self._page.verticalScrollBar().setValue(top - NETWORK_MARGIN)

    # the table

    def _show_rows(self) -> None:
        """Show what applies to the choices made so far."""
        shown = {name: self._applies(row) for name, row in self._rows.items()}
        for name, row in self._rows.items():
            row.setVisible(shown[name])
        self._check.setVisible(shown[ADDRESS])
        self._password_field.setVisible(shown[USER] and bool(self._now.proxy_user))

    def _applies(self, row: SettingRow) -> bool:
        if row.row.only_when is None:
            return True
        name, values = row.row.only_when
        if row.name == USER and self._now.proxy_mode == "system" and self._may_log_in:
            return True
        return getattr(self._now, name) in values

    @Slot(str, object)
    def _on_changed(self, name: str, value: object) -> None:
        self._now = replace(self._now, **{name: value})  # type: ignore[arg-type]
        self._fine.clear()
        self._show_rows()
        if name in AT_ONCE:
            self.settings_changed.emit(self._seen(self._now))

    def _seen(self, chosen: Settings) -> Settings:
        """The settings of before with what is shown at once of the chosen ones."""
        return replace(self._before, **{name: getattr(chosen, name) for name in AT_ONCE})

    # the proxy

    @Slot(str)
    def _on_left(self, name: str) -> None:
        if name == ADDRESS and self._now.proxy_url:
            self._rows[ADDRESS].show_error(self._address_problem())

    @Slot()
    def _on_check(self) -> None:
        problem = self._address_problem()
        self._rows[ADDRESS].show_error(problem)
        self._fine.setText("" if problem else ADDRESS_FINE)
        announce(self._fine, problem or ADDRESS_FINE)

    def _address_problem(self) -> str:
        """What is wrong with the address, as far as it is wanted; empty when nothing is."""
        if not self._applies(self._rows[ADDRESS]):
            return ""
        if not self._now.proxy_url:
            return "请填写代理地址"
        try:
            proxy.check_address(self._now.proxy_url)
        except ProxyFailed as error:
            return error.text.replace(NOTHING_SENT, "").replace(SAFE, "").rstrip("。")
        return ""

    # 完成 and 取消

    @Slot()
    def finish(self) -> None:
        """Put everything into force, the password first, unless something has to be mended."""
        problem = self._address_problem()
        self._rows[ADDRESS].show_error(problem)
        if problem:
            self._page.ensureWidgetVisible(self._rows[ADDRESS])
            self._rows[ADDRESS].take_focus()
            return
        if self._before.proxy_user and not self._now.proxy_user:
            self._forget_password()
        elif self._password_field.isHidden() or not self._password.secret():
            self._done()
        else:
            self._keep_password(keep=True)

    def _forget_password(self) -> None:
        """Without a user its password is of no use; a keyring that refuses holds nothing up."""
        done = self._on_stored
        self._footer.run(
            KEYRING, self._secrets.delete, PROXY_PASSWORD, on_success=done, on_failure=done
        )

    def _keep_password(self, *, keep: bool) -> None:
        self._messages.clear()
        self._footer.run(
            KEYRING,
            _store,
            self._secrets,
            self._password.secret(),
            keep,
            on_success=self._on_stored,
            on_failure=self._on_not_stored,
        )

    @Slot(object)
    def _on_stored(self, _nothing: object) -> None:
        self._password.wipe()
        self._done()

    @Slot(object)
    def _on_not_stored(self, error: AppError) -> None:
        if isinstance(error, Cancelled):
            self._messages.show_message("info", error.title, "设置没有改动，密码没有保存。")
        else:
            self._messages.show_error(error)
        self._page.verticalScrollBar().setValue(0)

    @Slot(str)
    def _on_action(self, key: str) -> None:
        self._keep_password(keep=key != "session_only")

    def _done(self) -> None:
        self.settings_changed.emit(self._now)
        self.accept()

    def reject(self) -> None:
        """Esc and 取消: first out of what is waited for; then everything is as it was."""
        if self._footer.is_waiting() and not self._footer.is_stopping():
            self._footer.stop()
            return
        if self._seen(self._now) != self._before:
            self.settings_changed.emit(self._before)
        super().reject()

    # the data folder

    @Slot(object)
    def _on_folder(self, folder: Path) -> None:
        self._footer.run(
            CHECKING,
            _choose,
            folder,
            self._default_folder,
            on_success=self._folder.show_next,
            on_failure=self._on_folder_refused,
        )

    @Slot(object)
    def _on_folder_refused(self, error: AppError) -> None:
        self._messages.show_message("error", error.title, error.text, (), error.details)
        self._page.verticalScrollBar().setValue(0)


def _store(secrets: Secrets, password: str, keep: bool, stop: Event) -> None:
    secrets.set(PROXY_PASSWORD, password, keep=keep, cancelled=stop)


def _choose(folder: Path, default: Path, _stop: Event) -> Path:
    choose_data_folder(folder, default)
    return folder
