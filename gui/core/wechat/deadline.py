"""The total deadline of one call: no timeout of a socket holds against an answer that drips."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from gui.core.errors import (
    AnswerTimeout,
    Cancelled,
    CancelledUnsent,
    NoAnswer,
    NoConnection,
)

T = TypeVar("T")

TICK = 0.1  # seconds between two looks at the cancel flag


class Line:
    """The connection of one call, so that another thread can cut it.

    After `cut()` nothing is sent any more: `opened` refuses a connection that comes too late and
    `check` (called for every piece of the body) raises.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._twin: socket.socket | None = None
        self._is_cut = False

    def opened(self, sock: socket.socket) -> socket.socket:
        """Take note of a fresh TCP connection; raises ConnectionAbortedError after `cut()`."""
        with self._lock:
            if self._is_cut:
                sock.close()
                raise ConnectionAbortedError
            # A twin, because TLS takes the original socket's handle away.
            self._twin = sock.dup()
        return sock

    def check(self) -> None:
        """Raise ConnectionAbortedError after `cut()`."""
        if self._is_cut:
            raise ConnectionAbortedError

    def cut(self) -> bool:
        """End the connection now, and say whether there ever was one."""
        with self._lock:
            self._is_cut = True
            if self._twin is None:
                return False
            with contextlib.suppress(OSError):  # the other side was quicker
                self._twin.shutdown(socket.SHUT_RDWR)
            return True

    def close(self) -> None:
        """Give the handle back, once the call has ended."""
        with self._lock:
            if self._twin is not None:
                self._twin.close()


def run(
    work: Callable[[Line], T], *, seconds: float, cancelled: threading.Event | None = None
) -> T:
    """Return `work(line)`, waiting at most `seconds` and at most a tick after `cancelled`.

    The work goes on in a daemon thread, abandoned when its time is over; its connection is cut.
    `work` returns expected failures as values. Raises `NoConnection` or `CancelledUnsent` when
    there was no connection yet, else `AnswerTimeout` or `Cancelled`.
    """
    if cancelled is not None and cancelled.is_set():
        raise CancelledUnsent
    line = Line()
    done = threading.Event()
    outcome: list[T] = []

    def call() -> None:
        try:
            outcome.append(work(line))
        finally:
            line.close()
            done.set()

    threading.Thread(target=call, name="wechat-call", daemon=True).start()
    _wait(done, line, time.monotonic() + seconds, cancelled)
    if not outcome:  # a fault of ours in the thread: reported there, and honest here
        raise NoAnswer
    return outcome[0]


def _wait(done: threading.Event, line: Line, end: float, cancelled: threading.Event | None) -> None:
    while not done.wait(min(TICK, max(0.0, end - time.monotonic()))):
        if cancelled is not None and cancelled.is_set():
            raise Cancelled if line.cut() else CancelledUnsent
        if time.monotonic() >= end:
            raise AnswerTimeout if line.cut() else NoConnection
