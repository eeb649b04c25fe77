"""The lid is closed while a submission is on its way, and opened later: honest words, one body.

REAUTH_DESK_ASLEEP sets the seconds; from 31 on, the program sleeps past its deadline.
"""

import os
import time

import pytest

from tests.e2e.accessibility import seconds_to_answer
from tests.e2e.prepared import TASK, MiniProgram, lay_out, sent_back_at
from tests.fixtures_desktop import wait_until

ASLEEP = float(os.environ.get("REAUTH_DESK_ASLEEP", "2"))
DEADLINE = 30.0  # of a submission
DOUBT = "还不确定是否提交成功"
SUBMITTED = "已提交，等待管理员扫码授权"
LONGEST = 1.0  # seconds without an answer, on a slow computer that does other things too
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120 + ASLEEP)]


@pytest.fixture
def person(session, wechat, data, monkeypatch, sit_down):
    """Has pressed 提交 a moment ago; the server has it, and is silent."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session["DBUS_SESSION_BUS_ADDRESS"])
    mini = MiniProgram.new()
    values = lay_out(data, mini)
    sent_back_at(wechat, mini, (values["/qualification"], *values["/qualification_other"]))
    person = sit_down(beside=wechat)
    wechat.misbehave(call="reauth", fault="hang")
    person.click("check_answers")
    person.click("submit")
    wait_until(lambda: wechat.bodies("reauth"), "the body arrives")
    return person


def finds_its_link(person, wechat):
    """It arrived once, and its link is there."""
    person.reads(SUBMITTED)
    assert person.find("auth_link").description == wechat.auth_url(taskid=TASK)
    assert [body["auth_data"]["taskid"] for body in wechat.bodies("reauth")] == [TASK]
    assert seconds_to_answer(person.find("main_window")) < LONGEST


def test_the_answer_came_while_it_slept(person, wechat):
    # GIVEN a program that falls asleep while it waits WHEN the answer comes meanwhile
    person.program.fall_asleep()
    wechat.release()
    time.sleep(ASLEEP)  # what goes by is what is tried here
    person.program.wake_up()
    # THEN it is taken, or nobody knows when the deadline is over, and asking has it
    wait_until(lambda: SUBMITTED in person.words() or person.sees("query_status"), "it is told")
    if SUBMITTED not in person.words():
        assert ASLEEP > DEADLINE
        person.reads(DOUBT)
        person.click("query_status")
    finds_its_link(person, wechat)


@pytest.mark.skipif(ASLEEP <= DEADLINE, reason="takes a minute: see make soak")
def test_no_answer_came_while_it_slept(person, wechat):
    # GIVEN a program that sleeps past its deadline, and a server that stays silent
    person.program.fall_asleep()
    time.sleep(ASLEEP)  # what goes by is what is tried here
    person.program.wake_up()
    # THEN nobody knows, and there is no way to send it again
    person.reads(DOUBT)
    assert not person.can_press("resend")
    assert not person.can_press("submit")
    # WHEN it is asked for, THEN it had arrived
    person.click("query_status")
    finds_its_link(person, wechat)
