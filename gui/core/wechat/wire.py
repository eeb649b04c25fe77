"""JSON as WeChat must get it (UTF-8, never escaped) and as we dare to read it (bytes, strictly)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from gui.core.errors import AnswerRedirected, AnswerUnreadable, TextUnsendable


def encode(body: Mapping[str, Any]) -> bytes:
    r"""Return the body's bytes: Chinese as UTF-8, not as \uXXXX (40033, 53010 otherwise [D][P]).

    Raises `TextUnsendable` for half characters and for numbers that JSON does not have.
    """
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except ValueError:  # its text would quote the body
        raise TextUnsendable from None


def decode(status: int, raw: bytes) -> dict[str, Any]:
    """Return the answer's object.

    The status is ignored when there is an `errcode`; without one only 200 is a success [D].
    Raises `AnswerRedirected` for 3xx, `AnswerUnreadable` for all that is not such an object.
    """
    details = {"HTTP": str(status)}
    if 300 <= status < 400:
        raise AnswerRedirected(details=details)
    try:
        answer = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
        json.dumps(answer, ensure_ascii=False).encode("utf-8")  # half characters
    except (ValueError, RecursionError):
        raise AnswerUnreadable(details=details) from None
    if not isinstance(answer, dict) or not _is_verdict(answer, status):
        raise AnswerUnreadable(details=details)
    return answer


def _is_verdict(answer: Mapping[str, Any], status: int) -> bool:
    if "errcode" not in answer:
        return status == 200
    code = answer["errcode"]
    return isinstance(code, int) and not isinstance(code, bool)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
