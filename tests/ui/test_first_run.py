"""The first day, as somebody lives it who has only the program and an AppID."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget

from gui.core.account_desk import AccountDesk
from gui.core.connections import Connections
from gui.core.errors import KeyringLocked
from gui.core.keystore import MemoryStore, Secrets
from gui.core.practice.example import example_accounts
from gui.core.practice.server import StandIn
from gui.core.store.accounts import Accounts
from gui.core.store.database import open_database
from gui.core.wechat.transport import Transport
from gui.ui.first_run import FirstRun
from gui.ui.messages import MessageBar
from gui.ui.questions import Notice
from gui.ui.steps_line import StepsLine
from gui.ui.tasks import TaskRunner
from gui.ui.theme import POINTS

MINE = example_accounts()[0]
IP = "61.172.68.219"
FILLED = {
    "account_name": "某某科技",
    "account_appid": MINE["appid"],
    "account_secret": MINE["secret"],
}


class Keyring(MemoryStore):
    """Is locked when told so."""

    locked = False

    def set(self, name, secret, cancelled=None):
        if self.locked:
            raise KeyringLocked
        super().set(name, secret)


@pytest.fixture
def keyring():
    return Keyring()


@pytest.fixture
def stand_in():
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def desk(tmp_path, stand_in, keyring):
    database = open_database(tmp_path / "data").database
    secrets = Secrets(keyring, MemoryStore())
    connections = Connections(Transport(stand_in.base_url), secrets)
    yield AccountDesk(Accounts(database), secrets, connections)
    database.close()


class Newcomer:
    """Somebody on the first day: reads, fills in, presses."""

    def __init__(self, qtbot, dialog):
        self.qtbot, self.dialog = qtbot, dialog
        self.saved, self.left = [], []
        dialog.account_saved.connect(self.saved.append)
        dialog.finished.connect(self.left.append)

    def find(self, name, kind=QWidget):
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def sees(self, name):
        return self.find(name).isVisible()

    def press(self, name):
        button = self.find(name, QAbstractButton)
        assert button.isVisible(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def settle(self):
        later = self.find("first_run_back", QPushButton)
        self.qtbot.waitUntil(later.isEnabled, timeout=10_000)

    def press_and_wait(self, name):
        self.press(name)
        self.settle()

    def fill(self, **texts):
        for name, text in texts.items():
            line = self.find(name, QLineEdit)
            line.setFocus()
            line.insert(text)

    def step(self):
        """The step at which the line of dots stands."""
        told = self.dialog.findChild(StepsLine).accessibleName()
        now = [part.split(" ")[0] for part in told.split("：")[1].split("，") if "进行中" in part]
        return now[0] if now else ""

    def done(self):
        told = self.dialog.findChild(StepsLine).accessibleName()
        parts = told.split("：")[1].split("，")
        return [part.split(" ")[0] for part in parts if "已完成" in part]

    def words(self):
        labels = self.dialog.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def bar(self):
        bars = [bar for bar in self.dialog.findChildren(MessageBar) if bar.isVisible()]
        assert len(bars) == 1, [bar.title for bar in bars]
        return bars[0]

    def question(self):
        found = [notice for notice in self.dialog.findChildren(Notice) if notice.isVisible()]
        assert len(found) == 1
        return found[0]

    def answer(self, name):
        button = self.question().findChild(QPushButton, name)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def is_out(self):
        return not shiboken6.isValid(self.dialog) or not self.dialog.isVisible()


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 760)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def newcomer(qapp, qtbot, theme, desk, window):
    dialog = FirstRun(desk, TaskRunner(qapp), window)
    dialog.open()
    with qtbot.waitExposed(dialog):
        dialog.show()
    return Newcomer(qtbot, dialog)


# the way through


def test_a_company_is_ready_after_three_steps(newcomer, desk, keyring):
    # GIVEN the first start: the question who somebody is, answered the usual way
    assert newcomer.step() == "你是谁"
    assert newcomer.find("role=own", QRadioButton).isChecked()

    # WHEN the account is filled in and saved
    newcomer.press("first_run_next")
    assert newcomer.step() == "账号与密钥"
    assert newcomer.find("account_name").hasFocus()
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")

    # THEN it is kept, with its secret in the keyring and nowhere in the window
    assert [account.name for account in desk.list()] == ["某某科技"]
    assert [account.appid for account in newcomer.saved] == [MINE["appid"]]
    assert keyring.get(MINE["appid"]) == MINE["secret"]
    assert newcomer.find("account_secret", QLineEdit).text() == ""
    assert newcomer.step() == "测试连接"

    # WHEN the connection is tested, THEN WeChat knows it and the way ahead is told
    newcomer.press_and_wait("test_connection")
    assert newcomer.bar().title.startswith("连接成功")
    assert newcomer.done() == ["你是谁", "账号与密钥", "测试连接"]
    assert "填上认证任务编号" in newcomer.words()
    newcomer.press("first_run_next")
    newcomer.qtbot.waitUntil(newcomer.is_out)


def test_a_service_provider_is_asked_for_a_token(newcomer, desk, stand_in):
    # GIVEN somebody who works for clients
    newcomer.press("role=agent")
    newcomer.press("first_run_next")
    # THEN a token is asked for first, and the words are about it
    assert newcomer.find("account_method=token", QRadioButton).isChecked()
    assert newcomer.sees("account_token")
    assert not newcomer.sees("account_secret")
    assert "管理第三方平台的技术同事" in newcomer.words()

    # WHEN it is pasted and tested
    token = stand_in.world.token_of(MINE["appid"])
    newcomer.fill(account_name="客户", account_appid=MINE["appid"], account_token=token)
    newcomer.press_and_wait("first_run_next")
    assert "第三方平台" in newcomer.words()
    newcomer.press_and_wait("test_connection")
    # THEN it works
    assert newcomer.bar().title.startswith("连接成功")


def test_changing_ones_mind_about_who_one_is_changes_the_questions(newcomer):
    newcomer.press("role=agent")
    newcomer.press("first_run_next")
    newcomer.press("first_run_back")
    newcomer.press("role=own")
    newcomer.press("first_run_next")
    assert newcomer.sees("account_secret")
    assert not newcomer.sees("account_token")


def test_what_is_missing_is_said_before_anything_is_saved(newcomer, desk):
    newcomer.press("first_run_next")
    newcomer.fill(account_name="某某科技")
    newcomer.press_and_wait("first_run_next")
    assert newcomer.step() == "账号与密钥"
    assert "请填写 AppID" in newcomer.words()
    assert desk.list() == []


def test_an_ip_that_is_not_allowed_is_explained_and_can_be_copied(newcomer, stand_in, qtbot):
    # GIVEN a saved account whose white list lacks this computer
    stand_in.world.ip_allowed = False
    newcomer.press("first_run_next")
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")
    # THEN the white list is explained before it is met
    assert "IP 白名单" in newcomer.words()

    # WHEN it is tested, THEN the IP is there to be copied, and the steps are one press away
    newcomer.press_and_wait("test_connection")
    assert newcomer.find("ip_address", QLabel).text() == IP
    newcomer.press("copy_ip")
    assert QGuiApplication.clipboard().text() == IP
    with qtbot.waitSignal(newcomer.dialog.allowlist_steps_requested):
        newcomer.press("action_show_allowlist_steps")

    # WHEN it was added, THEN testing again succeeds
    stand_in.world.ip_allowed = True
    newcomer.press_and_wait("action_retry")
    assert newcomer.bar().title.startswith("连接成功")


def test_a_keyring_that_is_locked_leaves_this_session(newcomer, desk, keyring):
    keyring.locked = True
    newcomer.press("first_run_next")
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")
    assert newcomer.bar().title == KeyringLocked.title
    assert newcomer.step() == "账号与密钥"
    newcomer.press_and_wait("action_session_only")
    assert newcomer.step() == "测试连接"
    assert not desk.list()[0].keep


def test_a_mended_account_is_saved_once_more_and_not_twice(newcomer, desk):
    newcomer.press("first_run_next")
    newcomer.fill(**{**FILLED, "account_secret": "w" * 32})
    newcomer.press_and_wait("first_run_next")
    newcomer.press_and_wait("test_connection")
    assert newcomer.bar().title == "AppSecret 和 AppID 对不上"
    newcomer.press("first_run_back")
    newcomer.fill(account_secret=MINE["secret"])
    newcomer.press_and_wait("first_run_next")
    newcomer.press_and_wait("test_connection")
    assert newcomer.bar().title.startswith("连接成功")
    assert len(desk.list()) == 1


def test_an_account_that_is_not_changed_is_not_saved_again(newcomer):
    newcomer.press("first_run_next")
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")
    newcomer.press("first_run_back")
    newcomer.press("first_run_next")
    assert newcomer.step() == "测试连接"
    assert len(newcomer.saved) == 1


def test_the_step_under_way_is_shown_also_on_the_way_back(newcomer):
    newcomer.press("first_run_next")
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")
    for step in ("测试连接", "账号与密钥", "你是谁"):
        assert newcomer.step() == step
        if step != "你是谁":
            newcomer.press("first_run_back")


def test_after_a_test_that_failed_one_goes_on_and_finds_the_network(newcomer, stand_in, qtbot):
    newcomer.press("first_run_next")
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")
    stand_in.stop()
    newcomer.press_and_wait("test_connection")
    with qtbot.waitSignal(newcomer.dialog.network_settings_requested):
        newcomer.press("action_network_settings")
    assert newcomer.find("first_run_later", QPushButton).text() == "先继续"
    newcomer.press("first_run_later")
    newcomer.qtbot.waitUntil(newcomer.is_out)


# leaving steps out


def test_each_step_can_be_left_out(newcomer, desk):
    # GIVEN the account step, left out
    newcomer.press("first_run_next")
    newcomer.press("first_run_later")
    # THEN the test says why it cannot be made, and nothing stands in the way out
    assert newcomer.step() == "测试连接"
    assert not newcomer.sees("test_connection")
    assert "还没有保存账号" in newcomer.words()
    newcomer.press("first_run_next")
    newcomer.qtbot.waitUntil(newcomer.is_out)
    assert desk.list() == []


def test_the_first_step_left_out_is_everything_later(newcomer):
    newcomer.press("first_run_later")
    newcomer.qtbot.waitUntil(newcomer.is_out)
    assert newcomer.left == [0]


def test_the_test_can_be_left_out(newcomer, desk):
    newcomer.press("first_run_next")
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")
    newcomer.press("first_run_later")
    newcomer.qtbot.waitUntil(newcomer.is_out)
    assert len(desk.list()) == 1


# nothing typed is lost


@pytest.mark.parametrize("line", ["account_name", "account_appid", "account_secret"])
def test_escape_asks_before_typed_text_is_lost(newcomer, line, desk):
    # GIVEN something typed into one field only
    newcomer.press("first_run_next")
    newcomer.fill(**{line: "half"})
    # WHEN Esc is pressed and the question answered with going on
    newcomer.qtbot.keyClick(newcomer.dialog, Qt.Key.Key_Escape)
    newcomer.answer("question_no")
    # THEN it is all there
    assert newcomer.dialog.isVisible()
    assert newcomer.find(line, QLineEdit).text() == "half"
    # WHEN it is answered with leaving, THEN nothing was saved
    newcomer.qtbot.keyClick(newcomer.dialog, Qt.Key.Key_Escape)
    newcomer.answer("question_yes")
    newcomer.qtbot.waitUntil(newcomer.is_out)
    assert desk.list() == []


def test_a_step_left_out_half_filled_is_remembered_at_the_end(newcomer):
    newcomer.press("first_run_next")
    newcomer.fill(account_secret="half", account_name="某某")
    newcomer.press("first_run_later")
    newcomer.press("first_run_next")
    newcomer.answer("question_no")
    assert newcomer.step() == "账号与密钥"
    assert newcomer.find("account_name", QLineEdit).text() == "某某"
    assert newcomer.find("account_secret", QLineEdit).text() == "half"


def test_text_in_the_other_way_of_getting_a_token_counts_too(newcomer):
    newcomer.press("first_run_next")
    newcomer.fill(account_secret="half")
    newcomer.press("account_method=token")
    newcomer.qtbot.keyClick(newcomer.dialog, Qt.Key.Key_Escape)
    newcomer.answer("question_no")


def test_escape_leaves_at_once_when_nothing_is_typed(newcomer):
    newcomer.press("first_run_next")
    newcomer.qtbot.keyClick(newcomer.dialog, Qt.Key.Key_Escape)
    newcomer.qtbot.waitUntil(newcomer.is_out)


def test_escape_first_stops_what_is_waited_for(newcomer, stand_in):
    newcomer.press("first_run_next")
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")
    stand_in.world.misbehave("getaccountbasicinfo", "hang")
    newcomer.press("test_connection")
    newcomer.qtbot.waitUntil(newcomer.find("cancel_wait").isVisible)
    newcomer.qtbot.keyClick(newcomer.dialog, Qt.Key.Key_Escape)
    newcomer.settle()
    assert newcomer.dialog.isVisible()
    assert newcomer.bar().title == "已停止等待"


# practice, keyboard, looks


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_practice_is_one_press_away_on_every_step(newcomer, qtbot, steps):
    for name in ("first_run_next", "first_run_later")[:steps]:
        newcomer.press(name)
    with qtbot.waitSignal(newcomer.dialog.practice_requested):
        newcomer.press("practice_first")


def test_enter_in_a_field_saves_and_leaves_nothing(newcomer, desk):
    newcomer.press("first_run_next")
    newcomer.qtbot.keyClick(newcomer.find("account_name"), Qt.Key.Key_Return)
    assert newcomer.step() == "账号与密钥"
    assert desk.list() == []


def test_every_control_has_a_name_for_those_who_do_not_see_it(newcomer):
    for button in newcomer.dialog.findChildren(QAbstractButton):
        assert button.objectName(), button.text()
        assert button.accessibleName() or button.text()
    for line in newcomer.dialog.findChildren(QLineEdit):
        assert line.accessibleName()


@pytest.mark.parametrize("size", POINTS)
def test_nothing_is_cut_off_whatever_the_size_of_the_text(newcomer, theme, size):
    theme.apply("light", size)
    newcomer.press("first_run_next")
    newcomer.fill(**FILLED)
    newcomer.press_and_wait("first_run_next")
    newcomer.press_and_wait("test_connection")
    shown = [b for b in newcomer.dialog.findChildren(QPushButton) if b.isVisible()]
    assert [b.text() for b in shown if b.width() < b.minimumSizeHint().width()] == []
    page = newcomer.find("first_run_page")
    assert page.widget().width() <= page.viewport().width()
