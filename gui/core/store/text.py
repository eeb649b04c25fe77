"""Values of a form and words of a server as text that SQLite can always hold and give back."""

from __future__ import annotations

import json
from typing import Any

from gui.core.errors import StoreDamaged


def storable(text: str) -> str:
    """`text` with halves of characters (lone surrogates) shown as U+FFFD.

    Such halves come from cut emoji and from servers; they have no UTF-8 form, so they could be
    neither stored nor sent. Two halves that belong together become their character.
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def to_json(value: object) -> str:
    """Compact JSON in readable Chinese; equal values with equal order give equal text."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def from_json(text: str) -> Any:
    """The value behind `to_json`. Raises StoreDamaged."""
    try:
        return json.loads(text)
    except ValueError:
        raise StoreDamaged from None


def whole_number(text: str | None) -> int | None:
    """A number kept as text, because numbers of a server may exceed SQLite's 64 bits."""
    return None if text is None else int(text)
