"""A submission is repeated once after a clean refusal of its token, and for no other reason."""

import pytest

from gui.core.errors import AccountIncomplete, TokenUnavailable
from gui.core.practice.faults import Fault
from tests.core.office import OWNER


@pytest.fixture
def one_token_behind(office, world):
    """The account has a token in memory, and WeChat has a newer one."""
    wechat = office.connections.wechat(office.account())
    wechat.prepare()
    old = world.token_of(OWNER["appid"])
    world.rotate_token(OWNER["appid"])
    return old


def tokens_of(world, call="reauth"):
    return [one.query["access_token"] for one in world.received if one.call == call]


@pytest.mark.parametrize("code", [40001, 40014, 42001, 41001])
def test_one_refetch_and_one_repeat(office, world, one_token_behind, code):
    # GIVEN a token that is refused once
    record = office.record()
    world.refuse("reauth", code)

    # WHEN it is submitted, THEN it is sent again with the other token, and taken
    assert office.send(record).attempt.state == "accepted"
    assert tokens_of(world) == [one_token_behind, world.token_of(OWNER["appid"])]
    bodies = [one.raw for one in world.received if one.call == "reauth"]
    assert bodies[0] == bodies[1]
    assert world.count("stable_token") == 2
    assert world.violations == []
    assert office.on_disk() == ["accepted"]


@pytest.mark.parametrize("code", [40001, 40014, 42001, 41001])
def test_never_a_third_time(office, world, one_token_behind, code):
    record = office.record()
    world.refuse("reauth", code, f"token refused rid: {code}-1", times=9)
    outcome = office.send(record)
    attempt = outcome.attempt
    assert (attempt.state, attempt.errcode, attempt.rid) == ("refused", code, f"{code}-1")
    assert tokens_of(world) == [one_token_behind, world.token_of(OWNER["appid"])]
    assert world.count("stable_token") == 2
    assert world.violations == []


def test_the_repeat_may_be_the_one_in_doubt(office, world, one_token_behind):
    record = office.record()
    world.refuse("reauth", 40001)
    world.misbehave("reauth", Fault.DROP_AFTER_RECEIVING)
    assert office.send(record).attempt.state == "unknown"
    assert world.count("reauth") == 2


def test_the_same_token_again_is_not_sent_again(office, world):
    # GIVEN WeChat refuses a token and then gives out the same one
    record = office.record()
    world.refuse("reauth", 40001, "invalid credential rid: a-b-c")

    # WHEN it is submitted
    outcome = office.send(record)

    # THEN one body was refused, none was taken, and the reason is told with its rid
    assert isinstance(outcome.error, AccountIncomplete)
    assert outcome.error.details["rid"] == "a-b-c"
    assert outcome.attempt.state == "not_sent"
    assert (world.count("reauth"), world.count("stable_token")) == (1, 2)


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER_RECEIVING, Fault.HANG, Fault.BUSY])
def test_no_other_token_to_be_had(office, world, one_token_behind, fault):
    record = office.record()
    world.refuse("reauth", 42001)
    world.misbehave("stable_token", fault)
    office.transport.longest = 1.0 if fault == Fault.HANG else 30.0
    outcome = office.send(record)
    assert isinstance(outcome.error, TokenUnavailable)
    assert (outcome.attempt.state, world.count("reauth")) == ("not_sent", 1)


def test_a_pasted_token_that_has_expired(office, world):
    # GIVEN a pasted token past its end
    record = office.record(method="token")
    office.paste(world.token_of(OWNER["appid"]))
    world.expire_token(OWNER["appid"])

    # WHEN it is submitted, THEN the clerk is asked for another one, and nothing was taken
    outcome = office.send(record)
    assert isinstance(outcome.error, AccountIncomplete)
    assert "粘贴" in str(outcome.error)
    assert outcome.error.details["错误码"] == "42001"
    assert (outcome.attempt.state, world.count("reauth")) == ("not_sent", 1)
    assert world.count("stable_token") == 0

    # AND with a good one it goes through
    office.paste(world.token_of(OWNER["appid"]))
    assert office.submit(record)[1].attempt.state == "accepted"
