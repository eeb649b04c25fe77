"""WeChat's answers as facts: typed, capped, cleaned, and never trusted further than that."""

from __future__ import annotations

import base64
import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gui.core.errors import Refused

RID = re.compile(r"\brid:\s*([0-9A-Za-z-]{1,64})")
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

LINE = 500  # characters of one line that are kept
TEXT = 5000  # characters of a reason or requirement that are kept
URL = 2049  # one more than the gate takes: a longer link is refused there, not shortened here
DEEPEST = 16  # levels of the tree of identities that are followed
MOST_NODES = 3000  # nodes of it that are kept


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission was taken. Both may be empty: the page's own sample answer is so [S]."""

    taskid: str
    auth_url: str


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Who reviews: the firm, how to reach it, and since when (local time, or as it came)."""

    provider: str
    contact: str
    time: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What `queryauth` says. A status is None when absent; `orderid` may exceed 32 bits [D].

    `auth_url` is as it came, may be the previous round's, and must pass `urlgate` before use.
    """

    task_status: int | None
    apply_status: int | None
    auth_url: str
    orderid: str
    appid: str
    refill_reason: str
    fail_reason: str
    dispatch: Dispatch | None


@dataclass(frozen=True, slots=True)
class Identity:
    """One node of the tree of identities; a leaf's `name` goes into `auth_identification`."""

    name: str
    node_id: str
    requirement: str
    children: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class NameCheck:
    """The name check's verdict: when it hits, proof is wanted and `wording` says which."""

    hit: bool
    wording: str


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What WeChat knows about the account; `principal_name` is the certified name [D]."""

    appid: str
    nickname: str
    principal_name: str
    customer_type: int | None
    credential: str
    verified: bool | None


def check(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of a success; raises `Refused` for any other `errcode` than 0."""
    code = answer.get("errcode", 0)
    if code == 0:
        return answer
    errmsg = plain(answer.get("errmsg"), LINE).strip()
    rid = RID.search(errmsg)
    raise Refused(code, errmsg, rid.group(1) if rid else "", answer)


def plain(value: object, limit: int = LINE, *, lines: bool = False) -> str:
    """Return text that may be shown as plain text: the one cleaner of everything WeChat says.

    Control, formatting (bidi, zero width), private and half characters vanish; line ends stay
    only with `lines`. At most `limit` characters, the last one "…" when something was cut off.
    Numbers become text, anything else that is no text is "".
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = "".join(_shown(str(value)[: 4 * limit], lines))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _shown(text: str, lines: bool) -> Iterator[str]:
    for character in text.replace("\r\n", "\n"):
        kind = unicodedata.category(character)
        if character in "\n\r\t\v\f" or kind in {"Zl", "Zp"}:
            yield "\n" if lines and character != "\t" else " "
        elif kind[0] != "C":
            yield character


def submitted(answer: Mapping[str, Any]) -> Submitted:
    """Read the answer of `reauth` and `wxaauth` [S]."""
    return Submitted(plain(answer.get("taskid")), _url(answer))


def progress(answer: Mapping[str, Any]) -> Progress:
    """Read the answer of `queryauth` [D]."""
    return Progress(
        task_status=_number(answer.get("task_status")),
        apply_status=_number(answer.get("apply_status")),
        auth_url=_url(answer),
        orderid=plain(answer.get("orderid")),
        appid=plain(answer.get("appid")),
        refill_reason=plain(answer.get("refill_reason"), TEXT, lines=True),
        fail_reason=plain(answer.get("fail_reason"), TEXT, lines=True),
        dispatch=_dispatch(answer.get("dispatch_info")),
    )


def identities(answer: Mapping[str, Any]) -> tuple[Identity, ...]:
    """Read the answer of `authidentitytree`: texts come in base64 in practice [P], plain in [D]."""
    return _nodes(answer.get("identity_tree_list"), DEEPEST, iter(range(MOST_NODES)))


def name_check(answer: Mapping[str, Any]) -> NameCheck:
    """Read the answer of `checkwxverifynickname` [D]."""
    hit = answer.get("hit_condition")
    return NameCheck(hit is True, plain(answer.get("wording"), TEXT, lines=True))


def account_facts(answer: Mapping[str, Any]) -> AccountFacts:
    """Read the answer of `getaccountbasicinfo` [D]."""
    verify = answer.get("wx_verify_info")
    verified = verify.get("qualification_verify") if isinstance(verify, dict) else None
    return AccountFacts(
        appid=plain(answer.get("appid")),
        nickname=plain(answer.get("nickname")),
        principal_name=plain(answer.get("principal_name")),
        customer_type=_number(answer.get("customer_type")),
        credential=plain(answer.get("credential")),
        verified=verified if isinstance(verified, bool) else None,
    )


def _url(answer: Mapping[str, Any]) -> str:
    url = answer.get("auth_url")
    return url[:URL] if isinstance(url, str) else ""


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch("-?[0-9]{1,9}", value) else None


def _dispatch(info: object) -> Dispatch | None:
    if not isinstance(info, dict):
        return None
    provider, contact = plain(info.get("provider")), plain(info.get("contact"))
    time = _time(plain(info.get("dispatch_time")))
    return Dispatch(provider, contact, time) if provider or contact or time else None


def _time(text: str) -> str:
    if not re.fullmatch("[0-9]{10}", text):
        return text
    moment = datetime.datetime.fromtimestamp(int(text), datetime.UTC)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _nodes(nodes: object, deeper: int, left: Iterator[int]) -> tuple[Identity, ...]:
    if not isinstance(nodes, list) or not deeper:
        return ()
    taken = (node for node in nodes if isinstance(node, dict) and next(left, None) is not None)
    return tuple(_node(node, deeper, left) for node in taken)


def _node(node: dict[str, Any], deeper: int, left: Iterator[int]) -> Identity:
    leaf = node.get("leaf_info")
    requirement = _decoded(leaf.get("requirement")) if isinstance(leaf, dict) else ""
    return Identity(
        name=plain(_decoded(node.get("name"))).strip(),
        node_id=plain(node.get("node_id")),
        requirement=plain(LINE_BREAK.sub("\n", requirement), TEXT, lines=True).strip(),
        children=_nodes(node.get("node_list"), deeper - 1, left),
    )


def _decoded(text: object) -> str:
    """Return base64 of readable UTF-8 decoded, anything else as it is."""
    if not isinstance(text, str):
        return ""
    try:
        decoded = base64.b64decode(text.strip(), validate=True).decode("utf-8")
    except ValueError:
        return text
    readable = all(ord(character) >= 32 or character in "\t\r\n" for character in decoded)
    return decoded if readable else text
