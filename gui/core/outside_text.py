"""Makes text from outside (file names, names inside files) fit to stand in one line of ours."""

from __future__ import annotations

import unicodedata

_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def one_line(text: str, limit: int = 60) -> str:
    """`text` without control characters and without characters that turn the reading direction.

    At most `limit` characters, then an ellipsis. Emoji and rare Chinese characters stay.
    """
    start = text.strip()[: 4 * limit]
    shown = "".join(character if _is_plain(character) else " " for character in start).strip()
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _is_plain(character: str) -> bool:
    turning = unicodedata.bidirectional(character) in _TURNING
    return not turning and unicodedata.category(character) not in _UNSEEN
