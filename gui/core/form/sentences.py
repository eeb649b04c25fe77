"""Fill the Chinese message templates of the layout with what is there now."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from gui.core.form.spec import Field

QUOTED_AT_MOST = 40
_NAMES = {" ": "空格", "\u3000": "全角空格", "\t": "制表符", "\n": "换行"}


def sentence(template: str, field: Field, value: Any, facts: Mapping[str, Any]) -> str:
    """The template with its names filled in.

    Known names: {label} {value} {n} {limit} {over} {position} {character} {after_at}, and
    whatever the violated keyword says ({minimum}, {maximum}, {other}).
    """
    return template.format_map({**_facts(field, value, facts), **facts})


def _facts(field: Field, value: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
    text = value if isinstance(value, str) else ""
    limit = facts.get("limit")
    n = len(value) if isinstance(value, str | list) else 0
    position = offender(limit, text) if isinstance(limit, str) else 0
    character = text[position - 1 : position]
    return {
        "label": field.label,
        "value": _quoted(value),
        "n": n,
        "over": n - limit if isinstance(limit, int) else 0,
        "position": position,
        "character": _NAMES.get(character, character),
        "after_at": _quoted(text.rpartition("@")[2]),
    }


def offender(pattern: str, text: str) -> int:
    """Position (from 1) of the first character that a class pattern does not take, or 0.

    The rest is filled up with zeros, so patterns that also ask for a length work; halving keeps
    a pasted 100 kB from stopping the window.
    """

    def refused(upto: int) -> bool:
        return re.search(pattern, text[:upto] + "0" * (len(text) - upto)) is None

    return bisect_left(range(len(text)), True, key=refused) if refused(len(text)) else 0


def _quoted(value: Any) -> str:
    text = str(value)
    return text if len(text) <= QUOTED_AT_MOST else text[:QUOTED_AT_MOST] + "…"
