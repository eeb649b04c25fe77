"""The deadline by itself: what is still certain when the wait ends before there is a line."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from gui.core import errors
from gui.core.wechat import deadline


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(5)
        yield ours, theirs


def test_a_result_comes_back_from_the_other_thread():
    assert deadline.run(lambda _: threading.current_thread().name, seconds=5) == "wechat-call"


@pytest.mark.parametrize(
    ("seconds", "cancel", "expected"),
    [(0.2, False, errors.NoConnection), (30, True, errors.CancelledUnsent)],
)
def test_without_a_line_nothing_was_sent_and_nothing_will_be(pair, seconds, cancel, expected):
    # GIVEN a call that is still looking for the host when the wait ends
    ours, theirs = pair
    go_on, stopped = threading.Event(), threading.Event()
    cancelled = threading.Event()

    def work(line: deadline.Line) -> None:
        cancelled.set() if cancel else None
        go_on.wait(5)
        try:
            line.opened(ours).sendall(b"body")
        except ConnectionAbortedError:
            stopped.set()

    started = time.monotonic()
    with pytest.raises(errors.AppError) as caught:
        deadline.run(work, seconds=seconds, cancelled=cancelled)
    assert type(caught.value) is expected
    assert time.monotonic() - started < 5
    # WHEN it finds the host afterwards
    go_on.set()
    # THEN the line is closed before a byte leaves
    assert theirs.recv(10) == b""
    assert stopped.wait(5)


def test_with_a_line_the_outcome_is_unknown_and_the_line_is_cut(pair):
    ours, theirs = pair
    stopped = threading.Event()

    def work(line: deadline.Line) -> None:
        line.opened(ours).recv(1)  # wakes up because of the cut
        try:
            line.check()
        except ConnectionAbortedError:
            stopped.set()

    with pytest.raises(errors.AnswerTimeout):
        deadline.run(work, seconds=0.2)
    assert theirs.recv(10) == b""
    assert stopped.wait(5)


def test_a_fault_of_ours_in_the_thread_is_reported_and_leaves_the_outcome_unknown(monkeypatch):
    reported = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))

    def work(line: deadline.Line) -> None:
        raise LookupError

    with pytest.raises(errors.NoAnswer):
        deadline.run(work, seconds=5)
    assert reported == [LookupError]
