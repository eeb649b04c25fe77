"""WeChat answers badly while a submission is on its way: honest words, and no second body.

REAUTH_DESK_WINDOW_ANSWERS sets how often each bad answer is tried, and adds the rarer ones.
"""

import os
from datetime import UTC, datetime

import pytest
import trustme

from gui.core.practice.faults import TAKEN
from tests.e2e.accessibility import seconds_to_answer
from tests.e2e.prepared import TASK, MiniProgram, lay_out, sent_back_at
from tests.fixtures_desktop import wait_until

pytestmark = pytest.mark.e2e

# How a good certificate looks to a computer whose clock has forgotten the years.
CLOCK_BEHIND = {"not_before": datetime(2050, 1, 1, tzinfo=UTC)}
WRONG_CLOCK = "电脑的日期或时间不对"
REFUSED_CERTIFICATE = "网络连接不安全，已停止"
DOUBT = "还不确定是否提交成功"
LONGEST = 1.0  # seconds without an answer, on a slow computer that does other things too
SUBMITTED = "已提交，等待管理员扫码授权"
ANSWERS = int(os.environ.get("REAUTH_DESK_WINDOW_ANSWERS", "1"))
FOLLOWED = TAKEN if ANSWERS > 1 else ()  # to the link; one is by the test below anyway
FAULTS = ["html", "half_answer", "empty", "drop_after_receiving", "busy"]
RARER = ["server_error_500", "not_json_object", "redirect", "huge", "busy_but_taken"]
SUBMISSION_SECONDS = 30  # the deadline of a submission


@pytest.fixture
def prepared(session, wechat, data, monkeypatch):
    """A record on the disk that is right, and only has to be sent."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session["DBUS_SESSION_BUS_ADDRESS"])
    mini = MiniProgram.new()
    values = lay_out(data, mini)
    sent_back_at(wechat, mini, (values["/qualification"], *values["/qualification_other"]))


@pytest.fixture
def person(prepared, sit_down, wechat):
    """In front of that record."""
    return sit_down(beside=wechat)


def submit(person):
    """Check everything and press 提交."""
    person.click("check_answers")
    person.click("submit")


def finds_its_link(person, wechat):
    """Asking shows that it had arrived, and what for."""
    person.click("query_status")
    person.reads(SUBMITTED)
    assert person.find("auth_link").description == wechat.auth_url(taskid=TASK)


@pytest.mark.parametrize("fault", FAULTS if ANSWERS == 1 else FAULTS + RARER)
@pytest.mark.parametrize("trial", range(ANSWERS))
def test_a_bad_answer_leaves_a_doubt_and_one_body(person, wechat, fault, trial):
    # GIVEN a server that takes the submission and answers badly
    wechat.misbehave(call="reauth", fault=fault, times=9)
    # WHEN the record is submitted
    submit(person)
    # THEN nothing is called sent or failed, and there is no way to send it again
    person.reads(DOUBT)
    assert not person.can_press("resend")
    assert not person.can_press("submit")
    # THEN exactly one body has arrived
    assert [body["auth_data"]["taskid"] for body in wechat.bodies("reauth")] == [TASK]
    assert seconds_to_answer(person.find("main_window")) < LONGEST
    # THEN what the server has taken is found by asking
    if fault in FOLLOWED:
        finds_its_link(person, wechat)
        assert len(wechat.bodies("reauth")) == 1


def test_the_window_lives_while_a_server_hangs(person, wechat):
    # GIVEN a server that takes the submission and never answers
    wechat.misbehave(call="reauth", fault="hang")
    # WHEN the record is submitted
    submit(person)
    wait_until(lambda: wechat.bodies("reauth"), "the body arrives")
    window, slowest = person.find("main_window"), []

    def in_doubt():
        slowest.append(seconds_to_answer(window))
        return DOUBT in person.words()

    # THEN the window answers all the time, until the doubt is told after the deadline
    wait_until(in_doubt, "the doubt is told", SUBMISSION_SECONDS + 20)
    assert max(slowest) < LONGEST, sorted(slowest)[-5:]
    assert len(wechat.bodies("reauth")) == 1
    # WHEN the state is asked for, THEN it turns out that the submission arrived
    finds_its_link(person, wechat)
    assert len(wechat.bodies("reauth")) == 1


def test_a_certificate_of_somebody_else_gets_nothing(prepared, sit_down, wechat, private_home):
    # GIVEN a server at WeChat's address whose certificate the system does not trust
    stranger = private_home / "stranger.pem"
    trustme.CA().cert_pem.write_to_path(str(stranger))
    wechat.trust["SSL_CERT_FILE"] = str(stranger)
    person = sit_down(beside=wechat)
    # WHEN the record is submitted
    submit(person)
    # THEN it is told, there is no way around it, and not even the secret was sent
    person.reads(REFUSED_CERTIFICATE)
    assert wechat.received(call="stable_token") == []
    assert wechat.bodies("reauth") == []


@pytest.mark.parametrize("wechat", [CLOCK_BEHIND], indirect=True)
def test_a_wrong_clock_is_named_and_nothing_is_sent(person, wechat):
    # GIVEN a computer whose clock is years behind WHEN the record is submitted
    submit(person)
    # THEN the clock is named, and nothing was sent
    person.reads(WRONG_CLOCK)
    assert wechat.received(call="stable_token") == []
    assert wechat.bodies("reauth") == []
    # AND it can be tried again
    wait_until(lambda: person.can_press("submit"), "it can be tried again")
