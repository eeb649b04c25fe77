"""Practising begins again on request: asked once, beside the records that are there."""

from gui.core.practice.example import example_record
from tests.ui.clerk import TASKID, until


def test_practising_begins_again(clerk):
    # GIVEN the example, submitted and agreed to
    first = clerk.window.record.session.record_id
    clerk.correct()
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.waits_for("qr_code")

    # WHEN practising is to begin again, THEN no leaves everything as it is
    clerk.press("practice_restart")
    clerk.press("question_no")
    assert clerk.window.record.session.record_id == first

    # AND yes opens the example as it was at first, with a task of its own
    clerk.press("practice_restart")
    clerk.press("question_yes")
    until(lambda: clerk.window.record.session.record_id != first, "the fresh example")
    until(lambda: clerk.page() == "form_page", "its form")
    values = clerk.window.record.model.values()
    assert values["/taskid"] != TASKID
    assert values == example_record()["values"] | {"/taskid": values["/taskid"]}

    # AND the record before is where it was
    assert clerk.world.tasks[TASKID].rounds > 1
    assert clerk.window.services.desk.sheet(first).attempt.state == "accepted"
