"""What certainly did not leave is called that, and the button works again.

REAUTH_DESK_UNSENT sets how often each way is tried, one press after the other.
"""

import os
import socket
import ssl
import threading
from contextlib import ExitStack, closing
from datetime import UTC, datetime

import pytest
import trustme
import truststore

from gui.core.errors import (
    AppError,
    CancelledUnsent,
    CertificateRefused,
    ClockWrong,
    KeyringRefused,
    NoConnection,
    ProxyFailed,
    ProxyLoginNeeded,
    Refused,
    TokenUnavailable,
)
from gui.core.practice.faults import Fault
from gui.core.wechat.transport import Transport
from tests.core.office import Hasty
from tests.core.wechat.fault_server import Server, response, says, sends

AUTHORITY = trustme.CA()
UNSENT = int(os.environ.get("REAUTH_DESK_UNSENT", "2"))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def certified(**options):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("127.0.0.1", **options).configure_cert(context)
    return context


def trusting():
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    AUTHORITY.configure_trust(context)
    return context


class Places:
    """Addresses that lead nowhere; `stack` closes what was opened for them."""

    def __init__(self, stack):
        self.stack = stack
        self.servers = []

    def empty(self):
        """Nobody listens there."""
        with closing(socket.create_server(("127.0.0.1", 0))) as listener:
            return f"http://127.0.0.1:{listener.getsockname()[1]}"

    def full(self):
        """It never takes one more connection."""
        listener = self.stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            guest = self.stack.enter_context(socket.socket())
            guest.setblocking(False)
            guest.connect_ex(listener.getsockname())
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    def server(self, speak, **options):
        """It answers, but it is not WeChat."""
        self.servers.append(self.stack.enter_context(closing(Server(speak, **options))))
        return self.servers[-1].url


def hasty(address):
    transport = Hasty(address)
    transport.longest = 0.5
    return transport


def proxied(address):
    return Transport("https://127.0.0.1:9", lambda _url: {"https": address})


def locked(_url):
    raise KeyringRefused


WAYS = {
    "refused": (NoConnection, lambda at: Transport(at.empty())),
    "no answer to a connection": (NoConnection, lambda at: hasty(at.full())),
    "no such name": (NoConnection, lambda _at: Transport("http://wechat.invalid")),
    "strange certificate": (
        CertificateRefused,
        lambda at: Transport(at.server(says({}), tls=certified())),
    ),
    "expired certificate": (
        ClockWrong,
        lambda at: Transport(at.server(says({}), tls=certified(not_after=LONG_AGO)), tls=trusting),
    ),
    "proxy off": (ProxyFailed, lambda at: proxied(at.empty())),
    "proxy 502": (ProxyFailed, lambda at: proxied(at.server(sends(response(b"", "502 Bad"))))),
    "proxy 407": (
        ProxyLoginNeeded,
        lambda at: proxied(at.server(sends(response(b"", "407 Login")))),
    ),
    "proxy password": (KeyringRefused, lambda at: Transport(at.empty(), locked)),
}


@pytest.mark.timeout(60 + 2 * UNSENT)
@pytest.mark.parametrize("way", WAYS)
def test_what_certainly_did_not_arrive(open_office, way):
    # GIVEN a way to WeChat that ends before it begins
    error, transport = WAYS[way]
    with ExitStack() as stack:
        places = Places(stack)
        office = open_office(transport(places))
        record = office.record(method="token")
        office.paste("token")

        # WHEN it is submitted, THEN the state says so, and the button works again
        for number in range(1, UNSENT + 1):
            outcome = office.send(record)
            assert type(outcome.error) is error
            assert (outcome.attempt.state, outcome.attempt.cause) == ("not_sent", error.__name__)
            assert office.on_disk() == ["not_sent"] * number

    # AND nothing of it was on the wire
    assert not any(b"auth_data" in request for one in places.servers for request in one.requests)


def test_without_a_token_nothing_begins(office, world):
    # GIVEN a stand-in that gives no token
    record = office.record()
    for _ in range(3):
        world.misbehave("stable_token", Fault.DROP_AFTER_RECEIVING)
    with pytest.raises(TokenUnavailable):
        office.send(record)
    world.behave()

    # OR an account whose secret is wrong
    world.refuse("stable_token", 40125)
    with pytest.raises(Refused):
        office.send(record)

    # THEN nothing was sent and there is nothing to settle
    assert (office.on_disk(), world.count("reauth")) == ([], 0)


@pytest.mark.parametrize("ready", [False, True])
def test_cancelled_before_it_leaves(office, world, ready):
    # GIVEN a user who has pressed 停止, with the token at hand or not
    record = office.record()
    cancelled = threading.Event()
    cancelled.set()
    if ready:
        office.connections.wechat(office.account()).prepare()

    # WHEN the submission would leave, THEN it does not
    with pytest.raises(CancelledUnsent):
        office.send(record, cancelled=cancelled)
    assert (office.on_disk(), world.count("reauth")) == ([], 0)


def test_half_a_character_is_refused_before_the_journal(office, world):
    record = office.record()
    wechat = office.connections.wechat(office.account())
    with pytest.raises(AppError, match="没有提交"):
        office.submissions.send(
            wechat, office.order(record, auth_data={"account_name": "字\ud83d"})
        )
    assert (office.on_disk(), world.count("reauth")) == ([], 0)
