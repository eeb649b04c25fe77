"""Which answers are worth remembering, and what an offer of remembered answers would fill in.

The layout says which: fields with `remember`, in sections with `remembered_as`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gui.core.form.rules import Resolution, Values, find, is_empty, resolve
from gui.core.form.spec import ROOT, Field, FormSpec, Section
from gui.core.form.summary import answer_in_words

NAMED_AT_MOST = 2  # answers that an offer names
LONGEST = 24  # characters of each


@dataclass(frozen=True)
class Offer:
    """What may be filled into a section: `fills` by pointer, `words` name the most of it."""

    section: str
    fills: dict[str, Any]
    words: str


def worth_remembering(spec: FormSpec, resolution: Resolution) -> dict[str, dict[str, Any]]:
    """The answers to what is asked now, by section and pointer; None where there is none.

    Forced choices are nobody's answers. A section without any answer is left out.
    """
    asked = resolution.visible - set(resolution.forced)
    found = {
        section.key: {
            item.pointer: find(resolution.instance, ROOT + item.pointer)
            for item in _remembering(section)
            if item.pointer in asked
        }
        for section in spec.sections
    }
    return {key: some for key, some in found.items() if any(v is not None for v in some.values())}


def is_untouched(section: Section, values: Values) -> bool:
    """Whether nothing is answered yet of what the section would have remembered."""
    return all(is_empty(values.get(item.pointer)) for item in _remembering(section))


def offer(
    spec: FormSpec,
    section: Section,
    values: Values,
    context: Mapping[str, Any],
    answers: Mapping[str, Any],
) -> Offer | None:
    """What `answers` would fill in of what is still empty, as far as it is asked and allowed.

    None when that is nothing: an answer is never replaced, and nothing goes where it is not seen.
    """
    wanted = {
        item.pointer: answers[item.pointer]
        for item in _remembering(section)
        if not is_empty(answers.get(item.pointer)) and is_empty(values.get(item.pointer))
    }
    filled = resolve(spec, {**values, **wanted}, context)
    fills = {
        pointer: value
        for pointer, value in wanted.items()
        if find(filled.instance, ROOT + pointer) is not None and pointer not in filled.forced
    }
    return Offer(section.key, fills, _words(spec, fills)) if fills else None


def _remembering(section: Section) -> Iterator[Field]:
    if section.remembered_as:
        yield from (item for item in section.fields if item.remember)


def _words(spec: FormSpec, fills: Mapping[str, Any]) -> str:
    named = []
    for pointer, value in fills.items():
        text = answer_in_words(spec.fields[pointer], value)
        named.append(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
    more = f" 等 {len(named)} 项" if len(named) > NAMED_AT_MOST else ""
    return " · ".join(named[:NAMED_AT_MOST]) + more
