"""Messages above the pages: one on each matter, gone when it is over, passing or staying."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from gui.core.errors import DiskFull, NoAccount, NoConnection, Refused
from gui.core.store.accounts import Account
from gui.core.wechat.refusals import explain
from gui.ui.message_center import MessageCenter
from gui.ui.messages import ACTION_WORDS, MessageStack
from tests.ui.clerk import until

ACCOUNT = Account("1", "甲公司", "wx00000000000000a1", "secret", True)
IP = "61.172.68.219"


@pytest.fixture
def center(show):
    center = MessageCenter(passing_ms=60)
    show(center)
    return center


def bars(center):
    return center.findChild(MessageStack).bars()


def titles(center):
    return [bar.title for bar in bars(center)]


def press(bar, name):
    bar.findChild(QPushButton, name).click()


def refused(code, errmsg="words rid: 1a2b-3c"):
    return explain(Refused(code, errmsg, "1a2b-3c", {}), submission=True)


def test_it_takes_no_room_while_there_is_nothing_to_say(center):
    assert not center.isVisible()
    center.show_note("一句话", "")
    assert center.isVisible()
    bars(center)[0].dismiss()
    until(lambda: not center.isVisible(), "it is gone")


def test_a_failure_takes_the_place_of_the_one_before(center):
    for failure in (NoConnection(), refused(40164), refused(89601), NoConnection()):
        center.show_failure(failure)
        assert len(bars(center)) == 1
    assert titles(center) == [NoConnection.title]
    center.show_warning("注意", "文字")
    center.show_answer("现在的状态", "")
    assert titles(center) == ["现在的状态"]


def test_begin_something_else_and_what_was_said_is_over(center):
    # GIVEN a note of the start, unsaved work, a deletion, and a failure
    center.show_note("已恢复备份", "说明")
    center.show_unsaved(DiskFull())
    center.offer_undo("记录")
    center.show_failure(NoConnection())
    center.show_done("已导出", "文件")
    # WHEN something else is begun
    center.clear()
    # THEN only what is over goes
    assert set(titles(center)) == {"已恢复备份", DiskFull.title, "已删除「记录」"}
    # AND unsaved work is told until it is saved
    center.show_unsaved(DiskFull())
    assert titles(center).count(DiskFull.title) == 1
    center.forget_unsaved()
    assert DiskFull.title not in titles(center)


def test_passing_messages_pass_and_others_stay(center):
    center.show_failure(NoConnection())
    center.show_note("说明", "")
    for name in ("甲", "乙", "丙"):
        center.offer_undo(name)
        center.show_done(f"已导出{name}", "")
    assert len(bars(center)) == 4
    # THEN what was done passes, and the last deletion can be undone as long as nothing is opened
    stay = {NoConnection.title, "说明", "已删除「丙」"}
    until(lambda: set(titles(center)) == stay, "it has passed")
    center.forget_undo()
    assert set(titles(center)) == stay - {"已删除「丙」"}


def test_a_message_that_was_closed_by_hand_does_not_come_back(center):
    center.show_done("已导出", "")
    bars(center)[0].dismiss()
    center.show_done("又导出", "")
    until(lambda: not bars(center), "it has passed")
    center.clear()


def test_the_ip_is_copied_exactly(center):
    center.show_failure(refused(40164, f"invalid ip {IP} ipv6 ::ffff:{IP}, not in whitelist"))
    press(bars(center)[0], "action_copy_ip")
    assert QGuiApplication.clipboard().text() == IP
    assert "已复制 IP" in titles(center)
    until(lambda: len(bars(center)) == 1, "the answer passes")


def test_the_undo_takes_its_message_away(center, qtbot):
    center.offer_undo("记录")
    with qtbot.waitSignal(center.action_requested) as asked:
        press(bars(center)[0], "action_undo")
    assert asked.args == ["undo"]
    assert bars(center) == []


@pytest.mark.parametrize("key", ["retry", "query_status", "edit_account", "show_allowlist_steps"])
def test_other_buttons_are_passed_on(center, qtbot, key):
    codes = {"retry": 45011, "query_status": 89604, "edit_account": 40013}
    center.show_failure(refused(codes.get(key, 40164), f"ip {IP}"))
    with qtbot.waitSignal(center.action_requested) as asked:
        press(bars(center)[0], f"action_{key}")
    assert asked.args == [key]
    assert ACTION_WORDS[key]


def test_the_details_of_a_refusal(center):
    center.show_failure(refused(89629, "some <b>words</b>"))
    bar = bars(center)[0]
    press(bar, "message_details")
    press(bar, "action_copy_details")
    assert QGuiApplication.clipboard().text().splitlines() == [
        "微信没有接受这次提交",
        "错误码：89629",
        "微信返回：some <b>words</b>",
        "rid：1a2b-3c",
    ]
    assert all("89629" not in label.text() for label in bar.findChildren(QLabel)[:2])


def test_a_missing_account_is_no_matter_once_there_is_one(center):
    center.show_failure(NoAccount())
    assert "添加账号" in [button.text() for button in bars(center)[0].findChildren(QPushButton)]
    center.take_account(None)
    assert titles(center) == [NoAccount.title]
    center.take_account(ACCOUNT)
    assert titles(center) == []
    # AND other failures stay
    center.show_failure(NoConnection())
    center.take_account(ACCOUNT)
    assert titles(center) == [NoConnection.title]
