"""The right side of the accounts dialog: one account to fill in, its secret only ever going in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.account_desk import AccountState
from gui.core.account_draft import AccountDraft, appid_problem, tidy_appid
from gui.core.store.accounts import Account, Method
from gui.ui.buttons import Mark, make_button
from gui.ui.dialog_field import DialogField
from gui.ui.labels import plain_label
from gui.ui.secret_edit import SecretEdit

METHODS: dict[Method, tuple[str, str]] = {
    "secret": (
        "AppSecret（由程序获取凭证）",
        "填写一次，以后由程序自动获取。如果微信提示没有权限，请改用服务商提供的凭证。",
    ),
    "token": (
        "粘贴 access_token（只在内存里，最长 2 小时）",
        "凭证由公司的服务器或服务商提供，过期后再粘贴一次。",
    ),
}
NAME_HELP = "只在这台电脑上显示，方便区分。"
APPID_HELP = "以 wx 开头，共 18 位。在小程序后台的开发设置里可以复制。"
SECRET_HELP = (
    "在小程序后台的开发设置里生成，共 32 位。保存后不再显示。"  # noqa: S105  words
    "请先问问有没有人留着：一旦在后台点「重置」，原来的 AppSecret 马上就不能用了，"
    "其他正在用它的人和系统都会断开。"
)
TOKEN_HELP = "请粘贴这个小程序的 access_token，不要和第三方平台自己的凭证弄混。"  # noqa: S105
SESSION = "仅本次使用"
SESSION_HELP = (
    "密钥只在内存里，退出程序后要重新填写。不勾选时，密钥保存在系统钥匙串"
    "（Windows 凭据管理器、macOS 钥匙串、Linux 密钥环），不写进任何文件。"
)
STORED_IN_KEYRING = "已保存在系统钥匙串，留空不变"
STORED_HERE = "留空则继续用本次填写过的密钥"
STORED_TOKEN = "已粘贴，留空不变"  # noqa: S105  words
HONEST = (
    "微信的文档要求由服务器调用这些接口，重审助手则由这台电脑直接调用。"
    "密钥和凭证只发给微信，请只在自己的工作电脑上使用。"
)
WHITE_LIST = (
    "小程序开启了 IP 白名单时，要先把这台电脑的公网 IP 加进去。"
    "点「测试连接」，如果还没有加，会显示这个 IP。"
)


class AccountForm(QWidget):
    """Shows an account and gives back a draft; saves and asks nothing itself."""

    allowlist_steps_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._old: Account | None = None
        self._build_controls()
        self.fields = {
            "name": DialogField("名称", self._name, NAME_HELP),
            "appid": DialogField("AppID", self._appid, APPID_HELP),
            "secret": DialogField("AppSecret", self._secret, SECRET_HELP),
            "token": DialogField("access_token", self._token, TOKEN_HELP),
        }
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(18)
        for widget in (self.fields["name"], self.fields["appid"], self._build_methods()):
            box.addWidget(widget)
        box.addWidget(self._build_secret())
        box.addWidget(self.fields["token"])
        box.addWidget(self._build_notes())
        box.addStretch(1)
        self._connect()
        self.load(None, None)

    # building

    def _build_controls(self) -> None:
        self._name = QLineEdit()
        self._name.setObjectName("account_name")
        self._name.setPlaceholderText("如 某某科技小程序")
        self._appid = QLineEdit()
        self._appid.setObjectName("account_appid")
        self._appid.setPlaceholderText("如 wx1234567890abcdef")
        self._secret = SecretEdit("account_secret")
        self._token = SecretEdit("account_token")
        self._session = QCheckBox(SESSION)
        self._session.setObjectName("session_only")
        self._session.setAccessibleDescription(SESSION_HELP)

    def _build_methods(self) -> QWidget:
        self._methods = QButtonGroup(self)
        group = QWidget()
        group.setAccessibleName("怎样取得调用凭证")
        box = QVBoxLayout(group)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(plain_label("怎样取得调用凭证", "question"))
        for method, (words, help_text) in METHODS.items():
            button = QRadioButton(words)
            button.setObjectName(f"account_method={method}")
            button.setProperty("method", method)
            button.setAccessibleDescription(help_text)
            self._methods.addButton(button)
            box.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
            box.addWidget(plain_label(help_text, "choice-help"))
        return group

    def _build_secret(self) -> QWidget:
        self._secret_part = QWidget()
        box = QVBoxLayout(self._secret_part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.fields["secret"])
        box.addWidget(self._session)
        box.addWidget(plain_label(SESSION_HELP, "choice-help"))
        return self._secret_part

    def _build_notes(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "banner-info")
        frame.setObjectName("account_notes")
        box = QVBoxLayout(frame)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addWidget(_note("shield", HONEST))
        steps = make_button("查看添加步骤", "show_allowlist_steps", "link")
        steps.clicked.connect(self.allowlist_steps_requested)
        self._white_list = _note("key", WHITE_LIST)
        inner = QHBoxLayout()
        inner.setContentsMargins(24, 0, 0, 0)
        inner.addWidget(steps)
        inner.addStretch(1)
        self._steps = steps
        box.addWidget(self._white_list)
        box.addLayout(inner)
        return frame

    def _connect(self) -> None:
        self._methods.buttonToggled.connect(self._show_method)
        self._appid.editingFinished.connect(self._on_appid_left)
        for name, edit in self._edits().items():
            edit.setProperty("field", name)
            edit.textChanged.connect(self._on_changed)

    def _edits(self) -> dict[str, QLineEdit]:
        return {
            "name": self._name,
            "appid": self._appid,
            "secret": self._secret,
            "token": self._token,
        }

    # what the dialog tells and asks

    def load(self, account: Account | None, state: AccountState | None) -> None:
        """Show an account, or an empty form for a new one."""
        self._old = account
        self._name.setText(account.name if account else "")
        self._appid.setText(account.appid if account else "")
        self._session.setChecked(account is not None and not account.keep and _secret(account))
        self._check_method(account.method if account else "secret")
        self._show_stored(account, state)
        self.wipe()
        for field in self.fields.values():
            field.show_error("")
        self._untouched = self.draft()

    def draft(self) -> AccountDraft:
        """What is filled in now; of secret and token only the one that is asked for."""
        method = self._method()
        return AccountDraft(
            id=self._old.id if self._old else None,
            name=self._name.text().strip(),
            appid=tidy_appid(self._appid.text()),
            method=method,
            keep=not self._session.isChecked(),
            secret=self._secret.secret_or_none() if method == "secret" else None,
            token=self._token.secret_or_none() if method == "token" else None,
        )

    def is_edited(self) -> bool:
        """Whether there is anything that saving would change."""
        return self.draft() != self._untouched

    def wipe(self) -> None:
        """Forget what was typed as secret or token."""
        self._secret.wipe()
        self._token.wipe()

    def use_session_only(self) -> None:
        """仅本次使用 was chosen outside the form."""
        self._session.setChecked(True)

    def show_problems(self, wrong: Mapping[str, str]) -> None:
        """Say at each field what is wrong, and go to the first."""
        for name, field in self.fields.items():
            field.show_error(wrong.get(name, ""))
        for name in self.fields:
            if name in wrong:
                self.take_focus(name)
                return

    def take_focus(self, name: str = "name") -> None:
        """Put the cursor into a field."""
        self._edits()[name].setFocus(Qt.FocusReason.OtherFocusReason)

    # how

    def _method(self) -> Method:
        chosen: Method = self._methods.checkedButton().property("method")
        return chosen

    def _check_method(self, method: Method) -> None:
        for button in self._methods.buttons():
            button.setChecked(button.property("method") == method)
        self._show_method()

    def _show_stored(self, account: Account | None, state: AccountState | None) -> None:
        secret, token = "", ""
        if account is not None and account.method == "secret":
            secret = STORED_IN_KEYRING if account.keep else STORED_HERE
        if state is not None and state.has_token:
            token = STORED_TOKEN
        self._secret.setPlaceholderText(secret)
        self._token.setPlaceholderText(token)

    @Slot()
    def _show_method(self) -> None:
        secret = self._method() == "secret"
        self._secret_part.setVisible(secret)
        self.fields["token"].setVisible(not secret)
        self._white_list.setVisible(secret)
        self._steps.setVisible(secret)

    @Slot()
    def _on_changed(self) -> None:
        """Typing takes an error away; the length helps to see whether all was copied."""
        name = self.sender().property("field")
        self.fields[name].show_error("")
        self.fields["secret"].show_count(_length(self._secret))
        self.fields["token"].show_count(_length(self._token))

    @Slot()
    def _on_appid_left(self) -> None:
        text = self._appid.text()
        if tidy_appid(text) != text:
            self._appid.setText(tidy_appid(text))
        if text:
            self.fields["appid"].show_error(appid_problem(text))


def _secret(account: Account) -> bool:
    return account.method == "secret"


def _length(edit: SecretEdit) -> str:
    return f"已填 {len(edit.secret())} 位" if edit.secret() else ""


def _note(icon_name: str, words: str) -> QWidget:
    note = QWidget()
    row = QHBoxLayout(note)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Mark(icon_name, "info"), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(plain_label(words), 1)
    return note
