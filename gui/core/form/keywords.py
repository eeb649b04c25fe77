"""The rules that JSON Schema has no word for, as named keywords, and the formats we check.

x-display-width   {"minimum", "maximum"}: length where a Chinese character counts 2
x-check-digit     "uscc": the check digit of a unified social credit code (GB 32100)
x-equals          [[pointer, pointer], ...] on the root: equal, where both are there
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gui.core.form.rules import find

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

USCC = re.compile(r"\A[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}\Z")


def display_width(text: str) -> int:
    """Length in the units of WeChat's name rule: wide characters count 2, all others 1."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _display_width(
    _: Any, bounds: Mapping[str, int], value: Any, schema: Any
) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    if isinstance(value, str):
        n = display_width(value)
        if not bounds["minimum"] <= n <= bounds["maximum"]:
            yield ValidationError("width", validator_value={**bounds, "n": n})


def _check_digit(_: Any, kind: str, value: Any, schema: Any) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError
    from stdnum.cn import uscc

    # uscc.validate refuses every code that starts with a letter, so only its sum is used.
    if (
        isinstance(value, str)
        and USCC.match(value)
        and uscc.calc_check_digit(value[:17]) != value[17]
    ):
        yield ValidationError(kind)


def _equals(
    _: Any, pairs: list[list[str]], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    for left, right in pairs:
        mine, other = find(instance, left), find(instance, right)
        if mine is not None and other is not None and mine != other:
            yield ValidationError(
                "differs", path=left.split("/")[1:], instance=mine, validator_value={"other": other}
            )


def is_email(value: object) -> bool:
    """Whether a mail program would take the address; nothing is looked up."""
    from email_validator import EmailNotValidError, validate_email

    if not isinstance(value, str):
        return True
    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


CUSTOM = {
    "x-display-width": _display_width,
    "x-check-digit": _check_digit,
    "x-equals": _equals,
}
FORMATS = {"email": is_email}
