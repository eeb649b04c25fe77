"""Which answers are remembered, and what an offer of them would put into an emptier form."""

import pytest

from gui.core.form.memory import is_untouched, offer, worth_remembering
from gui.core.form.rules import resolve
from tests.core.form.answers import FILLED

REAUTH = {"call": "reauth"}
TYPE, TITLE, TAXID = (
    "/invoice_info/invoice_type",
    "/invoice_info/invoice_title",
    "/invoice_info/electronic/id",
)
BANK, VAT_ID = "/invoice_info/vat/bank_name", "/invoice_info/vat/id"
MOBILE = "/contact_info/mobile"


@pytest.fixture
def section(spec):
    return {one.key: one for one in spec.sections}


@pytest.fixture
def remembered(spec):
    def look(**changes):
        values = FILLED | changes
        return worth_remembering(spec, resolve(spec, values, REAUTH))

    return look


@pytest.fixture
def offered(spec, section):
    def look(key, values, answers, **context):
        return offer(spec, section[key], values, REAUTH | context, answers)

    return look


def test_company_data_of_what_applies_is_remembered(remembered):
    known = remembered(**{TYPE: 2, MOBILE: ""})
    # THEN it is company data, nothing of this one certification
    assert set(known) == {"contact", "invoice"}
    assert known["invoice"] == {TYPE: 2, TITLE: FILLED[TITLE], TAXID: FILLED[TAXID]}
    # AND an answer that was asked for and left empty counts as none
    assert known["contact"][MOBILE] is None


def test_a_forced_choice_is_nobodys_answer(remembered):
    assert "invoice" not in remembered(**{"/pay_type": 1, "/service_appid": "wx0123456789abcdef"})


def test_an_empty_section_is_offered_everything_at_once(offered, remembered):
    answers = remembered(**{TYPE: 4})["invoice"]
    found = offered("invoice", {}, answers)
    # THEN the choice and the fields that it brings are filled in together
    assert found.fills == {pointer: value for pointer, value in answers.items() if value}
    assert found.words.startswith("增值税专用发票（数电） · ")
    assert found.words.endswith(f" 等 {len(found.fills)} 项")


def test_no_answer_is_ever_replaced(offered):
    answers = {TITLE: "甲公司", TAXID: "1" * 18}
    assert offered("invoice", {TYPE: 2, TITLE: "乙公司"}, answers).fills == {TAXID: "1" * 18}
    assert offered("invoice", {TYPE: 2, TITLE: "乙公司", TAXID: "2"}, answers) is None


def test_nothing_is_put_where_it_is_not_seen(offered):
    answers = {TYPE: 4, TITLE: "甲公司", TAXID: "1" * 18, VAT_ID: "1" * 18, BANK: "招商银行"}
    # GIVEN somebody who wants no invoice
    assert offered("invoice", {TYPE: 1}, answers) is None
    # GIVEN an electronic one: the bank is not asked for
    assert set(offered("invoice", {TYPE: 2}, answers).fills) == {TITLE, TAXID}
    # GIVEN a provider who pays: its invoice is forced
    assert offered("invoice", {"/pay_type": 1}, answers) is None
    # GIVEN an individual, who gets no VAT special invoice
    assert offered("invoice", {"/customer_type": 15}, answers) is None
    # GIVEN a first submission, which takes no mobile
    assert offered("contact", {}, {MOBILE: "13800138000"}, call="wxaauth") is None


def test_words_are_short(offered):
    found = offered("contact", {}, {"/contact_info/name": "长" * 300})
    assert found.words == "长" * 24 + "…"


def test_old_answers_to_what_is_no_field_any_more_are_left_out(offered):
    assert offered("contact", {}, {"/gone": "x", "/contact_info/name": ""}) is None


def test_whether_a_section_is_untouched(section):
    assert is_untouched(section["contact"], {"/taskid": "T", "/contact_info/name": " "})
    assert not is_untouched(section["contact"], {"/contact_info/name": "李"})
    assert is_untouched(section["name"], {"/account_name": "x"})  # remembers nothing
