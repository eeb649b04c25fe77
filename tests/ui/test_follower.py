"""The list follows what nobody has open: in place, silently, and at once when it is wanted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView

from gui.core.practice.tasks import Step
from gui.ui.autosave import LANE
from gui.ui.records_model import Column
from tests.ui.clerk import TASKID, until

EXAMPLE = "演练小程序"


def age(clerk, seconds=600):
    """The last answers are that much older."""
    with clerk.disk() as other:
        other.execute("UPDATE progress SET asked_at = asked_at - ?", (seconds,))
        other.commit()


def state(clerk, role=Qt.ItemDataRole.DisplayRole):
    index = clerk.row(EXAMPLE)
    return index.siblingAtColumn(Column.STATE).data(role)


def to_list(clerk):
    clerk.command("open_list")
    until(lambda: clerk.page() == "home_page", "the list")
    until(lambda: clerk.row(EXAMPLE) is not None, "the example is listed")


def note(clerk):
    return clerk.window.list.page._note.toolTip()


@pytest.fixture
def submitted(clerk):
    """A record that was submitted ten minutes ago, and left."""
    clerk.submits()
    clerk.waits_for("qr_code")
    age(clerk)
    return clerk


def test_the_list_finds_out_by_itself(submitted):
    # GIVEN something that happened WHEN the list is shown
    submitted.world.play(TASKID, Step.AGREE)
    to_list(submitted)
    # THEN the row tells of it, and how old that is, without anybody having asked
    until(lambda: state(submitted) == "等待人脸核验", "the new state")
    assert state(submitted, Qt.ItemDataRole.ToolTipRole) == "刚刚查询"
    assert submitted.bars() == []
    assert note(submitted) == ""
    # AND it is asked for once, however often the list is shown
    asked = submitted.world.count("queryauth")
    for _ in range(3):
        submitted.opens(EXAMPLE)
        until(lambda: submitted.page() == "result_page", "the result")
        to_list(submitted)
    until(lambda: not submitted.window.list.follower._round_wanted, "the list is read")
    assert submitted.window.list.follower._turns.seconds_left() > 30
    assert submitted.world.count("queryauth") <= asked + 3  # an opened record asks for itself


def test_a_name_that_is_being_edited_stays(submitted):
    # GIVEN a list sorted by state, in which a name is being edited
    submitted.window.list.desk.duplicate(submitted.window.record.session.record_id)
    to_list(submitted)
    until(lambda: len(submitted.listed()) == 2, "two records")
    table = submitted.find("records")
    assert isinstance(table, QTableView)
    table.sortByColumn(Column.STATE, Qt.SortOrder.AscendingOrder)
    until(lambda: state(submitted) == "等待授权", "submitted")
    table.setFocus()
    table.setCurrentIndex(submitted.row(EXAMPLE))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    editor.setText("being typed")
    # WHEN a change is found meanwhile
    submitted.world.play(TASKID, Step.AGREE)
    submitted.command("refresh_states")
    until(lambda: state(submitted) == "等待人脸核验", "the new state")
    # THEN what is typed, what is chosen and the order are as they were
    assert table.findChild(QLineEdit) is editor
    assert editor.text() == "being typed"
    chosen = [row.siblingAtColumn(Column.NAME).data() for row in table.selectedIndexes()]
    assert set(chosen) == {EXAMPLE}
    assert submitted.listed()[0] == EXAMPLE
    QTest.keyClick(editor, Qt.Key.Key_Return)
    until(lambda: submitted.row("being typed") is not None, "the new name")


def test_a_failure_is_silent_until_somebody_asks(submitted):
    # GIVEN a WeChat that is annoyed WHEN the list is shown
    submitted.world.refuse("queryauth", 45009, times=2)
    asked = submitted.world.count("queryauth")
    to_list(submitted)
    until(lambda: submitted.world.count("queryauth") > asked, "it was asked")
    until(lambda: submitted.window.list.follower._task is None, "it was answered")
    # THEN nobody is troubled
    assert submitted.bars() == []
    assert note(submitted) == ""
    # WHEN somebody asks THEN it is said how that went, in one quiet line
    submitted.press("refresh")
    until(lambda: note(submitted) == "1 条没有查到：今天的次数已用完", "how it went")
    assert submitted.bars() == []
    QTest.keyClick(submitted.window, Qt.Key.Key_F5)
    until(lambda: note(submitted) == "已更新 1 条", "how it went")


def test_there_may_be_nobody_to_ask_for(clerk):
    # GIVEN a record that was sent back, which is no news to anybody
    to_list(clerk)
    asked = clerk.world.count("queryauth")
    clerk.command("refresh_states")
    until(lambda: note(clerk) == "没有需要查询的记录", "that there is none")
    assert clerk.world.count("queryauth") == asked
    # AND it is a command of the list
    clerk.opens(EXAMPLE)
    until(lambda: clerk.page() == "form_page", "the form")
    assert not clerk.action("refresh_states").isEnabled()


def test_a_record_that_was_left_for_another_is_followed(submitted):
    # GIVEN another record, opened from the one that was submitted
    submitted.world.play(TASKID, Step.AGREE)
    told = []
    submitted.window.list.progressed.connect(lambda *words: told.append(words))
    submitted.command("new_draft")
    # THEN the news of the first one comes all the same
    until(lambda: told == [(EXAMPLE, "等待人脸核验")], "the news")
    assert submitted.page() == "form_page"
    assert submitted.bars() == []


def test_before_everything_is_erased_nothing_is_asked_any_more(submitted):
    # GIVEN a list that asks
    to_list(submitted)
    follower = submitted.window.list.follower
    until(lambda: follower._turns.seconds_left() is not None, "it will ask")
    # WHEN everything is about to be erased THEN nothing is on its way, nor will be
    submitted.window.closing.before_erasing()
    assert follower._turns.seconds_left() is None
    submitted.window.list.desk.refresh()
    follower.look_again()
    assert submitted.window.services.tasks.drain(LANE, 5000) is True
    assert follower._turns.seconds_left() is None
    assert follower._task is None
    # AND once the list is shown again, it goes on
    submitted.find("erase_dialog").reject()
    to_list(submitted)
    until(lambda: follower._turns.seconds_left() is not None, "it will ask")
