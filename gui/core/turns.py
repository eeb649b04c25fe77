"""Whose turn it is to be asked for in the background: one at a time, rarely, never in vain."""

from __future__ import annotations

import functools
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

from gui.core.progress import standing
from gui.core.store.summaries import RecordSummary

Whose = Literal["everybody", "too_often", "account", "secret", "record"]

LEAST = 60.0  # seconds between two questions about one record that nobody pressed for
GAP = 5.0  # between two questions about different records
GAP_IN_ROUND = 1.0  # the same while the list was just shown
BACK_OFF = 5  # times longer when WeChat is annoyed
LONGEST = 1800.0
BARRED = 3600.0  # how long an account rests that has to be mended outside this program
SPREAD = 0.2  # pauses are up to that much longer, never shorter
TICK = 15.0  # `tick` comes at least that often while somebody is waited for
SLEPT = 3 * TICK  # a longer time without one means that the computer slept
AWAKE = 10.0  # after waking: until the network is there again


def pause_of(record: RecordSummary) -> float | None:
    """Seconds between two questions about a record, None when it is not under way.

    Under way is what was submitted (or is in doubt) and not decided, and can be asked for.
    """
    if not record.taskid or not record.appid or record.call != "reauth":
        return None
    return _pause(record.state, record.task_status, record.apply_status)


class Turns:
    """Decides which record is asked for next, and when; it asks nobody itself.

    After each `next` comes `answered` or `failed` before the next one. `now` is the clock on the
    wall in seconds since 1970, which may be set and goes on while the computer sleeps.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._now = now
        self._jitter = jitter
        self._records: dict[str, RecordSummary] = {}  # those under way
        self._due: dict[str, float] = {}
        self._tried: dict[str, float] = {}
        self._failures: Counter[str] = Counter()
        self._barred: dict[str, float] = {}  # AppID: until when
        self._round: set[str] = set()
        self._pressed: dict[str, None] = {}
        self._open = ""
        self._free_at = 0.0
        self._paused_until = 0.0
        self._troubles = 0
        self._ticked = now()

    # what is known

    def know(self, records: Iterable[RecordSummary]) -> None:
        """The list as it was just read."""
        if not self._records:
            self._ticked = self._now()  # nobody was waited for, so nobody ticked
        before = self._records
        self._records = {one.id: one for one in records if pause_of(one) is not None}
        self._round &= self._records.keys()
        self._pressed = {one: None for one in self._pressed if one in self._records}
        for record in self._records.values():
            known = before.get(record.id)
            if known is None or _facts(known) != _facts(record):
                self._plan(record)
            if known is not None and (known.asked_at or 0.0) < (record.asked_at or 0.0):
                self.account_changed(record.appid)  # somebody got an answer with it

    def open(self, record_id: str) -> None:
        """This record is open (none for ""): its page asks for it, so nobody else has to."""
        self._open = record_id

    def account_changed(self, appid: str) -> None:
        """Whatever was wrong with an account may be mended now."""
        self._barred.pop(appid, None)

    def tick(self) -> None:
        """Look at the clock: a computer that slept needs a moment, one set back no long wait."""
        now = self._now()
        gone, self._ticked = now - self._ticked, now
        if gone > SLEPT:
            self._paused_until = max(self._paused_until, now + AWAKE)
        elif gone < 0:
            self._set_back(gone)

    # who is next

    def begin(self) -> None:
        """The list is shown: a round over all that were not asked for in the last minute."""
        now = self._now()
        self._round = {
            one.id
            for one in self._records.values()
            if now - self._asked(one) >= LEAST and not self._failures[one.id]
        }
        self._free_at = max(self._free_at, now + GAP_IN_ROUND)

    def press(self) -> int:
        """Somebody wants to know now; returns how many records will be asked for."""
        order = sorted(self._records.values(), key=lambda one: self._due[one.id])
        self._pressed = dict.fromkeys(one.id for one in order)
        return len(self._pressed)

    def is_pressed(self, record_id: str) -> bool:
        """Whether somebody pressed for this record and still waits."""
        return record_id in self._pressed

    def next(self) -> RecordSummary | None:
        """Whose turn it is, None when it is nobody's."""
        for record_id in self._pressed:
            return self._records[record_id]
        left = self.seconds_left()
        if left is None or left > 0:
            return None
        now = self._now()
        ready = (one for one in self._waiting() if self._at(one) <= now)
        return min(
            ready, key=lambda one: (one.id not in self._round, self._due[one.id]), default=None
        )

    def seconds_left(self) -> float | None:
        """Until somebody's turn comes; None when nobody is waited for."""
        if self._pressed:
            return 0.0
        first = min((self._at(one) for one in self._waiting()), default=math.inf)
        if first == math.inf:
            return None
        return max(0.0, max(first, self._free_at, self._paused_until) - self._now())

    # what became of it

    def answered(self, record_id: str, record: RecordSummary | None) -> None:
        """WeChat answered; `record` is the line of the list now, None when it is gone."""
        self._troubles = 0
        self._paused_until = 0.0
        self._failures.pop(record_id, None)
        self._done(record_id)
        if record is not None:
            self._barred.pop(record.appid, None)
        if record is None or pause_of(record) is None:
            self._records.pop(record_id, None)
        else:
            self._records[record_id] = record
            self._plan(record)

    def failed(self, record_id: str, whose: Whose) -> int:
        """It did not get through, and for whom that holds.

        Returns how many others that somebody pressed for are given up for the same cause.
        """
        now = self._now()
        self._done(record_id)
        record = self._records.get(record_id)
        if whose in ("account", "secret"):
            appid = record.appid if record else ""
            self._barred[appid] = math.inf if whose == "secret" else now + BARRED
        elif whose == "record":
            self._failures[record_id] += 1
        else:
            self._pause(BACK_OFF if whose == "too_often" else 1)
        if record is not None:
            self._plan(record)
        return self._give_up(record, whose)

    def _pause(self, factor: int) -> None:
        seconds = LEAST * factor * 2 ** min(self._troubles, 10)
        self._troubles += 1
        self._paused_until = self._now() + min(seconds, LONGEST) * self._spread()
        self._round.clear()

    def _give_up(self, record: RecordSummary | None, whose: Whose) -> int:
        if whose == "record" or record is None:
            return 0
        alone = whose in ("account", "secret")
        same = [
            one for one in self._pressed if not alone or self._records[one].appid == record.appid
        ]
        for one in same:
            del self._pressed[one]
        return len(same)

    def _done(self, record_id: str) -> None:
        now = self._now()
        self._tried[record_id] = now
        self._pressed.pop(record_id, None)
        self._round.discard(record_id)
        self._free_at = now + (GAP_IN_ROUND if self._round else GAP * self._spread())

    # times

    def _plan(self, record: RecordSummary) -> None:
        pause = pause_of(record) or LEAST
        more = 2 ** min(self._failures[record.id], 10)
        seconds = max(pause, min(pause * more, LONGEST))
        self._due[record.id] = self._asked(record) + seconds * self._spread()

    def _asked(self, record: RecordSummary) -> float:
        """When it was asked for last, by whomever; a clock that was set does not count."""
        asked = max(record.asked_at or 0.0, self._tried.get(record.id, 0.0))
        return min(asked, self._now())

    def _at(self, record: RecordSummary) -> float:
        """When its turn comes."""
        rested = self._barred.get(record.appid, 0.0)
        return rested if record.id in self._round else max(self._due[record.id], rested)

    def _waiting(self) -> Iterable[RecordSummary]:
        return (one for one in self._records.values() if one.id != self._open)

    def _spread(self) -> float:
        return 1 + SPREAD * self._jitter()

    def _set_back(self, seconds: float) -> None:
        for times in (self._due, self._tried, self._barred):
            for key in times:
                times[key] += seconds
        self._free_at += seconds
        self._paused_until += seconds


@functools.lru_cache(maxsize=512)
def _pause(attempt: str, task_status: int | None, apply_status: int | None) -> float | None:
    if attempt == "unknown":
        return LEAST
    known = (task_status, apply_status) != (None, None)
    if attempt == "sending" or (attempt != "accepted" and not known):
        return None
    poll = standing(task_status, apply_status).poll
    return None if poll is None else max(float(poll), LEAST)


def _facts(record: RecordSummary) -> tuple[object, ...]:
    told = (record.task_status, record.apply_status, record.asked_at)
    return (record.taskid, record.appid, record.state, *told)
