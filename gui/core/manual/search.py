"""Finds words in the manual: all of them in one part, those in headings first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gui.core.manual.chapters import Chapter, Part

MOST = 40


class Hit(NamedTuple):
    """A part that holds everything that was looked for."""

    chapter: Chapter
    part: Part


def search(chapters: Sequence[Chapter], typed: str) -> list[Hit]:
    """The parts that hold every word of `typed`, the best first; none for an empty search."""
    words = typed.casefold().split()
    if not words:
        return []
    hits = [
        (_rank(part, words), Hit(chapter, part))
        for chapter in chapters
        for part in chapter.parts
        if _holds(part, words)
    ]
    hits.sort(key=lambda found: found[0])  # stable: the order of the manual within a rank
    return [hit for _, hit in hits[:MOST]]


def _holds(part: Part, words: Sequence[str]) -> bool:
    whole = f"{part.title}\n{part.text}".casefold()
    return all(word in whole for word in words)


def _rank(part: Part, words: Sequence[str]) -> int:
    title = part.title.casefold()
    return -sum(word in title for word in words)
