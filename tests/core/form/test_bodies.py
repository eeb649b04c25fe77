"""The body that is sent, whole, for every call, invoice type, customer type and way of paying.

The expectations are written by hand from the interface's description, not from the rule table.
"""

import copy
import itertools
import json

import pytest

from gui.core.form.rules import payload, resolve
from tests.core.form.answers import FILLED, LICENCE_CODE

EVERY = list(itertools.product(("reauth", "wxaauth"), (1, 2, 4, 3, None), (1, 12, 15), (1, 2)))

ELECTRONIC = {"id": LICENCE_CODE, "desc": "电子票备注"}
VAT = {
    "id": LICENCE_CODE,
    "enterprise_phone": "010-12345678",
    "enterprise_address": "深圳市南山区科技园 1 号",
    "bank_name": "招商银行深圳科技园支行",
    "bank_account": "755900000010001",
    "desc": "专票备注",
}
PAPER = {
    "mailing_address": "518000",
    "province": "广东省",
    "city": "深圳市",
    "district": "南山区",
    "address": "科技园 2 号",
    "name": "李四",
    "phone": "13900139000",
}
TITLE = "深圳湾科技有限公司"
FULL_INVOICES = {
    1: {"invoice_type": 1},
    2: {"invoice_type": 2, "invoice_title": TITLE, "electronic": ELECTRONIC},
    4: {"invoice_type": 4, "invoice_title": TITLE, "vat": VAT},
    3: {"invoice_type": 3, "invoice_title": TITLE, "vat": VAT | PAPER},
}
VAT_REQUIRED = {
    "id": LICENCE_CODE,
    "enterprise_phone": "010-12345678",
    "bank_name": "招商银行深圳科技园支行",
    "bank_account": "755900000010001",
}
BARE_INVOICES = {
    1: {"invoice_type": 1},
    2: {"invoice_type": 2, "electronic": {"id": LICENCE_CODE}},
    4: {"invoice_type": 4, "vat": VAT_REQUIRED},
    3: {"invoice_type": 3, "vat": VAT_REQUIRED},
}

OPTIONAL_TEXTS = (
    "/contact_info/mobile",
    "/auth_identification",
    "/invoice_info/invoice_title",
    "/invoice_info/electronic/desc",
    "/invoice_info/vat/enterprise_address",
    "/invoice_info/vat/desc",
    "/invoice_info/vat/mailing_address",
    "/invoice_info/vat/province",
    "/invoice_info/vat/city",
    "/invoice_info/vat/district",
    "/invoice_info/vat/address",
    "/invoice_info/vat/name",
    "/invoice_info/vat/phone",
)
OPTIONAL_LISTS = ("/qualification_other", "/auth_ident_material", "/account_supplemental")
# What people, old drafts and the customer's sample put where nothing was answered.
EMPTY = [("", [], 0), (" \t\u3000\n", [""], "0"), (None, ["", "  "], " "), ("", [None, 0], 0.0)]


def answered(customer, invoice, pay):
    return FILLED | {
        "/customer_type": customer,
        "/invoice_info/invoice_type": invoice,
        "/pay_type": pay,
    }


def with_nothing_optional(customer, invoice, pay, text, items, number):
    values = answered(customer, invoice, pay)
    values |= dict.fromkeys(OPTIONAL_TEXTS, text) | dict.fromkeys(OPTIONAL_LISTS, items)
    values["/service_uin"] = number
    if customer == 15:
        values["/invoice_info/electronic/id"] = text
    return values


def can_be_sent(invoice, customer, pay):
    """A choice of invoice is needed unless the provider pays; individuals get no VAT special."""
    return pay == 1 or invoice in ((1, 2) if customer == 15 else (1, 2, 3, 4))


def full_body(call, invoice, customer, pay):
    body = {
        "customer_type": customer,
        "auth_type": customer,
        "account_name": "深圳湾小程序",
        "account_name_type": 2,
        "account_supplemental": ["media-trade-mark"],
        "contact_info": {"name": "张𠮷", "email": "zhang@example.com"},
        "third_party_phone": "0755-12345678",
        "qualification_other": ["media-permit", "media-letter"],
        "pay_type": pay,
    }
    if call == "reauth":
        body["taskid"] = "a1b2c3d4e5f6"
        body["contact_info"]["mobile"] = "13800138000"
    if customer == 15:
        body["auth_identification"] = "医生"
        body["auth_ident_material"] = ["media-doctor"]
    else:
        body["qualification"] = "media-licence"
    if pay == 1:
        body |= {"service_appid": "wx1234567890abcdef", "service_uin": 3000123456}
        body["invoice_info"] = {"invoice_type": 1}
    elif can_be_sent(invoice, customer, pay):
        body["invoice_info"] = FULL_INVOICES[invoice]
    return {"auth_data": body}


def bare_body(call, invoice, customer, pay):
    body = {
        "customer_type": customer,
        "auth_type": customer,
        "account_name": "深圳湾小程序",
        "account_name_type": 2,
        "contact_info": {"name": "张𠮷", "email": "zhang@example.com"},
        "third_party_phone": "0755-12345678",
        "pay_type": pay,
    }
    if call == "reauth":
        body["taskid"] = "a1b2c3d4e5f6"
    if customer != 15:
        body["qualification"] = "media-licence"
    if pay == 1:
        body["service_appid"] = "wx1234567890abcdef"
        body["invoice_info"] = {"invoice_type": 1}
    elif customer == 15 and invoice == 2:
        body["invoice_info"] = {"invoice_type": 2}
    elif can_be_sent(invoice, customer, pay):
        body["invoice_info"] = BARE_INVOICES[invoice]
    return {"auth_data": body}


def as_text(body):
    """JSON text tells 1 from 1.0 and from true, which Python's == does not."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1)


@pytest.mark.parametrize(("call", "invoice", "customer", "pay"), EVERY)
def test_body_with_every_field_filled(spec, checker, call, invoice, customer, pay):
    # GIVEN answers to every question there is, also to those that do not apply
    values = answered(customer, invoice, pay)

    # WHEN they are resolved
    resolution = resolve(spec, values, {"call": call})

    # THEN exactly what applies is sent, and there is nothing to correct but a missing invoice type
    assert as_text(payload(resolution)) == as_text(full_body(call, invoice, customer, pay))
    wrong = [] if can_be_sent(invoice, customer, pay) else ["/invoice_info/invoice_type"]
    assert list(checker.check(resolution)) == wrong


@pytest.mark.parametrize(("call", "invoice", "customer", "pay"), EVERY)
def test_body_with_every_optional_field_empty(spec, checker, call, invoice, customer, pay):
    for text, items, number in EMPTY:
        # GIVEN one of the ways in which a question is left open
        values = with_nothing_optional(customer, invoice, pay, text, items, number)

        # WHEN they are resolved
        resolution = resolve(spec, values, {"call": call})

        # THEN what is open is left out, and nothing complains about it
        assert as_text(payload(resolution)) == as_text(bare_body(call, invoice, customer, pay))
        wrong = [] if can_be_sent(invoice, customer, pay) else ["/invoice_info/invoice_type"]
        assert list(checker.check(resolution)) == wrong


def test_body_of_a_provider_has_the_invoice_type_alone(spec):
    # GIVEN a record that the provider pays for, in which no invoice was ever chosen
    values = {"/pay_type": 1}

    # WHEN it is resolved
    body = payload(resolve(spec, values, {"call": "wxaauth"}))

    # THEN the invoice is there all the same, for its absence is refused
    assert body == {"auth_data": {"pay_type": 1, "invoice_info": {"invoice_type": 1}}}


def test_body_has_the_types_of_the_interface_whatever_was_typed(spec):
    # GIVEN numbers as an editor or somebody else's file may hold them
    values = FILLED | {
        "/customer_type": "12",
        "/account_name_type": 1.0,
        "/pay_type": " 1 ",
        "/service_uin": "3000123456",
    }

    # WHEN they are resolved
    body = payload(resolve(spec, values, {"call": "reauth"}))["auth_data"]

    # THEN they are sent as integers
    names = ("customer_type", "auth_type", "account_name_type", "pay_type", "service_uin")
    assert as_text([body[name] for name in names]) == as_text([12, 12, 1, 1, 3000123456])


def test_context_is_never_sent(spec):
    # GIVEN facts that steer the rules
    context = {"call": "reauth", "certified_name": "深圳湾科技有限公司", "name_hit": True}

    # WHEN a full form is resolved
    body = payload(resolve(spec, FILLED, context))

    # THEN nothing but auth_data is in the body
    assert set(body) == {"auth_data"}
    assert not {"context", *context} & set(body["auth_data"])


def test_resolving_changes_no_answer(spec):
    # GIVEN answers of a form with hidden parts
    values = answered(15, 2, 1)
    before = copy.deepcopy(values)

    # WHEN they are resolved and the body is made
    payload(resolve(spec, values, {"call": "wxaauth"}))

    # THEN they are what they were
    assert values == before
