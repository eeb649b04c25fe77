"""Killed at any moment of a submission: nothing is sent twice, and what arrived is found.

REAUTH_DESK_KILLS sets how many kills are tried, REAUTH_DESK_PROCESSES how often three programs
submit the same record at once.
"""

import os
import random
import time
from collections import Counter

import pytest

from gui.core.errors import AlreadySubmitting
from gui.core.practice.faults import Fault
from gui.core.sheet import Look
from gui.core.store.journal import INTERRUPTED
from tests.core.office import OWNER, TASKID, auth_data

KILLS = int(os.environ.get("REAUTH_DESK_KILLS", "24"))
PROCESSES = int(os.environ.get("REAUTH_DESK_PROCESSES", "1"))
SEED = 20261124


def run(program, record_id, seconds):
    """Let it submit for some seconds; what it said before it was killed."""
    program.stdin.write(f"{record_id} {seconds}\n")
    program.stdin.flush()
    return [line.strip() for line in iter(program.stdout.readline, "dead\n")]


def asked_until_it_fits(office, world, record):
    """Ask as the program does; what is still on its way, or worked at, needs a moment."""
    end = time.monotonic() + 10
    while True:
        sheet = office.desk.ask(record.id)
        arrived = world.bodies_of(record.values["/taskid"]) > 0
        if arrived == (sheet.attempt.state == "accepted") or time.monotonic() > end:
            return sheet, arrived


def test_killed_while_wechat_holds_the_answer(office, world, stand_in, start_submitting):
    # GIVEN a program that waits for its answer
    record = office.record()
    program = start_submitting(office.folder, stand_in.base_url, record.id)
    assert program.stdout.readline() == "looked\n"
    world.misbehave("reauth", Fault.HANG)
    program.stdin.write("go\n")
    program.stdin.flush()
    assert world.wait_received("reauth", seconds=10)

    # WHEN it is killed and started again
    assert office.on_disk() == ["sending"]
    program.kill()
    program.wait()
    office.open_again()

    # THEN nobody knows, and nothing is sent by itself
    attempt = office.desk.sheet(record.id).attempt
    assert (attempt.state, attempt.cause) == ("unknown", INTERRUPTED)
    with pytest.raises(AlreadySubmitting):
        office.desk.submit(record.id, auth_data(), Look("yes", "", latest=attempt))

    # AND asking has the link
    sheet = office.desk.ask(record.id)
    assert (sheet.attempt.state, sheet.auth_url) == ("accepted", world.tasks[TASKID].auth_url)
    assert world.bodies_of(TASKID) == 1


def test_kills_at_random_moments(office, world, stand_in, start_submitting):
    # GIVEN a program that submits one task after another, and a stand-in that is slow at times
    program = start_submitting(office.folder, stand_in.base_url)
    dice = random.Random(SEED)
    found = Counter()
    run(program, office.record(taskid="FIRST").id, 0.3)  # everything is loaded once

    for number in range(KILLS):
        # WHEN it is killed somewhere
        where = f"kill {number} of seed {SEED}"
        taskid = f"TASK{number}"
        world.add_task(taskid, OWNER["appid"], task_status=12, apply_status=3)
        record = office.record(taskid=taskid)
        office.close()
        fault = dice.choice([Fault.SLOW, Fault.HANG, Fault.DROP_BEFORE_RECEIVING, None])
        if fault:
            world.misbehave("reauth", fault, seconds=dice.uniform(0, 0.1))
        said = run(program, record.id, dice.uniform(0.01, 0.2))
        stand_in.release()
        world.behave()
        office.open()

        # THEN the journal says what is known, and never that it is still being sent
        attempt = office.desk.sheet(record.id).attempt
        state = attempt.state if attempt else "not begun"
        assert state in ("not begun", "unknown", "accepted"), where
        assert not {"unknown", "accepted"} & set(said) or state == said[-1], where
        found[state] += 1
        if attempt is None:
            assert world.bodies_of(taskid) == 0, where
            continue

        # AND asking finds exactly what arrived
        sheet, arrived = asked_until_it_fits(office, world, record)
        assert sheet.attempt.state == ("accepted" if arrived else "unknown"), where
        if arrived:
            assert sheet.auth_url == world.tasks[taskid].auth_url, where
            found["found by asking"] += state == "unknown"

    # AND nothing ever arrived twice, while the kills were real
    assert all(world.bodies_of(f"TASK{number}") <= 1 for number in range(KILLS))
    assert world.violations == []
    print(f"{KILLS} kills: {dict(found)}")
    assert found["unknown"] > KILLS / 8
    assert found["found by asking"] > 0


@pytest.mark.parametrize("trial", range(PROCESSES))
def test_three_programs_one_body(office, world, stand_in, start_submitting, trial):
    # GIVEN three programs that have looked at the same record
    record = office.record()
    programs = [start_submitting(office.folder, stand_in.base_url, record.id) for _ in range(3)]
    for program in programs:
        assert program.stdout.readline() == "looked\n"

    # WHEN all of them submit
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    said = [program.communicate(timeout=30)[0].strip() for program in programs]

    # THEN one body arrived
    assert sorted(said) == ["AlreadySubmitting", "AlreadySubmitting", "accepted"]
    assert world.bodies_of(TASKID) == 1
    assert office.on_disk() == ["accepted"]
