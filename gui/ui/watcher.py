"""Asks again by itself while that is useful: soon at first, rarely later, never at the end."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.core.progress import standing
from gui.core.sheet import Sheet

DOUBT_SECONDS = (5, 15, 30, 60)
UNKNOWN_STATE_SECONDS = 10
PATIENCE = 20  # a state that stays is asked for after this part of the time that it has been seen
PATIENT_SECONDS = 600  # but at least so often
BACK_OFF = 2
LONGEST_SECONDS = 1800
JITTER = 0.1
TICK_SECONDS = 15
SLEPT_SECONDS = 3 * TICK_SECONDS  # a longer time without a tick means that the computer slept
AWAKE_SECONDS = 10  # after waking: until the network is there again
TOO_OFTEN = frozenset({45009, 45011})


class Watcher(QObject):
    """`due` says that it is time to ask about the record that is followed.

    `wall` is the clock on the wall in seconds, which goes on while the computer sleeps; timers may
    stand still then, or all come at once when it wakes.
    """

    due = Signal()

    def __init__(
        self,
        parent: QObject,
        jitter: Callable[[], float] = random.random,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._jitter = jitter
        self._wall = wall
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        self._tick = QTimer(self, interval=TICK_SECONDS * 1000)
        self._tick.timeout.connect(self._on_tick)
        self._seen = 0.0
        self._doubts = 0
        self._seconds = 0.0
        self._state: tuple[int | None, int | None] | None = None
        self._since = 0.0  # when that state was first seen

    @Slot(object)
    def follow(self, sheet: Sheet) -> None:
        """Plan the next question from what is known now."""
        seconds = self._pause(sheet)
        if seconds is None:
            self.stop()
        else:
            self._plan(seconds)

    def fail(self, code: int | None) -> None:
        """The question did not get through: wait longer, much longer when WeChat is annoyed."""
        if not self._seconds:  # nobody is followed
            return
        factor = BACK_OFF * 5 if code in TOO_OFTEN else BACK_OFF
        self._plan(min(LONGEST_SECONDS, max(self._seconds, UNKNOWN_STATE_SECONDS) * factor))

    def stop(self) -> None:
        """Another record, or nothing more to learn."""
        self._timer.stop()
        self._tick.stop()
        self._doubts = 0
        self._seconds = 0.0
        self._state = None

    def seconds_left(self) -> float | None:
        """Until the next question, or None when none is planned."""
        return self._timer.remainingTime() / 1000 if self._timer.isActive() else None

    def _pause(self, sheet: Sheet) -> float | None:
        if sheet.doubt is not None:
            if not sheet.taskid:
                return None
            self._doubts += 1
            pause = DOUBT_SECONDS[min(self._doubts, len(DOUBT_SECONDS)) - 1]
            return min(pause, sheet.doubt.seconds_left or pause)
        if sheet.attempt is None or sheet.attempt.state != "accepted":
            return None
        told = sheet.progress
        if told is None or told.task_status is None:
            return self._patient((None, None), UNKNOWN_STATE_SECONDS)
        state = (told.task_status, told.apply_status)
        poll = standing(*state).poll
        return None if poll is None else self._patient(state, poll)

    def _patient(self, state: tuple[int | None, int | None], pause: float) -> float:
        """Nobody may scan the code for a day: 360 questions an hour would be too many."""
        if state != self._state:
            self._state, self._since = state, self._wall()
        patient = min((self._wall() - self._since) / PATIENCE, PATIENT_SECONDS)
        return max(pause, patient)

    def _plan(self, seconds: float) -> None:
        self._seconds = seconds
        spread = 1 + JITTER * (2 * self._jitter() - 1)
        self._timer.start(int(seconds * spread * 1000))
        self._seen = self._wall()
        self._tick.start()

    @Slot()
    def _on_tick(self) -> None:
        if self._has_slept() and self._timer.isActive():
            self._wake()

    @Slot()
    def _on_time(self) -> None:
        if self._has_slept():
            self._wake()
        else:
            self.due.emit()

    def _has_slept(self) -> bool:
        """Whether the clock on the wall went much further than the ticks: once for each sleep."""
        before, self._seen = self._seen, self._wall()
        return self._seen - before > SLEPT_SECONDS

    def _wake(self) -> None:
        """What was planned before says nothing now: ask soon, and as often as at first."""
        self._since = self._wall()
        self._timer.start(AWAKE_SECONDS * 1000)
