"""Nothing that is typed is lost: autosave, saving, a full disk, and leaving, in the real window."""

import json
import time

import pytest
from PySide6.QtTest import QTest

from tests.ui.clerk import TAX_NUMBER, Ticks, until

NAME = "/contact_info/name"
BAD = ["html", "half_answer", "empty", "not_json_object", "drop_after_receiving", "redirect"]


def stored(clerk, pointer=NAME):
    return json.loads(clerk.stored()["answers"]).get(pointer)


def limit_the_disk(clerk, pages):
    """Have SQLite find the disk full beyond `pages`; 0 gives the room back."""
    database = clerk.window.record.session._desk.records._database
    now = database.row("PRAGMA page_count")[0]
    database.row(f"PRAGMA max_page_count = {now + pages if pages >= 0 else 1_000_000}")


def test_an_edit_is_on_the_disk_about_a_second_later(clerk):
    # WHEN something is typed and nothing else is done
    clerk.write(NAME, "Zhang San")
    typed = time.monotonic()
    until(lambda: stored(clerk) == "Zhang San", "it is on the disk")
    # THEN it was soon, and the footer says so
    assert time.monotonic() - typed < 10.0
    until(lambda: "已自动保存" in clerk.find("saved_at").text(), "the footer")


def test_who_types_on_and_on_is_saved_all_the_same(clerk):
    # WHEN somebody types without a pause for longer than the time of saving
    clerk.write(NAME, "")
    control = clerk.editor(NAME)
    begun = time.monotonic()
    while time.monotonic() - begun < 2.2:
        clerk.type(control, "a")
        QTest.qWait(10)
    # THEN what was typed more than a second ago is on the disk already
    assert len(stored(clerk) or "") > 3


def test_loading_a_record_writes_nothing(clerk):
    before = clerk.stored()["rev"]
    clerk.command("open_list")
    clerk.opens("演练小程序")
    until(lambda: clerk.page() == "form_page", "the form")
    assert clerk.stored()["rev"] == before


def test_saving_by_hand_answers(clerk):
    clerk.write(NAME, "Li Si")
    clerk.command("save_draft")
    until(lambda: "已保存" in clerk.find("saved_at").text(), "the answer")
    assert stored(clerk) == "Li Si"


def test_a_full_disk_is_told_and_nothing_is_lost(clerk):
    # GIVEN a disk without room for one more page
    limit_the_disk(clerk, 0)
    # WHEN more is typed than fits
    long = "x" * 20_000
    clerk.write("/invoice_info/electronic/desc", "")
    clerk.editor("/invoice_info/electronic/desc").insertPlainText(long)
    # THEN the footer and a message say that it is not saved, and what to do
    until(lambda: "未保存" in clerk.find("saved_at").text(), "the footer")
    assert "磁盘空间不足" in clerk.words(clerk.bars()[0])
    assert "已" not in clerk.find("saved_at").text()
    # WHEN there is room again
    limit_the_disk(clerk, -1)
    clerk.press("action_retry_save")
    # THEN it is saved, without a new start
    until(lambda: stored(clerk, "/invoice_info/electronic/desc") == long, "it is on the disk")


def test_closing_saves_without_a_question(clerk):
    clerk.write(NAME, "Wang Wu")
    clerk.window.close()
    until(lambda: not clerk.window.isVisible(), "the window is closed")
    assert stored(clerk) == "Wang Wu"


def test_two_records_never_mix(clerk):
    # GIVEN a second record
    clerk.command("new_draft")
    until(lambda: clerk.window.record.model.value("/taskid") is None, "an empty form")
    second = clerk.window.record.session.record_id
    # WHEN something is typed there and the first one is opened at once
    clerk.write(NAME, "second only")
    clerk.command("open_list")
    clerk.opens("演练小程序")
    until(lambda: clerk.window.record.session.record_id != second, "the first record")
    # THEN each has its own answers
    until(lambda: json.loads(clerk.stored(second)["answers"]).get(NAME) == "second only", "saved")
    assert clerk.reads_field(NAME) != "second only"


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_answer_is_a_doubt_and_the_window_lives(clerk, fault):
    # GIVEN a WeChat that takes the submission and answers nonsense, or nothing
    clerk.world.misbehave("reauth", fault)
    ticks = Ticks()
    # WHEN it is submitted
    clerk.submits()
    clerk.waits_for("doubt_panel")
    # THEN it is told as a doubt, once sent, and the window went on all the time
    clerk.reads("还不确定是否提交成功")
    assert clerk.world.count("reauth") == 1
    assert clerk.attempts() == ["unknown"]
    assert not clerk.can_press("resend")
    ticks.stop()
    assert ticks.longest < 8.0  # alive; how smooth it is belongs to the benchmark
    # AND asking finds the link, where the submission had really been taken
    if fault in ("half_answer", "empty", "not_json_object", "drop_after_receiving"):
        clerk.press("query_status")
        clerk.waits_for("qr_code")
        assert clerk.attempts() == ["accepted"]


def test_the_error_of_the_example_is_still_there_after_a_start(hire, clerk):
    clerk.write(TAX_NUMBER, "91440300")
    clerk.window.close()
    again = hire(practice=False)
    assert again.window.record.model.value(TAX_NUMBER) == "91440300"
    assert again.window.record.model.errors() == []
