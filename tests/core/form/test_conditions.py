"""Conditions mean what jsonschema says they mean, and nothing else may stand in one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gui.core.form.conditions import holds
from gui.core.form.spec import RuleTableError

NAMES = st.sampled_from(["a", "b", "c"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-1, 2)
    | st.sampled_from([0.0, 1.0, 1.5])
    | st.sampled_from(["", "1", "a", "中"])
)
INSTANCES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def combined(inner):
    """Several keywords beside each other: all of them have to hold."""
    return st.fixed_dictionaries(
        {},
        optional={
            "required": st.lists(NAMES, unique=True, max_size=2),
            "properties": st.dictionaries(NAMES, inner, max_size=2),
            "const": SCALARS,
            "enum": st.lists(SCALARS, min_size=1, max_size=3),
            "not": inner,
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "$comment": st.just("why"),
            "title": st.just("name"),
        },
    )


CONDITIONS = st.recursive(st.booleans() | st.just({}), combined, max_leaves=6)


@given(condition=CONDITIONS, instance=INSTANCES)
@settings(max_examples=500, deadline=None)
def test_a_condition_holds_exactly_when_jsonschema_says_so(condition, instance):
    assert holds(condition, instance) == Draft202012Validator(condition).is_valid(instance)


@pytest.mark.parametrize(
    ("condition", "instance", "expected"),
    [
        ({"const": 1}, 1.0, True),
        ({"const": 1}, True, False),
        ({"enum": [0, 4]}, False, False),
        ({"properties": {"a": {"const": 1}}}, {}, True),
        ({"properties": {"a": {"const": 1}}, "required": ["a"]}, {}, False),
        ({"properties": {"a": {"const": 1}}, "required": ["a"]}, {"a": 1}, True),
        ({"required": ["a"]}, "not an object", True),
        ({"not": {"required": ["a"]}}, {}, True),
        ({"anyOf": [{"const": 1}, {"const": 2}]}, 2, True),
    ],
)
def test_what_conditions_mean(condition, instance, expected):
    assert holds(condition, instance) is expected


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "string"},
        {"minimum": 1},
        {"oneOf": [{"const": 1}]},
        {"if": {"const": 1}},
        {"$ref": "#/$defs/x"},
        {"contains": {"const": 1}},
        {"not": {"pattern": "x"}},
        {"allOf": [{"minLength": 1}]},
    ],
)
def test_an_unknown_keyword_is_refused(condition):
    # GIVEN a condition that we do not understand
    # WHEN it is asked, THEN nobody guesses
    with pytest.raises(RuleTableError, match="may not use"):
        holds(condition, {})
