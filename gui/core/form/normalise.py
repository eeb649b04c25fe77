"""Tidy what people type or paste into numbers and ids: visibly, and never by guessing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]"
)
_BLANKS = re.compile(r"\s+")
_HYPHENS = re.compile("[-\u2010-\u2015\u2212\ufe63\uff0d]")
_COUNTRY = re.compile(r"\A(?:(?:\+86|0086)-?)+")
_MOBILE = re.compile(r"\A(?:\+86|0086|86)*(1[3-9][0-9]{9})\Z")


@dataclass(frozen=True)
class Normalised:
    """The tidied text and what was done in words for the help line, e.g. 已去掉空格."""

    text: str
    note: str


def _full_width(text: str) -> str:
    return text.translate(_FULL_WIDTH)


def _trim(text: str) -> str:
    return _INVISIBLE.sub("", text).strip()


def _compact_space(text: str) -> str:
    return _BLANKS.sub("", _INVISIBLE.sub("", text))


def _compact(text: str) -> str:
    return _HYPHENS.sub("", _compact_space(text))


def _phone(text: str) -> str:
    """Blanks and the country code go; the hyphens of land lines stay, those of mobiles go."""
    text = _HYPHENS.sub("-", re.sub(r"[\s()]+", "", _INVISIBLE.sub("", text)))
    mobile = _MOBILE.match(text.replace("-", ""))
    return mobile[1] if mobile else _COUNTRY.sub("", text)


_STEPS: dict[str, tuple[Callable[[str], str], str]] = {
    "trim": (_trim, "已去掉首尾空格"),
    "halfwidth": (_full_width, "已把全角字符改为半角"),
    "compact": (_compact, "已去掉空格和连字符"),
    "compact_space": (_compact_space, "已去掉空格"),
    "phone": (_phone, "已去掉空格等多余字符"),
    "upper": (str.upper, "已改为大写字母"),
    "lower": (str.lower, "已改为小写字母"),
}


def normalise(steps: Iterable[str], text: str) -> Normalised:
    """Apply the named steps in turn. A step of an unknown name is a KeyError: a fault of ours."""
    notes = []
    for name in steps:
        change, words = _STEPS[name]
        changed = change(text)
        if changed != text:
            notes.append(words)
        text = changed
    return Normalised(text, "，".join(notes))
