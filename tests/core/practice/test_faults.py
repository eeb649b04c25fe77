"""Every misbehaviour, seen from a client's side of the socket."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time

import pytest

from gui.core.practice.faults import CALL_WORDS, FAULT_WORDS, PERFORMERS, TAKEN, Fault
from gui.core.practice.handlers import CALLS

BROKEN = (ConnectionError, http.client.HTTPException, TimeoutError)
NEVER_ANSWERS = {Fault.HANG, Fault.SLOW, Fault.DRIP}


def taken(world):
    return world.tasks["TASK1"].rounds == 2


@pytest.mark.parametrize("fault", sorted(set(Fault) - NEVER_ANSWERS))
def test_what_a_fault_does_to_a_submission(client, world, submission, fault):
    # GIVEN the next resubmission meets this fault
    world.misbehave("reauth", fault)
    # WHEN it is sent
    with contextlib.suppress(*BROKEN):
        client.submit(submission({}))
    # THEN its body was counted unless it was never read, and it was taken as the table says
    assert world.bodies_of("TASK1") == (fault != Fault.DROP_BEFORE_RECEIVING)
    assert taken(world) is (fault in TAKEN)
    # THEN the fault is used up
    client.token = world.token_of("wx00000000000000a1")
    again = client.submit(submission({})).code
    assert again == (89604 if fault in TAKEN else 0)


@pytest.mark.parametrize(
    ("fault", "code"),
    [("busy", -1), ("busy_but_taken", -1), ("expired_token", 42001), ("wrong_ip", 40164)],
)
def test_refusing_faults(client, world, submission, fault, code):
    world.misbehave("reauth", fault)
    assert client.submit(submission({})).code == code


def test_an_expired_token_is_really_expired(client, world, submission):
    # GIVEN the token expires under the client's hands
    world.misbehave("reauth", "expired_token")
    assert client.submit(submission({})).code == 42001
    # THEN it stays refused, and a fresh one is taken
    assert client.submit(submission({})).code == 42001
    client.token = client.stable_token().json["access_token"]
    assert client.submit(submission({})).code == 0
    assert world.bodies_of("TASK1") == 3


@pytest.mark.parametrize(
    ("fault", "kinds"),
    [
        ("drop_after_receiving", {ConnectionResetError}),
        ("drop_before_receiving", {ConnectionResetError, BrokenPipeError}),
    ],
)
def test_dropped_connections_are_reset(client, world, submission, fault, kinds):
    world.misbehave("reauth", fault)
    with pytest.raises(ConnectionError) as dropped:
        client.submit(submission({}))
    assert dropped.type in kinds


def test_half_an_answer(client, world, submission):
    world.misbehave("reauth", "half_answer")
    with pytest.raises(http.client.IncompleteRead) as broken:
        client.submit(submission({}))
    assert broken.value.partial.startswith(b'{"errcode": 0')


def test_a_hanging_call_goes_on_when_released(client, world, stand_in, submission):
    # GIVEN a resubmission that hangs
    world.misbehave("reauth", "hang")
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(client.submit(submission({}))))
    waiting.start()
    assert world.wait_received("reauth")
    # THEN others are served meanwhile
    assert client.query()["errcode"] == 0
    assert answers == []
    # WHEN it is released
    stand_in.release()
    waiting.join(5)
    # THEN the proper answer comes
    assert answers[0].json["auth_url"] == world.tasks["TASK1"].auth_url


def test_a_hanging_call_outlasts_the_client(client, world, submission):
    # GIVEN a client with little patience
    client.timeout = 0.1
    world.misbehave("reauth", "hang")
    # WHEN it gives up
    with pytest.raises(TimeoutError):
        client.submit(submission({}))
    # THEN the submission was counted and taken all the same
    assert world.bodies_of("TASK1") == 1
    assert taken(world)


def test_a_slow_server_takes_the_submission_after_the_client_left(
    client, world, stand_in, submission
):
    # GIVEN a server that is slower than the client is patient
    client.timeout = 0.1
    world.misbehave("reauth", "slow", seconds=60)
    with pytest.raises(TimeoutError):
        client.submit(submission({}))
    # THEN it was received but nothing has moved yet
    assert world.bodies_of("TASK1") == 1
    assert not taken(world)
    # THEN it moves later, without the client
    client.timeout = 5
    stand_in.release()
    deadline = time.monotonic() + 5
    while client.query()["task_status"] != 0 and time.monotonic() < deadline:
        pass
    assert taken(world)


def test_a_slow_server_goes_on_by_itself(client, world, submission):
    world.misbehave("reauth", "slow", seconds=0.05)
    assert client.submit(submission({})).code == 0


def test_a_dripping_answer_never_pauses_long(client, world, submission):
    # GIVEN each byte comes well within the client's time for one read
    client.timeout = 0.5
    world.misbehave("reauth", "drip")
    address = client.stand_in.base_url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=0.5)
    body = json.dumps({"auth_data": submission({})}, ensure_ascii=False).encode()
    path = f"/wxa/sec/reauth?access_token={client.token}"
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    # THEN the beginning arrives byte by byte
    assert response.read(3) == b'{"e'
    connection.close()
    response.close()


@pytest.mark.parametrize(
    ("fault", "status", "kind", "beginning"),
    [
        ("html", 200, "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("empty", 200, "application/json; encoding=utf-8", b""),
        ("not_json_object", 200, "application/json; encoding=utf-8", b"[{"),
        ("text_plain", 200, "text/plain", b'{"errcode": 0'),
        ("server_error_500", 500, "text/plain", b"Internal"),
    ],
)
def test_answers_of_another_kind(client, world, submission, fault, status, kind, beginning):
    world.misbehave("reauth", fault)
    answer = client.submit(submission({}))
    assert (answer.status, answer.headers["Content-Type"]) == (status, kind)
    assert answer.raw.startswith(beginning)
    assert bool(answer.raw) is bool(beginning)


def test_text_plain_holds_chinese(client, world):
    world.misbehave("queryauth", "text_plain")
    assert client.query()["refill_reason"] == "图片不清楚"


def test_success_without_link(client, world, submission):
    # WHEN the answer is the sample's own
    world.misbehave("reauth", "success_without_link")
    answer = client.submit(submission({}))
    # THEN it holds nothing, and the link can be asked for
    assert answer.json == {"errcode": 0, "errmsg": "ok", "taskid": ""}
    assert client.query()["auth_url"] == world.tasks["TASK1"].auth_url


def test_success_without_link_needs_a_success(client, world, submission):
    world.misbehave("reauth", "success_without_link")
    assert client.submit(submission({"/auth_type": 12})).code == 89602


def test_a_redirect_leads_elsewhere(client, world, submission):
    # WHEN the answer is a redirect that keeps method and body
    world.misbehave("reauth", "redirect")
    answer = client.submit(submission({}))
    assert answer.status == 307
    assert world.violations == []
    # THEN following it is a grave fault
    client.raw("POST", "/practice/elsewhere", b"{}")
    assert answer.headers["Location"].endswith("/practice/elsewhere")
    assert world.violations == ["a redirect was followed"]


def test_a_huge_answer(client, world, submission):
    world.misbehave("reauth", "huge")
    assert len(client.submit(submission({})).raw) > 4 * 1024 * 1024


def test_any_refusal_as_often_as_wanted(client, world, submission):
    # GIVEN two refusals and then a fault
    world.refuse("reauth", 45009, times=2)
    world.refuse("reauth", 99999, errmsg="<b>奇怪</b>")
    world.misbehave("reauth", "busy")
    # WHEN it is tried again and again
    answers = [client.submit(submission({})).json for _ in range(5)]
    # THEN they come in order, other calls are not touched, and nothing was done
    assert [answer["errcode"] for answer in answers] == [45009, 45009, 99999, -1, 0]
    assert answers[2]["errmsg"] == "<b>奇怪</b>"
    assert client.query()["errcode"] == 0


def test_behaving_again(client, world, submission):
    world.misbehave("reauth", "hang", times=5)
    world.behave()
    assert client.submit(submission({})).code == 0


def test_an_unknown_fault(world):
    with pytest.raises(ValueError, match="sulk"):
        world.misbehave("reauth", "sulk")


def test_every_fault_has_words_and_deeds():
    assert set(FAULT_WORDS) == set(Fault) == set(PERFORMERS) - {"refuse"}
    assert set(CALL_WORDS) == {call.name for call in CALLS.values()} - {"token"}
