"""Causes that no loopback server can make: the verdicts of other operating systems."""

from __future__ import annotations

import ssl

import pytest
from requests.exceptions import SSLError

from gui.core import errors
from gui.core.wechat.failures import failure


def _certificate_error(code: int, message: str) -> SSLError:
    cause = ssl.SSLCertVerificationError("CANARY " + message)
    cause.verify_code, cause.verify_message = code, message
    return SSLError(cause)


@pytest.mark.parametrize(
    ("code", "message", "leaf"),
    [
        (10, "certificate has expired", errors.ClockWrong),
        (9, "certificate is not yet valid", errors.ClockWrong),
        (0x800B0101, "在验证当前系统时钟或签名文件中的时间戳时…", errors.ClockWrong),
        (-67818, "“x” certificate is expired", errors.ClockWrong),
        (18, "self-signed certificate", errors.CertificateRefused),
        (0x800B0109, "CERT_E_UNTRUSTEDROOT", errors.CertificateRefused),
    ],
)
def test_a_wrong_clock_is_told_apart_from_a_strange_certificate(code, message, leaf):
    mapped = failure(_certificate_error(code, message))
    assert type(mapped) is leaf
    assert "CANARY" not in f"{mapped}{mapped!r}{mapped.details}"
    assert mapped.details["原因"] == "SSLError ← SSLCertVerificationError"


def test_a_timeout_while_sending_is_a_timeout():
    # GIVEN how requests reports a server that stops reading
    error = ConnectionError("Connection aborted.", TimeoutError("timed out"))
    assert type(failure(error)) is errors.AnswerTimeout


def test_an_unrelated_exception_in_the_background_proves_nothing():
    # GIVEN a broken connection that merely happened while a certificate error was handled
    error = ConnectionResetError()
    error.__context__ = ssl.SSLCertVerificationError()
    assert type(failure(error)) is errors.NoAnswer


def test_exceptions_that_point_at_each_other_come_to_an_end():
    first, second = OSError(), OSError()
    first.__cause__, second.__cause__ = second, first
    assert type(failure(first)) is errors.NoAnswer
