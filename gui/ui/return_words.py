"""What is said about a return besides its reason: which refill it is, and how long it may take."""

from __future__ import annotations

from datetime import date

from gui.core.returning import REFILLS, Chance
from gui.ui.time_left import days_words

CAUTION = "以微信通知为准"
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
