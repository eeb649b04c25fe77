"""Pictures called by their names, wherever people read answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from gui.core.form.summary import SectionSummary, SummaryRow
from gui.core.local_pictures import swapped
from gui.core.store.pictures import REFERENCE

NAMELESS = "图片"


def in_words(
    sections: Iterable[SectionSummary], names: Mapping[str, str]
) -> tuple[SectionSummary, ...]:
    """A summary in which pictures of this computer (`names` by sha256) have their names."""

    def named(text: str) -> str:
        return REFERENCE.sub(lambda found: names.get(found[1]) or NAMELESS, text)

    return _rewritten(sections, named)


def with_file_names(
    sections: Iterable[SectionSummary], names: Mapping[str, str]
) -> tuple[SectionSummary, ...]:
    """A summary of what was sent, with the name of a picture before its id (`names` by id)."""

    def named(text: str) -> str:
        return "\n".join(_with_name(line, names) for line in text.split("\n"))

    return _rewritten(sections, named)


def with_references(sent: Any, references: Mapping[str, str]) -> Any:
    """A copy of what was sent with pictures of this computer in the place of their ids."""
    return swapped(sent, references)


def _with_name(line: str, names: Mapping[str, str]) -> str:
    """An id has a line of its own, but for the only one of an answer: 「1 张：…」."""
    before, colon, last = line.rpartition("：")
    return f"{before}{colon}{names[last]}（{last}）" if last in names else line


def _rewritten(
    sections: Iterable[SectionSummary], rewrite: Callable[[str], str]
) -> tuple[SectionSummary, ...]:
    def row(old: SummaryRow) -> SummaryRow:
        before = None if old.old_text is None else rewrite(old.old_text)
        return replace(old, text=rewrite(old.text), old_text=before)

    return tuple(
        replace(section, rows=tuple(row(old) for old in section.rows)) for section in sections
    )
