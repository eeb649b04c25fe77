"""Why a record was sent back: asked by itself as soon as it can be, by button, or told."""

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from gui.core.practice.faults import Fault
from tests.ui.clerk import TASKID, until

TASK_FIELD = "/taskid"
LICENCE = "/qualification"
OWN = "营业执照照片不清晰"


def asked(clerk):
    return clerk.world.count("queryauth")


def is_marked(clerk, pointer):
    row = clerk.window.record.form.view.rows[pointer]
    badges = [one for one in row.findChildren(QLabel) if one.text() == "打回时提到"]
    return any(not one.isHidden() for one in badges)


@pytest.fixture
def fresh(clerk):
    """A new record beside the example, once everything about that one was asked."""
    until(lambda: asked(clerk) == 1, "it was asked after the opening")
    clerk.command("open_list")
    clerk.command("new_draft")
    until(lambda: clerk.page() == "form_page", "the new record")
    until(lambda: clerk.sees("ask_reason"), "the card")
    return clerk


def choose_account(clerk):
    accounts = clerk.window.services.known_accounts
    clerk.window.record.account.choose(accounts[0].id)


def test_a_typed_task_is_asked_for_by_itself_and_once(fresh):
    # GIVEN a new record of an account WHEN nothing can be asked yet, THEN the card says why
    choose_account(fresh)
    fresh.reads("还不知道为什么被打回")
    until(lambda: "还缺任务编号" in fresh.find("ask_reason_help").text(), "what is missing")
    assert not fresh.can_press("ask_reason")

    # WHEN its task is typed, THEN nobody is asked while that goes on
    before = asked(fresh)
    fresh.write(TASK_FIELD, TASKID[:-4])
    fresh.command("save_draft")
    until(fresh.window.record.session.saving.is_saved, "it is saved")
    fresh.write(TASK_FIELD, TASKID)
    assert asked(fresh) == before

    # THEN, soon after, what WeChat says stands above the form, at the same record
    fresh.reads("这次被打回的原因")
    assert fresh.find("refill_reason_text").text() == fresh.world.tasks[TASKID].refill_reason
    assert not fresh.sees("ask_reason")
    assert not fresh.sees("change_reason")
    assert asked(fresh) == before + 1

    # AND typing on brings no further question
    fresh.write("/contact_info/name", "Somebody")
    fresh.command("save_draft")
    until(fresh.window.record.session.saving.is_saved, "it is saved")
    assert not fresh.window.record.asks._timer.isActive()
    assert asked(fresh) == before + 1


def test_the_card_asks_at_once_about_what_stands_in_the_form(fresh):
    choose_account(fresh)
    fresh.write(TASK_FIELD, TASKID)
    # WHEN the button is pressed right after typing, THEN it is saved, asked, and shown
    before = asked(fresh)
    fresh.press("ask_reason")
    until(lambda: fresh.sees("refill_reason_text"), "the reason")
    assert asked(fresh) == before + 1
    # AND the command of the menu asks as well
    fresh.command("query_record")
    until(lambda: asked(fresh) == before + 2, "it was asked again")
    fresh.bar("微信现在的状态")


def test_without_wechat_the_user_tells_the_reason_until_it_is_known(fresh):
    # GIVEN a WeChat that cannot be asked
    fresh.world.misbehave("queryauth", Fault.SERVER_ERROR_500, times=9)
    choose_account(fresh)
    # WHEN the user writes what the notice says
    fresh.press("own_reason")
    words = fresh.find("own_reason_words")
    assert isinstance(words, QPlainTextEdit)
    words.setPlainText(OWN)
    fresh.press("save_reason")
    # THEN it stands above the form as his, and the fields it means are marked
    until(lambda: fresh.sees("refill_reason_text"), "the reason")
    assert fresh.find("refill_reason_text").text() == OWN
    fresh.reads("自己填写")
    assert is_marked(fresh, LICENCE)
    # AND it is kept with the record, and never sent
    until(lambda: OWN in fresh.stored()["context"], "it is on the disk")

    # WHEN WeChat can be asked, THEN its words take the place
    fresh.world.behave()
    fresh.write(TASK_FIELD, TASKID)
    fresh.command("query_record")
    told = fresh.world.tasks[TASKID].refill_reason
    until(lambda: fresh.find("refill_reason_text").text() == told, "WeChat's words")
    assert not fresh.sees("change_reason")
    until(lambda: OWN not in fresh.stored()["context"], "the user's are gone")


def test_the_form_leads_back_to_the_progress(clerk):
    # GIVEN a record without a submission: there is no progress to look at
    until(lambda: asked(clerk) == 1, "it was asked after the opening")
    assert not clerk.sees("view_progress")
    # WHEN it was submitted, and the form is looked at, THEN there is a way back
    clerk.submits()
    clerk.waits_for("qr_code")
    clerk.window.record.form.view.go_to_section("invoice")
    clerk.press("result_to_form")
    assert not clerk.sees("ask_reason")
    clerk.reads("不会发给微信")  # what is typed here now; it stands at the top
    bar = clerk.window.record.form.view.verticalScrollBar()
    until(lambda: bar.value() == 0, "the top")
    clerk.press("view_progress")
    until(lambda: clerk.page() == "result_page", "the progress")
