"""Accounts are added, tested and changed as a clerk does it, against the stand-in over HTTP."""

import time

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QWidget,
)

from gui.core.account_desk import AccountDesk
from gui.core.account_draft import AccountDraft
from gui.core.connections import Connections
from gui.core.errors import Cancelled, KeyringLocked, KeyringMissing, KeyringRefused
from gui.core.keystore import MemoryStore, Secrets
from gui.core.practice.example import example_accounts
from gui.core.practice.server import StandIn
from gui.core.store.accounts import Accounts
from gui.core.store.database import open_database
from gui.core.wechat.transport import Transport
from gui.ui.accounts_dialog import AccountsDialog
from gui.ui.messages import MessageBar
from gui.ui.questions import Notice
from gui.ui.tasks import TaskRunner

FIRST, SECOND = example_accounts()
PRINCIPAL = "深圳市演练科技有限公司"
IP = "61.172.68.219"


class Keyring(MemoryStore):
    """Fails or waits when told to."""

    def __init__(self):
        super().__init__()
        self.failure = None
        self.frozen = False

    def _behave(self, cancelled):
        if self.frozen:
            assert cancelled.wait(10)
            raise Cancelled
        if self.failure is not None:
            raise self.failure

    def set(self, name, secret, cancelled=None):
        self._behave(cancelled)
        super().set(name, secret)

    def delete(self, name, cancelled=None):
        self._behave(cancelled)
        super().delete(name)


@pytest.fixture
def keyring():
    return Keyring()


@pytest.fixture
def memory():
    return MemoryStore()


@pytest.fixture
def stand_in():
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def desk(tmp_path, stand_in, keyring, memory):
    database = open_database(tmp_path / "data").database
    secrets = Secrets(keyring, memory)
    connections = Connections(Transport(stand_in.base_url), secrets)
    yield AccountDesk(Accounts(database), secrets, connections)
    database.close()


class Screen:
    """The dialog, and what a person does with it."""

    def __init__(self, qtbot, dialog):
        self.qtbot, self.dialog = qtbot, dialog
        self.lists, self.saved = [], []
        dialog.accounts_changed.connect(self.lists.append)
        dialog.account_saved.connect(self.saved.append)

    def find(self, name, kind=QWidget):
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def line(self, name):
        return self.find(name, QLineEdit)

    def press(self, name):
        self.qtbot.mouseClick(self.find(name, QPushButton), Qt.MouseButton.LeftButton)

    def fill(self, **texts):
        for name, text in texts.items():
            line = self.line(name)
            line.setFocus()
            line.clear()
            if text.isascii():
                self.qtbot.keyClicks(line, text)
            else:
                line.insert(text)  # as an input method does

    def choose(self, method):
        self.find(f"account_method={method}", QRadioButton).click()

    def settle(self):
        """Until nothing is waited for."""
        save = self.find("save_account", QPushButton)
        self.qtbot.waitUntil(save.isEnabled, timeout=10_000)

    def save(self):
        """Save, and see the list that was read afterwards."""
        before = len(self.lists)
        self.press("save_account")
        self.settle()
        self.qtbot.waitUntil(lambda: len(self.lists) > before)

    def test(self):
        self.press("test_connection")
        self.settle()

    def bar(self):
        bars = self.dialog.findChildren(MessageBar)
        shown = [bar for bar in bars if bar.isVisible()]
        assert len(shown) == 1, [bar.title for bar in shown]
        return shown[0]

    def errors(self):
        """The sentences below the fields."""
        labels = self.dialog.findChildren(QLabel)
        return [
            label.text()
            for label in labels
            if label.property("role") == "error" and label.isVisible() and label.text()
        ]

    def names(self):
        listed = self.find("accounts", QListWidget)
        return [listed.item(row).text() for row in range(listed.count())]

    def words(self):
        """What the list says to a screen reader."""
        listed = self.find("accounts", QListWidget)
        role = Qt.ItemDataRole.AccessibleTextRole
        return [listed.item(row).data(role) for row in range(listed.count())]

    def go_to(self, row):
        listed = self.find("accounts", QListWidget)
        place = listed.visualItemRect(listed.item(row)).center()
        self.qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def answer(self, name):
        """Press a button of the question that stands open."""
        notices = [n for n in self.dialog.findChildren(Notice) if n.isVisible()]
        assert len(notices) == 1
        self.qtbot.mouseClick(notices[0].findChild(QPushButton, name), Qt.MouseButton.LeftButton)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 760)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def open_dialog(qapp, qtbot, theme, desk, window):
    def open_dialog():
        screen = Screen(qtbot, AccountsDialog(desk, TaskRunner(qapp), window))
        screen.dialog.open()
        qtbot.waitUntil(lambda: bool(screen.lists))
        qtbot.waitUntil(screen.dialog.isVisible)
        return screen

    return open_dialog


def keep(desk, example=FIRST, **changes):
    filled = {"keep": True, "secret": example["secret"], **changes}
    return desk.save(AccountDraft(None, example["name"], example["appid"], "secret", **filled))


# a first account


def test_a_first_account_is_filled_in_tested_and_saved(open_dialog, keyring):
    # GIVEN a program without accounts: an empty form waits, nothing is red
    screen = open_dialog()
    assert screen.line("account_name").hasFocus()
    assert screen.errors() == []
    assert not screen.find("delete_account").isVisible()

    # WHEN it is filled in as it was copied, and tested
    screen.fill(account_name="演练公司", account_appid=FIRST["appid"].upper())
    screen.fill(account_secret=FIRST["secret"])
    screen.test()

    # THEN the clerk reads whose it is, and nothing has been saved
    assert screen.bar().title == f"连接成功：{PRINCIPAL}"
    assert screen.names() == []

    # WHEN it is saved, THEN it is in the list, the secret is in the keyring and out of the field
    screen.save()
    assert screen.words() == [f"演练公司，{FIRST['appid']}，密钥在系统钥匙串"]
    assert keyring.get(FIRST["appid"]) == FIRST["secret"]
    assert [account.appid for account in screen.saved] == [FIRST["appid"]]
    secret = screen.line("account_secret")
    assert secret.text() == ""
    assert secret.placeholderText() == "已保存在系统钥匙串，留空不变"
    assert not secret.isUndoAvailable()

    # AND testing once more uses what is kept
    screen.test()
    assert screen.bar().title == f"连接成功：{PRINCIPAL}"


def test_half_a_secret_takes_no_good_one_s_place_unasked(open_dialog, desk, keyring):
    # GIVEN an account with a good secret, over which a copy that lacks a digit is pasted
    keep(desk)
    screen = open_dialog()
    screen.fill(account_secret=FIRST["secret"][:-1])
    # WHEN it is saved, THEN that is asked about, and going back changes nothing
    screen.press("save_account")
    assert "AppSecret 共 32 位，现在是 31 位" in screen.errors()
    screen.answer("question_no")
    assert keyring.get(FIRST["appid"]) == FIRST["secret"]
    assert len(screen.line("account_secret").text()) == 31
    # WHEN somebody insists, THEN it is kept: no page of WeChat's promises the length
    screen.press("save_account")
    screen.answer("question_yes")
    screen.settle()
    assert keyring.get(FIRST["appid"]) == FIRST["secret"][:-1]


def test_what_is_missing_is_said_at_the_fields(open_dialog, keyring):
    screen = open_dialog()
    screen.press("save_account")
    assert screen.errors() == [
        "请填写名称，如公司或小程序的名称",
        "请填写 AppID",
        "请填写 AppSecret",
    ]
    assert screen.line("account_name").hasFocus()
    assert "错误：请填写 AppID" in screen.line("account_appid").accessibleDescription()

    # typing takes an error away, and leaving a wrong AppID says what is wrong with it
    screen.fill(account_name="甲", account_appid="wx123")
    assert screen.errors() == ["请填写 AppSecret"]
    screen.line("account_secret").setFocus()
    assert screen.errors() == ["AppID 共 18 位，现在是 5 位", "请填写 AppSecret"]


def test_a_pasted_token_is_tested_and_stays_in_memory(open_dialog, stand_in, keyring):
    screen = open_dialog()
    screen.choose("token")
    assert not screen.line("account_secret").isVisible()
    token = stand_in.world.token_of(FIRST["appid"])
    screen.fill(account_name="甲", account_appid=FIRST["appid"])
    QGuiApplication.clipboard().setText(f" {token[:40]}\n{token[40:]} ")
    screen.line("account_token").paste()
    screen.test()
    assert screen.bar().title == f"连接成功：{PRINCIPAL}"
    screen.save()
    assert screen.words() == [f"甲，{FIRST['appid']}，凭证已粘贴"]
    assert screen.line("account_token").text() == ""
    assert keyring.get(FIRST["appid"]) is None


def test_for_this_session_only(open_dialog, keyring, memory):
    screen = open_dialog()
    screen.fill(account_name="甲", account_appid=FIRST["appid"], account_secret=FIRST["secret"])
    screen.find("session_only", QCheckBox).click()
    screen.save()
    assert keyring.get(FIRST["appid"]) is None
    assert memory.get(FIRST["appid"]) == FIRST["secret"]
    assert screen.find("session_only", QCheckBox).isChecked()


# what WeChat says


def test_an_ip_that_is_not_allowed_is_shown_large_and_can_be_copied(
    open_dialog, desk, stand_in, qtbot
):
    # GIVEN an account whose white list lacks this computer
    keep(desk)
    stand_in.world.ip_allowed = False
    screen = open_dialog()

    # WHEN it is tested
    screen.test()

    # THEN the IP stands there, and exactly that goes to the clipboard
    address = screen.find("ip_address", QLabel)
    assert address.isVisible()
    assert address.text() == IP
    assert address.font().pointSizeF() > screen.find("save_account").font().pointSizeF()
    screen.press("copy_ip")
    assert QGuiApplication.clipboard().text() == IP

    # and the steps are one click away
    with qtbot.waitSignal(screen.dialog.allowlist_steps_requested):
        screen.press("action_show_allowlist_steps")

    # WHEN it was added, THEN testing again succeeds
    stand_in.world.ip_allowed = True
    screen.press("action_retry")
    screen.settle()
    assert screen.bar().title == f"连接成功：{PRINCIPAL}"
    assert not address.isVisible()


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"account_secret": "w" * 32}, "AppSecret 和 AppID 对不上"),
        ({"account_appid": "wx0123456789abcdef"}, "没有找到这个 AppID"),
    ],
    ids=["40125", "40013"],
)
def test_a_refusal_is_explained(open_dialog, changes, title):
    screen = open_dialog()
    filled = {"account_appid": FIRST["appid"], "account_secret": FIRST["secret"]}
    screen.fill(**{**filled, **changes})
    screen.test()
    bar = screen.bar()
    assert bar.title == title
    # nothing was to be submitted, and the form is not saved: neither is claimed
    assert "提交" not in bar.accessibleDescription()
    assert "已保存" not in bar.accessibleDescription()


def test_a_missing_permission_says_what_to_do(open_dialog, desk, stand_in):
    keep(desk)
    stand_in.world.refuse("getaccountbasicinfo", 48001)
    screen = open_dialog()
    screen.test()
    assert screen.bar().title == "还没有这项操作的权限"
    assert "服务商提供的接口调用凭证" in screen.bar().accessibleDescription()


def test_a_test_that_takes_long_can_be_left(open_dialog, desk, stand_in, qtbot):
    keep(desk)
    stand_in.world.misbehave("getaccountbasicinfo", "hang")
    screen = open_dialog()
    screen.press("test_connection")
    qtbot.waitUntil(screen.find("cancel_wait").isVisible)
    assert screen.find("waiting_words", QLabel).text() == "正在测试连接…"
    assert not screen.line("account_name").isEnabled()
    screen.press("cancel_wait")
    screen.settle()
    assert screen.bar().title == "已停止等待"
    assert screen.line("account_name").isEnabled()


# the keyring


def test_while_the_keyring_waits_the_window_says_so_and_can_leave(open_dialog, keyring, qtbot):
    # GIVEN a keyring that waits for a prompt that nobody answers
    keyring.frozen = True
    screen = open_dialog()
    screen.fill(account_name="甲", account_appid=FIRST["appid"], account_secret=FIRST["secret"])
    screen.press("save_account")
    qtbot.waitUntil(screen.find("cancel_wait").isVisible)
    assert screen.find("waiting_words", QLabel).text() == "正在等待系统钥匙串…"

    # WHEN the user presses Esc, THEN the waiting ends, and neither dialog nor text are gone
    qtbot.keyClick(screen.dialog, Qt.Key.Key_Escape)
    screen.settle()
    assert screen.dialog.isVisible()
    assert screen.bar().accessibleDescription() == "账号没有保存，填写的内容还在这里。"
    assert len(screen.line("account_secret").text()) == len(FIRST["secret"])
    assert screen.names() == []


@pytest.mark.parametrize("failure", [KeyringMissing, KeyringLocked, KeyringRefused])
def test_a_keyring_that_refuses_leaves_this_session(open_dialog, keyring, memory, failure):
    keyring.failure = failure()
    screen = open_dialog()
    screen.fill(account_name="甲", account_appid=FIRST["appid"], account_secret=FIRST["secret"])
    screen.save()
    assert screen.bar().title == failure.title
    assert screen.names() == []

    screen.press("action_session_only")
    screen.settle()
    screen.qtbot.waitUntil(lambda: screen.names() == ["甲"])
    assert memory.get(FIRST["appid"]) == FIRST["secret"]
    assert screen.bar().title == "已保存「甲」"


def test_retry_saves_once_the_keyring_is_open(open_dialog, keyring):
    keyring.failure = KeyringLocked()
    screen = open_dialog()
    screen.fill(account_name="甲", account_appid=FIRST["appid"], account_secret=FIRST["secret"])
    screen.save()
    keyring.failure = None
    screen.press("action_retry")
    screen.settle()
    screen.qtbot.waitUntil(lambda: screen.names() == ["甲"])
    assert keyring.get(FIRST["appid"]) == FIRST["secret"]


# several accounts


def test_the_list_shows_what_each_account_needs(open_dialog, desk):
    keep(desk)
    keep(desk, SECOND, keep=False)
    screen = open_dialog()
    assert screen.words() == [
        f"{FIRST['name']}，{FIRST['appid']}，密钥在系统钥匙串",
        f"{SECOND['name']}，{SECOND['appid']}，密钥仅本次使用",
    ]
    screen.go_to(1)
    assert screen.line("account_appid").text() == SECOND["appid"]
    assert screen.errors() == []


def test_going_elsewhere_with_unsaved_text_is_asked_about(open_dialog, desk):
    keep(desk)
    keep(desk, SECOND)
    screen = open_dialog()
    screen.fill(account_name="改了名")

    # WHEN the question is answered with staying, THEN everything is as it was
    screen.go_to(1)
    screen.answer("question_no")
    assert screen.line("account_name").text() == "改了名"
    assert screen.find("accounts", QListWidget).currentRow() == 0

    # WHEN it is answered with leaving, THEN the other account is shown
    screen.go_to(1)
    screen.answer("question_yes")
    assert screen.line("account_name").text() == SECOND["name"]
    assert screen.find("accounts", QListWidget).currentRow() == 1


def test_closing_asks_only_about_unsaved_text(open_dialog, desk, qtbot):
    keep(desk)
    screen = open_dialog()
    screen.fill(account_secret="half")
    screen.press("close_accounts")
    screen.answer("question_no")
    assert screen.dialog.isVisible()

    screen.line("account_secret").clear()
    screen.press("close_accounts")
    qtbot.waitUntil(lambda: not shiboken6.isValid(screen.dialog))


def test_a_new_account_beside_others(open_dialog, desk):
    keep(desk)
    screen = open_dialog()
    screen.press("new_account")
    assert screen.line("account_name").hasFocus()
    assert screen.line("account_appid").text() == ""
    screen.fill(account_name="乙", account_appid=SECOND["appid"], account_secret=SECOND["secret"])
    screen.save()
    assert sorted(screen.names()) == sorted(["乙", FIRST["name"]])
    assert screen.line("account_name").text() == "乙"


def test_an_appid_that_is_there_already_is_told(open_dialog, desk, keyring):
    keep(desk)
    screen = open_dialog()
    screen.press("new_account")
    screen.fill(account_name="乙", account_appid=FIRST["appid"], account_secret="x" * 32)
    screen.save()
    assert screen.bar().title == "这个 AppID 已经在账号列表里"
    assert keyring.get(FIRST["appid"]) == FIRST["secret"]


def test_deleting_is_asked_about_and_takes_the_secret_along(open_dialog, desk, keyring):
    keep(desk)
    screen = open_dialog()
    screen.press("delete_account")
    screen.answer("question_no")
    assert screen.names() == [FIRST["name"]]

    screen.press("delete_account")
    screen.answer("question_yes")
    screen.qtbot.waitUntil(lambda: screen.names() == [])
    assert keyring.get(FIRST["appid"]) is None
    assert screen.bar().title == f"已删除「{FIRST['name']}」"


def test_a_keyring_that_keeps_the_secret_is_asked_about(open_dialog, desk, keyring):
    keep(desk)
    screen = open_dialog()
    keyring.failure = KeyringRefused()
    screen.press("delete_account")
    screen.answer("question_yes")
    screen.settle()
    assert screen.names() == [FIRST["name"]]
    screen.answer("question_yes")
    screen.qtbot.waitUntil(lambda: screen.names() == [])


# the dialog itself


def test_every_control_has_a_name_for_those_who_do_not_see_it(open_dialog, desk):
    keep(desk)
    screen = open_dialog()
    for name in ("account_name", "account_appid", "account_secret", "account_token"):
        assert screen.line(name).accessibleName()
    for button in screen.dialog.findChildren(QPushButton):
        assert button.objectName(), button.text()
        assert not button.isDefault()
        assert not button.autoDefault()


def test_enter_in_a_field_saves_nothing(open_dialog, qtbot):
    screen = open_dialog()
    qtbot.keyClick(screen.line("account_name"), Qt.Key.Key_Return)
    assert screen.dialog.isVisible()
    assert screen.errors() == []


def test_the_window_stays_awake_while_the_keyring_sleeps(open_dialog, keyring, qtbot):
    keyring.frozen = True
    screen = open_dialog()
    screen.fill(account_name="甲", account_appid=FIRST["appid"], account_secret=FIRST["secret"])
    before = time.monotonic()
    screen.press("save_account")
    assert time.monotonic() - before < 2
    assert not screen.find("save_account").isEnabled()
    screen.dialog.reject()
    screen.settle()
