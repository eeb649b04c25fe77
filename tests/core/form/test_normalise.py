"""Tidying is visible, says what it did, and touches nothing that may be meant."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gui.core.form.normalise import Normalised, normalise
from gui.core.form.spec import load_form
from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED

STEPS = ("trim", "halfwidth", "compact", "compact_space", "phone", "upper", "lower")
FORM = load_form(RESOURCES / "forms")
USED = sorted({item.normalise for item in FORM.fields.values()})
# Letters, digits, blanks, hyphens, full-width forms and invisible signs, as people paste them.
PASTED = st.text(
    st.sampled_from("0123456789+-86 \t\n\u3000\u00a0\u200b\ufeff－—–（）()ＡＢａ１２Oxß中李ﬀİ")
    | st.characters(exclude_categories=["Cs"]),
    max_size=30,
)


@pytest.mark.parametrize(
    ("step", "text", "tidy", "note"),
    [
        ("trim", " 张三 \n", "张三", "已去掉首尾空格"),
        ("trim", "\ufeff\u3000深圳湾 科技\u200b", "深圳湾 科技", "已去掉首尾空格"),
        ("trim", "张三", "张三", ""),
        ("halfwidth", "１２３ＡＢｃ＠（）－\u3000", "123ABc@()- ", "已把全角字符改为半角"),
        ("halfwidth", "中文，。", "中文,。", "已把全角字符改为半角"),
        ("halfwidth", "abc 123", "abc 123", ""),
        (
            "compact",
            "9144 0300-MA5F\t1234\u30105X",
            "91440300MA5F1234\u30105X",
            "已去掉空格和连字符",
        ),
        ("compact", "6222-0212 3456—7890", "6222021234567890", "已去掉空格和连字符"),
        ("compact_space", " name @qq. com\n", "name@qq.com", "已去掉空格"),
        ("compact_space", "a-b", "a-b", ""),
        ("phone", "138 0013 8000", "13800138000", "已去掉空格等多余字符"),
        ("phone", "138-0013-8000", "13800138000", "已去掉空格等多余字符"),
        ("phone", "+86 138-0013-8000", "13800138000", "已去掉空格等多余字符"),
        ("phone", "0086-13800138000", "13800138000", "已去掉空格等多余字符"),
        ("phone", "8613800138000", "13800138000", "已去掉空格等多余字符"),
        ("phone", "(0755) 1234 5678", "075512345678", "已去掉空格等多余字符"),
        ("phone", "+86-0755-12345678", "0755-12345678", "已去掉空格等多余字符"),
        ("phone", "0755—12345678", "0755-12345678", "已去掉空格等多余字符"),
        ("phone", "0755-12345678-801", "0755-12345678-801", ""),
        ("phone", "400-800-8888", "400-800-8888", ""),
        ("phone", "86123", "86123", ""),
        ("upper", "ma5f12345x", "MA5F12345X", "已改为大写字母"),
        ("lower", "WX12AB", "wx12ab", "已改为小写字母"),
        ("upper", "MA5F", "MA5F", ""),
    ],
)
def test_each_step(step, text, tidy, note):
    assert normalise([step], text) == Normalised(tidy, note)


def test_steps_follow_each_other_and_each_says_what_it_did():
    # GIVEN a tax number as it is copied from a letter
    # WHEN it is tidied as the form does it
    found = normalise(["halfwidth", "compact", "upper"], "9144 0300-ma5f １２３４５X")

    # THEN it is the number, and every step is named
    assert found.text == "91440300MA5F12345X"
    assert found.note == "已把全角字符改为半角，已去掉空格和连字符，已改为大写字母"


def test_nothing_to_do_says_nothing():
    assert normalise(["halfwidth", "compact", "upper"], "91440300MA5F12345X").note == ""
    assert normalise([], " as it is ") == Normalised(" as it is ", "")


def test_letters_are_never_guessed(spec):
    # GIVEN a tax number in which somebody read O for 0 and I for 1
    steps = spec.fields["/invoice_info/vat/id"].normalise

    # WHEN it is tidied, THEN the letters stay for the clerk to look at
    assert normalise(steps, "9I44O300MA5F12345X").text == "9I44O300MA5F12345X"


def test_unknown_step_is_our_fault():
    with pytest.raises(KeyError):
        normalise(["guess"], "text")


@given(text=PASTED)
@example("+86+86-0755-12345678")
@example("0086-8613800138000")
@example("+8686-138 0013 8000")
@settings(max_examples=150, deadline=None)
def test_tidying_twice_changes_nothing_more(text):
    for steps in (*USED, *((step,) for step in STEPS)):
        once = normalise(steps, text)
        assert normalise(steps, once.text) == Normalised(once.text, "")
        assert once.note or once.text == text


PROSE = [
    "/auth_identification",
    "/account_name",
    "/contact_info/name",
    "/invoice_info/invoice_title",
    "/invoice_info/electronic/desc",
    "/invoice_info/vat/enterprise_address",
    "/invoice_info/vat/bank_name",
    "/invoice_info/vat/desc",
    "/invoice_info/vat/province",
    "/invoice_info/vat/city",
    "/invoice_info/vat/district",
    "/invoice_info/vat/address",
    "/invoice_info/vat/name",
]
WRITTEN = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs", "M"]) | st.sampled_from("\n\u200d"),
    max_size=30,
)


def test_chinese_text_fields_are_only_trimmed(spec):
    trimmed = [item.pointer for item in spec.fields.values() if item.normalise == ("trim",)]
    assert set(PROSE) <= set(trimmed)


@given(text=WRITTEN)
@settings(max_examples=200, deadline=None)
def test_chinese_text_changes_at_its_ends_alone(text):
    # GIVEN names and addresses with full-width signs, blanks inside, rare characters and emoji
    for pointer in PROSE[:2]:
        assert normalise(FORM.fields[pointer].normalise, text).text == text.strip()


def test_every_field_is_tidied(spec):
    # GIVEN that only choices have nothing to tidy
    bare = {item.pointer for item in spec.fields.values() if not item.normalise}
    assert bare == {item.pointer for item in spec.fields.values() if item.choices}


@pytest.mark.parametrize("pointer", [p for p, answer in FILLED.items() if isinstance(answer, str)])
def test_what_is_right_stays_as_it_is(spec, pointer):
    assert normalise(spec.fields[pointer].normalise, FILLED[pointer]).note == ""
