"""The files of resources/forms keep to their dialect: docs/rules.md."""

import re

import pytest
from jsonschema import Draft202012Validator

from gui.core.form.keywords import CUSTOM, FORMATS
from gui.core.form.normalise import normalise
from gui.core.form.spec import FieldKind
from gui.core.wechat.answers import AccountFacts
from tests.core.form.answers import FILLED, SAMPLE_PATHS
from tests.core.form.rule_files import ADVICE, FIELDS_SCHEMA, SCHEMA, conditions_of, parts_of

NOTES = {"$comment", "title"}
STRUCTURE = {"type", "properties", "required", "additionalProperties", "items", "allOf", "$ref"}
BRANCHES = {"if", "then", "else"}
LIMITS = {"enum", "const", "pattern", "maxLength", "maxItems", "minimum", "uniqueItems", "format"}
DIALECT = NOTES | STRUCTURE | BRANCHES | LIMITS | set(CUSTOM)
IN_A_CONDITION = NOTES | {"properties", "required", "const", "enum", "not", "allOf", "anyOf"}

both = pytest.mark.parametrize("schema", [SCHEMA, ADVICE], ids=["rules", "advice"])


@both
def test_schema_is_a_schema(schema):
    Draft202012Validator.check_schema(schema)


@both
def test_only_keywords_of_the_dialect_are_used(schema):
    assert {"$schema"} <= set(schema) <= DIALECT | {"$schema", "$defs"}
    inner = [(at, part) for at, part in parts_of(schema) if part is not schema]
    assert len(inner) > 20
    for at, part in inner:
        assert set(part) <= DIALECT, at
        assert part.get("additionalProperties", False) is False, at
        assert part.get("$ref", "#/$defs/").startswith("#/$defs/"), at
        assert True not in part.get("properties", {}).values(), at


@both
def test_every_condition_states_what_it_needs(schema):
    found = list(conditions_of(schema))
    assert len(found) > 10
    for at, node in found:
        # A condition on a property that is missing would hold.
        assert set(node.get("properties", ())) <= set(node.get("required", ())), node
        assert set(node) <= IN_A_CONDITION, node
        assert not any(isinstance(v, list | dict) for v in node.get("enum", [node.get("const")]))
        # Which fields steer the form is read from conditions that look from the root.
        assert at == "", node


@both
def test_patterns_take_no_more_than_they_seem_to(schema):
    patterns = {part["pattern"] for _, part in parts_of(schema) if "pattern" in part}
    assert patterns
    for pattern in patterns:
        # $ takes a line break at the end, \d the digits of every script, ^ is not \A for everyone.
        assert not re.search(r"(?<!\\)\$|\\[dDwW]|(?<!\[)\^", pattern)
        re.compile(pattern)


@both
def test_every_format_has_a_checker(schema):
    assert {part["format"] for _, part in parts_of(schema) if "format" in part} <= set(FORMATS)


def test_every_property_has_a_type_and_objects_are_closed():
    seen = set()
    for at, part in parts_of(FIELDS_SCHEMA):
        for name, child in part.get("properties", {}).items():
            seen.add(f"{at}/{name}")
            assert child["type"] in {"string", "integer", "array", "object"}, f"{at}/{name}"
        assert part.get("type") != "object" or part["additionalProperties"] is False, at
    assert seen >= set(FILLED)


def test_choices_are_those_of_the_schema(spec):
    offered = {at: part["enum"] for at, part in parts_of(FIELDS_SCHEMA) if "enum" in part}
    for pointer, item in spec.fields.items():
        assert (item.kind is FieldKind.CHOICE) == bool(item.choices)
        for name in (pointer, *item.also):
            assert {choice.value for choice in item.choices} == set(offered.get(name, ()))


def test_names_in_the_layout_exist(spec):
    context = SCHEMA["properties"]["context"]["properties"]
    for item in spec.fields.values():
        normalise(item.normalise, "every step has a name that is known")
        assert set(item.suggest_from) <= set(spec.fields)
        assert item.counter in ("", "length", "width")
        assert item.fact in ("", *AccountFacts.__slots__)
        assert item.fact or not item.must_agree
        for fix in item.fixes.values():
            assert (fix.value is None) == bool(fix.source)
            assert not fix.source or fix.source.removeprefix("/context/") in context


def test_a_choice_that_may_be_forced_says_why(spec):
    forced = {at for at, part in parts_of(SCHEMA) if "const" in part}
    assert forced == {"/auth_data/invoice_info/invoice_type"}
    for at in forced:
        assert spec.fields[at.removeprefix("/auth_data")].forced_reason


@pytest.mark.parametrize("path", SAMPLE_PATHS)
def test_the_customers_sample_is_all_in_the_form(spec, path):
    assert path in spec.owners
    assert spec.owners[path] in [item.pointer for s in spec.sections for item in s.fields]


def test_every_field_is_answered_in_these_tests(spec):
    assert set(FILLED) == set(spec.fields)


def test_what_is_remembered_has_a_name(spec):
    for section in spec.sections:
        assert bool(section.remembered_as) == any(item.remember for item in section.fields)


def test_no_picture_and_no_task_is_remembered(spec):
    kept = {pointer for pointer, item in spec.fields.items() if item.remember}
    assert all(spec.fields[pointer].kind is not FieldKind.MEDIA for pointer in kept)
    assert not kept & {"/taskid", "/account_name", "/customer_type"}
