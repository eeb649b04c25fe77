"""The shipped form and its checker, and what they say about one answer."""

import pytest

from gui.core.form.rules import resolve
from gui.core.form.spec import load_form
from gui.core.form.validation import Checker
from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED

INDIVIDUAL = {"/customer_type": 15, "/invoice_info/invoice_type": 2}
NEEDS = {
    "/service_appid": {"/pay_type": 1},
    "/service_uin": {"/pay_type": 1},
    "/auth_identification": INDIVIDUAL,
    "/auth_ident_material": INDIVIDUAL,
    "/invoice_info/electronic/id": {"/invoice_info/invoice_type": 2},
    "/invoice_info/electronic/desc": {"/invoice_info/invoice_type": 2},
}
PAPER = {"/invoice_info/invoice_type": 3}


@pytest.fixture(scope="session")
def spec():
    return load_form(RESOURCES / "forms")


@pytest.fixture(scope="session")
def checker(spec):
    return Checker(spec)


@pytest.fixture
def resolved(spec):
    """The filled form with one other answer, in a form that asks for it."""

    def look(pointer, value, **context):
        values = FILLED | NEEDS.get(pointer, PAPER) | {pointer: value}
        resolution = resolve(spec, values, {"call": "reauth"} | context)
        assert pointer in resolution.visible
        return resolution

    return look


@pytest.fixture
def error(resolved, checker):
    """The error line of a field with this answer, or None."""

    def look(pointer, value):
        problems = checker.check(resolved(pointer, value))
        assert set(problems) <= {pointer}
        return problems[pointer].text if problems else None

    return look


@pytest.fixture
def warning(resolved, checker):
    """The amber problem of a field with this answer, or None. It is never an error as well."""

    def look(pointer, value, **context):
        resolution = resolved(pointer, value, **context)
        assert checker.check(resolution) == {}
        return checker.advise(resolution).get(pointer)

    return look
