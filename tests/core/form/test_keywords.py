"""Our own keywords of the rule table, used as any schema would use them."""

import pytest
from jsonschema import Draft202012Validator, validators

from gui.core.form.keywords import CUSTOM, display_width, is_email

make = validators.extend(Draft202012Validator, CUSTOM)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("中文", 4),
        ("𠮷", 2),
        ("䶮", 2),
        ("Ａ１", 4),
        ("ｱ", 1),
        ("，", 2),
        (",", 1),
        ("·", 1),
        ("é", 1),
        ("😀", 2),
        ("中a中", 5),
    ],
)
def test_a_chinese_character_counts_two(text, width):
    assert display_width(text) == width


@pytest.mark.parametrize(("text", "fits"), [("中", False), ("中中", True), ("中a中", False)])
def test_display_width_keyword(text, fits):
    assert make({"x-display-width": {"minimum": 3, "maximum": 4}}).is_valid(text) == fits


def test_display_width_says_how_wide():
    (error,) = make({"x-display-width": {"minimum": 4, "maximum": 30}}).iter_errors("中")
    assert error.validator_value == {"minimum": 4, "maximum": 30, "n": 2}


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("91110000600037341L", True),
        ("911100006000373410", False),
        ("91110000600037341", True),
        ("not a code at all!", True),
        ("9111000060003734IL", True),
        ("Y1110000600037341L", False),
        ("91110000600037341L\n", True),
    ],
)
def test_check_digit_keyword_judges_unified_codes_alone(code, right):
    assert make({"x-check-digit": "uscc"}).is_valid(code) == right


@pytest.mark.parametrize(
    ("instance", "equal"),
    [
        ({"a": {"x": "1"}, "b": "1"}, True),
        ({"a": {"x": "1"}, "b": "2"}, False),
        ({"a": {"x": "1"}}, True),
        ({"b": "2"}, True),
        ({"a": "text", "b": "2"}, True),
        ("no object", True),
    ],
)
def test_equals_keyword_compares_what_is_there(instance, equal):
    assert make({"x-equals": [["/a/x", "/b"]]}).is_valid(instance) == equal


def test_equals_keyword_points_at_the_first_and_quotes_the_second():
    (error,) = make({"x-equals": [["/a/x", "/b"]]}).iter_errors({"a": {"x": "1"}, "b": "2"})
    assert list(error.absolute_path) == ["a", "x"]
    assert (error.instance, error.validator_value) == ("1", {"other": "2"})


@pytest.mark.parametrize("keyword", ["x-display-width", "x-check-digit"])
@pytest.mark.parametrize("value", [None, 5, True, ["中"], {"a": "中"}])
def test_keywords_for_text_take_anything_else(keyword, value):
    bounds = {"minimum": 4, "maximum": 30} if keyword == "x-display-width" else "uscc"
    assert make({keyword: bounds}).is_valid(value)


@pytest.mark.parametrize("value", [None, 5, ["a@b.cn"]])
def test_email_is_a_rule_for_text(value):
    assert is_email(value)


def test_email_survives_half_a_character():
    assert not is_email("\ud842@qq.com")
    assert not is_email("a@\ud842.com")
