"""What opens beside the pages: accounts, settings, notes; and the account of the open record."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QTextDocument
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QRadioButton

from gui.core.practice.example import example_accounts, example_record
from gui.core.practice.server import StandIn
from gui.core.settings import load
from tests.ui.clerk import RIGHT_TAX_NUMBER, TASKID, TAX_NUMBER, until

OWNER, NEWCOMER = example_accounts()
LINK = "https://mp.weixin.qq.com/x?ticket=1&action=authorize"


def account_of(clerk):
    """The AppID of the open record's account, as it is on the disk."""
    with clerk.disk() as other:
        row = other.execute(
            "SELECT a.appid FROM records AS r LEFT JOIN accounts AS a ON a.id = r.account_id"
            " WHERE r.id = ?",
            (clerk.window.record.session.record_id,),
        ).fetchone()
    return row[0]


def choose_account(clerk, appid):
    menu = clerk.window.header.findChild(QAction, f"choose_account={appid}")
    assert menu is not None
    menu.trigger()


def write(dialog, name, text):
    line = dialog.findChild(QLineEdit, name)
    line.setFocus()
    line.selectAll()
    line.insert(text)


def new_record(clerk):
    session = clerk.window.record.session
    old = session.record_id
    clerk.command("new_draft")
    until(lambda: session.record_id != old, "the new record")


# the account of a record


def test_a_record_can_be_given_another_account(clerk):
    # GIVEN the example record with its account
    button = clerk.find("choose_account")
    assert "演练小程序" in button.text()
    # WHEN another one is chosen
    choose_account(clerk, NEWCOMER["appid"])
    # THEN the header, the menu and the disk know it, and its form is as it was
    until(lambda: NEWCOMER["name"] in button.accessibleName(), "the header")
    assert account_of(clerk) == NEWCOMER["appid"]
    chosen = [a.data() for a in clerk.window.header.findChildren(QAction) if a.isChecked()]
    assert chosen == [clerk.window.record.session.sheet.account.id]
    assert clerk.page() == "form_page"

    # AND a submission goes out under it: there WeChat knows another company
    clerk.correct()
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.press("question_yes")
    clerk.bar("发票抬头和主体名称不一致")
    assert clerk.world.last("reauth").query["access_token"] == clerk.world.token_of(
        NEWCOMER["appid"]
    )


def test_a_record_without_account_asks_for_one_and_takes_the_new_one(hire):
    # GIVEN a record on a computer without any account
    clerk = hire(practice=False, stand_in=StandIn())
    clerk.command("new_draft")
    until(lambda: clerk.page() == "form_page", "the record")
    assert clerk.window.record.model.values() == {}
    for pointer, value in (example_record()["values"] | {TAX_NUMBER: RIGHT_TAX_NUMBER}).items():
        clerk.window.record.model.set_value(pointer, value)
    clerk.goes_to_check()
    clerk.press("submit")

    # WHEN it is submitted, THEN it is told what is missing, and that nothing was sent
    bar = clerk.bar("这条记录还没有选账号")
    assert "资料没有提交" in clerk.words(bar)
    clerk.press("action_add_account", bar)
    dialog = clerk.find("accounts_dialog")
    write(dialog, "account_name", "我的小程序")
    write(dialog, "account_appid", OWNER["appid"])
    write(dialog, "account_secret", OWNER["secret"])
    dialog.findChild(QCheckBox, "session_only").setChecked(True)
    clerk.press("save_account", dialog)

    # THEN the account that is made there is the record's, and it can be submitted
    until(lambda: account_of(clerk) == OWNER["appid"], "the record has it")
    clerk.press("close_accounts", dialog)
    until(lambda: "这条记录还没有选账号" not in clerk.words(), "that there is none is over")
    until(lambda: "我的小程序" in clerk.find("choose_account").accessibleName(), "the header")
    clerk.press("submit")
    clerk.waits_for("qr_code")
    assert clerk.world.bodies_of(TASKID) == 1
    assert clerk.window.dialogs.practice_panel() is None


def test_an_account_that_is_deleted_leaves_its_record(clerk):
    clerk.press("tool:accounts")
    dialog = clerk.find("accounts_dialog")
    appid = dialog.findChild(QLineEdit, "account_appid")
    until(lambda: appid.text() == OWNER["appid"], "its account")
    clerk.press("delete_account", dialog)
    clerk.press("question_yes")
    until(lambda: clerk.find("choose_account").text() == "选择账号", "the header")
    dialog.reject()
    assert account_of(clerk) is None


def test_a_new_record_takes_the_only_account(hire, clerk):
    # GIVEN two accounts: a new record has none
    until(lambda: len(clerk.window.services.known_accounts) == 2, "the accounts")
    new_record(clerk)
    assert account_of(clerk) is None
    # WHEN there is only one
    desk = clerk.window.services.accounts
    other = next(a for a in desk.list() if a.appid == NEWCOMER["appid"])
    desk.delete(other)
    clerk.window.dialogs.take_accounts(desk.list())
    new_record(clerk)
    # THEN it is the record's
    assert account_of(clerk) == OWNER["appid"]


def test_names_of_accounts_are_shown_as_they_are(clerk):
    accounts = clerk.window.services.accounts
    account = next(a for a in accounts.list() if a.appid == OWNER["appid"])
    name = "A&B <b>有限公司</b> 的一个名字特别长的小程序"
    clerk.window.services.desk.accounts.save(replace(account, name=name))
    width = clerk.window.minimumSizeHint().width()
    clerk.window.dialogs.take_accounts(accounts.list())
    button = clerk.find("choose_account")
    until(lambda: "A&&B" in button.text(), "the header")
    tip = QTextDocument()
    tip.setHtml(button.toolTip())
    assert tip.toPlainText().startswith(name)
    assert button.accessibleName().endswith(name)
    assert clerk.window.minimumSizeHint().width() < width + 300
    action = clerk.window.header.findChild(QAction, f"choose_account={OWNER['appid']}")
    assert action.text().startswith("A&&B <b>")


# settings and notes


def test_settings_are_in_force_at_once_and_kept(hire, clerk):
    clerk.command("settings")
    dialog = clerk.find("settings_dialog")
    size = clerk.window.font().pointSizeF()
    control = choice(dialog, "font_size", "huge")
    control()
    dialog.accept()
    until(lambda: clerk.window.font().pointSizeF() > size, "the letters are larger")
    path = clerk.folder / "settings.json"
    until(lambda: load(path).font_size == "huge", "it is kept")


def choice(dialog, name, value):
    """How one value of a setting is chosen, whatever control offers it."""
    for button in dialog.findChildren(QRadioButton):
        if button.objectName().endswith(f"{name}={value}"):
            return button.click
    combo = next(c for c in dialog.findChildren(QComboBox) if name in c.objectName())
    return lambda: combo.activated.emit(combo.findData(value))


def test_settings_that_cannot_be_kept_are_in_force_and_told(clerk):
    # GIVEN a place where the file of the settings cannot be written
    path = clerk.folder / "settings.json"
    path.unlink(missing_ok=True)
    path.mkdir()
    (path / "in the way").touch()
    settings = replace(clerk.window.services.settings, font_size="large")
    clerk.window.dialogs._on_settings(settings)
    clerk.bar("设置没有保存")
    assert clerk.window.services.settings.font_size == "large"
    # AND the window closes all the same
    assert clerk.window.close()


@pytest.mark.parametrize(
    ("command", "name"),
    [("about", "about"), ("practice", "practice_start"), ("first_run", "first_run")],
)
def test_what_opens_beside_the_pages(clerk, command, name):
    clerk.command(command)
    assert clerk.find(name).isVisible()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the offscreen plugin
def test_help_opens_once(clerk):
    clerk.command("help")
    first = clerk.window.dialogs._help
    clerk.command("help")
    assert clerk.window.dialogs._help is first
    assert first.isVisible()


class Browser(QObject):
    """Notes what would be opened."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def show_url(self, url):
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def browser(qapp):
    browser = Browser()
    for scheme in ("https", "file"):
        QDesktopServices.setUrlHandler(scheme, browser, "show_url")
    yield browser
    for scheme in ("https", "file"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_only_links_of_wechat_are_opened(hire, browser):
    clerk = hire(practice=False)
    for link in (LINK, "https://evil.example/x", "file:///etc/passwd", ""):
        clerk.window.dialogs.open_link(link)
    assert browser.opened == [LINK]


def test_practice_opens_no_browser(clerk, browser):
    clerk.window.dialogs.open_link(LINK)
    clerk.press("practice_link_close")
    assert browser.opened == []
