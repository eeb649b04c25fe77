"""Company data that was filled in once is offered again, to whom it belongs, and never put in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFrame, QLabel

from gui.core.store.records import Records
from tests.ui.clerk import TAX_NUMBER, until

NAME, MAIL = "/contact_info/name", "/contact_info/email"
TYPE, TITLE = "/invoice_info/invoice_type", "/invoice_info/invoice_title"
PAY = "/pay_type"
COMPANY = "深圳市演练科技有限公司"
OWNER, NEWCOMER = "wx00000000000000a1", "wx00000000000000b2"


def words_of(clerk, section):
    """What the line at the top of a section says; nothing when it is not there."""
    line = clerk.window.record.form.view.findChild(QFrame, f"offer:{section}")
    if line is None or not line.isVisible():
        return ""
    return next(label.text() for label in line.findChildren(QLabel) if label.text())


def value(clerk, pointer):
    return clerk.window.record.model.value(pointer)


def settled(clerk):
    """Everything that was asked of the disk is there, and the section states have followed."""
    assert clerk.window.services.tasks.drain("db", 5000)
    until(lambda: not clerk.window.record.model._later.isActive(), "the pause is over")


def new_record(clerk, appid=OWNER, **context):
    """新建, for an account."""
    session = clerk.window.record.session
    before = session.record_id
    accounts = {one.appid: one.id for one in clerk.window.services.accounts.list()}
    session.create("reauth", "下一条", accounts.get(appid))
    until(lambda: session.record_id not in ("", before), "the new record")
    if context:
        clerk.window.record.model.set_context(**context)
        clerk.window.record.answers.look_again()
    settled(clerk)


@pytest.fixture
def checked(clerk):
    """The example is right, and was checked."""
    clerk.correct()
    clerk.goes_to_check()
    settled(clerk)
    return clerk


def test_the_next_record_of_the_account_is_offered_it(checked):
    # GIVEN an empty record of the same account
    new_record(checked)
    # THEN each section says what it was last time, and nothing has been put in
    assert (
        words_of(checked, "contact") == "上次填写的联系人资料：李演练 · yanlian@example.com 等 4 项"
    )
    assert words_of(checked, "invoice").startswith("上次填写的开票资料：电子普通发票 · ")
    assert value(checked, NAME) is None
    # WHEN it is taken
    checked.press("fill:contact")
    checked.press("fill:invoice")
    # THEN it stands in the form, is marked as put in, and counts as typed
    assert (value(checked, NAME), value(checked, MAIL)) == ("李演练", "yanlian@example.com")
    assert (value(checked, TYPE), value(checked, TITLE)) == (2, COMPANY)
    assert checked.reads_field(TAX_NUMBER) == "91440300MA5YL3K8XC"
    assert words_of(checked, "contact") == "已填入联系人资料，请核对"
    settled(checked)
    assert checked.window.record.model.states()["contact"].words == "已完成"
    assert checked.window.record.flush()
    assert "李演练" in checked.stored()["answers"]


def test_taking_it_can_be_undone(checked):
    new_record(checked)
    checked.press("fill:contact")
    # GIVEN an answer that was changed since
    checked.write(NAME, "王新")
    # WHEN it is undone, THEN what was put in goes, and what was typed stays
    checked.press("unfill:contact")
    assert (value(checked, NAME), value(checked, MAIL) or "") == ("王新", "")
    # AND what is empty again is on offer again
    assert "yanlian@example.com" in words_of(checked, "contact")
    assert "李演练" not in words_of(checked, "contact")


def test_what_is_declined_is_not_offered_again_to_this_record(checked):
    new_record(checked)
    record_id = checked.window.record.session.record_id
    checked.press("decline:contact")
    assert words_of(checked, "contact") == ""
    # WHEN the record is left and opened again
    new_record(checked)
    checked.window.record.session.open(record_id)
    until(lambda: checked.window.record.session.record_id == record_id, "it is open again")
    # THEN the other section still offers, and it is quiet there
    until(lambda: words_of(checked, "invoice"), "the other section")
    assert words_of(checked, "contact") == ""
    # AND the next record is offered it
    new_record(checked)
    assert words_of(checked, "contact")


def test_nothing_is_offered_where_something_stands(checked):
    # GIVEN a section in which somebody has answered before it was opened
    accounts = {one.appid: one.id for one in checked.window.services.accounts.list()}
    records = Records(checked.window.services.database)
    record = records.create(
        "reauth", "半份", {NAME: "王新"}, context={"call": "reauth"}, account_id=accounts[OWNER]
    )
    checked.window.record.session.open(record.id)
    until(lambda: checked.window.record.session.record_id == record.id, "it is open")
    settled(checked)
    until(lambda: words_of(checked, "invoice"), "the empty section")
    assert words_of(checked, "contact") == ""


def test_the_line_does_not_go_while_somebody_types_below_it(checked):
    # GIVEN somebody who types everything anew
    new_record(checked)
    for pointer, text in ((NAME, "王新"), (MAIL, "wang@example.com")):
        checked.write(pointer, text)
    checked.write("/contact_info/mobile", "13900139000")
    checked.write("/third_party_phone", "4001234567")
    settled(checked)
    # THEN the line is still there as long as the cursor is in the section, so nothing jumps
    assert words_of(checked, "contact")
    # WHEN the cursor goes elsewhere and something is typed there, THEN it is gone
    checked.write("/account_name", "新店")
    settled(checked)
    until(lambda: not words_of(checked, "contact"), "the line has gone")


def test_an_invoice_that_is_forced_is_not_offered(checked):
    new_record(checked)
    assert words_of(checked, "invoice")
    checked.choose(PAY, 1)
    settled(checked)
    assert words_of(checked, "invoice") == ""
    checked.choose(PAY, 2)
    settled(checked)
    assert words_of(checked, "invoice")


def test_another_account_is_offered_nothing_unless_it_is_the_same_subject(checked):
    # GIVEN a record of another account of nobody knows whom
    new_record(checked, NEWCOMER)
    assert words_of(checked, "contact") == ""
    # WHEN WeChat has said that it is another subject
    checked.window.record.model.set_context(certified_name="深圳市演练贸易有限公司")
    checked.window.record.answers.look_again()
    settled(checked)
    assert words_of(checked, "contact") == ""
    # WHEN it is the same subject, THEN it is offered, and says whose it is
    checked.window.record.model.set_context(certified_name=COMPANY)
    checked.window.record.answers.look_again()
    settled(checked)
    assert words_of(checked, "contact").startswith("「演练小程序」填写过的联系人资料：李演练")


def test_a_record_without_an_account_is_offered_nothing_until_it_has_one(checked):
    new_record(checked, "none")
    assert words_of(checked, "contact") == ""
    accounts = {one.appid: one.id for one in checked.window.services.accounts.list()}
    checked.window.record.account.choose(accounts[OWNER])
    until(lambda: words_of(checked, "contact"), "the account's answers")


def test_what_is_not_checked_is_not_remembered(clerk):
    # GIVEN an example that is wrong
    clerk.press("check_answers")
    settled(clerk)
    new_record(clerk)
    assert words_of(clerk, "contact") == ""


def test_it_is_there_after_a_new_start(checked, hire):
    assert checked.window.record.flush()
    checked.window.close()
    again = hire()
    new_record(again)
    assert words_of(again, "contact")


def test_it_can_be_cleared_in_the_settings(checked):
    new_record(checked)
    assert words_of(checked, "contact")
    # WHEN it is cleared, after a question
    checked.command("settings")
    checked.press("clear_remembered")
    checked.press("question_no")
    assert words_of(checked, "contact")
    checked.press("clear_remembered")
    checked.press("question_yes")
    until(lambda: "已清除" in checked.words(checked.find("settings_dialog")), "it is told")
    # THEN nothing is offered any more, in this record or in the next
    checked.press("cancel_settings")
    settled(checked)
    until(lambda: not words_of(checked, "contact"), "it is gone")
    new_record(checked)
    assert words_of(checked, "contact") == ""
    with checked.disk() as other:
        assert other.execute("SELECT count(*) FROM remembered").fetchone()[0] == 0


def test_hostile_remembered_answers_are_plain_text_and_short(checked):
    model = checked.window.record.model
    checked.window.show_page("form")
    model.set_value(NAME, "<b>" + "长" * 27)
    checked.goes_to_check()
    settled(checked)
    new_record(checked)
    line = checked.window.record.form.view.findChild(QFrame, "offer:contact")
    assert "<b>" in words_of(checked, "contact")
    assert line.height() < 120


def test_two_records_of_one_name_are_never_mixed(checked):
    # GIVEN an offer that was taken in one record
    new_record(checked)
    checked.press("fill:contact")
    # WHEN the next record is opened, THEN there is nothing to be undone there
    new_record(checked)
    assert words_of(checked, "contact").startswith("上次填写的")
    assert value(checked, NAME) is None


def test_a_new_record_knows_the_certified_name_of_its_account(checked):
    # GIVEN an account whose certified name was known when its last record was checked
    new_record(checked)
    # THEN a title that differs is warned about, without asking WeChat again
    until(lambda: checked.window.record.model.context().get("certified_name"), "it is known")
    checked.choose(TYPE, 2)
    checked.write(TITLE, "别的公司")
    checked.window.record.form.view.commit()
    warned = checked.window.record.model.warning(TITLE)
    assert warned is not None
    assert COMPANY in warned.text
    # AND an account of which nothing is known knows nothing
    new_record(checked, NEWCOMER)
    assert "certified_name" not in checked.window.record.model.context()
