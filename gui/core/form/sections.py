"""How far each section is, in words, from the resolution and the problems of the whole form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gui.core.form.rules import Resolution
from gui.core.form.spec import FormSpec, Section
from gui.core.form.validation import Problem


@dataclass(frozen=True)
class SectionState:
    """`kind` is empty, done, wrong, optional or unused; `words` are shown as they are."""

    kind: str
    words: str


UNUSED = SectionState("unused", "不需要填写")
EMPTY = SectionState("empty", "未填")
DONE = SectionState("done", "已完成")
OPTIONAL = SectionState("optional", "选填")


def section_states(
    spec: FormSpec,
    resolution: Resolution,
    problems: Mapping[str, Problem],
    shown: Mapping[str, Problem],
) -> dict[str, SectionState]:
    """State by section key. A missing answer counts as wrong only once it is `shown`."""
    return {section.key: _state(section, resolution, problems, shown) for section in spec.sections}


def _state(
    section: Section,
    resolution: Resolution,
    problems: Mapping[str, Problem],
    shown: Mapping[str, Problem],
) -> SectionState:
    pointers = [f.pointer for f in section.fields if f.pointer in resolution.visible]
    if not pointers:
        return UNUSED
    open_ = [pointer for pointer in pointers if pointer in problems]
    wrong = {p for p in open_ if problems[p].rule != "required"} | (shown.keys() & set(pointers))
    if wrong:
        return SectionState("wrong", f"{len(wrong)} 处需修改")
    if open_:
        return EMPTY
    answered = set(pointers) - set(resolution.missing(frozenset(pointers)))
    return DONE if answered else OPTIONAL
