"""Pictures called by their names, wherever people read answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from gui.core.form.summary import SectionSummary, SummaryRow
from gui.core.local_pictures import REFERENCE

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
    if not names:
        return tuple(sections)
    ids = re.compile("|".join(rf"^{re.escape(one)}$" for one in names), re.MULTILINE)
    return _rewritten(
        sections, lambda text: ids.sub(lambda found: f"{names[found[0]]}（{found[0]}）", text)
    )


def with_references(sent: Any, references: Mapping[str, str]) -> Any:
    """A copy of what was sent with pictures of this computer in the place of their ids."""
    if isinstance(sent, Mapping):
        return {key: with_references(value, references) for key, value in sent.items()}
    if isinstance(sent, list):
        return [with_references(item, references) for item in sent]
    return references.get(sent, sent) if isinstance(sent, str) else sent


def _rewritten(
    sections: Iterable[SectionSummary], rewrite: Callable[[str], str]
) -> tuple[SectionSummary, ...]:
    def row(old: SummaryRow) -> SummaryRow:
        before = None if old.old_text is None else rewrite(old.old_text)
        return replace(old, text=rewrite(old.text), old_text=before)

    return tuple(
        replace(section, rows=tuple(row(old) for old in section.rows)) for section in sections
    )
