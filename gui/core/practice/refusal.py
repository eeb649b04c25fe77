"""A refusal of the stand-in: an errcode with English words and a rid, as WeChat answers it."""

from __future__ import annotations

import secrets
from typing import Any

MEANINGS: dict[int, str] = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40005: "invalid file type",
    40006: "invalid media size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40064: "this kind of account can not be certified",
    40066: "invalid url",
    40097: "invalid args",
    40125: "invalid appsecret",
    40164: "invalid ip 61.172.68.219 ipv6 ::ffff:61.172.68.219, not in whitelist",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41033: "only mini programs that were created by interface",
    42001: "access_token expired",
    43002: "require POST method",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    47001: "data format error",
    47002: "data encoding error, please use utf8",
    48001: "api unauthorized",
    53010: "invalid format of the name",
    53011: "name checks are limited, try again later",
    53012: "the name is forbidden",
    89249: "the principal has created a task in the last 24 hours",
    89250: "task not found",
    89601: "abnormal account state",
    89602: "customer type does not match the account",
    89603: "personal account can not have a vat special invoice",
    89604: "a certification is in progress",
    89605: "duplicate task",
    89608: "the task is under review or was not sent back",
    89609: "the package of the provider can not be used",
    89620: "registration of the account is not finished",
    89621: "only certified individuals",
    89622: "only enterprises and sole traders",
    89623: "invalid customer type",
    89634: "invalid auth_identification",
    89635: "invoice title does not match the principal",
    89636: "invalid material",
    89637: "no registry record of the principal",
    89638: "invalid account name",
    89639: "the principal is not in business",
    89640: "unexpected invoice info",
    89641: "incomplete invoice info",
}


class Refusal(Exception):
    """Ends a call with an errcode.

    `note` says more about the usual words, as WeChat's own texts do; `errmsg` replaces the whole
    text and is sent exactly as it is, without a rid of ours.
    """

    def __init__(self, code: int, note: str = "", *, errmsg: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self._note = note
        self._errmsg = errmsg

    def answer(self) -> dict[str, Any]:
        """The answer's JSON object; its errmsg ends with a fresh rid."""
        return {"errcode": self.code, "errmsg": self._text()}

    def _text(self) -> str:
        if self._errmsg is not None:
            return self._errmsg
        words = MEANINGS.get(self.code, "request refused")
        return f"{words}{': ' if self._note else ''}{self._note} rid: {new_rid()}"


def new_rid() -> str:
    """The number that WeChat's support asks for: three groups of eight hex digits."""
    return "-".join(secrets.token_hex(4) for _ in range(3))
