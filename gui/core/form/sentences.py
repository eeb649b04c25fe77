"""Fill the Chinese message templates of the layout with what is there now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gui.core.form.spec import Field

QUOTED_AT_MOST = 40


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
    return {
        "label": field.label,
        "value": _quoted(value),
        "n": n,
        "over": n - limit if isinstance(limit, int) else 0,
        "position": position,
        "character": text[position - 1 : position],
        "after_at": _quoted(text.rpartition("@")[2]),
    }


def offender(pattern: str, text: str) -> int:
    """Position (from 1) of the first character that a class pattern does not take, or 0.

    Each character is tried alone among zeros, so patterns that also ask for a length work.
    """
    for index, character in enumerate(text):
        trial = "0" * index + character + "0" * (len(text) - index - 1)
        if re.search(pattern, trial) is None:
            return index + 1
    return 0


def _quoted(value: Any) -> str:
    text = str(value)
    return text if len(text) <= QUOTED_AT_MOST else text[:QUOTED_AT_MOST] + "…"
