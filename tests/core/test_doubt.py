"""Sending again is offered late enough, whatever is done to the clock of the computer."""

import random
from itertools import groupby
from operator import itemgetter

import pytest

from gui.core.doubt import Watch
from gui.core.errors import AppError
from gui.core.practice.faults import Fault
from gui.core.submission import arrived
from gui.core.wechat.answers import Progress
from tests.core.office import TASKID

LINK, OTHER = "https://mp.weixin.qq.com/a", "https://mp.weixin.qq.com/b"
YEARS = 10 * 365 * 86400.0


@pytest.fixture
def doubtful(office, world):
    """A record whose submission was cut off before it arrived."""
    record = office.record()
    world.misbehave("reauth", Fault.DROP_BEFORE_RECEIVING)
    sheet, _ = office.submit(record)
    assert sheet.attempt.state == "unknown"
    return record


def doubt_after(office, record, seconds):
    office.clocks.go_by(seconds)
    return office.desk.ask(record.id).doubt


def seen(task_status=12, apply_status=3, auth_url=LINK):
    return Progress(task_status, apply_status, auth_url, "", "", "", "", None)


# What proves that it arrived


@pytest.mark.parametrize(
    ("now", "proof"),
    [
        (seen(), False),
        (seen(auth_url=""), False),
        (seen(auth_url=OTHER), True),
        (seen(task_status=0, apply_status=0), True),
        (seen(task_status=0, apply_status=None), True),
        (seen(apply_status=2), True),
        (seen(apply_status=None), False),
        (seen(task_status=None, apply_status=None, auth_url=""), False),
        (seen(task_status=None, apply_status=2), True),
        (seen(task_status=99), True),
    ],
)
def test_only_a_change_proves_arrival(now, proof):
    baseline = {"task_status": 12, "apply_status": 3, "auth_url": LINK}
    assert arrived(baseline, now) is proof


@pytest.mark.parametrize("apply_status", [None, 0])
def test_no_order_yet_is_said_in_two_ways(apply_status):
    baseline = {"task_status": 1, "apply_status": None, "auth_url": ""}
    assert not arrived(baseline, seen(1, apply_status, ""))
    assert arrived(baseline, seen(0, apply_status, ""))


@pytest.mark.parametrize(
    ("now", "proof"),
    [
        (seen(), False),  # sent back: anybody could still submit
        (seen(1, 0), False),
        (seen(0, 0), True),
        (seen(12, 2), True),
        (seen(None, None), False),
        (seen(77, None), False),
    ],
)
@pytest.mark.parametrize("baseline", [{}, {"task_status": None, "auth_url": LINK}])
def test_without_a_state_before(baseline, now, proof):
    assert arrived(baseline, now) is proof


# How long to wait


def test_sixty_seconds_and_two_equal_answers(office, doubtful):
    # WHEN nothing was asked, THEN waiting alone does not help
    office.clocks.go_by(3600)
    assert office.desk.sheet(doubtful.id).doubt.may_resend is False

    # WHEN it is asked once, THEN a second answer is needed, half a minute later
    once = doubt_after(office, doubtful, 0)
    assert (once.may_resend, once.seconds_left) == (False, 30.0)
    early = doubt_after(office, doubtful, 29.9)
    assert (early.may_resend, early.seconds_left) == (False, 1.0)
    assert doubt_after(office, doubtful, 0.1).may_resend is True


def test_two_answers_within_the_first_minute(office, doubtful):
    assert office.desk.sheet(doubtful.id).doubt.seconds_left == 60.0
    assert doubt_after(office, doubtful, 5).seconds_left == 55.0
    assert doubt_after(office, doubtful, 40).seconds_left == 15.0
    office.clocks.go_by(14.9)
    assert office.desk.sheet(doubtful.id).doubt.may_resend is False
    office.clocks.go_by(0.1)
    assert office.desk.sheet(doubtful.id).doubt.may_resend is True


def test_a_different_answer_begins_the_comparison_anew(office, world, doubtful):
    # GIVEN two equal answers, with the link of the task taken away in between
    doubt_after(office, doubtful, 60)
    link, world.tasks[TASKID].auth_url = world.tasks[TASKID].auth_url, ""
    assert doubt_after(office, doubtful, 40).may_resend is False
    world.tasks[TASKID].auth_url = link
    assert doubt_after(office, doubtful, 40).may_resend is False
    assert doubt_after(office, doubtful, 30).may_resend is True


def test_every_answer_is_kept(office, doubtful):
    doubt_after(office, doubtful, 5)
    attempt = office.desk.sheet(doubtful.id).attempt
    doubt_after(office, doubtful, 5)
    again = office.desk.sheet(doubtful.id).attempt
    assert [one.at for one in again.observations] == [office.clocks.wall - 5, office.clocks.wall]
    assert again.observations[0] == attempt.observations[0]
    assert (again.state, again.observations[1].apply_status) == ("unknown", 3)


@pytest.mark.parametrize("jump", [-YEARS, -3600.0, -1.0, 1.0, 90.0, 3600.0, YEARS])
def test_setting_the_clock_brings_nothing_forward(office, doubtful, jump):
    # GIVEN a clock that is set before, between and after the two answers
    office.clocks.wall += jump
    assert doubt_after(office, doubtful, 1).may_resend is False
    office.clocks.wall += jump
    assert doubt_after(office, doubtful, 1).may_resend is False
    office.clocks.wall += jump
    assert office.desk.sheet(doubtful.id).doubt.may_resend is False

    # WHEN it is given up all the same, THEN that is refused
    with pytest.raises(AppError, match="还需要再查询一次结果"):
        office.desk.give_up(doubtful.id)
    assert office.on_disk() == ["unknown"]

    # AND the time that really goes by is enough
    assert doubt_after(office, doubtful, 60).may_resend is True
    office.clocks.wall += jump
    office.desk.give_up(doubtful.id)
    assert office.on_disk() == ["not_arrived"]


@pytest.mark.parametrize("jump", [-YEARS, 0.0, YEARS])
def test_a_new_start_waits_anew(office, doubtful, jump):
    # GIVEN a doubt that was waited for, and a clock that is set while the program is closed
    doubt_after(office, doubtful, 60)
    assert doubt_after(office, doubtful, 40).may_resend is True
    office.clocks.wall += jump
    office.clocks.real = 3.0  # the computer was started as well
    office.open_again()

    # THEN it is waited for once more: nobody can say how long the program was away
    assert office.desk.sheet(doubtful.id).doubt.seconds_left == 60.0
    assert doubt_after(office, doubtful, 1).may_resend is False
    assert doubt_after(office, doubtful, 59).may_resend is True


def equal_for(answers):
    """How long the last answers have said the same."""
    runs = [list(run) for _, run in groupby(answers, key=itemgetter(1))]
    return runs[-1][-1][0] - runs[-1][0][0]


def test_any_order_of_waiting_and_asking():
    """Never before 60 s, never without answers 30 s apart, and always in the end."""
    dice = random.Random(20261124)
    for _ in range(500):
        # GIVEN a doubt that begins at some moment
        now = begin = dice.uniform(0, 1e6)
        watch, answers, ready = Watch(begin), [(begin, None)], False
        while not ready:
            # WHEN time goes by, and sometimes an answer comes
            now += dice.choice([0.5, 7.0, 29.9, 31.0])
            if dice.random() < 0.7:
                answers.append((now, dice.choice([3, 3, 3, 4])))
                watch.hear(answers[-1][1:], now)

            # THEN it is over exactly when both conditions hold
            ready = now - begin >= 60 and equal_for(answers) >= 30
            assert (watch.seconds_left(now) <= 0) is ready
