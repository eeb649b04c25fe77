"""Closing: no question when there is nothing to lose, and no loss when there is one."""

import json

import pytest
from PySide6.QtTest import QTest

from gui.ui import closing
from tests.ui.clerk import TASKID, Ticks, until

EMAIL, REMARK = "/contact_info/email", "/invoice_info/electronic/desc"


def stored(clerk, pointer=EMAIL):
    return json.loads(clerk.stored()["answers"]).get(pointer)


@pytest.fixture
def full_disk(clerk):
    """A disk on which nothing more fits; call it to make room again."""
    database = clerk.window.services.database

    def pages(number):
        database.rows(f"PRAGMA max_page_count = {number}")

    pages(database.row("PRAGMA page_count")[0])
    yield lambda: pages(1_000_000)
    pages(1_000_000)


def fill_up(clerk):
    control = clerk.editor(REMARK)
    control.setFocus()
    control.insertPlainText("长" * 40_000)


def test_what_was_typed_a_moment_ago_is_saved_without_a_question(hire, clerk):
    clerk.write(EMAIL, "last@example.com")
    clerk.window.close()  # a slow disk may keep the window a moment longer
    until(lambda: not clerk.window.isVisible(), "it closes")
    assert stored(clerk) == "last@example.com"
    # AND it is there at the next start, with nothing red
    again = hire(practice=False)
    assert again.reads_field(EMAIL) == "last@example.com"
    assert again.window.record.model.errors() == []


def test_what_cannot_be_saved_is_asked_about_and_stays(clerk, full_disk):
    # GIVEN something that does not fit on the disk
    fill_up(clerk)
    # WHEN the window is closed, and once more while it asks
    assert not clerk.window.close()
    assert not clerk.window.close()
    # THEN it stays, asks once, and staying is what Enter and Esc do
    clerk.reads("最近的修改还没有保存")
    questions = [top for top in clerk._tops() if top.objectName() == "question"]
    assert len(questions) == 1
    assert clerk.find("question_no").hasFocus() or clerk.find("question_no").isDefault()
    clerk.press("question_no")
    assert clerk.window.isVisible()
    assert len(clerk.reads_field(REMARK)) > 40_000 - 1

    # WHEN there is room again, THEN it closes without a question, with everything
    full_disk()
    until(clerk.window.close, "it closes")
    assert "长" * 40_000 in stored(clerk, REMARK)


def test_who_wants_to_leave_unsaved_may(clerk, full_disk):
    fill_up(clerk)
    assert not clerk.window.close()
    clerk.press("question_yes")
    until(lambda: not clerk.window.isVisible(), "it closes")


def test_a_disk_that_takes_its_time_is_waited_for(clerk):
    # GIVEN a disk that another program holds
    ticks = Ticks()
    with clerk.disk() as other:
        other.execute("BEGIN EXCLUSIVE")
        clerk.write(EMAIL, "slow@example.com")
        # WHEN the window is closed, THEN it stays until that is over, goes on, and asks nothing
        assert not clerk.window.close()
        ticks.restart()
        QTest.qWait(1200)
        assert clerk.window.isVisible()
        assert ticks.longest < 1.0
        assert not clerk.sees("question_yes")
        other.execute("ROLLBACK")
    # THEN it closes by itself once everything is on the disk
    until(lambda: not clerk.window.isVisible(), "it closes")
    assert stored(clerk) == "slow@example.com"
    ticks.stop()


def test_a_disk_that_never_answers_is_asked_about(clerk, monkeypatch):
    clerk.window.closing._patience.setInterval(300)
    with clerk.disk() as other:
        other.execute("BEGIN EXCLUSIVE")
        clerk.write(EMAIL, "slow@example.com")
        assert not clerk.window.close()
        clerk.reads(closing.UNSAVED)
        clerk.press("question_no")
        other.execute("ROLLBACK")
    until(lambda: stored(clerk) == "slow@example.com", "it is saved all the same")
    assert clerk.window.isVisible()


def test_a_submission_on_its_way_is_asked_about(hire, clerk):
    # GIVEN a submission that WeChat has not answered yet
    clerk.world.misbehave("reauth", "hang")
    clerk.submits()
    until(lambda: clerk.world.count("reauth") == 1, "it has arrived")
    # WHEN the window is closed, THEN it says what that means, and stays
    assert not clerk.window.close()
    clerk.reads("正在等待微信返回结果")
    clerk.press("question_no")
    assert clerk.window.isVisible()
    # WHEN it is left all the same, THEN nothing is sent again, and the next start shows the doubt
    assert not clerk.window.close()
    clerk.press("question_yes")
    until(lambda: not clerk.window.isVisible(), "it closes")
    again = hire(practice=False)
    again.waits_for("doubt_panel")
    # (Asking by itself may find the result soon after.)
    assert again.attempts() in (["unknown"], ["accepted"])
    assert clerk.world.bodies_of(TASKID) == 1
