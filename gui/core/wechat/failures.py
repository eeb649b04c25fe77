"""What went wrong below us, as a leaf of our own tree: the one place where causes are told apart.

Only five causes prove that nothing arrived: no name, no connection, no connection in time, no
way through the proxy, and a certificate that is not trusted. All else may have arrived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from gui.core.errors import (
    AnswerTimeout,
    AnswerUnreadable,
    CertificateRefused,
    ClockWrong,
    NoAnswer,
    NoConnection,
    ProxyFailed,
    ProxyLoginNeeded,
    WeChatError,
)

E = TypeVar("E", bound=BaseException)

# "not yet valid" and "expired" of OpenSSL, Windows (CERT_E_EXPIRED) and macOS (errSec…).
CLOCK_CODES = {9, 10, 0x800B0101, -67818, -67819}
CLOCK_WORDS = re.compile(r"has expired|not yet valid", re.IGNORECASE)
LOGIN_WORDS = re.compile(r"Tunnel connection failed: 407")


def failure(error: BaseException) -> WeChatError:
    """Return our failure for an exception of requests, urllib3, http.client or the socket.

    Nothing of the exception goes into it except the names of the classes: its text holds the URL
    with the token, its request holds the body.
    """
    causes = list(_causes(error))
    names = " ← ".join(dict.fromkeys(type(cause).__name__ for cause in causes))
    return _leaf(causes)(details={"原因": names})


def _leaf(causes: list[BaseException]) -> type[WeChatError]:
    from ssl import SSLCertVerificationError, SSLEOFError, SSLError

    from requests.exceptions import InvalidSchema, InvalidURL, ProxyError
    from urllib3 import exceptions as urllib3

    certificate = _first(causes, SSLCertVerificationError)
    if certificate is not None:
        return ClockWrong if _is_clock(certificate) else CertificateRefused
    # The address of WeChat is a constant: one that cannot be used is the address of the proxy.
    bad_address = (InvalidSchema, InvalidURL, urllib3.LocationValueError, UnicodeEncodeError)
    rules: list[tuple[tuple[type[BaseException], ...], type[WeChatError]]] = [
        ((ProxyError, urllib3.ProxyError, *bad_address), _proxy_leaf(causes)),
        ((urllib3.NewConnectionError, urllib3.ConnectTimeoutError), NoConnection),
        ((urllib3.ReadTimeoutError, TimeoutError), AnswerTimeout),
        ((SSLEOFError,), NoAnswer),
        ((SSLError,), AnswerUnreadable),  # does not speak TLS, such as a login page
    ]
    return next((leaf for kinds, leaf in rules if _first(causes, *kinds)), NoAnswer)


def _proxy_leaf(causes: list[BaseException]) -> type[WeChatError]:
    needs_login = any(LOGIN_WORDS.search(str(cause)) for cause in causes)
    return ProxyLoginNeeded if needs_login else ProxyFailed


def _is_clock(error: BaseException) -> bool:
    code = getattr(error, "verify_code", None)
    if isinstance(code, int) and code in CLOCK_CODES:
        return True
    return CLOCK_WORDS.search(str(getattr(error, "verify_message", ""))) is not None


def _first(causes: list[BaseException], *kinds: type[E]) -> E | None:
    return next((cause for cause in causes if isinstance(cause, kinds)), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk what an exception says it came from; not `__context__`, which may be unrelated."""
    waiting, seen = [error], set()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        linked = [cause.__cause__, getattr(cause, "reason", None), *cause.args]
        waiting.extend(link for link in linked if isinstance(link, BaseException))
