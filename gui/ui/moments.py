"""Points in time and spans as office people write them."""

from __future__ import annotations

from datetime import datetime, timedelta

MINUTE = 60
HOUR = 3600


def moment_words(at: float, now: float) -> str:
    """`at` as seen from `now` (both seconds since the epoch), in this computer's time zone.

    今天 14:32, 昨天 09:05, 11月23日, and with the year when it is another one.
    """
    then, today = datetime.fromtimestamp(at), datetime.fromtimestamp(now)
    if then.date() == today.date():
        return f"今天 {then:%H:%M}"
    if then.date() == today.date() - timedelta(days=1):
        return f"昨天 {then:%H:%M}"
    day = f"{then.month}月{then.day}日"
    return day if then.year == today.year else f"{then.year}年{day}"


def exact_words(at: float) -> str:
    """`at` to the minute: 2026年11月23日 14:32."""
    then = datetime.fromtimestamp(at)
    return f"{then.year}年{then.month}月{then.day}日 {then:%H:%M}"


def asked_words(at: float, now: float) -> str:
    """How old an answer is: 刚刚查询, 2 分钟前查询, 3 小时前查询, 昨天 09:05 查询."""
    gone = now - at
    if gone < MINUTE:
        return "刚刚查询"
    if gone < HOUR:
        return f"{int(gone // MINUTE)} 分钟前查询"
    if gone < 6 * HOUR:
        return f"{int(gone // HOUR)} 小时前查询"
    return f"{moment_words(at, now)} 查询"


def span_words(seconds: float) -> str:
    """A positive span, rounded down to the minute: 23 小时 12 分, 5 分钟, 不到 1 分钟."""
    hours, minutes = int(seconds // HOUR), int(seconds % HOUR // MINUTE)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分钟" if minutes else "不到 1 分钟"
