"""Whatever people and servers write can be kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.core.errors import StoreDamaged
from gui.core.store.text import from_json, storable, to_json, whole_number


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("𠮷䶮😀", "𠮷䶮😀"),
        ("a\ud83d", "a\ufffd"),
        ("\udc00b", "\ufffdb"),
        ("\ud83dx\ud83d", "\ufffdx\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("\ufeff\x00\u202e", "\ufeff\x00\u202e"),
    ],
)
def test_half_characters_become_visible_and_nothing_else_changes(given_text, kept):
    assert storable(given_text) == kept


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec=None)), inner),
    max_leaves=10,
)


@given(json_values)
def test_any_value_comes_back_from_utf8(value):
    text = to_json(value)
    assert from_json(text.encode("utf-8").decode("utf-8")) == json.loads(
        storable(json.dumps(value, ensure_ascii=False))
    )


def test_chinese_stays_readable_in_the_file():
    assert to_json({"/account_name": "张三"}) == '{"/account_name":"张三"}'


def test_text_that_is_not_json_counts_as_damage():
    with pytest.raises(StoreDamaged):
        from_json("{half")


def test_numbers_of_any_size():
    assert whole_number(None) is None
    assert whole_number(str(-(2**80))) == -(2**80)
