"""The answers as a person reads them before sending, beside those that were sent last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gui.core.form.rules import Resolution, find, is_empty
from gui.core.form.spec import ROOT, Field, FieldKind, FormSpec, Section

UNANSWERED = "未填写"


@dataclass(frozen=True)
class SummaryRow:
    """One question and its answer, in words, of a list one entry a line.

    `old_text` is the answer sent last time, only if `changed`.
    """

    pointer: str
    label: str
    text: str
    old_text: str | None = None
    changed: bool = False


@dataclass(frozen=True)
class SectionSummary:
    """The visible questions of one section; never empty."""

    key: str
    title: str
    rows: tuple[SummaryRow, ...]


def summary(
    spec: FormSpec, resolution: Resolution, previous: Mapping[str, Any] | None = None
) -> tuple[SectionSummary, ...]:
    """What would be sent, section by section, in words.

    The answers are those of the resolution, so a forced choice stands here as it is sent.
    `previous` is the nested `auth_data` that was sent last time; None if nothing was sent yet.
    """
    found = (_section(section, resolution, previous) for section in spec.sections)
    return tuple(section for section in found if section.rows)


def _section(
    section: Section, resolution: Resolution, previous: Mapping[str, Any] | None
) -> SectionSummary:
    rows = tuple(
        _row(item, resolution, previous)
        for item in section.fields
        if item.pointer in resolution.visible
    )
    return SectionSummary(section.key, section.title, rows)


def _row(item: Field, resolution: Resolution, previous: Mapping[str, Any] | None) -> SummaryRow:
    now = find(resolution.instance, ROOT + item.pointer)
    text = answer_in_words(item, now)
    before = now if previous is None else find(previous, item.pointer)
    if before == now or (is_empty(before) and is_empty(now)):
        return SummaryRow(item.pointer, item.label, text)
    return SummaryRow(item.pointer, item.label, text, answer_in_words(item, before), changed=True)


def answer_in_words(item: Field, value: Any) -> str:
    """One answer: the label of a choice, a list one entry a line, 未填写 for nothing."""
    if is_empty(value):
        return UNANSWERED
    choice = item.choice(value)
    if choice is not None:
        return choice.label
    if item.kind is FieldKind.MEDIA or isinstance(value, list):
        entries = [str(entry) for entry in (value if isinstance(value, list) else [value])]
        unit = "张" if item.kind is FieldKind.MEDIA else "项"
        between = "\n" if len(entries) > 1 else ""
        return between.join([f"{len(entries)} {unit}：", "\n".join(entries)])
    return str(value)
