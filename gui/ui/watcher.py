"""Asks again by itself while that is useful: soon at first, rarely in review, never at the end."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.core.progress import standing
from gui.core.sheet import Sheet

DOUBT_SECONDS = (5, 15, 30, 60)
UNKNOWN_STATE_SECONDS = 10
BACK_OFF = 2
LONGEST_SECONDS = 1800
JITTER = 0.1
TOO_OFTEN = frozenset({45009, 45011})


class Watcher(QObject):
    """`due` says that it is time to ask about the record that is followed."""

    due = Signal()

    def __init__(self, parent: QObject, jitter: Callable[[], float] = random.random) -> None:
        super().__init__(parent)
        self._jitter = jitter
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)
        self._doubts = 0
        self._seconds = 0.0

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
        self._doubts = 0
        self._seconds = 0.0

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
            return UNKNOWN_STATE_SECONDS
        return standing(told.task_status, told.apply_status).poll

    def _plan(self, seconds: float) -> None:
        self._seconds = seconds
        spread = 1 + JITTER * (2 * self._jitter() - 1)
        self._timer.start(int(seconds * spread * 1000))
