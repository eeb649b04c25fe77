"""What the program says is plain, can be read out, copied and answered."""

import gc
import json
import re

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.core import errors
from gui.core.errors import AppError, CertificateRefused
from gui.core.paths import RESOURCES
from gui.ui.messages import ACTION_WORDS, MessageStack, confirm, inform, plain_label

HOSTILE = '<b>粗</b><img src="file:///etc/passwd">&amp;'
DETAILS = {"错误码": "40164", "微信返回": HOSTILE, "rid": "abc-def"}


@pytest.fixture
def page(qtbot):
    """A page whose message stack is `page.stack`."""
    page = QWidget()
    page.stack = MessageStack()
    column = QVBoxLayout(page)
    column.addWidget(page.stack)
    column.addStretch()
    qtbot.addWidget(page)
    page.resize(700, 600)
    with qtbot.waitActive(page):
        page.show()
    return page


def press(qtbot, parent, name, kind=QPushButton):
    qtbot.mouseClick(parent.findChild(kind, name), Qt.MouseButton.LeftButton)


def words(parent):
    return [label.text() for label in parent.findChildren(QLabel) if label.text()]


def every_error():
    found, left = [], [AppError]
    while left:
        kind = left.pop()
        found.append(kind)
        left += kind.__subclasses__()
    return [kind for kind in found if kind.__module__ == errors.__name__]


# bars


def test_a_failure_is_shown_in_its_words_with_its_buttons(qtbot, page):
    # WHEN something fails
    bar = page.stack.show_error(CertificateRefused(details=DETAILS))

    # THEN title and text are there, for eyes and for screen readers
    assert words(bar)[:2] == [CertificateRefused.title, CertificateRefused.text]
    assert bar.accessibleName() == f"出错：{CertificateRefused.title}"
    assert bar.accessibleDescription() == CertificateRefused.text

    # and a button tells which action is wanted
    with qtbot.waitSignal(page.stack.action_requested) as wanted:
        press(qtbot, bar, "action_network_settings")
    assert wanted.args == ["network_settings"]


def test_details_open_and_can_be_copied(qtbot, page):
    bar = page.stack.show_error(CertificateRefused(details=DETAILS))
    copy = bar.findChild(QPushButton, "action_copy_details")
    assert not copy.isVisible()

    press(qtbot, bar, "message_details")
    press(qtbot, bar, "action_copy_details")

    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines() == [
        CertificateRefused.title,
        "错误码：40164",
        f"微信返回：{HOSTILE}",
        "rid：abc-def",
    ]


def test_markup_of_a_server_stays_text(page):
    bar = page.stack.show_message("error", HOSTILE, HOSTILE, details={"微信返回": HOSTILE})
    labels = [label for label in bar.findChildren(QLabel) if HOSTILE in label.text()]
    assert len(labels) == 3
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    assert all(label.textInteractionFlags() & selectable for label in labels)


def test_bars_stack_newest_first_and_do_not_repeat_themselves(qtbot, page):
    page.stack.show_message("warning", "一")
    page.stack.show_message("info", "二")
    page.stack.show_message("error", "一", "又一次")
    assert [bar.title for bar in page.stack.bars()] == ["一", "二"]
    assert [bar.kind for bar in page.stack.bars()] == ["error", "info"]


def test_a_closed_bar_leaves_no_room_and_no_widget(qtbot, page):
    bar = page.stack.show_message("info", "看一看")
    assert page.stack.isVisible()

    press(qtbot, bar, "message_close", QToolButton)

    assert not page.stack.isVisible()
    assert page.stack.bars() == []
    qtbot.waitUntil(lambda: not shiboken6.isValid(bar))


def test_clear_takes_all_bars_away(page):
    for title in "一二三":
        page.stack.show_message("info", title)
    page.stack.clear()
    assert page.stack.bars() == []
    assert not page.stack.isVisible()


@pytest.mark.parametrize("kind", every_error())
def test_every_action_of_our_failures_has_words(kind):
    assert set(kind.actions) <= set(ACTION_WORDS)


def test_every_action_of_the_refusals_has_words():
    source = (RESOURCES / "wechat" / "refusals.json").read_text(encoding="utf-8")
    entries = list(json.loads(source).values())
    entries += [entry["submission"] for entry in entries if "submission" in entry]
    actions = {action for entry in entries for action in entry["actions"]}
    assert actions
    assert actions <= set(ACTION_WORDS)


def test_an_action_without_words_is_left_out_and_logged(page, caplog):
    bar = page.stack.show_message("info", "看一看", actions=["retry", "no_such_action"])
    assert bar.findChild(QPushButton, "action_retry")
    assert not bar.findChild(QPushButton, "action_no_such_action")
    assert "no_such_action" in caplog.text


def test_buttons_say_what_they_do():
    for words in ACTION_WORDS.values():
        assert not re.search("确定|取消|失败|非法|无效|您|！", words)


# questions


class Owner(QObject):
    def __init__(self):
        super().__init__()
        self.deleted = 0

    @Slot()
    def delete(self):
        self.deleted += 1


@pytest.fixture
def owner(qapp):
    return Owner()


def ask(qtbot, page, owner):
    text = f"「{HOSTILE}」会从列表中移除。"
    question = confirm(page, "删除草稿", text, "删除草稿", "继续保留", owner.delete, danger=True)
    qtbot.waitUntil(question.isActiveWindow)
    return question


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_esc_take_the_safe_answer(qtbot, page, owner, key):
    question = ask(qtbot, page, owner)
    qtbot.keyClick(question.focusWidget(), key)
    qtbot.waitUntil(lambda: not shiboken6.isValid(question))
    assert owner.deleted == 0


def test_yes_is_chosen_with_the_mouse_or_by_going_there(qtbot, page, owner):
    question = ask(qtbot, page, owner)
    press(qtbot, question, "question_yes")
    assert owner.deleted == 1

    question = ask(qtbot, page, owner)
    qtbot.keyClick(question.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(question.focusWidget(), Qt.Key.Key_Return)
    assert owner.deleted == 2


def test_a_question_is_plain_text_and_does_not_stop_the_program(qtbot, page, owner):
    question = ask(qtbot, page, owner)  # came back at once
    formats = {label.textFormat() for label in question.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
    assert question.windowTitle() == "删除草稿"
    question.reject()


def test_a_notice_has_one_button(qtbot, page):
    notice = inform(page, "数据来自更新的版本", "请先升级软件。")
    assert [button.text() for button in notice.findChildren(QPushButton)] == ["知道了"]
    press(qtbot, notice, "notice_seen")
    qtbot.waitUntil(lambda: not shiboken6.isValid(notice))


def test_a_closed_question_is_freed(qtbot, page, owner):
    gone = []
    question = ask(qtbot, page, owner)
    question.destroyed.connect(lambda: gone.append(True))
    question.reject()
    del question
    gc.collect()
    qtbot.waitUntil(lambda: gone == [True])


def test_a_plain_label_wraps(qtbot):
    label = plain_label("很长的说明" * 20, role="help")
    qtbot.addWidget(label)
    label.resize(200, 10)
    assert label.heightForWidth(200) > label.heightForWidth(2000)
    assert label.property("role") == "help"
