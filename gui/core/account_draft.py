"""An account as somebody filled it in, and what has to be mended before it can be kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from gui.core.store.accounts import Account, Method

APPID_LENGTH = 18
SECRET_LENGTH = 32
APPID = re.compile(r"wx[0-9a-f]{16}")
FILL_SECRET = "请填写 AppSecret"  # noqa: S105  a sentence
FILL_TOKEN = "请粘贴 access_token"  # noqa: S105  a sentence


@dataclass(frozen=True)
class AccountDraft:
    """`id` None is a new account; `secret` and `token` None mean unchanged, and show in no repr.

    `keep` False is 仅本次使用; it says nothing about a token, which is never kept.
    """

    id: str | None
    name: str
    appid: str
    method: Method
    keep: bool = True
    secret: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)


def joined(text: str) -> str:
    """Copied text may be wrapped or have blanks around it; no id, secret or token has any."""
    return "".join(text.split())


def tidy_appid(text: str) -> str:
    """An AppID as it is kept: half-width, without blanks, in lower case."""
    return joined(unicodedata.normalize("NFKC", text)).lower()


def appid_problem(text: str) -> str:
    """What is wrong with an AppID, `wx` and 16 hex digits, as a sentence; "" when nothing is."""
    appid = tidy_appid(text)
    if not appid:
        return "请填写 AppID"
    if not appid.startswith("wx"):
        return f"AppID 以 wx 开头，现在以「{appid[:2]}」开头"
    if len(appid) != APPID_LENGTH:
        return f"AppID 共 {APPID_LENGTH} 位，现在是 {len(appid)} 位"
    if APPID.fullmatch(appid):
        return ""
    at = next(i for i, letter in enumerate(appid) if i > 1 and not re.match("[0-9a-f]", letter))
    return f"AppID 的 wx 后面只有数字和字母 a 到 f，第 {at + 1} 位是「{appid[at]}」"


def problems(draft: AccountDraft, old: Account | None) -> dict[str, str]:
    """What to mend: "name", "appid", "secret" or "token" → a sentence.

    `old` is the account as it is kept, None for a new one: what it has need not be filled in.
    """
    has = old is not None and old.method == draft.method
    found = {
        "name": "" if draft.name.strip() else "请填写名称，如公司或小程序的名称",
        "appid": appid_problem(draft.appid),
    }
    if draft.method == "secret" and not _filled(draft.secret, unchanged=has):
        found["secret"] = FILL_SECRET
    if draft.method == "token" and not _filled(draft.token, unchanged=has):
        found["token"] = FILL_TOKEN
    return {name: text for name, text in found.items() if text}


def secret_doubt(draft: AccountDraft) -> str:
    """What looks wrong with a typed AppSecret, as a sentence; "" when nothing does.

    Every known AppSecret has 32 hexadecimal digits, but no page of WeChat's promises it ([P]: the
    secret scanners' rule S6695 and published SDK configurations). So this earns a question, not a
    refusal.
    """
    secret = joined(draft.secret or "") if draft.method == "secret" else ""
    if not secret or len(secret) == SECRET_LENGTH:
        return ""
    return f"AppSecret 共 {SECRET_LENGTH} 位，现在是 {len(secret)} 位"


def _filled(text: str | None, *, unchanged: bool) -> bool:
    return unchanged if text is None else bool(joined(text))
