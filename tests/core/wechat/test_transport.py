"""The transport over real loopback connections: the bytes sent, and what is understood."""

from __future__ import annotations

import json
import os
import traceback

import pytest

from gui.core import errors
from gui.core.wechat.transport import FilePart, Transport
from tests.core.wechat import fault_server as fault
from tests.core.wechat.fault_server import UNREADABLE, response, says, sends

TOKEN = "CANARY-token-6f1c"
RARE = "𠮷田䶮、😀ＡＢ「」"
BODY = {"auth_data": {"account_name": RARE}}
ANSWER = {"errcode": 0, "errmsg": "好的 rid: 1-2-3"}


def post(server_url: str, timeout: float = 10.0, *, cancelled=None, body=BODY, **options):
    transport = Transport(server_url, **options)
    return transport.post(
        "/wxa/sec/reauth", body, token=TOKEN, timeout=timeout, cancelled=cancelled
    )


# What is sent


def test_chinese_travels_as_utf8_bytes_and_nothing_is_escaped(serve):
    # GIVEN a server that keeps the raw bytes
    server = serve(says(ANSWER))
    # WHEN rare characters, emoji and full-width signs are sent
    post(server.url)
    # THEN they stand there as UTF-8, not as \uXXXX, and the header says so
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert body == json.dumps(BODY, ensure_ascii=False).encode("utf-8")
    assert RARE.encode() in body
    assert b"\\u" not in body
    lines = head.decode().split("\r\n")
    assert lines[0] == f"POST /wxa/sec/reauth?access_token={TOKEN} HTTP/1.1"
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    assert headers == {
        "host": f"127.0.0.1:{server.port}",
        "content-type": "application/json; charset=utf-8",
        "content-length": str(len(body)),
        "accept": "application/json",
        "accept-encoding": "identity",
        "connection": "close",
        "user-agent": "reauth-desk",
    }


def test_signs_in_a_token_stay_inside_the_parameter(serve):
    server = serve(says(ANSWER))
    Transport(server.url).post("/p", {}, token="a&b=c #/?+%", timeout=5)
    assert server.requests[0].startswith(b"POST /p?access_token=a%26b%3Dc%20%23%2F%3F%2B%25 HTTP")


@pytest.mark.parametrize("body", [{"name": "half \ud842"}, {"n": float("nan")}])
def test_what_json_or_utf8_does_not_have_is_refused_before_connecting(serve, body):
    server = serve(says(ANSWER))
    with pytest.raises(errors.TextUnsendable) as caught:
        post(server.url, body=body)
    assert server.connections == 0
    assert "half" not in "".join(traceback.format_exception(caught.value))


def test_a_token_that_is_no_token_is_refused_before_connecting(serve):
    server = serve(says(ANSWER))
    with pytest.raises(errors.AccountIncomplete):
        Transport(server.url).post("/p", {}, token="密钥", timeout=5)
    assert server.connections == 0


def test_an_upload_is_one_part_with_an_ascii_name_and_counts_its_bytes(serve):
    # GIVEN a picture larger than one piece
    server = serve(says({"mediaid": "m1"}))
    content, heard = os.urandom(300_000), []
    part = FilePart("media", "material.jpg", "image/jpeg", content)
    # WHEN it is uploaded
    answer = Transport(server.url).upload(
        "/up", part, token=TOKEN, timeout=10, progress=lambda *numbers: heard.append(numbers)
    )
    # THEN the form holds exactly one part, byte for byte, and progress ends at the total
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    boundary = head.partition(b"boundary=")[2].partition(b"\r\n")[0]
    assert body == (
        b"--" + boundary + b"\r\n"
        b'Content-Disposition: form-data; name="media"; filename="material.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + content + b"\r\n--" + boundary + b"--\r\n"
    )
    assert answer == {"mediaid": "m1"}
    assert len(heard) > 5
    assert heard == sorted(heard)
    assert heard[-1] == (len(body), len(body))


@pytest.mark.parametrize("name", ["营业执照.jpg", "a\r\nb.jpg", 'x".jpg', "noending", "../a.jpg"])
def test_a_file_name_that_would_make_the_upload_fail_is_our_fault(name):
    with pytest.raises(ValueError, match="ASCII"):
        FilePart("media", name, "image/jpeg", b"")


def test_netrc_environment_and_cookies_play_no_part(serve, monkeypatch, tmp_path):
    # GIVEN a netrc, proxies and a trust store in the environment, and a server that sets cookies
    server = serve(says(ANSWER, head="Set-Cookie: a=b\r\n"))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password CANARY-netrc")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    # WHEN two calls are made
    transport = Transport(server.url)
    for _ in range(2):
        transport.post("/p", {}, token=TOKEN, timeout=5)
    # THEN each went straight there on a connection of its own, with nothing added
    assert server.connections == 2
    for request in server.requests:
        assert b"authorization" not in request.lower()
        assert b"cookie" not in request.lower()


# What is understood


@pytest.mark.parametrize(
    ("status", "head", "bom"),
    [
        ("200 OK", "Content-Type: text/plain\r\n", b""),
        ("200 OK", "Content-Type: application/json; encoding=utf-8\r\n", b""),
        ("200 OK", "Content-Type: text/html; charset=iso-8859-1\r\n", b"\xef\xbb\xbf"),
        ("500 Oops", "", b""),
        ("412 Precondition", "", b""),
    ],
)
def test_an_answer_with_errcode_is_read_whatever_its_type_and_status(serve, status, head, bom):
    raw = bom + json.dumps({"errcode": 89635, "errmsg": "张三𠮷"}, ensure_ascii=False).encode()
    server = serve(sends(response(raw, status, head)))
    assert post(server.url) == {"errcode": 89635, "errmsg": "张三𠮷"}


def test_an_answer_that_repeats_the_token_does_not_carry_it_on(serve):
    # GIVEN a server that repeats the token, WHEN it answers, THEN the token is taken out
    long = "CANARY-token-of-the-account"
    server = serve(says({"errcode": 40001, "errmsg": f"access_token {long} is not latest"}))
    answer = Transport(server.url).post("/x", {}, token=long, timeout=5)
    assert answer == {"errcode": 40001, "errmsg": "access_token *** is not latest"}
    # AND something short that was pasted by mistake spoils no answer
    short = Transport(server.url).post("/x", {}, token="e", timeout=5)
    assert short["errcode"] == 40001


def test_without_errcode_only_200_is_a_success(serve):
    assert post(serve(says({"access_token": "t"})).url) == {"access_token": "t"}
    with pytest.raises(errors.AnswerUnreadable):
        post(serve(says({"access_token": "t"}, status="502 Bad")).url)


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_not_an_answer_of_wechat_is_unreadable_and_leaves_it_in_doubt(serve, case):
    server = serve(sends(UNREADABLE[case]))
    with pytest.raises(errors.AnswerUnreadable) as caught:
        post(server.url)
    assert isinstance(caught.value, errors.NoAnswer)
    assert len(server.bodies) == 1


def test_an_endless_answer_is_cut_at_the_size_limit(serve):
    server = serve(fault.endless)
    with pytest.raises(errors.AnswerTooLarge):
        post(server.url)
