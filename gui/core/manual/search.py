"""Finds words in the manual: all of them in one part, else most of their letters in pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gui.core.manual.chapters import Chapter, Part

MOST = 40
LEAST_SHARE = 0.3  # of the pairs of letters, where no part has every word


class Hit(NamedTuple):
    """A part that holds what was looked for."""

    chapter: Chapter
    part: Part


def search(chapters: Sequence[Chapter], typed: str) -> list[Hit]:
    """The parts that hold every word of `typed`, the best first; none for an empty search.

    Chinese is written without spaces: 二维码过期 is two words. Where no part has what was typed as
    it stands, those follow that have three in ten of its pairs of neighbouring letters.
    """
    words = typed.casefold().split()
    return _best(chapters, words, 1) or _best(chapters, _pairs(words), LEAST_SHARE)


def _best(chapters: Sequence[Chapter], words: Sequence[str], least: float) -> list[Hit]:
    hits = [
        (rank, Hit(chapter, part))
        for chapter in chapters
        for part in chapter.parts
        if words and (rank := _rank(part, words))[0] <= -least
    ]
    hits.sort(key=lambda found: found[0])  # stable: the order of the manual within a rank
    return [hit for _, hit in hits[:MOST]]


def _rank(part: Part, words: Sequence[str]) -> tuple[float, int]:
    """Smaller is better: the share of the words that it holds, then how many its title holds."""
    title, whole = part.title.casefold(), f"{part.title}\n{part.text}".casefold()
    share = sum(word in whole for word in words) / len(words)
    return -share, -sum(word in title for word in words)


def _pairs(words: Sequence[str]) -> list[str]:
    return [word[at : at + 2] for word in words for at in range(max(1, len(word) - 1))]
