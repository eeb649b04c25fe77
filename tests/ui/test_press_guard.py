"""A second click that was meant for the page before does nothing: it never sends anything."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.clerk import LEFT, TASKID, a_moment_goes_by, until


def place(clerk, name):
    """Where a control is in the window, as the mouse finds it."""
    control = clerk.find(name)
    return control.mapTo(clerk.window, control.rect().center())


def is_sent(clerk):
    return bool(clerk.attempts()) or clerk.world.bodies_of(TASKID) > 0


def click(clerk, at):
    QTest.mouseClick(clerk.window.windowHandle(), LEFT, pos=at)


@pytest.fixture
def mended(clerk):
    """A record that can be submitted, with the two buttons at the same place of the window."""
    until(lambda: clerk.world.count("queryauth") == 1, "it was asked after the opening")
    clerk.correct()
    a_moment_goes_by()
    return clerk


def test_a_double_click_on_the_check_button_submits_nothing(mended):
    # GIVEN the button in the corner, where 提交重填 of the next page stands
    at = place(mended, "check_answers")
    # WHEN it is double-clicked, as the window system tells it
    QTest.mouseDClick(mended.window.windowHandle(), LEFT, pos=at)
    # THEN the check page is there, and 提交 was not pressed
    until(lambda: mended.page() == "check_page", "the check page")
    assert (
        mended.find("submit")
        .geometry()
        .contains(mended.find("submit").parentWidget().mapFrom(mended.window, at))
    )
    assert mended.can_press("submit")
    assert not mended.sees("cancel_submit")
    assert not is_sent(mended)


def test_a_slow_second_click_submits_nothing_either(mended):
    # GIVEN two clicks half a second apart: no double click any more for the window system
    at = place(mended, "check_answers")
    click(mended, at)
    click(mended, at)
    # THEN nothing is sent
    until(lambda: mended.page() == "check_page", "the check page")
    assert mended.can_press("submit")
    assert not is_sent(mended)

    # WHEN somebody has read the page, THEN the same press submits, once
    a_moment_goes_by()
    click(mended, at)
    mended.waits_for("qr_code")
    assert mended.world.bodies_of(TASKID) == 1


def test_a_double_click_on_submit_stays_on_the_result(mended):
    # GIVEN the check page WHEN 提交 is double-clicked
    mended.goes_to_check()
    a_moment_goes_by()
    QTest.mouseDClick(mended.window.windowHandle(), LEFT, pos=place(mended, "submit"))
    # THEN it is sent once, and the page of the result stays
    mended.waits_for("qr_code")
    assert mended.page() == "result_page"
    assert mended.world.bodies_of(TASKID) == 1


def test_submitting_leaves_the_page_where_it_is(mended):
    # GIVEN the check page, read to its end, and a WeChat that takes its time
    mended.goes_to_check()
    bar = mended.find("check_answers_list").verticalScrollBar()
    bar.setValue(bar.maximum())
    mended.world.misbehave("queryauth", "slow", seconds=0.4)
    # WHEN 提交 is pressed by keyboard
    mended.find("submit").setFocus()
    mended.press("submit")
    # THEN the page does not scroll, and the focus is on the way out of it
    until(lambda: mended.sees("cancel_submit"), "it can be cancelled")
    assert bar.value() == bar.maximum()
    assert QApplication.focusWidget().objectName() == "cancel_submit"
    # AND when it is cancelled, back on 提交
    mended.press("cancel_submit")
    assert QApplication.focusWidget().objectName() == "submit"
    assert not is_sent(mended)


def test_nothing_is_sent_while_another_page_is_looked_at(mended):
    # GIVEN a submission that still asks for the state
    mended.goes_to_check()
    mended.world.misbehave("queryauth", "slow", seconds=0.4)
    mended.press("submit")
    until(lambda: mended.sees("cancel_submit"), "it can be cancelled")
    # WHEN another page takes the place of the check page
    mended.window.show_page("form")
    # THEN nothing is sent, and it is said
    assert "资料没有提交" in mended.words(mended.bar("已停止提交"))
    assert not is_sent(mended)


def test_going_back_takes_the_message_of_the_failed_submission_along(mended):
    # GIVEN a submission without a connection
    mended.stand_in.stop()
    mended.goes_to_check()
    mended.press("submit")
    mended.bar("连不上微信服务器")
    # WHEN the clerk goes back to change something THEN its message is over
    mended.press("back_to_form")
    assert mended.page() == "form_page"
    assert mended.titles() == []
