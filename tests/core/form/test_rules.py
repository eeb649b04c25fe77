"""What is asked, required, offered, forced and advised, by the interface's description."""

import dataclasses
import itertools
import json

import pytest

from gui.core.form.rules import find, payload, resolve
from gui.core.form.spec import ROOT, RuleTableError, load_form
from gui.core.form.validation import Checker
from tests.core.form.answers import FILLED

INVOICE_TYPE = "/invoice_info/invoice_type"
EVERY = list(itertools.product(("reauth", "wxaauth"), (1, 2, 4, 3, None), (1, 12, 15), (1, 2)))

# From the interface's description: always asked, always required.
ASKED = {
    "/customer_type",
    "/qualification_other",
    "/account_name",
    "/account_name_type",
    "/account_supplemental",
    "/contact_info/name",
    "/contact_info/email",
    "/third_party_phone",
    "/pay_type",
    INVOICE_TYPE,
}
REQUIRED = ASKED - {"/qualification_other", "/account_supplemental"}
VAT_REQUIRED = {
    f"/invoice_info/vat/{name}" for name in ("id", "enterprise_phone", "bank_name", "bank_account")
}
VAT = VAT_REQUIRED | {"/invoice_info/vat/desc", "/invoice_info/vat/enterprise_address"}
PAPER = {
    f"/invoice_info/vat/{name}"
    for name in ("mailing_address", "province", "city", "district", "address", "name", "phone")
}
ELECTRONIC = {"/invoice_info/electronic/id", "/invoice_info/electronic/desc"}
TITLE = {"/invoice_info/invoice_title"}


def effective_invoice(customer, invoice, pay):
    """The invoice type that counts: none chosen, forced by the provider, or not for individuals."""
    if pay == 1:
        return 1
    return None if customer == 15 and invoice in (3, 4) else invoice


def expected_visible(call, customer, invoice, pay):
    parts = {2: ELECTRONIC | TITLE, 4: VAT | TITLE, 3: VAT | PAPER | TITLE}
    return (
        ASKED
        | ({"/taskid", "/contact_info/mobile"} if call == "reauth" else set())
        | (
            {"/auth_identification", "/auth_ident_material"}
            if customer == 15
            else {"/qualification"}
        )
        | ({"/service_appid", "/service_uin"} if pay == 1 else set())
        | parts.get(effective_invoice(customer, invoice, pay), set())
    )


def expected_required(call, customer, invoice, pay):
    electronic = {"/invoice_info/electronic/id"} if customer != 15 else set()
    parts = {2: electronic, 4: VAT_REQUIRED, 3: VAT_REQUIRED}
    return (
        REQUIRED
        | ({"/taskid"} if call == "reauth" else set())
        | ({"/qualification"} if customer != 15 else set())
        | ({"/service_appid"} if pay == 1 else set())
        | parts.get(effective_invoice(customer, invoice, pay), set())
    )


def chosen(customer, invoice, pay):
    return {"/customer_type": customer, INVOICE_TYPE: invoice, "/pay_type": pay}


@pytest.mark.parametrize(("call", "invoice", "customer", "pay"), EVERY)
def test_what_is_asked_and_required(spec, call, invoice, customer, pay):
    # GIVEN nothing but the choices that steer the form
    values = chosen(customer, invoice, pay)

    # WHEN they are resolved
    resolution = resolve(spec, values, {"call": call})

    # THEN the form asks and requires what the interface's description says
    assert resolution.visible == expected_visible(call, customer, invoice, pay)
    assert resolution.required == expected_required(call, customer, invoice, pay)


def test_what_is_asked_at_first(spec):
    # GIVEN an empty record
    # WHEN it is resolved
    resolution = resolve(spec, {}, {"call": "reauth"})

    # THEN a licence is asked for until somebody says that they are an individual
    assert resolution.visible == ASKED | {"/taskid", "/contact_info/mobile", "/qualification"}
    assert resolution.required == REQUIRED | {"/taskid", "/qualification"}
    assert resolution.forced == {}
    assert resolution.advised == frozenset()


def test_identity_needs_its_proof(spec):
    # GIVEN an individual
    without, with_one = {"/customer_type": 15}, {"/customer_type": 15, "/auth_identification": "医"}

    # WHEN an identity is given, THEN its material is required; without one it is not
    proof = "/auth_ident_material"
    assert proof not in resolve(spec, without, {"call": "reauth"}).required
    assert proof in resolve(spec, with_one, {"call": "reauth"}).required


@pytest.mark.parametrize("customer", [1, 12, 15])
@pytest.mark.parametrize("own", [1, 2, 3, 4, None])
def test_provider_forces_no_invoice(spec, checker, customer, own):
    # GIVEN a record that the provider pays for
    values = chosen(customer, own, 1)

    # WHEN it is resolved
    resolution = resolve(spec, values, {"call": "reauth"})

    # THEN the invoice type is 1, shown with its reason, and nothing about it is to be corrected
    assert resolution.forced == {INVOICE_TYPE: 1}
    assert find(resolution.instance, ROOT + INVOICE_TYPE) == 1
    assert INVOICE_TYPE not in checker.check(resolution)
    assert INVOICE_TYPE not in checker.advise(resolution)
    assert spec.fields[INVOICE_TYPE].forced_reason


def test_hidden_answers_come_back_with_their_section(spec):
    # GIVEN a filled VAT invoice
    def body(invoice, pay=2):
        values = FILLED | {INVOICE_TYPE: invoice, "/pay_type": pay}
        return payload(resolve(spec, values, {"call": "reauth"}))["auth_data"]["invoice_info"]

    before = body(4)

    # WHEN the clerk looks at the other types and at the provider's package
    # THEN nothing of the VAT invoice is sent meanwhile
    assert all("vat" not in body(other) for other in (1, 2))
    assert body(4, pay=1) == {"invoice_type": 1}

    # AND all of it is back afterwards
    assert body(4) == before
    assert before["vat"]["bank_account"] == "755900000010001"


@pytest.mark.parametrize("invoice", [3, 4])
def test_choice_that_is_not_offered_shows_as_unchosen(spec, checker, invoice):
    # GIVEN a VAT invoice, and then the subject turns out to be an individual
    values = FILLED | chosen(15, invoice, 2)

    # WHEN it is resolved
    resolution = resolve(spec, values, {"call": "reauth"})

    # THEN the choice is not offered, not sent, and asked for again with its own words
    assert resolution.choices[INVOICE_TYPE] == (1, 2)
    assert resolution.unoffered == {INVOICE_TYPE}
    assert "invoice_info" not in payload(resolution)["auth_data"]
    problem = checker.check(resolution)[INVOICE_TYPE]
    assert (problem.rule, problem.text) == ("enum", "原来选的发票种类在这里不适用，请重新选择")

    # AND the answer is kept: it is there again for an enterprise
    back = resolve(spec, values | {"/customer_type": 1}, {"call": "reauth"})
    assert find(back.instance, ROOT + INVOICE_TYPE) == invoice
    assert back.unoffered == frozenset()


@pytest.mark.parametrize("value", [7, -1, "x", True, [1], {"a": 1}])
def test_choice_that_never_existed_shows_as_unchosen(spec, checker, value):
    # GIVEN a choice from somebody else's file
    resolution = resolve(spec, FILLED | {"/account_name_type": value}, {"call": "reauth"})

    # WHEN it is checked, THEN it is asked for again
    assert resolution.unoffered == {"/account_name_type"}
    assert checker.check(resolution)["/account_name_type"].text == "请重新选择命名依据"
    assert "account_name_type" not in payload(resolution)["auth_data"]


@pytest.mark.parametrize(
    ("value", "offered"),
    [(1, (1, 2, 4)), (None, (1, 2, 4)), (4, (1, 2, 4)), (3, (1, 2, 4, 3)), ("3", (1, 2, 4, 3))],
)
def test_paper_invoice_is_offered_only_while_it_is_the_value(spec, value, offered):
    resolution = resolve(spec, FILLED | {INVOICE_TYPE: value}, {"call": "reauth"})
    assert resolution.choices[INVOICE_TYPE] == offered


def with_rule(spec, field, says):
    """The form with one more rule that always applies to a field of auth_data."""
    rule = {"properties": {"auth_data": {"properties": {field: says}}}}
    return dataclasses.replace(spec, schema={**spec.schema, "allOf": [*spec.schema["allOf"], rule]})


def test_rules_narrow_the_choices_together(spec):
    # GIVEN two rules of which each takes away a choice
    once = with_rule(spec, "customer_type", {"enum": [12, 15]})
    narrowed = with_rule(once, "customer_type", {"enum": [15, 1]})

    # WHEN they apply, THEN only what both offer is left
    assert resolve(narrowed, {}, {"call": "reauth"}).choices["/customer_type"] == (15,)


def test_optional_choice_that_is_not_offered_is_an_error_too(spec):
    # GIVEN a choice that need not be made
    rules = dict(spec.schema)
    auth_data = dict(rules["properties"]["auth_data"])
    auth_data["required"] = [name for name in auth_data["required"] if name != "account_name_type"]
    rules["properties"] = {**rules["properties"], "auth_data": auth_data}
    relaxed = dataclasses.replace(spec, schema=rules)
    checker = Checker(relaxed)

    # WHEN it is open, THEN nothing is said; WHEN it is one that there is not, THEN it is said
    for value, wrong in ((None, []), (7, ["/account_name_type"])):
        resolution = resolve(relaxed, FILLED | {"/account_name_type": value}, {"call": "reauth"})
        assert list(checker.check(resolution)) == wrong


def test_choices_of_the_others_are_always_offered(spec):
    choices = resolve(spec, {}, {"call": "wxaauth"}).choices
    assert choices["/customer_type"] == (1, 12, 15)
    assert choices["/account_name_type"] == (1, 2)
    assert choices["/pay_type"] == (2, 1)


@pytest.mark.parametrize(
    ("changes", "context", "advised"),
    [
        ({}, {}, set()),
        ({"/account_name_type": 1}, {}, set()),
        ({"/account_name_type": 2}, {}, {"/account_supplemental"}),
        ({}, {"name_hit": True}, {"/account_supplemental"}),
        ({}, {"name_hit": False}, set()),
        (chosen(15, 2, 2), {}, {"/invoice_info/electronic/id"}),
        (chosen(1, 2, 2), {}, set()),
        (chosen(1, 4, 2), {}, {"/invoice_info/vat/enterprise_address"}),
        (chosen(1, 3, 2), {}, {"/invoice_info/vat/enterprise_address"}),
        (chosen(1, 4, 1), {}, set()),
        (chosen(15, 2, 1), {}, set()),
    ],
)
def test_what_is_advised(spec, checker, changes, context, advised):
    # GIVEN answers to which an optional one belongs
    resolution = resolve(spec, changes, {"call": "reauth"} | context)

    # THEN it is advised, in amber and never as an error
    assert resolution.advised == advised
    warnings = checker.advise(resolution)
    assert {p for p, problem in warnings.items() if problem.rule == "required"} == advised
    assert not advised & set(checker.check(resolution))


def chain(folder, links):
    """A form in which each answer keeps the next one visible."""
    names = [f"f{n}" for n in range(links + 1)]
    there = [{"required": ["auth_data"], "properties": {"auth_data": {"required": [name]}}}
             for name in names]  # fmt: skip
    gone = [{"properties": {"auth_data": {"properties": {name: False}}}} for name in names]
    schema = {
        "properties": {"auth_data": {"properties": {name: {"type": "string"} for name in names}}},
        "allOf": [{"if": there[n], "else": gone[n + 1]} for n in range(links)],
    }
    fields = [{"pointer": f"/{name}", "kind": "line", "label": name} for name in names]
    layout = {
        "default_messages": {},
        "sections": [{"key": "all", "title": "All", "fields": fields}],
    }
    for part, content in (("schema", schema), ("advice", {}), ("layout", layout)):
        (folder / f"auth_data.{part}.json").write_text(json.dumps(content), "utf-8")
    return load_form(folder)


def test_rules_settle_within_eight_passes(tmp_path):
    # GIVEN answers that hide each other one after the other, the first of them missing
    values = {f"/f{n}": "there" for n in range(1, 9)}

    # WHEN six follow, THEN the eighth pass confirms the seventh
    assert resolve(chain(tmp_path, 6), values, {}).visible == {"/f0"}

    # WHEN seven follow, THEN it takes too long
    with pytest.raises(RuleTableError):
        resolve(chain(tmp_path, 7), values, {})


def test_rules_that_contradict_themselves_are_refused(spec):
    # GIVEN a rule that hides a name as soon as there is one
    there = {"required": ["auth_data"], "properties": {"auth_data": {"required": ["account_name"]}}}
    gone = {"properties": {"auth_data": {"properties": {"account_name": False}}}}
    rules = [*spec.schema["allOf"], {"if": there, "then": gone}]
    paradox = dataclasses.replace(spec, schema={**spec.schema, "allOf": rules})

    # WHEN there is a name, THEN the fault is reported instead of a window that hangs
    assert resolve(paradox, {}, {"call": "reauth"}).visible
    with pytest.raises(RuleTableError, match="settle"):
        resolve(paradox, FILLED, {"call": "reauth"})
