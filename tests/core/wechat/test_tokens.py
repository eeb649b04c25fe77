"""Tokens over real HTTP: the normal way only, and never a doubt about the wanted call."""

from __future__ import annotations

import json
import threading
import traceback

import pytest

from gui.core import errors
from gui.core.wechat.tokens import PastedToken, SecretToken
from gui.core.wechat.transport import Transport
from tests.core.wechat import fault_server as fault
from tests.core.wechat.fault_server import in_turn, response, says, sends

SECRET = "CANARY-secret-0001"


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _token(value: str, seconds: object = 7200) -> fault.Speak:
    return says({"access_token": value, "expires_in": seconds})


def _source(server: fault.Server, clock: Clock | None = None) -> SecretToken:
    return SecretToken(Transport(server.url), "wx1234", SECRET, clock=clock or Clock())


def test_the_token_comes_from_stable_token_in_normal_mode_and_is_kept(serve):
    server = serve(in_turn(_token("t1"), _token("t2")))
    source = _source(server)
    assert [source.token(), source.token()] == ["t1", "t1"]
    assert server.requests[0].startswith(b"POST /cgi-bin/stable_token HTTP/1.1\r\n")
    assert json.loads(server.bodies[0]) == {
        "grant_type": "client_credential",
        "appid": "wx1234",
        "secret": SECRET,
        "force_refresh": False,
    }
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("seconds", "kept"), [(7200, 6899), (1000, 699), (10**9, 6899), ("x", 6899)]
)
def test_a_token_is_replaced_five_minutes_before_its_end(serve, seconds, kept):
    clock = Clock()
    source = _source(serve(in_turn(_token("t1", seconds), _token("t2"))), clock)
    source.token()
    clock.now += kept
    assert source.token() == "t1"
    clock.now += 2
    assert source.token() == "t2"


def test_a_refetch_never_forces_and_gives_the_new_token(serve):
    server = serve(in_turn(_token("t1"), _token("t2")))
    source = _source(server)
    assert source.refetch(source.token()) == "t2"
    assert source.token() == "t2"
    assert [json.loads(body)["force_refresh"] for body in server.bodies] == [False, False]


def test_a_refetch_after_another_thread_had_fetched_asks_nobody(serve):
    server = serve(_token("t2"))
    source = _source(server)
    source.token()
    assert source.refetch("t1") == "t2"
    assert len(server.bodies) == 1


def test_the_same_refused_token_again_is_said_so(serve):
    source = _source(serve(_token("t1")))
    with pytest.raises(errors.AccountIncomplete, match="同一个登录凭证") as caught:
        source.refetch(source.token())
    assert caught.value.actions[0] == "edit_account"


@pytest.mark.parametrize(
    "speak",
    [
        fault.close,
        fault.reset,
        sends(response(b"<html>")),
        says({"errcode": -1, "errmsg": "system error"}),
        says({"expires_in": 7200}),
        says({"access_token": ""}),
        sends(response(b"", "302 Moved", "Location: http://127.0.0.1:9/\r\n")),
    ],
    ids=["close", "reset", "html", "busy", "no token", "empty", "moved"],
)
def test_a_doubt_about_the_token_is_no_doubt_about_the_wanted_call(serve, speak):
    server = serve(speak)
    with pytest.raises(errors.NotSent) as caught:
        _source(server).token()
    assert type(caught.value) is errors.TokenUnavailable
    assert "资料没有提交" in caught.value.text
    assert len(server.bodies) == 1


def test_cancelling_the_token_call_is_the_harmless_kind(serve):
    cancelled = threading.Event()
    timer = threading.Timer(0.2, cancelled.set)
    timer.start()
    with pytest.raises(errors.CancelledUnsent):
        _source(serve(fault.hang)).token(cancelled)
    timer.join()


@pytest.mark.parametrize("code", [40013, 40125, 40164, 40001, 40243])
def test_a_refusal_of_the_secret_is_passed_on_without_showing_it(serve, code, caplog):
    caplog.set_level(0)
    source = _source(serve(says({"errcode": code, "errmsg": "no rid: 1-2"})))
    with pytest.raises(errors.Refused) as caught:
        source.token()
    assert (caught.value.code, caught.value.rid) == (code, "1-2")
    shown = [repr(source), repr(caught.value), *traceback.format_exception(caught.value)]
    for text in [*shown, caplog.text]:
        assert "CANARY" not in text


def test_a_refusal_that_repeats_the_secret_does_not_carry_it_on(serve):
    # GIVEN a server that repeats what it was sent
    source = _source(serve(says({"errcode": 40125, "errmsg": f"bad secret {SECRET} rid: 1-2"})))
    # WHEN it refuses, THEN what is shown and kept has no secret
    with pytest.raises(errors.Refused) as caught:
        source.token()
    assert caught.value.errmsg == "bad secret *** rid: 1-2"
    assert "CANARY" not in repr(vars(caught.value))


def test_a_busy_server_that_repeats_the_secret_does_not_carry_it_on_either(serve):
    # GIVEN a busy server that repeats what it was sent
    source = _source(serve(says({"errcode": -1, "errmsg": f"busy {SECRET}"})))
    # WHEN it gives no token, THEN what is shown and kept has no secret
    with pytest.raises(errors.TokenUnavailable) as caught:
        source.token()
    assert "***" in repr(caught.value.details)
    assert "CANARY" not in repr(vars(caught.value))


def test_a_pasted_token_is_cleaned_hidden_and_asked_for_again():
    source = PastedToken("  CANARY-\n token ")
    assert source.token() == "CANARY-token"
    assert "CANARY" not in repr(source)
    with pytest.raises(errors.AccountIncomplete) as caught:
        source.refetch("CANARY-token")
    assert caught.value.actions == ("edit_account",)
    assert "CANARY" not in f"{caught.value!r}{caught.value}"


def test_an_empty_paste_is_incomplete():
    with pytest.raises(errors.AccountIncomplete):
        PastedToken(" \n")
