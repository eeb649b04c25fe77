"""A submission is in the journal before it leaves, is sent once, and its state is never a guess.

REAUTH_DESK_ANSWERS sets how often each bad answer is tried.
"""

import hashlib
import os
import threading
from contextlib import closing, suppress

import pytest

from gui.core.errors import (
    AlreadySubmitting,
    AppError,
)
from gui.core.practice.faults import TAKEN, Fault
from gui.core.store.attempts import payload_bytes
from gui.core.wechat.transport import Transport
from tests.core.office import TASKID, auth_data
from tests.core.wechat.fault_server import Server, says

OK = {"errcode": 0, "errmsg": "ok", "taskid": TASKID, "auth_url": "https://mp.weixin.qq.com/n"}
CALLS = ("reauth", "wxaauth")
ANSWERS = int(os.environ.get("REAUTH_DESK_ANSWERS", "1"))
# What is known after each fault of the answer; all others leave it in doubt.
SETTLED = {
    Fault.EXPIRED_TOKEN: "accepted",
    Fault.WRONG_IP: "refused",
    Fault.SLOW: "accepted",
    Fault.TEXT_PLAIN: "accepted",
    Fault.SUCCESS_WITHOUT_LINK: "accepted",
}


# Journal first


@pytest.mark.parametrize("call", CALLS)
def test_it_is_on_the_disk_before_the_connection_is_opened(open_office, call):
    # GIVEN somebody else who reads the file whenever a connection or a request arrives
    seen = []

    def speak(talk):
        at_the_door = office.on_disk()
        talk.read()
        seen.append((talk.path.rpartition("/")[2], at_the_door, office.on_disk()))
        says(OK)(talk)

    with closing(Server(speak, reads=False)) as server:
        office = open_office(Transport(server.url))
        record = office.record(call, method="token")
        office.paste("token", call)

        # WHEN it is submitted
        outcome = office.send(record)

    # THEN the journal said so before there was a connection, and before the body
    assert seen == [(call, ["sending"], ["sending"])]
    assert outcome.attempt.state == "accepted"
    assert office.on_disk() == ["accepted"]


def test_exactly_what_the_journal_holds_is_sent(office, world):
    # GIVEN a submission that has to wait for another token
    record = office.record()
    data = auth_data()
    wechat = office.connections.wechat(office.account())
    wechat.prepare()
    world.misbehave("reauth", Fault.EXPIRED_TOKEN)
    world.misbehave("stable_token", Fault.SLOW, seconds=0.2)
    outcomes = []

    def press():
        outcomes.append(office.submissions.send(wechat, office.order(record, auth_data=data)))

    sender = threading.Thread(target=press)
    sender.start()
    assert world.wait_received("stable_token", 2)

    # WHEN somebody changes the data meanwhile
    data["account_name"] = "另一个名字"
    sender.join()

    # THEN both bodies are those of the journal
    attempt = outcomes[0].attempt
    bodies = [one.body["auth_data"] for one in world.received if one.call == "reauth"]
    assert (attempt.state, len(bodies)) == ("accepted", 2)
    assert bodies == [attempt.payload, attempt.payload]
    assert attempt.payload["account_name"] == "演练小程序"
    assert attempt.payload_sha256 == hashlib.sha256(payload_bytes(bodies[1])).hexdigest()


# Every fault


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("trial", range(ANSWERS))
def test_every_fault_leaves_the_right_state_and_one_body(office, world, call, fault, trial):
    # GIVEN a stand-in that misbehaves once
    record = office.record(call)
    world.misbehave(call, fault, seconds=0.1)
    office.transport.longest = 1.0 if fault in (Fault.HANG, Fault.DRIP) else 30.0

    # WHEN it is submitted
    outcome = office.send(record)

    # THEN the state is what is known, on the disk as well
    state = SETTLED.get(fault, "unknown")
    assert outcome.attempt.state == state
    assert office.on_disk() == [state]
    assert (outcome.error is None) == (state == "accepted")

    # AND the body arrived once: twice only after a clean refusal of the token
    expected = {Fault.EXPIRED_TOKEN: 2, Fault.DROP_BEFORE_RECEIVING: 0}.get(fault, 1)
    assert world.count(call) == expected
    assert world.violations == []

    # AND in doubt nothing sends it again, while asking finds out whether it arrived
    if state == "unknown" and call == "reauth":
        with pytest.raises(AlreadySubmitting):
            office.send(record)
        sheet = office.desk.ask(record.id)
        assert sheet.attempt.state == ("accepted" if fault in TAKEN else "unknown")
        if fault in TAKEN:
            assert sheet.auth_url == sheet.attempt.auth_url == world.tasks[TASKID].auth_url
        assert world.count(call) == expected


def test_busy_is_a_doubt_with_its_words(office, world):
    record = office.record()
    world.refuse("reauth", -1, "system error rid: 1a2b-3c4d-5e6f")
    attempt = office.send(record).attempt
    assert (attempt.state, attempt.errcode, attempt.rid) == ("unknown", -1, "1a2b-3c4d-5e6f")


def test_success_without_taskid_and_link(office, world):
    # GIVEN WeChat's own sample answer
    record = office.record()
    world.misbehave("reauth", Fault.SUCCESS_WITHOUT_LINK)

    # WHEN it comes, THEN it is a success, for the task that was sent
    outcome = office.send(record)
    assert outcome.error is None
    attempt = outcome.attempt
    assert (attempt.state, attempt.answer_taskid, attempt.auth_url) == ("accepted", TASKID, "")


class Broken(Transport):
    def post(self, *_arguments, **_options):
        raise RuntimeError("a fault of ours")


def test_a_fault_of_ours_leaves_a_doubt(open_office):
    # GIVEN a transport with a fault that nobody foresaw
    office = open_office(Broken())
    record = office.record(method="token")
    office.paste("token")

    # WHEN it shows, THEN the crash window gets it, and the journal says that nobody knows
    with pytest.raises(RuntimeError):
        office.send(record)
    assert office.on_disk() == ["unknown"]
    assert office.on_disk("cause") == ["Interrupted"]


# A disk that fails in between


@pytest.fixture
def no_room():
    """A switch: while it is on, no file can be written by this process."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def switch(*, on):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]) if on else before)

    yield switch
    with suppress(ValueError):
        switch(on=False)


def test_an_answer_outlives_a_full_disk(office, world, stand_in, no_room):
    # GIVEN a disk that is full when the answer comes
    record = office.record()
    look = office.desk.look(record.id)
    world.misbehave("reauth", Fault.SLOW, seconds=0.3)
    results = []
    sender = threading.Thread(
        target=lambda: results.append(office.desk.submit(record.id, auth_data(), look))
    )
    sender.start()
    assert world.wait_received("reauth")
    no_room(on=True)
    sender.join()
    no_room(on=False)

    # THEN the submission did not fail: the answer is told, link and all
    sheet, outcome = results[0]
    link = world.tasks[TASKID].auth_url
    assert (outcome.error, outcome.attempt.state) == (None, "accepted")
    assert (sheet.attempt.auth_url, office.on_disk()) == (link, ["sending"])

    # AND is written as soon as there is room, without asking or sending again
    assert office.desk.sheet(record.id).attempt.state == "accepted"
    assert office.on_disk("auth_url") == [link]
    assert world.count("reauth") == 1


def test_a_full_disk_before_it_leaves(office, world, no_room):
    record = office.record()
    look = office.desk.look(record.id)
    no_room(on=True)
    try:
        with pytest.raises(AppError):
            office.desk.submit(record.id, auth_data(), look)
    finally:
        no_room(on=False)
    assert (office.on_disk(), world.count("reauth")) == ([], 0)
