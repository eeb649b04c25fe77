"""The main job in the window, from the reason of the return to the code for the administrator."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.ui.clerk import (
    LEFT,
    RIGHT_TAX_NUMBER,
    TASKID,
    TAX_NUMBER,
    a_moment_goes_by,
    decoded,
    until,
)

CTRL = Qt.KeyboardModifier.ControlModifier
NAME, PERMIT = "/account_name", "/qualification_other"


def clipboard():
    return QGuiApplication.clipboard()


def answers_in(body):
    """The values of a sent body by pointer."""
    found = {}

    def walk(node, at):
        for key, value in node.items():
            if isinstance(value, dict):
                walk(value, f"{at}/{key}")
            else:
                found[f"{at}/{key}"] = value

    walk(body["auth_data"], "")
    return found


def test_the_main_job(clerk, tmp_path):
    # GIVEN the example record, opened with the reason of its return, and nothing red
    clerk.reads("这次被打回的原因")
    assert clerk.page() == "form_page"
    assert clerk.window.record.model.errors() == []

    # WHEN it is checked, THEN the one error is at its field, and the cursor is there
    clerk.press("check_answers")
    assert "现在是 16 位" in clerk.error_at(TAX_NUMBER)
    until(lambda: clerk.editor(TAX_NUMBER).hasFocus(), "the cursor is in the field")
    assert "1 处需修改" in clerk.window.windowTitle()

    # WHEN it is corrected and checked again, THEN every answer can be read once more
    clerk.correct()
    clerk.goes_to_check()
    assert RIGHT_TAX_NUMBER in "".join(clerk.words().split())

    # WHEN 修改 is pressed, THEN the cursor is in that field, and 检查并提交 leads back
    clerk.press(f"edit:{NAME}")
    until(lambda: clerk.editor(NAME).hasFocus(), "the cursor is in the name")
    assert clerk.page() == "form_page"
    clerk.goes_to_check()

    # WHEN it is submitted, THEN one body with exactly these answers arrives
    clerk.press("submit")
    clerk.waits_for("qr_code", "auth_link")
    assert clerk.page() == "result_page"
    assert clerk.world.bodies_of(TASKID) == 1
    sent = answers_in(clerk.world.last("reauth").body)
    values = json.loads(clerk.stored()["answers"])
    assert sent == {name: value for name, value in values.items() if name != "/customer_type"} | {
        "/customer_type": 1,
        "/auth_type": 1,
    }
    assert values[TAX_NUMBER] == RIGHT_TAX_NUMBER

    # THEN the code on the screen is the link that WeChat gave, and nothing else
    link = clerk.world.tasks[TASKID].auth_url
    until(lambda: decoded(clerk.window.grab().toImage()) == [link], "the code can be scanned")
    assert clerk.find("auth_link").toolTip() == link

    # WHEN it is copied and saved, THEN it is the same each time
    clerk.press("copy_link")
    assert clipboard().text() == f"【演练】{link}"
    clerk.press("copy_message")
    assert clipboard().text().startswith("【演练】")
    assert clipboard().text().endswith(link)
    clerk.press("copy_qr")
    assert decoded(clipboard().image()) == [link]
    clerk.press("save_qr")
    picture = tmp_path / "code.png"
    clerk.window.findChild(QFileDialog, "save_qr_dialog").fileSelected.emit(str(picture))
    assert decoded(QImage(str(picture))) == [link]

    # WHEN the record is left for the list and opened again, THEN the result is there again
    clerk.press("back_to_list")
    until(lambda: clerk.page() == "home_page", "the list")
    clerk.opens("演练小程序")
    until(lambda: clerk.page() == "result_page", "the result")
    until(lambda: decoded(clerk.window.grab().toImage()) == [link], "the code again")

    # AND nothing was sent again, and nothing that WeChat would object to
    assert clerk.world.bodies_of(TASKID) == 1
    assert clerk.world.violations == []


def test_the_result_is_there_after_the_next_start(hire, clerk):
    clerk.submits()
    clerk.waits_for("qr_code")
    link = clerk.world.tasks[TASKID].auth_url
    clerk.window.close()
    # Without practice: there the example would be laid out anew.
    again = hire(practice=False)
    until(lambda: again.page() == "result_page", "the result")
    until(lambda: decoded(again.window.grab().toImage()) == [link], "the code")


def presses_ten_times(clerk, button):
    for _ in range(10):
        button.clicked.emit()


def double_clicks(clerk, button):
    QTest.mouseClick(button, LEFT)
    QTest.mouseDClick(button, LEFT)
    QTest.mouseClick(button, LEFT)


def clicks_and_types(clerk, button):
    QTest.mouseClick(button, LEFT)
    QTest.keyClick(clerk.window, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(clerk.window, Qt.Key.Key_Return, CTRL)
    QTest.mouseClick(button, LEFT)


def hammers(clerk, button):
    """Presses and presses, as long as the submission lasts."""
    for _ in range(40):
        QTest.mouseClick(button, LEFT)
        QTest.qWait(5)


@pytest.mark.parametrize("how", [presses_ten_times, double_clicks, clicks_and_types, hammers])
def test_however_often_it_is_pressed_one_body_leaves(clerk, how):
    # GIVEN a WeChat that takes its time, and the check page
    clerk.world.misbehave("reauth", "slow", seconds=0.4)
    clerk.correct()
    clerk.goes_to_check()
    button = clerk.find("submit")
    a_moment_goes_by()

    # WHEN 提交 is pressed again and again
    how(clerk, button)

    # THEN the page says that it is under way, one body arrives, and its result is shown
    until(lambda: clerk.page() == "result_page", "the result")
    clerk.waits_for("qr_code")
    assert clerk.world.bodies_of(TASKID) == 1
    assert clerk.attempts() == ["accepted"]


def test_while_it_is_sent_nothing_else_can_be_pressed(clerk):
    clerk.world.misbehave("reauth", "slow", seconds=0.5)
    clerk.submits()
    until(lambda: clerk.world.count("reauth") == 1, "it has arrived")
    clerk.reads("等待微信返回结果")
    assert not clerk.can_press("submit")
    assert not clerk.can_press("back_to_form")
    assert not clerk.sees("cancel_submit")
    QTest.keyClick(clerk.window, Qt.Key.Key_Return, CTRL)
    assert clerk.page() == "check_page"
    assert not clerk.can_press("submit")
    clerk.waits_for("qr_code")


def test_checking_before_the_rules_are_loaded_is_done_once_they_are(hire):
    clerk = hire(ready=False)
    clerk.command("check")
    rows = clerk.window.record.form.view.rows
    until(lambda: TAX_NUMBER in rows and clerk.error_at(TAX_NUMBER), "the error is told")
    assert clerk.page() == "form_page"


def test_keys_of_the_window(clerk):
    # GIVEN two errors
    clerk.write(NAME, "")
    clerk.press("check_answers")
    assert clerk.sees("error_summary")
    assert "2 处需修改" in clerk.window.windowTitle()

    # WHEN F8 and Shift+F8 are pressed, THEN they go from one to the other
    QTest.keyClick(clerk.window, Qt.Key.Key_F8)
    until(lambda: clerk.editor(NAME).hasFocus(), "the first error")
    QTest.keyClick(clerk.window, Qt.Key.Key_F8)
    until(lambda: clerk.editor(TAX_NUMBER).hasFocus(), "the second error")
    QTest.keyClick(clerk.window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    until(lambda: clerk.editor(NAME).hasFocus(), "the first error again")

    # AND Ctrl with a number goes to a section, Ctrl+O to the list, where none of this is offered
    QTest.keyClick(clerk.window, Qt.Key.Key_1, CTRL)
    until(lambda: clerk.editor("/taskid").hasFocus(), "the first section")
    QTest.keyClick(clerk.window, Qt.Key.Key_O, CTRL)
    until(lambda: clerk.page() == "home_page", "the list")
    names = ("check", "next_error", "previous_error", "save_draft", "rename_record")
    assert not any(clerk.action(name).isEnabled() for name in names)


def test_enter_submits_nothing(clerk):
    clerk.correct()
    clerk.key(Qt.Key.Key_Return)
    assert clerk.page() == "form_page"
    clerk.goes_to_check()
    for _ in range(3):
        clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Escape)
    QTest.qWait(50)
    assert clerk.page() == "check_page"
    assert clerk.world.count("reauth") == 0


def test_the_title_says_where_one_is(clerk):
    title = clerk.window.windowTitle
    assert title() == "演练小程序 · 演练"
    clerk.command("open_list")
    assert title() == "认证记录 · 演练"
    clerk.opens("演练小程序")
    until(lambda: title() == "演练小程序 · 演练", "the record's name")


def test_the_window_is_as_large_as_it_was_left(hire, clerk):
    least = clerk.window.minimumWidth()  # the offscreen screen is small
    clerk.window.resize(least, 611)
    clerk.window.close()
    assert hire().window.size().toTuple() == (least, 611)


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_second_start_brings_the_window_to_the_front(clerk):
    clerk.window.showMinimized()
    clerk.window.come_to_front()
    until(lambda: clerk.window.isVisible() and not clerk.window.isMinimized(), "it is shown")


def test_the_history_of_a_record_can_be_read(clerk):
    # GIVEN a submitted record
    clerk.submits()
    clerk.waits_for("qr_code")
    # WHEN its history is asked for
    clerk.command("history")
    # THEN what was sent can be read there
    until(lambda: clerk.sees("history_dialog"), "the history")
    text = clerk.find("history_text").toPlainText()
    assert RIGHT_TAX_NUMBER in text
    assert "微信已收到" in text
    clerk.press("close_history")


def test_the_fields_of_the_reason_are_marked(clerk):
    # GIVEN the example, which came back for its tax number
    rows = clerk.window.record.form.view.rows
    words = clerk.words(rows[TAX_NUMBER])
    # THEN that field is marked, and a field of which nothing was said is not
    assert "打回时提到" in words
    assert "打回时提到" not in clerk.words(rows[NAME])
