"""What WeChat knows, beside what stands in the form."""

from gui.core.account_facts import compare, fields_of
from gui.core.form.rules import resolve
from gui.core.wechat.answers import AccountFacts
from tests.core.office import SPEC

KIND, NAME, TITLE = "/customer_type", "/account_name", "/invoice_info/invoice_title"
INVOICE = "/invoice_info/invoice_type"
COMPANY = "深圳湾科技有限公司"
FACTS = AccountFacts("wx1", "深圳湾", COMPANY, 1, "9144", True)


def lines(values, facts=FACTS):
    resolution = resolve(SPEC, values, {"call": "reauth"})
    return {line.pointer: line for line in compare(SPEC, resolution, values, facts)}


def test_every_fact_stands_beside_the_answer():
    # GIVEN a form with another kind, another name, and no title
    found = lines({KIND: 12, NAME: "新名字", INVOICE: 2})
    # THEN each says in words what is there and what WeChat says
    assert [(one.label, one.now, one.told) for one in found.values()] == [
        ("主体类型", "个体工商户", "企业"),
        ("小程序名称", "新名字", "深圳湾"),
        ("发票抬头", "未填写", COMPANY),
    ]
    # AND what would be refused, or is empty, is advised; a name may be meant to change
    assert {pointer for pointer, one in found.items() if one.advised} == {KIND, TITLE}
    assert lines({})[NAME].advised
    # AND taking it over gives just that
    assert {pointer: one.value for pointer, one in found.items()} == {
        KIND: 1,
        NAME: "深圳湾",
        TITLE: COMPANY,
    }


def test_what_agrees_needs_nothing():
    found = lines({KIND: "1", NAME: " 深圳湾 ", INVOICE: 2, TITLE: COMPANY})
    assert len(found) == 3
    assert not any(one.advised or not one.agrees for one in found.values())


def test_only_what_is_asked_for_is_offered():
    assert set(lines({INVOICE: 1})) == {KIND, NAME}


def test_what_wechat_does_not_say_or_the_form_does_not_know_is_left_out():
    assert lines({INVOICE: 2}, AccountFacts("wx1", "", "", None, "", None)) == {}
    assert lines({INVOICE: 2}, AccountFacts("wx1", "", "", 99, "", None)) == {}


def test_fields_are_found_by_their_fact():
    assert fields_of(SPEC, "principal_name") == [TITLE]
    assert fields_of(SPEC, "credential") == []
