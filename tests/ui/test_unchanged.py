"""What ought to be new after a return, and is not, is said before it is sent once more."""

import pytest

from tests.ui.clerk import TASKID, until

CONTACT, EMAIL = "/contact_info/name", "/contact_info/email"
REASON = "联系人姓名和身份证不一致"


def send_back(clerk, taskid):
    clerk.world.tasks[taskid].refill_reason = REASON
    clerk.world.put(taskid, task_status=12, apply_status=3)


@pytest.fixture
def returned(clerk):
    """A record that was submitted from here, and sent back with a reason that means the contact."""
    clerk.submits()
    clerk.waits_for("qr_code")
    send_back(clerk, TASKID)
    clerk.press("query_status")
    until(lambda: clerk.page() == "form_page", "the form")
    until(lambda: clerk.sees("return_marks"), "the marks")
    return clerk


def bodies(clerk):
    return clerk.world.bodies_of(TASKID)


def test_the_very_same_is_sent_again_only_after_a_question(returned):
    # GIVEN a return WHEN nothing was changed
    returned.goes_to_check()
    # THEN it is said, and 提交 asks
    assert "和上次提交的内容完全一样" in returned.words(returned.find("unchanged"))
    returned.press("submit")
    returned.press("question_no")
    assert returned.page() == "check_page"
    assert bodies(returned) == 1
    # AND whoever wants it nevertheless, gets it, once
    returned.press("submit")
    returned.press("question_yes")
    returned.waits_for("qr_code")
    assert bodies(returned) == 2


def test_a_field_that_the_reason_means_is_named_until_it_is_mended(returned):
    # GIVEN a return WHEN something else was changed than what the reason means
    returned.write(EMAIL, "new@example.com")
    returned.goes_to_check()
    # THEN the field is named, and 提交 asks
    assert "打回时提到的「联系人姓名」还没有修改" in returned.words(returned.find("unchanged"))
    returned.press("submit")
    returned.press("question_no")

    # WHEN that was changed as well, THEN nothing is said, what was stands there, and it is sent
    was = returned.reads_field(CONTACT)
    returned.press("back_to_form")
    returned.write(CONTACT, "Somebody Else")
    returned.goes_to_check()
    assert not returned.sees("unchanged")
    assert f"原来：{was}" in returned.words(returned.find("check_page"))
    returned.press("submit")
    returned.waits_for("qr_code")
    assert bodies(returned) == 2


def test_a_number_that_the_program_put_in_is_nothing_new(clerk):
    # GIVEN a first submission that brought its own task number
    clerk.window.record.model.set_context(call="wxaauth")
    clerk.command("save_draft")
    until(lambda: clerk.stored()["call"] == "wxaauth", "it is a first submission")
    clerk.window.record.session.refresh()
    clerk.correct()
    with clerk.world.lock:
        clerk.world.tasks.clear()  # the subject has none of the last day
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.waits_for("qr_code")
    # WHEN it is sent back, and looked at before it is sent again
    taskid = next(iter(clerk.world.tasks))
    send_back(clerk, taskid)
    clerk.press("query_status")
    until(lambda: clerk.page() == "form_page", "the form")
    clerk.write(CONTACT, "Somebody Else")
    clerk.goes_to_check()
    # THEN the number is not called changed
    assert clerk.sees("answer:/taskid")
    assert not clerk.sees("sent_before:/taskid")
    assert clerk.sees(f"sent_before:{CONTACT}")
