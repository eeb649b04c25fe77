"""How a record stands in the list: a few words, its filter, and what runs out when."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Literal

from gui.core.progress import resubmittable, standing
from gui.core.returning import refill_deadline
from gui.core.store.progress import SENT_BACK
from gui.core.store.summaries import RecordSummary

LINK_SECONDS = 24 * 3600  # a link is valid that long [D]
Tone = Literal["muted", "info", "success", "warning", "error"]


class Group(StrEnum):
    """The filters of the list. What failed for good is found only among all."""

    REFILL = "refill"
    UNDER_WAY = "under_way"
    PASSED = "passed"
    DRAFT = "draft"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ListState:
    """`words` are short; `tone` says how they look."""

    words: str
    group: Group
    tone: Tone


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What runs out at `ends` (seconds since 1970): the link (certain), or the 30 days (about)."""

    what: Literal["link", "refill"]
    ends: float
    certain: bool


UNSETTLED = {
    "sending": ListState("正在提交", Group.UNKNOWN, "info"),
    "unknown": ListState("结果未知", Group.UNKNOWN, "error"),
}
DRAFT = ListState("草稿", Group.DRAFT, "muted")
REFILL = ListState("待重填", Group.REFILL, "warning")
NOT_TAKEN = "微信没有接受"


def list_state(record: RecordSummary) -> ListState:
    """By the newest attempt and what queryauth said last, whichever of them counts."""
    returned = record.returned_at is not None
    return _state(record.state, returned, record.task_status, record.apply_status)


def time_left(record: RecordSummary) -> TimeLeft | None:
    """What has to be done in time, None when there is nothing that is known of."""
    if record.state in UNSETTLED:
        return None
    if record.apply_status == SENT_BACK:
        day = refill_deadline(record.deadline, record.returned_at)
        if day is None:
            return None
        ends = datetime.combine(day, time.max).timestamp()
        return TimeLeft("refill", ends, certain=False)
    if record.state != "accepted" or record.link_at is None:
        return None
    if not standing(record.task_status, record.apply_status).by_link:
        return None
    return TimeLeft("link", record.link_at + LINK_SECONDS, certain=True)


@functools.lru_cache(maxsize=512)
def _state(
    attempt: str, returned: bool, task_status: int | None, apply_status: int | None
) -> ListState:
    if attempt in UNSETTLED:
        return UNSETTLED[attempt]
    told = None
    if attempt == "accepted" or (task_status, apply_status) != (None, None):
        told = _told(task_status, apply_status)
    if told is not None and (attempt == "accepted" or told.group is not Group.REFILL):
        return told
    waiting = told or (REFILL if returned else DRAFT)
    if attempt == "refused":
        return ListState(NOT_TAKEN, waiting.group, "error")
    return waiting


def _told(task_status: int | None, apply_status: int | None) -> ListState:
    now = standing(task_status, apply_status)
    if now.passed:
        return ListState(now.short, Group.PASSED, "success")
    if resubmittable(task_status, apply_status).answer == "yes":
        return ListState(now.short, Group.REFILL, "warning")
    if now.final:
        return ListState(now.short, Group.FAILED, "error")
    return ListState(now.short, Group.UNDER_WAY, "info")
