"""Many submissions under every fault at once: none is counted twice, all of them get their link.

Each has a server that misbehaves, one or two processes that press up to three times, and perhaps a
kill. Then somebody goes on as the program lets them: asks, waits, sends again where that may be.
REAUTH_DESK_SUBMISSIONS sets how many are tried, REAUTH_DESK_REAL_DOUBTS how many of them wait for
the settling time by the clock on the wall. The server counts every body that it does not refuse,
so that it would also count one that the real WeChat might have refused as a second.
"""

import os
import random
import threading
import time
from collections import Counter

import pytest

from gui.core.errors import AppError
from gui.core.practice.example import practice_world
from gui.core.practice.faults import TAKEN, Fault
from gui.core.practice.server import StandIn
from gui.core.practice.world import World
from tests.core.office import OWNER, Hasty, Office, RealClocks, auth_data

SUBMISSIONS = int(os.environ.get("REAUTH_DESK_SUBMISSIONS", "20"))
REAL_DOUBTS = int(os.environ.get("REAUTH_DESK_REAL_DOUBTS", "0"))
SEED = 20261125
ANSWERS_OF_A_STATE = (None, None, None, Fault.HTML, Fault.BUSY, Fault.DROP_AFTER_RECEIVING)
STEPS = 30  # that somebody has patience for
pytestmark = pytest.mark.timeout(60 + SUBMISSIONS * 5)


class Counting(World):
    """Counts the bodies that a server would take for a task, and the faults that it played."""

    def __init__(self):
        super().__init__()
        self._here = threading.local()
        self.counted = Counter()
        self.bodies = Counter()
        self.played = Counter()
        practice = practice_world()
        self.accounts, self.media = practice.accounts, practice.media
        self.providers = practice.providers

    def next_plan(self, call):
        plan = self._here.plan = super().next_plan(call)
        if plan is not None and call == "reauth":
            self.played[str(plan.fault)] += 1
        return plan

    def record(self, request):
        super().record(request)
        if request.call == "reauth":
            taskid = request.body["auth_data"]["taskid"]
            plan = self._here.plan
            with self.lock:
                self.bodies[taskid] += 1
                self.counted[taskid] += plan is None or plan.fault in TAKEN


@pytest.fixture
def world():
    return Counting()


@pytest.fixture
def stand_in(world):
    with StandIn(world) as stand_in:
        yield stand_in


class Person:
    """Goes on with one record for as long as it takes, by what the program offers."""

    def __init__(self, office, world, stand_in, dice, found):
        self.office, self.world, self.stand_in = office, world, stand_in
        self.dice, self.found = dice, found

    def goes_on(self, record):
        """Until there is a link; returns the last sheet."""
        sheet = self.office.desk.sheet(record.id)
        for _ in range(STEPS):
            self.found[f"on the way: {sheet.attempt.state if sheet.attempt else 'nothing'}"] += 1
            if sheet.attempt is None or sheet.attempt.state in ("refused", "not_sent"):
                self.presses(record)
            elif sheet.attempt.state == "unknown":
                self.doubts(record, sheet)
            elif sheet.auth_url:
                return sheet
            sheet = self.asks(record)
        return sheet

    def presses(self, record):
        fault = self.dice.choice([*Fault, None, None])
        self.world.behave()
        if fault not in (None, Fault.DRIP, Fault.HANG):
            self.world.misbehave("reauth", fault, seconds=0.05)
        try:
            look = self.office.desk.look(record.id)
            data = auth_data("reauth", record.values["/taskid"])
            self.office.desk.submit(record.id, data, look)
        except AppError as error:
            self.found[f"stopped: {type(error).__name__}"] += 1

    def doubts(self, record, sheet):
        """Wait, ask, and press 再次提交 only when the program offers it."""
        if not sheet.doubt.may_resend:
            self.waits()
            return
        self.office.desk.give_up(record.id)
        self.found["sent again"] += 1
        self.presses(record)

    def waits(self):
        self.office.clocks.go_by(31)

    def asks(self, record):
        self.world.behave()
        self.stand_in.release()
        assert self.stand_in.wait_idle()
        fault = self.dice.choice(ANSWERS_OF_A_STATE)
        if fault:
            self.world.misbehave("queryauth", fault, times=3)
        try:
            sheet = self.office.desk.ask(record.id)
        except AppError:
            sheet = self.office.desk.sheet(record.id)
        assert self.stand_in.wait_idle()  # what was accepted before that question, too
        return sheet


def set_up(office, world, taskid):
    world.add_task(taskid, OWNER["appid"], task_status=12, apply_status=3)
    return office.record(taskid=taskid)


def trouble(dice, world):
    """Plan what the server does with the next submissions."""
    for _ in range(dice.choice([0, 1, 1, 2])):
        world.misbehave("reauth", dice.choice(list(Fault)), seconds=dice.uniform(0, 0.2))


def test_nothing_is_counted_twice_and_everything_gets_its_link(
    office, world, stand_in, start_beside
):
    # GIVEN a program that is pressed, doubled and killed, and a server with every fault
    program = start_beside("soaking.py", office.folder, stand_in.base_url)
    dice, found, said_in_all = random.Random(SEED), Counter(), Counter()
    for number in range(SUBMISSIONS):
        where = f"submission {number} of seed {SEED}"
        taskid = f"SOAK{number}"
        record = set_up(office, world, taskid)
        office.close()

        # WHEN it is submitted under trouble
        trouble(dice, world)
        kill = dice.random() < 0.6
        processes, presses = dice.choice([1, 1, 2]), dice.choice([1, 2, 3])
        lagging = found["killed processes"] <= number / 4  # a fast machine is done before the kill
        seconds = dice.uniform(0.01, 0.06 if lagging else 0.3) if kill else 5
        program.stdin.write(f"{record.id} {seconds} {processes} {presses}\n")
        program.stdin.flush()
        said = read_until_dead(program)
        found["killed processes"] += int(said.pop()[1])
        found["second processes"] += processes - 1
        found["further presses"] += processes * (presses - 1)
        said_in_all.update(word for (word,) in said)

        # AND somebody goes on with it as the program lets them
        world.behave()
        stand_in.release()
        assert stand_in.wait_idle(), where
        office.open()
        sheet = Person(office, world, stand_in, dice, found).goes_on(record)

        # THEN it has arrived once, and its link is there
        assert world.counted[taskid] == 1, where
        assert sheet.attempt.state == "accepted", where
        assert sheet.auth_url == world.tasks[taskid].auth_url, where

    # AND the troubles were real
    print(f"{SUBMISSIONS} submissions, {sum(world.bodies.values())} bodies: {dict(found)}")
    print(f"said: {dict(said_in_all)}; faults of the submission: {dict(world.played)}")
    assert world.violations == []
    assert found["killed processes"] > SUBMISSIONS / 5
    assert found["sent again"] > 0
    assert len(world.played) > min(SUBMISSIONS, len(Fault)) / 4


def read_until_dead(program):
    said = []
    while not said or said[-1][0] != "dead":
        said.append(program.stdout.readline().split())
    return said


def test_the_count_sees_a_client_that_sends_again_too_soon(office, world, stand_in):
    # GIVEN somebody who takes every doubt for a failure
    for number in range(12):
        record = set_up(office, world, f"SOAK{number}")
        world.misbehave("reauth", Fault.DROP_AFTER_RECEIVING if number % 2 else Fault.BUSY)
        attempt = office.submit(record)[1].attempt
        if attempt.state == "unknown":
            office.journal.settle(attempt.id, "not_arrived")
            office.send(record)
    # WHEN they send again at once, THEN it is counted
    assert sorted(world.counted.values()) == [1] * 6 + [2] * 6


@pytest.mark.skipif(not REAL_DOUBTS, reason="takes two minutes: see make soak")
@pytest.mark.timeout(400)
def test_doubts_are_settled_by_the_real_clock(tmp_path, world, stand_in):
    # GIVEN submissions in doubt, every second of which has arrived
    transport = Hasty(stand_in.base_url)
    office = Office(tmp_path / "data", transport, RealClocks())
    records = [set_up(office, world, f"REAL{number}") for number in range(REAL_DOUBTS)]
    begun = {}
    for number, record in enumerate(records):
        fault = Fault.DROP_AFTER_RECEIVING if number % 2 else Fault.BUSY
        world.misbehave("reauth", fault)
        assert office.submit(record)[1].attempt.state == "unknown"
        begun[record.id] = time.monotonic()

    # WHEN they are asked for again and again
    resent = {}
    while len(resent) < (REAL_DOUBTS + 1) // 2:
        for record in records:
            sheet = office.desk.ask(record.id)
            if sheet.doubt is not None and sheet.doubt.may_resend:
                resent[record.id] = time.monotonic() - begun[record.id]
                office.desk.give_up(record.id)
                assert office.submit(record)[1].attempt.state == "accepted"
        time.sleep(1)  # the real clock is what is tried here

    # THEN those that had not arrived could be sent again after a minute, and only those
    print(f"{REAL_DOUBTS} doubts in real time, resent after {sorted(resent.values())}")
    assert all(60 <= seconds < 120 for seconds in resent.values())
    assert set(world.counted.values()) == {1}
    sheets = [office.desk.sheet(record.id) for record in records]
    assert all(sheet.auth_url for sheet in sheets)
    office.close()
