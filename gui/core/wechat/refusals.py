"""What a refusal means for a clerk: resources/wechat/refusals.json, read and filled in."""

from __future__ import annotations

import functools
import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gui.core.errors import NOTHING_SENT, SAFE, Refused
from gui.core.paths import RESOURCES
from gui.core.wechat.answers import RID

IPV4 = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")
MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{6,}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal in words.

    `kind`: "field" (belongs to `pointers`), "picture" (an upload), "account", "session" (token),
    "state" (ask `queryauth`), "wait", "notice" (blocks nothing), "ours" (our fault), "unknown",
    "unknown_outcome" (a submission that may have arrived). `title` also serves as the line under a
    field; `text` says what happened, whether anything was submitted, that the work is safe, and
    what next. `pointers` may name fields that are hidden now. `ip` is the address to allow,
    `media_id` what 89636 quotes; both may be "".
    """

    code: int
    kind: str
    pointers: tuple[str, ...]
    title: str
    text: str
    actions: tuple[str, ...]
    errmsg: str
    rid: str
    ip: str
    media_id: str


def explain(refused: Refused, *, submission: bool) -> Refusal:
    """Return the words for a refusal; `submission` says whether it answers reauth or wxaauth.

    A submission answered with -1 may have arrived, so it is "unknown_outcome", not "wait".
    """
    entry = _entry(refused.code, submission=submission)
    ip = _last_ipv4(refused.errmsg)
    actions = tuple(action for action in entry["actions"] if ip or action != "copy_ip")
    return Refusal(
        code=refused.code,
        kind=entry["kind"],
        pointers=tuple(entry["pointers"]),
        title=entry["title"],
        text=_text(entry, {"ip": ip, "errmsg": refused.errmsg}, submission=submission),
        actions=actions,
        errmsg=refused.errmsg,
        rid=refused.rid,
        ip=ip if "copy_ip" in actions else "",
        media_id=_media_id(refused.errmsg) if refused.code == 89636 else "",
    )


@functools.cache
def catalogue() -> Mapping[str, dict[str, Any]]:
    """Return the entries by code, as text, and "unknown" for all other codes."""
    source = (RESOURCES / "wechat" / "refusals.json").read_text(encoding="utf-8")
    entries: dict[str, dict[str, Any]] = json.loads(source)
    return entries


def _entry(code: int, *, submission: bool) -> dict[str, Any]:
    entry = catalogue().get(str(code), catalogue()["unknown"])
    return entry | entry.get("submission", {}) if submission else entry


def _text(entry: Mapping[str, Any], facts: Mapping[str, str], *, submission: bool) -> str:
    text: str = entry["text"]
    for name, fact in facts.items():
        if f"{{{name}}}" in text:
            text = text.replace(f"{{{name}}}", fact) if fact else entry[f"text_without_{name}"]
    outcome = entry.get("outcome", NOTHING_SENT) if submission else ""
    return f"{text}{outcome}{SAFE}{entry['next']}"


def _last_ipv4(errmsg: str) -> str:
    """Return the last IPv4 address: the text may hold its IPv6-mapped form as well [P]."""
    for candidate in reversed(IPV4.findall(errmsg)):
        try:
            return str(ipaddress.IPv4Address(candidate))
        except ValueError:
            continue
    return ""


def _media_id(errmsg: str) -> str:
    """Return the word that looks most like an id: the longest with a digit, the rid aside."""
    words = MEDIA_ID.findall(RID.sub("", errmsg))
    return max((word for word in words if re.search("[0-9]", word)), key=len, default="")
