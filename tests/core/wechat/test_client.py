"""Every call over real HTTP: its path and body, and how often the server gets it."""

from __future__ import annotations

import json
import logging
import threading
import traceback
from collections import Counter

import pytest

from gui.core import errors
from gui.core.wechat.answers import Submitted
from gui.core.wechat.client import WeChat
from gui.core.wechat.tokens import PastedToken, SecretToken
from gui.core.wechat.transport import Transport
from tests.core.wechat import fault_server as fault
from tests.core.wechat.fault_server import by_path, in_turn, response, says, sends

OK = {"errcode": 0, "errmsg": "ok"}
TASK, NAME, PICTURE = "CANARY-T1", "CANARY-名", b"CANARY-picture"
DATA = {"taskid": TASK, "account_name": "𠮷 CANARY-body"}
TOKEN_CODES = [40001, 40014, 42001, 41001]
CALLS = {
    "reauth": lambda wechat, **more: wechat.reauth(DATA, **more),
    "wxaauth": lambda wechat, **more: wechat.wxaauth(DATA, **more),
    "queryauth": lambda wechat, **more: wechat.queryauth(TASK, **more),
    "tree": lambda wechat, **more: wechat.authidentitytree(**more),
    "name": lambda wechat, **more: wechat.checkwxverifynickname(NAME, **more),
    "facts": lambda wechat, **more: wechat.getaccountbasicinfo(**more),
    "check": lambda wechat, **more: wechat.check_connection(**more),
    "upload": lambda wechat, **more: wechat.upload(PICTURE, "image/png", **more),
}
SUBMISSIONS = ["reauth", "wxaauth"]
OTHERS = [name for name in CALLS if name not in SUBMISSIONS]


def pasted(server) -> WeChat:
    return WeChat(Transport(server.url), PastedToken("CANARY-token"), pause=0.01)


def by_secret(server) -> WeChat:
    transport = Transport(server.url)
    return WeChat(transport, SecretToken(transport, "wx1", "CANARY-secret"), pause=0.01)


def tokens(*values: str) -> fault.Speak:
    return in_turn(*(says({"access_token": value, "expires_in": 7200}) for value in values))


class OnlyPath(dict):
    """The token's path as told; every other path speaks `call`."""

    def __init__(self, token: fault.Speak, call: fault.Speak) -> None:
        super().__init__({"/cgi-bin/stable_token": token})
        self.call = call

    def __missing__(self, path: str) -> fault.Speak:
        return self.call


def paths(server) -> Counter[str]:
    return Counter(request.split()[1].partition(b"?")[0].decode() for request in server.requests)


@pytest.mark.parametrize(
    ("call", "path", "body"),
    [
        ("reauth", "/wxa/sec/reauth", {"auth_data": DATA}),
        ("wxaauth", "/wxa/sec/wxaauth", {"auth_data": DATA}),
        ("queryauth", "/wxa/sec/queryauth", {"taskid": TASK}),
        ("tree", "/wxa/sec/authidentitytree", {}),
        ("name", "/cgi-bin/wxverify/checkwxverifynickname", {"nick_name": NAME}),
        ("facts", "/cgi-bin/account/getaccountbasicinfo", {}),
        ("check", "/cgi-bin/account/getaccountbasicinfo", {}),
    ],
)
def test_each_call_has_its_path_its_body_and_the_token(serve, call, path, body):
    server = serve(says(OK))
    CALLS[call](pasted(server))
    (request,) = server.requests
    assert request.startswith(f"POST {path}?access_token=CANARY-token HTTP/1.1\r\n".encode())
    assert json.loads(server.bodies[0]) == body


@pytest.mark.parametrize(
    ("answer", "submitted"),
    [
        ({**OK, "taskid": "T2", "auth_url": "https://mp.weixin.qq.com/x"}, None),
        ({"errcode": 0, "errmsg": "ok", "taskid": ""}, Submitted("", "")),
        ({}, Submitted("", "")),
    ],
)
def test_a_submission_is_taken_with_or_without_taskid_and_link(serve, answer, submitted):
    wechat = pasted(serve(says(answer)))
    expected = submitted or Submitted("T2", "https://mp.weixin.qq.com/x")
    assert wechat.reauth(DATA) == expected


@pytest.mark.parametrize("name", ["mediaid", "media_id"])
@pytest.mark.parametrize(
    ("kind", "file_name"),
    [("image/jpeg", "material.jpg"), ("image/png", "material.png"), ("image/gif", "material.gif")],
)
def test_an_upload_returns_the_media_id_under_either_name(serve, name, kind, file_name):
    server, heard = serve(says({**OK, name: "M-1"})), []
    media_id = pasted(server).upload(b"x", kind, progress=lambda *numbers: heard.append(numbers))
    assert media_id == "M-1"
    assert f'name="media"; filename="{file_name}"'.encode() in server.bodies[0]
    assert heard


def test_an_upload_without_a_media_id_is_unreadable(serve):
    with pytest.raises(errors.AnswerUnreadable):
        pasted(serve(says(OK))).upload(b"x", "image/png")


# The one repeat


@pytest.mark.parametrize("code", TOKEN_CODES)
@pytest.mark.parametrize("call", CALLS)
def test_after_a_clean_token_refusal_it_is_one_refetch_and_one_repeat(serve, call, code):
    # GIVEN a token that WeChat has stopped accepting, and a good one to fetch
    answers = in_turn(says({"errcode": code, "errmsg": "bad"}), says({**OK, "mediaid": "m"}))
    server = serve(by_path(OnlyPath(tokens("old", "new"), answers)))
    # WHEN the call is made
    CALLS[call](by_secret(server))
    # THEN the server got it twice, the second time with the new token
    sent = [request for request in server.requests if b"stable_token" not in request]
    assert [b"access_token=old " in sent[0], b"access_token=new " in sent[1]] == [True, True]
    assert paths(server)["/cgi-bin/stable_token"] == 2
    assert len(sent) == 2


@pytest.mark.parametrize("call", CALLS)
def test_a_second_token_refusal_is_final(serve, call):
    refusal = says({"errcode": 40001, "errmsg": "bad rid: 7"})
    server = serve(by_path(OnlyPath(tokens("a", "b", "c"), refusal)))
    with pytest.raises(errors.Refused) as caught:
        CALLS[call](by_secret(server))
    assert (caught.value.code, caught.value.rid) == (40001, "7")
    assert len(server.requests) == 4


@pytest.mark.parametrize("call", CALLS)
def test_when_the_refetch_gives_the_same_token_the_call_is_not_repeated(serve, call):
    refusal = says({"errcode": 42001, "errmsg": "expired rid: 8-9"})
    server = serve(by_path(OnlyPath(tokens("same"), refusal)))
    with pytest.raises(errors.AccountIncomplete, match="同一个登录凭证") as caught:
        CALLS[call](by_secret(server))
    assert caught.value.details == {"错误码": "42001", "微信返回": "expired rid: 8-9", "rid": "8-9"}
    assert len(server.requests) == 3


@pytest.mark.parametrize("call", CALLS)
def test_with_a_pasted_token_a_new_one_is_asked_for(serve, call):
    server = serve(says({"errcode": 40014, "errmsg": "bad"}))
    with pytest.raises(errors.AccountIncomplete, match="粘贴一个新的") as caught:
        CALLS[call](pasted(server))
    assert caught.value.actions == ("edit_account",)
    assert len(server.requests) == 1


@pytest.mark.parametrize("token", [fault.close, fault.reset, says({"errcode": -1})])
def test_a_submission_whose_token_does_not_come_is_certainly_not_sent(serve, token):
    server = serve(by_path(OnlyPath(token, says(OK))))
    with pytest.raises(errors.NotSent):
        by_secret(server).reauth(DATA)
    assert paths(server) == {"/cgi-bin/stable_token": 1}


def test_preparing_fetches_the_token_and_nothing_else(serve):
    server = serve(by_path(OnlyPath(tokens("a", "b"), says(OK))))
    wechat = by_secret(server)
    wechat.prepare()
    assert paths(server) == {"/cgi-bin/stable_token": 1}
    wechat.reauth(DATA)
    assert paths(server) == {"/cgi-bin/stable_token": 1, "/wxa/sec/reauth": 1}


def test_a_refetch_that_breaks_leaves_a_submission_refused_not_in_doubt(serve):
    first = says({"access_token": "a", "expires_in": 7200})
    refusal = says({"errcode": 40001, "errmsg": "bad"})
    server = serve(by_path(OnlyPath(in_turn(first, fault.reset), refusal)))
    with pytest.raises(errors.NotSent):
        by_secret(server).reauth(DATA)
    assert paths(server)["/wxa/sec/reauth"] == 1


# What is sent once, and what may be tried again


DOUBTS = {
    "close": (fault.close, errors.NoAnswer),
    "reset": (fault.reset, errors.NoAnswer),
    "html": (sends(response(b"<html>")), errors.AnswerUnreadable),
    "half": (sends(response(b'{"errcode": 0, "taskid"', length=False)), errors.AnswerUnreadable),
    "503": (sends(response(b"busy", "503 Busy")), errors.AnswerUnreadable),
    "busy": (says({"errcode": -1, "errmsg": "system error"}), errors.Refused),
    "moved": (sends(response(b"", "307 Moved")), errors.AnswerRedirected),
    "too fast": (says({"errcode": 45011, "errmsg": "slow down"}), errors.Refused),
    "wrong": (says({"errcode": 40097, "errmsg": "invalid args"}), errors.Refused),
    "strange": (says({"errcode": 99999, "errmsg": "?"}), errors.Refused),
}


@pytest.mark.parametrize("doubt", DOUBTS)
@pytest.mark.parametrize("call", SUBMISSIONS)
def test_a_submission_is_sent_exactly_once_whatever_comes_back(serve, call, doubt):
    speak, failure = DOUBTS[doubt]
    server = serve(speak)
    with pytest.raises(failure):
        CALLS[call](pasted(server))
    assert server.connections == 1
    assert len(server.bodies) == 1


@pytest.mark.parametrize("doubt", ["close", "reset", "html", "half", "503", "busy"])
@pytest.mark.parametrize("call", OTHERS)
def test_a_question_is_asked_again_until_the_answer_comes(serve, call, doubt):
    speak = DOUBTS[doubt][0]
    server = serve(in_turn(speak, speak, says({**OK, "mediaid": "m"})))
    CALLS[call](pasted(server))
    assert len(server.bodies) == 3


@pytest.mark.parametrize("doubt", DOUBTS)
def test_a_question_is_asked_three_times_at_most_and_only_while_there_is_hope(serve, doubt):
    speak, failure = DOUBTS[doubt]
    server = serve(speak)
    with pytest.raises(failure):
        pasted(server).queryauth("T1")
    assert len(server.bodies) == (1 if doubt in {"moved", "too fast", "wrong", "strange"} else 3)


def test_cancelling_ends_the_pause_before_the_next_try(serve):
    server, cancelled = serve(fault.close), threading.Event()
    wechat = WeChat(Transport(server.url), PastedToken("t"), pause=60)
    timer = threading.Timer(0.3, cancelled.set)
    timer.start()
    with pytest.raises(errors.Cancelled):
        wechat.queryauth("T1", cancelled=cancelled)
    timer.join()
    assert len(server.bodies) == 1


def test_a_question_that_was_not_sent_says_nothing_about_a_submission(serve):
    nowhere = WeChat(Transport("http://127.0.0.1:9"), PastedToken("t"), pause=0.01)
    with pytest.raises(errors.NotSent) as asked:
        nowhere.queryauth("T1")
    assert errors.NOTHING_SENT not in str(asked.value)
    with pytest.raises(errors.NotSent) as submitted:
        nowhere.reauth(DATA)
    assert errors.NOTHING_SENT in str(submitted.value)


# Leaks


@pytest.mark.parametrize("doubt", [*DOUBTS, "token", "not sent"])
@pytest.mark.parametrize("call", CALLS)
def test_no_failure_of_any_call_shows_secret_token_or_body(serve, caplog, call, doubt):
    caplog.set_level(logging.DEBUG)
    server = serve(by_path(OnlyPath(tokens("CANARY-token"), DOUBTS.get(doubt, [says(OK)])[0])))
    wechat = pasted(server) if doubt == "token" else by_secret(server)
    if doubt == "token":
        server.speak = says({"errcode": 40001, "errmsg": "bad"})
    if doubt == "not sent":
        wechat = WeChat(Transport("http://127.0.0.1:9"), PastedToken("CANARY-token"), pause=0.01)
    with pytest.raises(errors.AppError) as caught:
        CALLS[call](wechat)
    error = caught.value
    shown = [str(error), repr(error), repr(error.details), *traceback.format_exception(error)]
    for text in [*shown, caplog.text]:
        assert "CANARY" not in text
