"""What is said about a return besides its reason: which refill it is, and how long it may take."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from gui.core.form.summary import SectionSummary
from gui.core.returning import REFILLS, Chance
from gui.ui.time_left import days_words

CAUTION = "以微信通知为准"
SAME = "和上次提交的内容完全一样，很可能会再次被打回。"
STALE = "打回时提到的{labels}还没有修改。"
NOT_KNOWN = f"第几次重填还不清楚（一般共 {REFILLS} 次）"


def chance_words(chance: Chance, today: date) -> str:
    """One line: what the user told is said plainly, what was worked out with 约."""
    parts = [_refill(chance), _deadline(chance, today), CAUTION]
    return " · ".join(part for part in parts if part)


def marked_words(labels: list[str]) -> str:
    """Which fields are marked, by their labels."""
    if not labels:
        return "没有标记任何项目"
    return f"可能与这些项目有关：{'、'.join(labels)}"


def unchanged_words(sections: Sequence[SectionSummary], marked: Collection[str]) -> str:
    """What ought to be new since WeChat sent it back, and is not; empty when all is well."""
    rows = [row for section in sections for row in section.rows]
    if not any(row.changed for row in rows):
        return SAME
    left = [row.label for row in rows if row.pointer in marked and not row.changed]
    return STALE.format(labels="".join(f"「{label}」" for label in left)) if left else ""


def is_mended(sections: Sequence[SectionSummary], marked: Collection[str]) -> bool:
    """Whether something that WeChat may have meant was changed, or anything if nobody knows."""
    rows = [row for section in sections for row in section.rows]
    meant = [row for row in rows if row.pointer in marked] or rows
    return any(row.changed for row in meant)


def _refill(chance: Chance) -> str:
    if chance.refill is None:
        return NOT_KNOWN
    about = "" if chance.told_refill else "约"
    if chance.refill > REFILLS:
        return f"{about}第 {chance.refill} 次重填（一般共 {REFILLS} 次）"
    return f"{about}第 {chance.refill} 次重填，共 {REFILLS} 次"


def _deadline(chance: Chance, today: date) -> str:
    if chance.deadline is None:
        return ""
    day = f"{chance.deadline.month}月{chance.deadline.day}日"
    left = days_words((chance.deadline - today).days)
    about = "" if chance.told_deadline else "约"
    return f"{about} {day} 截止，{left}".strip()
