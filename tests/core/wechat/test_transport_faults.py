"""The transport against faults of server, network and proxy: limits, and what is certain."""

from __future__ import annotations

import datetime
import socket
import threading
import time

import pytest

from gui.core import errors
from gui.core.wechat.transport import Transport, system_trust
from tests.core.wechat import fault_server as fault
from tests.core.wechat.fault_server import response, says, sends

TOKEN = "CANARY-token-6f1c"
BODY = {"auth_data": {"bank": "CANARY-body-6222"}}
ANSWER = {"errcode": 0, "errmsg": "好的 rid: 1-2-3"}
DEADLINE = 1.0
DAY = datetime.timedelta(days=1)


def post(server_url: str, timeout: float = 10.0, *, cancelled=None, body=BODY, **options):
    transport = Transport(server_url, **options)
    return transport.post(
        "/wxa/sec/reauth", body, token=TOKEN, timeout=timeout, cancelled=cancelled
    )


# Faults after which nobody knows


@pytest.mark.parametrize(
    "speak",
    [fault.close, fault.reset, sends(response(b'{"errcode": 0}' + b" " * 99)[:-50])],
    ids=["close", "reset", "half with length"],
)
def test_a_connection_that_ends_early_is_no_answer_and_is_not_repeated(serve, speak):
    server = serve(speak)
    with pytest.raises(errors.NoAnswer):
        post(server.url)
    assert server.connections == 1
    assert len(server.bodies) == 1


def _threads() -> int:
    return sum(thread.name == "wechat-call" for thread in threading.enumerate())


def _until(condition) -> bool:
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        threading.Event().wait(0.02)
    return condition()


@pytest.mark.parametrize("speak", [fault.hang, fault.drip_head, fault.drip_body])
def test_the_deadline_holds_against_silence_and_slow_drip(serve, speak):
    # GIVEN a server that keeps each single read alive
    server = serve(speak)
    started = time.monotonic()
    # WHEN the deadline passes
    with pytest.raises(errors.AnswerTimeout):
        post(server.url, DEADLINE)
    # THEN the wait is over, and no thread stays behind
    assert time.monotonic() - started < DEADLINE + 2
    assert _until(lambda: _threads() == 0)
    assert len(server.bodies) == 1


@pytest.mark.parametrize("tls", [False, True], ids=["never reads", "never shakes hands"])
def test_the_deadline_holds_against_a_server_that_never_reads(serve, tls):
    server = serve(fault.hang, reads=False)
    url = server.url.replace("http:", "https:") if tls else server.url
    started = time.monotonic()
    with pytest.raises(errors.AnswerTimeout):
        post(url, DEADLINE, body={"x": "y" * 20_000_000})
    assert time.monotonic() - started < DEADLINE + 2
    assert _until(lambda: _threads() == 0)


@pytest.mark.parametrize("speak", [fault.hang, fault.drip_head, fault.drip_body])
def test_cancelling_ends_the_wait_within_a_second(serve, speak):
    server, cancelled = serve(speak), threading.Event()
    timer = threading.Timer(0.3, cancelled.set)
    timer.start()
    started = time.monotonic()
    with pytest.raises(errors.Cancelled) as caught:
        post(server.url, 30, cancelled=cancelled)
    timer.join()
    # it may have arrived, so it is not the harmless kind
    assert not isinstance(caught.value, errors.CancelledUnsent)
    assert time.monotonic() - started < 4


def test_cancelled_beforehand_nothing_is_opened(serve):
    server, cancelled = serve(says(ANSWER)), threading.Event()
    cancelled.set()
    with pytest.raises(errors.CancelledUnsent):
        post(server.url, cancelled=cancelled)
    assert server.connections == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(serve, status):
    other = serve(says(ANSWER))
    moved = response(b"{}", f"{status} Moved", f"Location: {other.url}/steal\r\n")
    server = serve(sends(moved))
    with pytest.raises(errors.AnswerRedirected):
        post(server.url)
    assert other.connections == 0


# Causes that prove that nothing arrived


def test_refused_and_unknown_host_are_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", "http://no-such-host.invalid"):
        with pytest.raises(errors.NotSent) as caught:
            post(url)
        assert type(caught.value) is errors.NoConnection


def test_no_connection_in_time_is_not_sent():
    # GIVEN a listener whose queue is full, so that the system drops every further handshake
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        started = time.monotonic()
        with pytest.raises(errors.NotSent) as caught:
            post(f"http://127.0.0.1:{listener.getsockname()[1]}", DEADLINE)
    assert type(caught.value) is errors.NoConnection
    assert time.monotonic() - started < DEADLINE + 2


def test_the_system_trust_store_decides(serve, certified, authority, monkeypatch, tmp_path):
    # GIVEN a company's authority that the system does not know
    server = serve(says(ANSWER), tls=certified())
    with pytest.raises(errors.CertificateRefused):
        post(server.url)
    assert server.bodies == []
    # WHEN the system's store has it
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    # THEN the call works, with the very context that the product uses
    assert post(server.url, tls=system_trust) == ANSWER


def test_no_bundle_of_the_environment_or_of_a_library_is_trusted(
    serve, certified, authority, monkeypatch, tmp_path
):
    server = serve(says(ANSWER), tls=certified())
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "ca.pem"))
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(tmp_path / "ca.pem"))
    with pytest.raises(errors.CertificateRefused):
        post(server.url)
    assert server.bodies == []


@pytest.mark.parametrize(
    ("names", "options", "verdict"),
    [
        (("api.weixin.qq.com",), {}, errors.CertificateRefused),
        ((), {"not_after": datetime.datetime.now(datetime.UTC) - DAY}, errors.ClockWrong),
        ((), {"not_before": datetime.datetime.now(datetime.UTC) + DAY}, errors.ClockWrong),
    ],
    ids=["other host", "expired", "not yet valid"],
)
def test_a_certificate_that_does_not_fit_stops_before_anything_is_sent(
    serve, certified, trusting, names, options, verdict
):
    server = serve(says(ANSWER), tls=certified(*names, **options))
    with pytest.raises(errors.NotSent) as caught:
        post(server.url, tls=trusting)
    assert type(caught.value) is verdict
    assert server.bodies == []


def test_a_login_page_on_the_tls_port_is_unreadable(serve):
    server = serve(sends(b"HTTP/1.1 200 OK\r\n\r\n<html>"), reads=False)
    with pytest.raises(errors.AnswerUnreadable):
        post(server.url.replace("http:", "https:"))


# Proxies


def _tunnel(talk: fault.Talk) -> None:
    """Be a proxy: join the two connections until one of them ends."""
    host, port = talk.path.split(":")
    talk.sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    with socket.create_connection((host, int(port))) as far:
        back = threading.Thread(target=_pump, args=(far, talk.sock))
        back.start()
        _pump(talk.sock, far)
        back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    while piece := source.recv(65536):
        sink.sendall(piece)
    sink.shutdown(socket.SHUT_WR)


def test_a_proxy_is_used_as_told_and_never_sees_the_token(serve, certified, trusting):
    # GIVEN a proxy with a login, and a WeChat behind it
    proxy, server, asked = serve(_tunnel), serve(says(ANSWER), tls=certified()), []

    def proxies(url: str) -> dict[str, str]:
        asked.append(url)
        return {"https": f"http://me:CANARY-proxy@127.0.0.1:{proxy.port}"}

    # WHEN a call is made
    assert post(server.url, proxies=proxies, tls=trusting) == ANSWER
    # THEN it went through, the proxy got its login, and only the end sees address and body
    assert asked == [f"{server.url}/wxa/sec/reauth"]
    assert b"Proxy-Authorization: Basic" in proxy.requests[0]
    assert TOKEN.encode() not in proxy.requests[0]
    assert b"Proxy-Authorization" not in server.requests[0]


@pytest.mark.parametrize(
    ("speak", "verdict"),
    [
        (sends(b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n"), errors.ProxyLoginNeeded),
        (sends(b"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"), errors.ProxyFailed),
    ],
    ids=["407", "502"],
)
def test_a_proxy_that_does_not_connect_means_not_sent(serve, certified, trusting, speak, verdict):
    proxy, server = serve(speak), serve(says(ANSWER), tls=certified())
    address = f"http://me:CANARY-proxy@127.0.0.1:{proxy.port}"
    with pytest.raises(errors.NotSent) as caught:
        post(server.url, proxies=lambda _: {"https": address}, tls=trusting)
    assert type(caught.value) is verdict
    assert server.connections == 0


@pytest.mark.parametrize("speak", [fault.close, fault.reset])
def test_a_proxy_that_ends_in_the_middle_leaves_it_in_doubt(serve, speak):
    proxy = serve(speak)
    with pytest.raises(errors.NoAnswer):
        post("https://127.0.0.1:9", proxies=lambda _: {"https": proxy.url})


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9",
        "http://",
        "http://:80",
        "socks5://127.0.0.1:1080",
        "gopher://x:1",
        "http://用户:密码@127.0.0.1:9",
    ],
)
def test_an_address_that_is_no_proxy_means_not_sent(address):
    with pytest.raises(errors.NotSent) as caught:
        post("https://127.0.0.1:9", proxies=lambda _: {"https": address})
    assert type(caught.value) is errors.ProxyFailed
