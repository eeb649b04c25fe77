"""Every setting of the table is on the screen, and all can be taken back."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from gui.core.errors import KeyringLocked
from gui.core.keystore import PROXY_PASSWORD, MemoryStore, Secrets
from gui.core.settings import POINTER, Settings, data_folder, rows
from gui.ui.messages import MessageBar
from gui.ui.settings_dialog import SettingsDialog
from gui.ui.tasks import TaskRunner

BEFORE = Settings(theme="light", window_geometry="AdnQywAD", last_record="42")
MANUAL = replace(BEFORE, proxy_mode="manual", proxy_url="proxy.example.com:8080")


class Keyring(MemoryStore):
    failure = None

    def set(self, name, secret, cancelled=None):
        if self.failure is not None:
            raise self.failure
        super().set(name, secret)


@pytest.fixture
def keyring():
    return Keyring()


@pytest.fixture
def memory():
    return MemoryStore()


class Screen:
    def __init__(self, qtbot, dialog):
        self.qtbot, self.dialog, self.told = qtbot, dialog, []
        dialog.settings_changed.connect(self.told.append)

    def find(self, name, kind=QWidget):
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def press(self, name):
        self.qtbot.mouseClick(self.find(name, QPushButton), Qt.MouseButton.LeftButton)

    def choose(self, name, value):
        self.find(f"setting:{name}={value}", QRadioButton).click()

    def fill(self, name, text):
        line = self.find(name, QLineEdit)
        line.setFocus()
        line.clear()
        self.qtbot.keyClicks(line, text)

    def is_gone(self):
        return not shiboken6.isValid(self.dialog)

    def errors(self):
        return [
            label.text()
            for label in self.dialog.findChildren(QLabel)
            if label.property("role") == "error" and label.isVisible() and label.text()
        ]


@pytest.fixture
def open_dialog(qapp, qtbot, theme, keyring, memory, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()

    def open_dialog(settings=BEFORE, **options):
        secrets = Secrets(keyring, memory)
        tasks = TaskRunner(qapp)
        folder = tmp_path / "data"
        dialog = SettingsDialog(settings, secrets, tasks, folder, window, **options)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return Screen(qtbot, dialog)

    return open_dialog


def test_every_row_of_the_table_is_there(open_dialog):
    screen = open_dialog()
    for name, row in rows():
        screen.find(f"setting:{name}")
        for value, words in row.choices:
            assert screen.find(f"setting:{name}={value}", QRadioButton).text() == words
    assert screen.find("setting:theme=light", QRadioButton).isChecked()
    assert screen.find("setting:theme=light").hasFocus()


def test_looks_change_at_once_and_nothing_else_does(open_dialog):
    screen = open_dialog()
    screen.choose("theme", "dark")
    screen.choose("proxy_mode", "none")
    screen.choose("font_size", "large")
    assert screen.told == [
        replace(BEFORE, theme="dark"),
        replace(BEFORE, theme="dark", font_size="large"),
    ]


def test_done_tells_everything_and_keeps_what_is_not_shown(open_dialog, qtbot):
    screen = open_dialog()
    screen.choose("theme", "dark")
    screen.choose("proxy_mode", "none")
    screen.find("setting:notifications").click()
    screen.press("apply_settings")
    qtbot.waitUntil(screen.is_gone)
    assert screen.told[-1] == replace(BEFORE, theme="dark", proxy_mode="none", notifications=False)


def test_taking_back_restores_the_looks(open_dialog, qtbot):
    screen = open_dialog()
    screen.choose("theme", "dark")
    screen.choose("proxy_mode", "none")
    screen.press("cancel_settings")
    qtbot.waitUntil(screen.is_gone)
    assert screen.told[-1] == BEFORE


def test_esc_without_a_change_tells_nothing(open_dialog, qtbot):
    screen = open_dialog()
    qtbot.keyClick(screen.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(screen.is_gone)
    assert screen.told == []


# the proxy


def test_only_what_applies_is_shown(open_dialog):
    screen = open_dialog()
    address, user = screen.find("setting:proxy_url"), screen.find("setting:proxy_user")
    password = screen.find("proxy_password")
    assert not any(widget.isVisible() for widget in (address, user, password))
    screen.choose("proxy_mode", "manual")
    assert address.isVisible()
    assert user.isVisible()
    screen.fill("setting:proxy_user", "zhang")
    assert password.isVisible()
    screen.choose("proxy_mode", "none")
    assert not any(widget.isVisible() for widget in (address, user, password))


def test_a_login_that_is_kept_for_the_system_s_proxy_can_be_changed(open_dialog):
    screen = open_dialog(replace(BEFORE, proxy_user="zhang"))
    assert screen.find("setting:proxy_user").isVisible()
    assert screen.find("proxy_password").isVisible()


def test_an_error_of_the_network_leads_to_the_network(open_dialog, qtbot):
    # GIVEN settings that were opened from an error, WHEN they are there
    screen = open_dialog()
    screen.dialog.go_to_network()
    # THEN the keys go to the proxy, it is in view, and a name can be filled in
    chosen = screen.find("setting:proxy_mode=system", QRadioButton)
    qtbot.waitUntil(chosen.hasFocus)
    assert not chosen.visibleRegion().isEmpty()
    assert screen.find("setting:proxy_user").isVisible()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "请填写代理地址"),
        ("socks5://proxy.example.com:1080", "现在填的是 SOCKS 代理，重审助手只支持 HTTP 代理"),
        ("proxy.example.com:99999", "代理地址的端口应为 1 至 65535 的数字"),
        ("zhang:pw@proxy.example.com:80", "代理的用户名和密码请填在下面的两栏里，不写在地址中"),
    ],
)
def test_an_address_that_is_of_no_use_is_explained_at_the_field(open_dialog, address, sentence):
    screen = open_dialog()
    screen.choose("proxy_mode", "manual")
    screen.fill("setting:proxy_url", address)
    screen.press("test_proxy")
    assert len(screen.errors()) == 1
    assert screen.errors()[0].startswith(sentence)
    assert "提交" not in screen.errors()[0]

    # 完成 does not pass over it
    screen.press("apply_settings")
    assert screen.dialog.isVisible()
    assert screen.find("setting:proxy_url").hasFocus()
    assert screen.told == []


def test_leaving_the_address_checks_it(open_dialog):
    screen = open_dialog()
    screen.choose("proxy_mode", "manual")
    screen.fill("setting:proxy_url", "socks5://a:1")
    assert screen.errors() == []
    screen.find("setting:proxy_user").setFocus()
    assert len(screen.errors()) == 1
    screen.fill("setting:proxy_url", "a:1")
    assert screen.errors() == []


def test_the_password_goes_to_the_keyring_and_nowhere_else(open_dialog, keyring, qtbot):
    screen = open_dialog(MANUAL)
    screen.fill("setting:proxy_user", "zhang")
    screen.fill("proxy_password", "top-secret")
    screen.press("apply_settings")
    qtbot.waitUntil(screen.is_gone)
    assert keyring.get(PROXY_PASSWORD) == "top-secret"
    assert screen.told == [replace(MANUAL, proxy_user="zhang")]
    assert "top-secret" not in repr(screen.told)


def test_a_keyring_that_refuses_leaves_this_session(open_dialog, keyring, memory, qtbot):
    keyring.failure = KeyringLocked()
    screen = open_dialog(replace(MANUAL, proxy_user="zhang"))
    screen.fill("proxy_password", "top-secret")
    screen.press("apply_settings")
    qtbot.waitUntil(lambda: bool(screen.dialog.findChildren(MessageBar)))
    assert screen.dialog.findChild(MessageBar).title == KeyringLocked.title
    assert screen.told == []

    qtbot.waitUntil(screen.find("apply_settings").isEnabled)
    screen.press("action_session_only")
    qtbot.waitUntil(screen.is_gone)
    assert memory.get(PROXY_PASSWORD) == "top-secret"
    assert len(screen.told) == 1


def test_without_a_user_the_password_is_forgotten(open_dialog, keyring, qtbot):
    keyring.set(PROXY_PASSWORD, "old")
    screen = open_dialog(replace(MANUAL, proxy_user="zhang"))
    screen.fill("setting:proxy_user", "")
    screen.press("apply_settings")
    qtbot.waitUntil(screen.is_gone)
    assert keyring.get(PROXY_PASSWORD) is None
    assert screen.told == [MANUAL]


# the data folder


class Opener(QObject):
    """In place of the desktop's file manager."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def show_folder(self, url):
        self.opened.append(url.toLocalFile())


@pytest.fixture
def opener(qapp):
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "show_folder")  # the stubs want bytes
    yield opener
    QDesktopServices.unsetUrlHandler("file")


def test_the_folder_is_shown_and_opened(open_dialog, tmp_path, opener):
    screen = open_dialog()
    assert screen.find("data_folder", QLineEdit).text() == str(tmp_path / "data")
    assert screen.find("data_folder", QLineEdit).isReadOnly()
    assert not screen.find("change_data_folder").isVisible()
    screen.find("open_data_folder", QPushButton).click()
    assert opener.opened == [str(tmp_path / "data")]


def choose(screen, folder: Path):
    screen.press("change_data_folder")
    dialog = screen.find("choose_data_folder", QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.reject()


def test_another_folder_counts_from_the_next_start(open_dialog, tmp_path, qtbot):
    default, new = tmp_path / "default", tmp_path / "new"
    new.mkdir()
    screen = open_dialog(default_folder=default)
    choose(screen, new)
    words = screen.find("data_folder_next", QLabel)
    qtbot.waitUntil(words.isVisible)
    assert str(new) in words.text()
    assert "下次打开" in words.text()
    assert data_folder(None, default) == new
    assert stat.S_IMODE((default / POINTER).stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_used_is_told(open_dialog, tmp_path, qtbot):
    default, file = tmp_path / "default", tmp_path / "file"
    file.write_text("", encoding="utf-8")
    screen = open_dialog(default_folder=default)
    choose(screen, file / "inside")
    qtbot.waitUntil(lambda: bool(screen.dialog.findChildren(MessageBar)))
    assert not screen.find("data_folder_next").isVisible()
    assert data_folder(None, default) == default
