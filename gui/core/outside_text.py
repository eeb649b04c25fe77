"""Makes text from outside (file names, names inside files) fit to stand in one line of ours."""

from __future__ import annotations

import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINER = "\u200d"  # between the parts of an emoji


def one_line(text: str, limit: int = 60) -> str:
    """`text` without characters that control, turn the reading direction, or cannot be seen.

    At most `limit` characters, then an ellipsis. Emoji and rare Chinese characters stay.
    """
    start = text.strip()[: 4 * limit]
    shown = "".join(character if _is_plain(character) else " " for character in start).strip()
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _is_plain(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character) not in _UNSEEN
