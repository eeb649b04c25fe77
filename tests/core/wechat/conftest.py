"""Servers that end with their test, and certificates of a made-up authority."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator

import pytest
import trustme
import truststore

from tests.core.wechat.fault_server import Server, Speak


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(speak: Speak, **options) -> Server:
        servers.append(Server(speak, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority) -> Callable[[], ssl.SSLContext]:
    """Make contexts that trust the made-up authority besides the system's store."""

    def make() -> ssl.SSLContext:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        authority.configure_trust(context)
        return context

    return make


@pytest.fixture
def certified(authority) -> Callable[..., ssl.SSLContext]:
    """Make server contexts with a certificate of the authority; options go to `issue_cert`."""

    def make(*names: str, **options) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*(names or ("127.0.0.1",)), **options).configure_cert(context)
        return context

    return make
