"""How far each section is, in words, from the resolution and the problems of the whole form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gui.core.form.rules import Resolution
from gui.core.form.spec import FormSpec, Section
from gui.core.form.validation import Problem


@dataclass(frozen=True)
class SectionState:
    """`kind` is empty, done, wrong, sending, optional or unused; `words` are shown as they are."""

    kind: str
    words: str


class Uploads(NamedTuple):
    """How many files of an answer did not reach WeChat, and how many are on their way."""

    failed: int
    under_way: int


UNUSED = SectionState("unused", "不需要填写")
EMPTY = SectionState("empty", "未填")
ALMOST = "还差 {n} 项"
DONE = SectionState("done", "已完成")
OPTIONAL = SectionState("optional", "选填")
SENDING = SectionState("sending", "图片正在上传")


def section_states(
    spec: FormSpec,
    resolution: Resolution,
    problems: Mapping[str, Problem],
    shown: Mapping[str, Problem],
    uploads: Mapping[str, Uploads] | None = None,
) -> dict[str, SectionState]:
    """State by section key. A missing answer counts as wrong only once it is `shown`.

    `uploads` tells of the answers with files that WeChat does not have, by pointer.
    """
    return {
        section.key: _state(section, resolution, problems, shown, uploads or {})
        for section in spec.sections
    }


def _state(
    section: Section,
    resolution: Resolution,
    problems: Mapping[str, Problem],
    shown: Mapping[str, Problem],
    uploads: Mapping[str, Uploads],
) -> SectionState:
    pointers = [f.pointer for f in section.fields if f.pointer in resolution.visible]
    if not pointers:
        return UNUSED
    open_ = [pointer for pointer in pointers if pointer in problems]
    wrong = {p for p in open_ if problems[p].rule != "required"} | (shown.keys() & set(pointers))
    if wrong:
        return SectionState("wrong", f"{len(wrong)} 处需修改")
    files = [uploads[pointer] for pointer in pointers if pointer in uploads]
    failed = sum(one.failed for one in files)
    if failed:
        return SectionState("wrong", f"{failed} 张图片没有传成功")
    answered = set(pointers) - set(resolution.missing(frozenset(pointers)))
    if open_:
        return SectionState("empty", ALMOST.format(n=len(open_))) if answered else EMPTY
    if any(one.under_way for one in files):
        return SENDING
    return DONE if answered else OPTIONAL
