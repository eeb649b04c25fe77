"""Whose turn it is: every record under way is asked for in time, and nobody too often."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.core.progress import standing
from gui.core.store.summaries import RecordSummary
from gui.core.turns import (
    AWAKE,
    BARRED,
    GAP,
    GAP_IN_ROUND,
    LEAST,
    LONGEST,
    SLEPT,
    SPREAD,
    TICK,
    Turns,
    pause_of,
)

NOON = 1_800_000_000.0
REVIEW = 600.0


def record(number=0, **other):
    facts = {
        "id": f"r{number}",
        "name": f"记录 {number}",
        "call": "reauth",
        "account_name": "示例科技",
        "appid": "wx1",
        "state": "accepted",
        "changed_at": NOON,
        "taskid": f"T{number}",
        "task_status": 12,
        "apply_status": 2,
        "asked_at": NOON,
    }
    return RecordSummary(**facts | other)


class Wall:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


class Driver:
    """Ticks as the window does, and asks whom it is told to."""

    def __init__(self, *records, jitter=lambda: 0.0):
        self.wall = Wall()
        self.turns = Turns(self.wall, jitter)
        self.asked = []  # (when, id, whether it was pressed for)
        self.turns.know(records)

    def step(self, seconds=TICK):
        self.wall.now += seconds
        self.turns.tick()

    def take(self):
        found = self.turns.next()
        if found is not None:
            self.asked.append((self.wall.now, found.id, self.turns.is_pressed(found.id)))
        return found

    def run(self, seconds, whose=None, step=1.0):
        """Let time go by; every question is answered, or fails for `whose`."""
        asked = len(self.asked)
        end = self.wall.now + seconds
        while self.wall.now < end:
            self.step(step)
            found = self.take()
            if found is not None and whose:
                self.turns.failed(found.id, whose)
            elif found is not None:
                self.turns.answered(found.id, replace(found, asked_at=self.wall.now))
        return [one for _when, one, _pressed in self.asked[asked:]]

    def pauses(self):
        times = [when for when, _id, _pressed in self.asked]
        return [later - sooner for sooner, later in pairwise(times)]


@pytest.mark.parametrize(
    ("other", "pause"),
    [
        ({}, REVIEW),
        ({"task_status": 0, "apply_status": 0}, LEAST),
        ({"task_status": 5, "apply_status": 0}, LEAST),
        ({"task_status": 99, "apply_status": 0}, LEAST),
        ({"task_status": None, "apply_status": None}, LEAST),
        ({"state": "unknown"}, LEAST),
        ({"state": "refused"}, REVIEW),
        ({"state": "sending"}, None),
        ({"state": "draft", "task_status": None, "apply_status": None}, None),
        ({"apply_status": 3}, None),
        ({"apply_status": 4}, None),
        ({"apply_status": 5}, None),
        ({"task_status": 1, "apply_status": 0}, None),
        ({"taskid": ""}, None),
        ({"appid": ""}, None),
        ({"call": "wxaauth"}, None),
    ],
)
def test_who_is_under_way_and_how_often_that_is_looked_at(other, pause):
    assert pause_of(record(**other)) == pause


def test_the_list_is_gone_through_once_when_it_is_shown():
    # GIVEN two records that were asked for an hour ago, and one just now
    old = [record(number, asked_at=NOON - 3000 - number) for number in (0, 1)]
    driver = Driver(*old, record(2, asked_at=NOON - 30))
    # WHEN the list is shown twice
    driver.turns.begin()
    asked = driver.run(20)
    driver.turns.begin()
    # THEN the two are asked for, one after the other, the oldest first
    assert asked == ["r1", "r0"]
    assert driver.pauses() == [GAP_IN_ROUND]
    assert driver.run(20) == []


def test_in_the_long_run_each_is_asked_for_as_often_as_suits_it():
    fast, slow = record(0, task_status=0, apply_status=0), record(1)
    driver = Driver(fast, slow)
    asked = driver.run(3600)
    assert asked.count("r0") in range(58, 61)
    assert asked.count("r1") in range(5, 7)
    assert min(driver.pauses()) >= GAP


def test_no_network_stops_everything_for_longer_and_longer():
    driver = Driver(*(record(number, asked_at=NOON - 9999) for number in range(5)))
    driver.turns.begin()
    driver.run(4 * 3600, "everybody", step=5.0)
    wanted = [60, 120, 240, 480, 960, LONGEST, LONGEST]
    assert driver.pauses()[: len(wanted)] == pytest.approx(wanted, abs=6)
    # AND it is another one's turn each time
    assert len({one for _when, one, _pressed in driver.asked[:5]}) == 5
    # WHEN it is there again, THEN it goes on as before
    driver.run(LONGEST + 60)
    assert driver.pauses()[-1] < 600


def test_who_asks_too_often_waits_much_longer():
    driver = Driver(*(record(number, asked_at=NOON - 9999) for number in range(5)))
    driver.run(1200, "too_often", step=5.0)
    assert driver.pauses()[:2] == pytest.approx([300, 600], abs=6)


def test_an_account_that_was_refused_rests_until_it_was_changed():
    other = record(1, appid="wx2", asked_at=NOON - 9999)
    driver = Driver(record(0, asked_at=NOON - 9999), other)
    driver.turns.begin()
    driver.run(3, "secret")
    assert {one for _when, one, _pressed in driver.asked} == {"r0", "r1"}
    assert driver.turns.seconds_left() is None
    driver.turns.begin()
    assert driver.run(2 * BARRED, step=5.0) == []
    driver.turns.account_changed("wx2")
    assert driver.run(60) == ["r1"]


def test_an_account_that_rests_is_passed_over_in_a_round():
    driver = Driver(record(0, asked_at=NOON - 9999), record(1, appid="wx2"))
    driver.turns.failed("r0", "secret")
    driver.run(LEAST + 1)
    driver.turns.begin()
    assert driver.run(2 * REVIEW) == ["r1", "r1"]


def test_an_account_that_is_mended_elsewhere_rests_an_hour():
    driver = Driver(record(0, asked_at=NOON - 9999))
    driver.run(10, "account")
    assert driver.run(BARRED - 60, step=5.0) == []
    assert driver.run(120, step=5.0) == ["r0"]


def test_a_record_that_is_refused_holds_up_no_other():
    # GIVEN one that WeChat does not know
    driver = Driver(record(0, asked_at=NOON - 9999, task_status=0, apply_status=0))
    driver.run(7200, "record")
    assert driver.pauses()[:4] == pytest.approx([120, 240, 480, 960], abs=2)


def test_the_open_record_is_left_to_its_page():
    driver = Driver(record(0, asked_at=NOON - 9999))
    driver.turns.open("r0")
    driver.turns.begin()
    assert driver.run(1200, step=5.0) == []
    assert driver.turns.seconds_left() is None
    driver.turns.open("")
    assert driver.run(10) == ["r0"]


def test_whoever_presses_is_served_at_once():
    # GIVEN records that were just asked for, of an account that rests, while there is no network
    driver = Driver(record(0), record(1, asked_at=NOON - 9), record(2, apply_status=4))
    driver.turns.failed("r0", "everybody")
    driver.turns.failed("r0", "secret")
    # WHEN somebody presses THEN both that are under way are asked for
    assert driver.turns.press() == 2
    assert driver.run(2) == ["r1", "r0"]
    assert driver.pauses() == [1.0]
    # AND one cause that holds for all is met once
    driver.turns.press()
    assert driver.turns.failed(driver.turns.next().id, "everybody") == 1
    assert driver.turns.next() is None
    driver.turns.press()
    assert driver.turns.failed(driver.turns.next().id, "record") == 0
    assert driver.turns.next() is not None


def test_what_is_gone_keeps_nobody_waiting():
    driver = Driver(record(0), record(1))
    driver.turns.press()
    driver.turns.know([record(1)])
    assert driver.run(3) == ["r1"]
    driver.turns.press()
    driver.turns.know(())
    assert driver.turns.seconds_left() is None


def test_a_computer_that_slept_waits_for_its_network():
    driver = Driver(record(0, asked_at=NOON - 9999))
    driver.step(8 * 3600)
    assert driver.turns.next() is None
    assert driver.turns.seconds_left() == AWAKE
    assert driver.run(AWAKE + 1) == ["r0"]


def test_a_clock_that_is_set_back_makes_nobody_wait():
    driver = Driver(record(0))
    driver.run(700)
    driver.step(-30 * 86_400)
    assert driver.turns.seconds_left() <= REVIEW
    assert driver.run(REVIEW + 10) == ["r0"]


def test_what_is_decided_or_gone_is_never_asked_for_again():
    driver = Driver(record(0), record(1))
    driver.turns.answered("r0", record(0, apply_status=4, asked_at=NOON))
    driver.turns.answered("r1", None)
    assert driver.turns.seconds_left() is None
    assert driver.turns.press() == 0
    driver.turns.know([record(0, apply_status=4)])
    assert driver.run(1200, step=5.0) == []


MOVES = st.one_of(
    st.tuples(st.just("wait"), st.floats(0.1, TICK)),
    st.tuples(st.just("ticks"), st.integers(2, 20)),
    st.tuples(st.just("sleep"), st.floats(SLEPT + 1, 90_000)),
    st.tuples(st.just("set_back"), st.floats(1, 90_000)),
    st.tuples(st.sampled_from(["begin", "press", "read"]), st.none()),
    st.tuples(st.just("open"), st.integers(0, 3)),
    st.tuples(st.just("answer"), st.sampled_from([(0, 0), (5, 0), (12, 2), (12, 3), (12, 4)])),
    st.tuples(
        st.just("fail"),
        st.sampled_from(["everybody", "too_often", "account", "secret", "record"]),
    ),
    st.tuples(st.just("changed"), st.sampled_from(["wx0", "wx1"])),
)


class Judge(Driver):
    """Makes the moves, and holds each question against the promises. Its time has no leaps."""

    def __init__(self, jitter):
        self.records = [
            record(n, appid=f"wx{n % 2}", asked_at=NOON - 200 * n, task_status=9, apply_status=0)
            for n in range(4)
        ]
        super().__init__(*self.records, jitter=jitter)
        self.real = 0.0  # the seconds that really went by
        self.last = [(-200.0 * n) for n in range(4)]
        self.quiet_until = {"everybody": 0.0, "wx0": 0.0, "wx1": 0.0}
        self.opened = 3
        self.last_of_all = -math.inf
        self.turns.open("r3")

    def wait(self, seconds):
        self.real += seconds
        self.step(seconds)

    def ticks(self, number):
        for _ in range(number):
            self.wait(TICK)

    def sleep(self, seconds):
        self.wait(seconds)
        self.quiet_until["everybody"] = max(self.quiet_until["everybody"], self.real + AWAKE)

    def set_back(self, seconds):
        self.step(-seconds)

    def begin(self, _):
        self.turns.begin()

    def press(self, _):
        self.turns.press()

    def read(self, _):
        self.turns.know(self.records)

    def open(self, number):
        self.opened = number
        self.turns.open(f"r{number}")

    def changed(self, appid):
        self.quiet_until[appid] = 0.0
        self.turns.account_changed(appid)

    def answer(self, how):
        self.ask("answer", how)

    def fail(self, how):
        self.ask("fail", how)

    def ask(self, what, how):
        found = self.take()
        if found is None:
            return
        number = int(found.id[1:])
        known = self.records[number]
        assert pause_of(known) is not None, "it is decided"
        if not self.turns.is_pressed(found.id):
            slack = 1e-3
            assert self.real - self.last[number] >= LEAST - slack, "twice in a minute"
            assert self.real - self.last_of_all >= GAP_IN_ROUND - slack, "all at once"
            assert self.real >= self.quiet_until["everybody"] - slack, "it was to be quiet"
            assert self.real >= self.quiet_until[known.appid] - slack, "the account rests"
            assert number != self.opened, "it is open"
        self.last[number] = self.last_of_all = self.real
        if what == "answer":
            told = dict(zip(("task_status", "apply_status"), how, strict=True))
            now = replace(known, asked_at=self.wall.now, **told)
            self.records[number] = now
            self.quiet_until["everybody"] = self.quiet_until[known.appid] = 0.0
            self.turns.answered(found.id, now)
            return
        self.turns.failed(found.id, how)
        quiet = {"secret": math.inf, "account": BARRED, "everybody": LEAST, "too_often": 5 * LEAST}
        if how in quiet:
            who = known.appid if how in ("secret", "account") else "everybody"
            self.quiet_until[who] = self.real + quiet[how]


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=40), st.floats(0, 1))
def test_whatever_happens_nobody_is_asked_too_often_nor_forgotten(moves, jitter):
    # GIVEN any story
    judge = Judge(lambda: jitter)
    for what, how in moves:
        getattr(judge, what)(how)

    # WHEN all is well from then on, THEN each that can be asked for is, in the time that suits it
    for appid in ("wx0", "wx1"):
        judge.changed(appid)
    judge.turns.open("")
    judge.turns.know(judge.records)
    open_ones = {one.id for one in judge.records if pause_of(one) is not None}
    longest = 2 * LONGEST * (1 + SPREAD)
    asked = set(judge.run(longest, step=TICK))
    assert asked == open_ones


def test_the_pauses_suit_the_table_of_states():
    assert pause_of(record()) == standing(12, 2).poll
