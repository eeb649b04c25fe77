"""How long something lasts, in the words of the list: 约 12 天, 链接还有 5 小时, 链接已过期."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gui.ui.moments import HOUR, exact_words, span_words

if TYPE_CHECKING:
    from gui.core.list_state import TimeLeft

SOON_DAYS, SOON_HOURS = 5, 2
ABOUT = "按 30 天推算，以微信通知为准"


def words_of(left: TimeLeft | None, now: float) -> str:
    """What is left of it as seen from `now`; nothing for None."""
    if left is None:
        return ""
    if left.what == "link":
        return f"链接还有 {_span(left.ends - now)}" if left.ends > now else "链接已过期"
    return days_words(_days(left.ends, now))


def days_words(days: int) -> str:
    """Days until the last day of a return, never claimed as certain."""
    if days < 0:
        return "可能已过期"
    return f"约 {days} 天" if days else "约今天到期"


def hint_of(left: TimeLeft | None) -> str | None:
    """Until when, for a tool tip."""
    if left is None:
        return None
    if left.what == "link":
        return f"链接到 {exact_words(left.ends)} 为止"
    return f"约到 {exact_words(left.ends)[:-6]} 为止，{ABOUT}"


def role_of(left: TimeLeft | None, now: float) -> str:
    """The colour of what is over or soon will be; empty for the ordinary one."""
    if left is None:
        return ""
    if left.ends < now:
        return "error"
    days = _days(left.ends, now)
    soon = left.ends - now < SOON_HOURS * HOUR if left.what == "link" else days <= SOON_DAYS
    return "warning" if soon else ""


def _days(ends: float, now: float) -> int:
    return (date.fromtimestamp(ends) - date.fromtimestamp(now)).days


def _span(seconds: float) -> str:
    """Whole hours are enough for a list, until there are none left."""
    return f"{int(seconds // HOUR)} 小时" if seconds >= HOUR else span_words(seconds)
