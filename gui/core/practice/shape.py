"""What auth_data may look like: every field once, with what it may hold.

Written by hand and independent of the product's rule table, which it is there to check.
Sources: the customer's field table [S], the official pages [D].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from gui.core.practice.refusal import Refusal

Check = Callable[[Any], bool]

BAD_ARGUMENT = 40097
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LAND_LINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
SERVICE_NUMBER = re.compile(r"[48]00-?([0-9]{3}-?[0-9]{4}|[0-9]{4}-?[0-9]{3})")
APPID = re.compile(r"wx[0-9a-f]{16}")
DIGITS = re.compile(r"[0-9]{1,40}")


def text(value: Any) -> bool:
    return isinstance(value, str) and value == value.strip() and bool(value)


def up_to(most: int) -> Check:
    return lambda value: text(value) and len(value) <= most


def one_of(*numbers: int) -> Check:
    return lambda value: type(value) is int and value in numbers


def like(*patterns: re.Pattern[str]) -> Check:
    return lambda value: text(value) and any(pattern.fullmatch(value) for pattern in patterns)


def ids(value: Any) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= 10 and all(text(item) for item in value)


def positive(value: Any) -> bool:
    return type(value) is int and value > 0


phone = like(MOBILE, LAND_LINE, SERVICE_NUMBER)

FIELDS: dict[str, Check] = {
    "/taskid": text,
    "/customer_type": positive,
    "/auth_type": positive,
    "/contact_info/name": up_to(30),
    "/contact_info/email": like(EMAIL),
    "/contact_info/mobile": like(MOBILE),
    "/account_name": text,
    "/account_name_type": one_of(1, 2),
    "/account_supplemental": ids,
    "/qualification": text,
    "/qualification_other": ids,
    "/auth_identification": text,
    "/auth_ident_material": ids,
    "/pay_type": one_of(1, 2),
    "/service_appid": like(APPID),
    "/service_uin": positive,
    "/third_party_phone": phone,
    "/invoice_info/invoice_type": one_of(1, 2, 3, 4),
    "/invoice_info/invoice_title": text,
    "/invoice_info/electronic/id": text,
    "/invoice_info/electronic/desc": text,
    "/invoice_info/vat/id": text,
    "/invoice_info/vat/enterprise_phone": phone,
    "/invoice_info/vat/bank_name": text,
    "/invoice_info/vat/bank_account": like(DIGITS),
    "/invoice_info/vat/desc": text,
    "/invoice_info/vat/enterprise_address": text,
    "/invoice_info/vat/mailing_address": text,
    "/invoice_info/vat/province": text,
    "/invoice_info/vat/city": text,
    "/invoice_info/vat/district": text,
    "/invoice_info/vat/address": text,
    "/invoice_info/vat/name": text,
    "/invoice_info/vat/phone": phone,
}


def flat(auth_data: Any, also_known: Collection[str] = ()) -> dict[str, Any]:
    """The values by JSON pointer. Raises Refusal 40097 for what may not be there as it is."""
    if not isinstance(auth_data, dict):
        raise Refusal(BAD_ARGUMENT, "auth_data")
    values = dict(_leaves(auth_data, ""))
    for pointer, value in values.items():
        if _is_empty(value):
            raise Refusal(BAD_ARGUMENT, f"{pointer} is empty")
        if pointer not in also_known and pointer not in FIELDS:
            raise Refusal(BAD_ARGUMENT, f"{pointer} is unknown")
        if pointer in FIELDS and not FIELDS[pointer](value):
            raise Refusal(BAD_ARGUMENT, pointer)
    return values


def _leaves(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict) or not value:
        yield pointer, value
        return
    for name, inner in value.items():
        yield from _leaves(inner, f"{pointer}/{name}")


def _is_empty(value: Any) -> bool:
    """Nothing, "", 0, [], {} or a list that holds one of these."""
    return not value or (isinstance(value, list) and not all(value))
