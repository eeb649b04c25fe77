"""Guess which fields the reason of a return speaks of, by the words of a data file."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping

from gui.core.paths import RESOURCES


def mentioned(reason: str) -> frozenset[str]:
    """Pointers of the fields whose words occur in `reason`. A guess: shown as such."""
    if not reason:
        return frozenset()
    return frozenset(
        pointer for pointer, words in _table().items() if any(word in reason for word in words)
    )


@functools.cache
def _table() -> Mapping[str, list[str]]:
    text = (RESOURCES / "wechat" / "mentions.json").read_text("utf-8")
    words: Mapping[str, list[str]] = json.loads(text)["words"]
    return words
