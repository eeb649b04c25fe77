"""When the program asks again by itself: soon, later, rarely, never; and never in a hurry."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QTimer

from gui.core.progress import standing
from gui.core.sheet import Sheet
from gui.core.store.progress import Progress
from gui.core.submission import Doubt
from gui.ui.watcher import (
    AWAKE_SECONDS,
    DOUBT_SECONDS,
    LONGEST_SECONDS,
    TICK_SECONDS,
    UNKNOWN_STATE_SECONDS,
    Watcher,
)

MIDDLE = 0.5  # of the jitter: none
RECORD = SimpleNamespace(id="r", call="reauth", values={"/taskid": "T1"})


class Wall:
    """The clock on the wall, which goes on while the computer sleeps."""

    now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def wall():
    return Wall()


@pytest.fixture
def watcher(qapp, wall):
    parent = QObject()
    yield Watcher(parent, lambda: MIDDLE, wall)
    parent.deleteLater()


def attempt(state="accepted"):
    return SimpleNamespace(state=state, taskid="T1", answer_taskid="T1", auth_url="", baseline={})


def sheet(task_status=0, apply_status=0, state="accepted"):
    told = Progress(task_status, apply_status)
    return Sheet(RECORD, attempt=attempt(state), progress=told)


def doubtful(seconds_left=60.0, record=RECORD):
    unknown = attempt("unknown")
    doubt = Doubt(unknown, may_resend=seconds_left <= 0, seconds_left=seconds_left)
    return Sheet(record, attempt=unknown, doubt=doubt)


def pause(watcher):
    return watcher.seconds_left()


def about(seconds):
    """Qt's timers are coarse, and a second may have gone by."""
    return seconds if seconds is None else pytest.approx(seconds, rel=0.06, abs=1)


@pytest.mark.parametrize(
    ("task_status", "apply_status"),
    [(0, 0), (3, 0), (5, 0), (9, 0), (15, 1), (12, 2), (12, 3), (12, 4), (12, 5), (1, 0), (99, 0)],
)
def test_the_pause_suits_the_state(watcher, task_status, apply_status):
    watcher.follow(sheet(task_status, apply_status))
    assert pause(watcher) == about(standing(task_status, apply_status).poll)


def hour(watcher, wall, told):
    """How often it asks within an hour that brings no other answer."""
    ends, questions = wall.now + 3600, 0
    while wall.now < ends:
        watcher.follow(told)
        wall.now += pause(watcher)
        questions += 1
    return questions


@pytest.mark.parametrize(
    "told", [sheet(0), sheet(3), sheet(99), sheet(15, 1), Sheet(RECORD, attempt=attempt())]
)
def test_a_state_that_stays_is_asked_for_less_and_less_often(watcher, wall, told):
    # GIVEN a code that nobody scans WHEN hours go by
    first, second, third = (hour(watcher, wall, told) for _ in range(3))
    # THEN WeChat hears of it at most 200 times an hour, less later, and at least every ten minutes
    assert 200 >= first >= second >= third >= 6
    assert second <= 30
    # AND a new state is asked for as soon as at first
    watcher.follow(sheet(6))
    assert pause(watcher) == about(standing(6, 0).poll)


def test_after_sleep_somebody_is_there_again(watcher, wall):
    # GIVEN a state that stood for hours WHEN the computer wakes up
    for _ in range(3):
        hour(watcher, wall, sheet(0))
    watcher.follow(sheet(0))
    wall.now += 7 * 3600
    timers(watcher)[1].timeout.emit()
    # THEN it is asked soon, and often again
    assert pause(watcher) == about(AWAKE_SECONDS)
    watcher.follow(sheet(0))
    assert pause(watcher) == about(standing(0, 0).poll)


def test_an_accepted_record_of_which_nothing_is_known_yet(watcher):
    watcher.follow(Sheet(RECORD, attempt=attempt()))
    assert pause(watcher) == about(UNKNOWN_STATE_SECONDS)


@pytest.mark.parametrize("state", ["refused", "not_sent", "not_arrived"])
def test_what_was_not_submitted_is_not_watched(watcher, state):
    watcher.follow(sheet(state=state))
    assert pause(watcher) is None
    watcher.follow(Sheet(RECORD))
    assert pause(watcher) is None


def test_a_doubt_is_asked_for_soon_and_then_less_often(watcher):
    pauses = []
    for _ in range(6):
        watcher.follow(doubtful())
        pauses.append(pause(watcher))
    assert pauses == about([*DOUBT_SECONDS, 60, 60])
    watcher.stop()
    watcher.follow(doubtful())
    assert pause(watcher) == about(DOUBT_SECONDS[0])


def test_a_doubt_is_asked_for_at_the_moment_when_it_can_be_settled(watcher):
    for _ in range(3):
        watcher.follow(doubtful())
    watcher.follow(doubtful(seconds_left=12))
    assert pause(watcher) == about(12)
    watcher.follow(doubtful(seconds_left=0))
    assert pause(watcher) == about(60)


def test_what_cannot_be_asked_for_is_not(watcher):
    first = SimpleNamespace(id="r", call="wxaauth", values={})
    unknown = doubtful(record=first)
    unknown.attempt.taskid = unknown.attempt.answer_taskid = ""
    watcher.follow(unknown)
    assert pause(watcher) is None


def test_failures_make_it_wait_longer_and_longer(watcher):
    watcher.follow(sheet())
    pauses = []
    for _ in range(9):
        watcher.fail(None)
        pauses.append(pause(watcher))
    longest = [LONGEST_SECONDS, LONGEST_SECONDS]
    assert pauses == about([20, 40, 80, 160, 320, 640, 1280, *longest])
    # WHEN it gets through again, THEN the pause is that of the state
    watcher.follow(sheet())
    assert pause(watcher) == about(10)


@pytest.mark.parametrize("code", [45009, 45011])
def test_who_asks_too_often_waits_much_longer(watcher, code):
    watcher.follow(sheet())
    watcher.fail(code)
    assert pause(watcher) == about(100)


def test_a_failure_while_nobody_is_followed_begins_nothing(watcher):
    watcher.fail(None)
    assert pause(watcher) is None
    watcher.follow(sheet())
    watcher.stop()
    watcher.fail(45009)
    assert pause(watcher) is None


def test_the_pauses_are_spread(qapp):
    parent = QObject()
    for jitter, least, most in ((0.0, 510, 545), (1.0, 620, 661)):
        watcher = Watcher(parent, lambda spread=jitter: spread)
        watcher.follow(sheet(12, 2))  # ten minutes, more or less
        assert least < pause(watcher) < most
    parent.deleteLater()


def timers(watcher):
    """The one that asks, and the one that looks at the clock."""
    asking = next(t for t in watcher.findChildren(QTimer) if t.isSingleShot())
    ticking = next(t for t in watcher.findChildren(QTimer) if not t.isSingleShot())
    return asking, ticking


def test_a_computer_that_slept_is_asked_for_soon_after_it_woke(watcher, wall, qtbot):
    # GIVEN a record in review, to be asked for in ten minutes
    watcher.follow(sheet(12, 2))
    _asking, ticking = timers(watcher)
    wall.now += TICK_SECONDS
    ticking.timeout.emit()
    assert pause(watcher) == about(600)

    # WHEN the computer sleeps for a night, during which no timer goes on
    wall.now += 8 * 3600
    with qtbot.assertNotEmitted(watcher.due):
        ticking.timeout.emit()

    # THEN it is asked for once the network had time to come back, not in ten minutes, nor at once
    assert pause(watcher) == about(AWAKE_SECONDS)
    wall.now += TICK_SECONDS
    ticking.timeout.emit()
    assert pause(watcher) == about(AWAKE_SECONDS)


def test_a_timer_that_ends_with_the_sleep_waits_for_the_network(watcher, wall, qtbot):
    watcher.follow(sheet())
    asking, ticking = timers(watcher)
    wall.now += 3600
    with qtbot.assertNotEmitted(watcher.due):
        asking.timeout.emit()
    assert pause(watcher) == about(AWAKE_SECONDS)
    # AND then it is asked
    wall.now += AWAKE_SECONDS
    with qtbot.waitSignal(watcher.due):
        asking.timeout.emit()
    # AND what is final is not looked at any more
    watcher.follow(sheet(12, 4))
    assert not ticking.isActive()
