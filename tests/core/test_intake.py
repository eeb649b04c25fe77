"""Somebody else's auth_data becomes values of the form; nothing is guessed, nothing is lost."""

import pytest

from gui.core.form.rules import resolve
from gui.core.form.spec import load_form
from gui.core.intake import MOST_NOTES, take
from gui.core.paths import RESOURCES


@pytest.fixture(scope="module")
def spec():
    return load_form(RESOURCES / "forms")


def nested(pointer: str, value) -> dict:
    """An object in which `value` stands at `pointer`."""
    for key in reversed(pointer[1:].split("/")):
        value = {key: value}
    return value


def test_every_field_of_the_form_is_found(spec):
    # GIVEN an answer for each field of the rule table, wherever it is nested
    fitting = {"string": "中文", "integer": 7, "array": ["a", "b"]}
    for pointer, field in spec.fields.items():
        # WHEN an object with it alone is taken
        taken = take(nested(pointer, fitting[field.type]), spec)
        # THEN it is that field's value, and nothing is left over
        assert taken.values == {pointer: fitting[field.type]}
        assert taken.extras == {}


@pytest.mark.parametrize(
    ("pointer", "given", "value"),
    [
        # integers
        ("/pay_type", "2", 2),
        ("/pay_type", " 2 ", 2),
        ("/pay_type", 1.0, 1),
        ("/pay_type", "15.0", 15),
        ("/pay_type", 99, 99),
        ("/pay_type", -1, -1),
        ("/service_uin", 2**53, 2**53),
        ("/service_uin", "12345678901234567890", 12345678901234567890),
        ("/pay_type", 0, None),
        ("/pay_type", 0.0, None),
        ("/pay_type", "0", None),
        ("/pay_type", "", None),
        ("/pay_type", "  ", None),
        ("/pay_type", None, None),
        ("/pay_type", [], None),
        # texts
        ("/taskid", "xxxxxx", "xxxxxx"),
        ("/taskid", " 保留 空格 ", " 保留 空格 "),
        ("/taskid", "0", "0"),
        ("/invoice_info/vat/bank_account", 6222021234567890123, "6222021234567890123"),
        ("/taskid", 0, None),
        ("/taskid", None, None),
        ("/taskid", {}, None),
        # one picture
        ("/qualification", "id", "id"),
        ("/qualification", ["id"], "id"),
        ("/qualification", ["", "id", None], "id"),
        ("/qualification", [""], None),
        ("/qualification", [], None),
        # several pictures
        ("/qualification_other", ["a", "b"], ["a", "b"]),
        ("/qualification_other", "id", ["id"]),
        ("/qualification_other", ["", "a", None, 0], ["a"]),
        ("/qualification_other", [""], None),
        ("/qualification_other", "", None),
    ],
)
def test_what_is_meant_is_taken(spec, pointer, given, value):
    # GIVEN a value as people and other programs write it
    # WHEN it is taken
    taken = take(nested(pointer, given), spec)
    # THEN it has the field's own type, or the field stays empty, without a word
    assert taken.values == ({} if value is None else {pointer: value})
    assert type(taken.values.get(pointer)) is type(value)
    assert taken.extras == {}
    assert [note for note in taken.notes if "空白项" not in note] == []


@pytest.mark.parametrize(
    ("pointer", "given", "words"),
    [
        ("/pay_type", "xxxxxx", "应为数字，文件里是「xxxxxx」"),
        ("/pay_type", 1.5, "应为数字，文件里是「1.5」"),
        ("/pay_type", 1e300, "应为数字"),
        ("/pay_type", True, "应为数字"),
        ("/pay_type", False, "应为数字"),
        ("/pay_type", [1], "应为数字，文件里是 1 项的列表"),
        ("/pay_type", "\uff11", "应为数字"),
        ("/taskid", {"a": 1}, "应为文字，文件里是一组内容"),
        ("/taskid", True, "应为文字"),
        ("/taskid", 1.5, "应为文字"),
        ("/taskid", ["a", "b"], "应为文字，文件里是 2 项的列表"),
        ("/qualification", ["a", "b"], "应为文字"),
        ("/qualification_other", {"a": 1}, "应为图片编号的列表"),
        ("/qualification_other", [["a"]], "应为图片编号的列表"),
        ("/contact_info/email", {"x": {}}, "「联系人邮箱」应为文字"),
    ],
)
def test_what_cannot_be_meant_goes_aside_with_a_note(spec, pointer, given, words):
    # GIVEN a value of a wrong type beside a good one
    taken = take({**nested(pointer, given), "account_name": "名称"}, spec)
    # WHEN it is taken, THEN the good one counts, the other is kept aside and a note says so
    assert taken.values == {"/account_name": "名称"}
    assert taken.extras == {pointer: given}
    assert len(taken.notes) == 1
    assert words in taken.notes[0]


def test_unknown_fields_are_kept_aside_and_named(spec):
    # GIVEN fields that the form does not have, at the top, inside, and with odd names
    unknown = {"new": {"deep": [1]}, "a/b~c\u202e": 1, "contact_info": {"fax": "1", "name": "王"}}
    # WHEN they are taken
    taken = take(unknown, spec)
    # THEN they are kept under their pointers, and each is named in plain characters
    assert taken.values == {"/contact_info/name": "王"}
    assert taken.extras == {"/new": {"deep": [1]}, "/a~1b~0c\u202e": 1, "/contact_info/fax": "1"}
    assert [note for note in taken.notes if "「contact_info.fax」不在这个表单里" in note]
    assert not [note for note in taken.notes if "\u202e" in note]


@pytest.mark.parametrize("given", ["text", 3, ["a"], True])
def test_a_section_that_is_none_goes_aside(spec, given):
    # GIVEN something else where a group of fields should be
    taken = take({"contact_info": given}, spec)
    # WHEN it is taken, THEN it is kept aside and the note says what was expected
    assert taken.extras == {"/contact_info": given}
    assert "「contact_info」应为一组内容" in taken.notes[0]


@pytest.mark.parametrize("given", ["", None, 0, [], {}])
def test_an_empty_section_is_nothing(spec, given):
    # GIVEN an empty group, WHEN it is taken, THEN there is nothing to say
    taken = take({"contact_info": given}, spec)
    assert (taken.values, taken.extras, taken.notes) == ({}, {}, ())


@pytest.mark.parametrize(
    ("given", "value", "noted"),
    [
        ({"auth_type": 12}, 12, False),
        ({"auth_type": "12", "customer_type": 0}, 12, False),
        ({"auth_type": 12, "customer_type": 12}, 12, False),
        ({"auth_type": 0, "customer_type": 1}, 1, False),
        ({"auth_type": 15, "customer_type": 1}, 1, True),
        ({"auth_type": 15, "customer_type": "xx"}, 15, True),
    ],
)
def test_auth_type_is_another_name_for_customer_type(spec, given, value, noted):
    # GIVEN one name of the field, or both
    taken = take(given, spec)
    # WHEN it is taken, THEN customer_type counts first, and a contradiction is told
    assert taken.values == {"/customer_type": value}
    assert bool(taken.notes) is noted


def test_the_paper_invoice_is_taken_with_the_offer_of_its_successor(spec):
    # GIVEN a file with the invoice type that is not offered any more
    taken = take({"invoice_info": {"invoice_type": 3, "vat": {"province": "广东省"}}}, spec)
    # WHEN it is taken, THEN type and address stay, and the note names the way out
    assert taken.values["/invoice_info/invoice_type"] == 3
    assert taken.values["/invoice_info/vat/province"] == "广东省"
    fix = next(iter(spec.fields["/invoice_info/invoice_type"].fixes.values()))
    assert fix.value == 4
    assert f"可以照旧提交，也可以在表单里点「{fix.label}」" in taken.notes[0]


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"pay_type": 2, "customer_type": 1}, "改为数电专用发票"),
        ({"pay_type": 2, "customer_type": 15}, "请在表单里重新选择"),
        ({"pay_type": 1, "customer_type": 1}, "会改为「不"),
    ],
)
def test_of_a_paper_invoice_only_that_is_said_which_the_form_offers(spec, others, said):
    # GIVEN a file with a paper invoice WHEN it is taken
    taken = take({**others, "invoice_info": {"invoice_type": 3}}, spec)
    # THEN the note says what the form does with it, and no way that is not offered there
    assert said in taken.notes[0]
    resolution = resolve(spec, taken.values, {"call": "wxaauth"})
    pointer = "/invoice_info/invoice_type"
    fixable = 4 in resolution.choices[pointer] and pointer not in resolution.forced
    assert ("改为数电专用发票" in taken.notes[0]) is fixable


@pytest.mark.parametrize("name", ["access_token", "AppSecret", "component_appsecret", "密码"])
def test_no_secret_is_kept(spec, name):
    # GIVEN an object with a secret at the top, inside an unknown field, and among old extras
    given = {name: "canary", "new": {"list": [{name: "canary", "x": 1}]}}
    taken = take(given, spec, {f"/{name}": "canary", "/old": {name: "canary"}})
    # WHEN it is taken, THEN its value is nowhere and its absence is told
    assert "canary" not in repr(taken)
    assert taken.extras == {"/new": {"list": [{"x": 1}]}, "/old": {}}
    assert f"「{name}」没有导入" in "".join(taken.notes)


def test_what_was_unknown_earlier_becomes_a_value(spec):
    # GIVEN an old file whose extras hold what this version knows, and what nobody knows
    taken = take({"taskid": "t"}, spec, {"/contact_info/mobile": 13800138000, "/new": 1})
    # WHEN it is taken, THEN the known one is a value now
    assert taken.values == {"/taskid": "t", "/contact_info/mobile": "13800138000"}
    assert taken.extras == {"/new": 1}


def test_a_thousand_unknown_fields_do_not_fill_the_screen(spec):
    # GIVEN an object with very many unknown fields
    taken = take({f"k{n}": n for n in range(1000)}, spec)
    # WHEN it is taken, THEN all are kept and the notes stay few
    assert len(taken.extras) == 1000
    assert len(taken.notes) == MOST_NOTES + 1
    assert "980" in taken.notes[-1]
