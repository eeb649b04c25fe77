"""Templates are filled in with what is there now."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.core.form.sentences import offender, sentence

CLASSES = (r"\A[0-9]*\Z", r"\A[0-9A-Z]*\Z", r"\A[0-9-]*\Z", r"\A[!-~]*\Z", r"\A[^IOSVZ]*\Z")


@given(pattern=st.sampled_from(CLASSES), text=st.text("0129AIOZ-中 \n𠮷", max_size=40))
@settings(max_examples=300, deadline=None)
def test_offender_is_the_first_character_that_the_class_does_not_take(pattern, text):
    refused = [n for n, character in enumerate(text, 1) if not re.search(pattern, character)]
    assert offender(pattern, text) == (refused[0] if refused else 0)


def test_offender_of_a_class_that_also_asks_for_a_length():
    letters = r"\A(?!.{18}\Z)|\A[^IOSVZ]*\Z"
    assert offender(letters, "91440300OA5YL3K8XC") == 9
    assert offender(letters, "91440300OA5YL3K8X") == 0


def test_a_rule_about_the_length_has_no_offender():
    assert offender(r"\A.{11}\Z", "1380013800") == 0


@pytest.mark.parametrize(
    ("template", "value", "facts", "expected"),
    [
        ("{label}", "", {}, "小程序名称"),
        ("{n} {limit} {over}", "abcde", {"limit": 3}, "5 3 2"),
        ("{n} {over}", ["a", "b"], {"limit": 1}, "2 1"),
        ("{position}{character}", "12O4", {"limit": r"\A[0-9]*\Z"}, "3O"),
        ("{position}{character}", "12\n4", {"limit": r"\A[0-9]*\Z"}, "3换行"),
        ("{position}{character}", "12\u30004", {"limit": r"\A[0-9]*\Z"}, "3全角空格"),
        ("{after_at}", "a@b@qq", {}, "qq"),
        ("{value}", "x" * 41, {}, "x" * 40 + "…"),
        ("{value}", 5, {}, "5"),
        ("{minimum}–{maximum}，{n}", "中", {"minimum": 4, "maximum": 30, "n": 2}, "4–30，2"),
        ("{other}", "a", {"other": "b"}, "b"),
    ],
)
def test_placeholders(spec, template, value, facts, expected):
    assert sentence(template, spec.fields["/account_name"], value, facts) == expected


def test_what_people_type_is_never_a_template(spec):
    typed = "{label} {0} {value!r} %s"
    assert sentence("「{value}」", spec.fields["/account_name"], typed, {}) == f"「{typed}」"
