"""What a submission must hold to be taken: one small function per rule of the refusals table.

Written by hand and independent of the product's rule table, which it is there to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gui.core.practice.identities import identity_names
from gui.core.practice.refusal import Refusal
from gui.core.practice.shape import BAD_ARGUMENT
from gui.core.practice.world import Account, World

ENTERPRISE, SOLE_TRADER, INDIVIDUAL = 1, 12, 15
NO_INVOICE, ELECTRONIC, PAPER_VAT, VAT = 1, 2, 3, 4
TAX_NUMBER_LENGTHS = {15, 17, 18, 20}
REFUSED_NAME_WORD = "国家级"
INVOICE = "/invoice_info/"
PAPER_FIELDS = ("mailing_address", "province", "city", "district", "address", "name", "phone")
MATERIALS = (
    "/qualification",
    "/qualification_other",
    "/account_supplemental",
    "/auth_ident_material",
)


@dataclass(frozen=True)
class Submission:
    """One submission: the call, its values by pointer, whose it is and the world it meets."""

    call: str
    values: Mapping[str, Any]
    account: Account
    world: World

    def __contains__(self, pointer: str) -> bool:
        return pointer in self.values

    def __getitem__(self, pointer: str) -> Any:
        return self.values.get(pointer)

    @property
    def individual(self) -> bool:
        return bool(self["/customer_type"] == INDIVIDUAL)

    @property
    def invoice_type(self) -> int:
        return int(self["/invoice_info/invoice_type"] or 0)


Applies = Callable[[Submission], bool]


def always(_s: Submission) -> bool:
    return True


def is_first(s: Submission) -> bool:
    return s.call == "wxaauth"


def is_individual(s: Submission) -> bool:
    return s.individual


def is_no_individual(s: Submission) -> bool:
    return not s.individual


REQUIRED: tuple[tuple[str, Applies], ...] = (
    ("/taskid", lambda s: s.call == "reauth"),
    ("/customer_type", always),
    ("/auth_type", always),
    ("/contact_info/name", always),
    ("/contact_info/email", always),
    ("/account_name", always),
    ("/account_name_type", always),
    ("/qualification", is_no_individual),
    ("/auth_ident_material", lambda s: "/auth_identification" in s),
    ("/pay_type", always),
    ("/service_appid", lambda s: s["/pay_type"] == 1),
    ("/third_party_phone", always),
)
FORBIDDEN: tuple[tuple[str, Applies], ...] = (
    ("/taskid", is_first),
    ("/contact_info/mobile", is_first),
    ("/qualification", is_individual),
    ("/auth_identification", is_no_individual),
    ("/auth_ident_material", is_no_individual),
)
VAT_NEEDS = tuple(
    f"{INVOICE}vat/{name}" for name in ("id", "enterprise_phone", "bank_name", "bank_account")
)
INVOICE_NEEDS: dict[int, tuple[str, ...]] = {
    ELECTRONIC: (f"{INVOICE}electronic/id",),
    PAPER_VAT: VAT_NEEDS,
    VAT: VAT_NEEDS,
}


def the_account_may_be_certified(s: Submission) -> None:
    if s.account.trouble:
        raise Refusal(s.account.trouble)


def the_customer_type_is_known(s: Submission) -> None:
    for pointer in ("/customer_type", "/auth_type"):
        if pointer in s and s[pointer] not in {ENTERPRISE, SOLE_TRADER, INDIVIDUAL}:
            raise Refusal(89623)


def the_customer_types_agree(s: Submission) -> None:
    given = {s[pointer] for pointer in ("/customer_type", "/auth_type") if pointer in s}
    if len(given) > 1 or (s.account.customer_type and given - {s.account.customer_type}):
        raise Refusal(89602)


def individuals_have_no_vat(s: Submission) -> None:
    if s.individual and s.invoice_type in {PAPER_VAT, VAT}:
        raise Refusal(89603)


def what_is_required_is_there(s: Submission) -> None:
    for pointer, applies in REQUIRED:
        if applies(s) and pointer not in s:
            raise Refusal(BAD_ARGUMENT, f"{pointer} is missing")


def what_is_not_wanted_is_not_there(s: Submission) -> None:
    for pointer, applies in FORBIDDEN:
        if applies(s) and pointer in s:
            raise Refusal(BAD_ARGUMENT, f"{pointer} is not allowed")


def the_name_is_proper(s: Submission) -> None:
    if REFUSED_NAME_WORD in s["/account_name"]:
        raise Refusal(89638)


def the_identity_is_in_the_tree(s: Submission) -> None:
    if "/auth_identification" in s and s["/auth_identification"] not in identity_names():
        raise Refusal(89634)


def the_provider_may_pay(s: Submission) -> None:
    granted = s.world.providers
    if s["/pay_type"] == 1 and granted is not None and s["/service_appid"] not in granted:
        raise Refusal(89609)


def the_invoice_kind_is_given(s: Submission) -> None:
    if not s.invoice_type:
        raise Refusal(89641, "invoice_type")


def the_provider_pays_without_invoice(s: Submission) -> None:
    if s["/pay_type"] == 1 and s.invoice_type != NO_INVOICE:
        raise Refusal(89640, "invoice_type")


def only_the_chosen_invoice_is_there(s: Submission) -> None:
    for pointer in s.values:
        if pointer.startswith(INVOICE) and not _belongs(pointer, s.invoice_type):
            raise Refusal(89640, pointer)


def _belongs(pointer: str, invoice_type: int) -> bool:
    part, _, name = pointer.removeprefix(INVOICE).partition("/")
    kinds = {
        "invoice_type": {NO_INVOICE, ELECTRONIC, PAPER_VAT, VAT},
        "invoice_title": {ELECTRONIC, PAPER_VAT, VAT},
        "electronic": {ELECTRONIC},
        "vat": {PAPER_VAT} if name in PAPER_FIELDS else {PAPER_VAT, VAT},
    }
    return part not in kinds or invoice_type in kinds[part]


def the_invoice_is_complete(s: Submission) -> None:
    for pointer in INVOICE_NEEDS.get(s.invoice_type, ()):
        if pointer not in s and not s.individual:
            raise Refusal(89641, f"{pointer} is missing")


def the_tax_number_has_its_length(s: Submission) -> None:
    for pointer in (f"{INVOICE}electronic/id", f"{INVOICE}vat/id"):
        if pointer in s and len(s[pointer]) not in TAX_NUMBER_LENGTHS:
            raise Refusal(89641, f"length of {pointer}")


def the_title_is_the_principal(s: Submission) -> None:
    title, principal = s[f"{INVOICE}invoice_title"], s.account.principal_name
    if title and principal and title != principal:
        raise Refusal(89635)


def every_picture_was_uploaded(s: Submission) -> None:
    for mediaid in _mediaids(s):
        if mediaid not in s.world.media:
            raise Refusal(89636, f"media_id {mediaid}")


def _mediaids(s: Submission) -> Iterator[str]:
    for pointer in MATERIALS:
        value = s[pointer] or []
        yield from [value] if isinstance(value, str) else value


RULES: tuple[Callable[[Submission], None], ...] = (
    the_account_may_be_certified,
    the_customer_type_is_known,
    the_customer_types_agree,
    individuals_have_no_vat,
    what_is_required_is_there,
    what_is_not_wanted_is_not_there,
    the_name_is_proper,
    the_identity_is_in_the_tree,
    the_provider_may_pay,
    the_invoice_kind_is_given,
    the_provider_pays_without_invoice,
    only_the_chosen_invoice_is_there,
    the_invoice_is_complete,
    the_tax_number_has_its_length,
    the_title_is_the_principal,
    every_picture_was_uploaded,
)


def check(submission: Submission) -> None:
    """Raises the Refusal of the first rule that does not hold."""
    for rule in RULES:
        rule(submission)
