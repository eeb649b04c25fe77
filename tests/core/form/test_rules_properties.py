"""Whatever the answers are, the rules come to one result, and every part of it agrees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from gui.core.form.keywords import is_email
from gui.core.form.rules import find, payload, resolve, typed
from gui.core.form.spec import ROOT, load_form
from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED
from tests.core.form.rule_files import SCHEMA

FORM = load_form(RESOURCES / "forms")
INVOICE_TYPE = "/invoice_info/invoice_type"
POINTERS = st.sampled_from(list(FORM.fields))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
)
NEAR_MISSES = [
    *(0, 1, 2, 3, 4, 12, 15, "1", "4", 1.0, "", " ", [""], ["media"], ["media"] * 11, ["图"]),
    *("123456789", "13800138000", "9144030０", "9144O300MA5YL3K8XC", "a@b", "a@b.cn", "wx12"),
    *("中" * 31, "x" * 300, "400-8888-888", "13800138000\n"),
]
ANYTHING = (
    SCALARS
    | st.lists(SCALARS | st.dictionaries(st.text(), SCALARS, max_size=2), max_size=12)
    | st.dictionaries(st.text(), SCALARS, min_size=1, max_size=2)
    | st.sampled_from(NEAR_MISSES)
)
CONTEXTS = st.fixed_dictionaries(
    {"call": st.sampled_from(["reauth", "wxaauth"])},
    optional={"certified_name": st.text(max_size=5), "name_hit": st.booleans() | st.none()},
)


@st.composite
def records(draw):
    """Filled records with steering choices of every kind, some answers gone, some odd."""
    values = dict(FILLED)
    values["/customer_type"] = draw(st.sampled_from([1, 12, 15, None]))
    values[INVOICE_TYPE] = draw(st.sampled_from([1, 2, 3, 4, None]))
    values["/pay_type"] = draw(st.sampled_from([1, 2, None]))
    for pointer in draw(st.sets(POINTERS, max_size=4)):
        del values[pointer]
    return values | draw(st.dictionaries(POINTERS, ANYTHING, max_size=3))


@given(values=records(), context=CONTEXTS)
@settings(max_examples=200, deadline=None)
def test_resolving_ends_and_says_the_same_again(values, context):
    # GIVEN any answers
    first = resolve(FORM, values, context)

    # WHEN what they came to is resolved once more
    again = {pointer: find(first.instance, ROOT + pointer) for pointer in first.visible}
    second = resolve(FORM, again, context)

    # THEN nothing changes
    assert second.instance == first.instance
    assert second.visible == first.visible
    assert second.required == first.required
    assert second.advised == first.advised
    assert second.forced == first.forced


@pytest.fixture(scope="module")
def plain():
    """jsonschema on the file as it is, without anything of ours but the e-mail check."""
    formats = FormatChecker(formats=())
    formats.checks("email")(is_email)
    return Draft202012Validator(SCHEMA, format_checker=formats)


@given(values=records(), context=CONTEXTS)
@settings(max_examples=300, deadline=None)
def test_what_may_be_sent_is_what_the_schema_allows(plain, checker, values, context):
    # GIVEN any answers
    resolution = resolve(FORM, values, context)

    # WHEN they are checked
    problems = checker.check(resolution)

    # THEN there is nothing to correct exactly when the schema takes what would be sent
    known = {key: value for key, value in context.items() if value is not None}
    assert plain.is_valid({"context": known} | payload(resolution)) == (not problems)
    assert plain.is_valid(resolution.instance) == (not problems)

    # AND no line of the form speaks of what is not asked
    assert set(problems) <= resolution.visible
    assert set(checker.advise(resolution)) <= resolution.visible
    assert resolution.required | resolution.advised | resolution.unoffered <= resolution.visible


@pytest.mark.parametrize("invoice", [1, 2, 4])
@pytest.mark.parametrize("container", FORM.containers)
def test_an_empty_container_is_missed_too(plain, checker, container, invoice):
    # GIVEN a first submission in which nothing was answered of one part
    values = {p: v for p, v in FILLED.items() if not p.startswith(container + "/")}
    values |= {INVOICE_TYPE: invoice} if container != "/invoice_info" else {}
    resolution = resolve(FORM, values, {"call": "wxaauth"})

    # WHEN the part is left out of the body, THEN the schema misses it just as the form does
    body = {"context": {"call": "wxaauth"}} | payload(resolution)
    assert plain.is_valid(body) == (not checker.check(resolution))


@given(values=records(), context=CONTEXTS)
@settings(max_examples=200, deadline=None)
def test_one_field_is_judged_as_the_whole_form_judges_it(checker, values, context):
    # GIVEN any answers, and what the whole check says
    resolution = resolve(FORM, values, context)
    problems = checker.check(resolution)

    for pointer in resolution.visible:
        # WHEN one field is checked alone, THEN it says the same in the same words
        value = values.get(pointer)
        assert checker.problem_of(resolution, pointer, value) == problems.get(pointer)

        # AND so does the quick check while typing, for a field that has an answer
        answer = typed(FORM.fields[pointer], value)
        free = pointer not in resolution.forced  # 1 == True, but 1 is what is sent
        if free and answer is not None and find(resolution.instance, ROOT + pointer) == answer:
            assert checker.check_field(resolution, pointer, answer) == problems.get(pointer)
