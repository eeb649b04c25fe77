"""One submission as the journal keeps it: its states, its answer, and exactly what was sent."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypedDict

from gui.core.errors import AppError
from gui.core.store.text import from_json, whole_number

State = Literal["sending", "accepted", "refused", "not_sent", "unknown", "not_arrived"]
#: A cause: the program ended while it was sending.
INTERRUPTED = "Interrupted"
#: A cause: a backup was restored, and nobody knows what was sent after it had been taken.
RESTORED = "RestoredFromBackup"

FOLLOWS: Mapping[str, frozenset[State]] = {
    "sending": frozenset({"accepted", "refused", "not_sent", "unknown"}),
    # Again unknown: the sender's own timeout may come after another start-up already doubted.
    "unknown": frozenset({"accepted", "refused", "not_arrived", "unknown"}),
}


class Observation(NamedTuple):
    """One answer of queryauth while an attempt was in doubt."""

    at: float
    task_status: int | None
    apply_status: int | None
    auth_url: str


@dataclass(frozen=True)
class Attempt:
    """One submission. Times are seconds since 1970.

    `payload` is what was sent, `payload_sha256` the hash of its bytes (see `payload_bytes`).
    `baseline` is what queryauth said before. `cause` is the class of our failure, INTERRUPTED or
    RESTORED. `unknown_since` is when the doubt began: nothing was sent after it.
    """

    id: int
    record_id: str
    round: int
    call: str
    taskid: str
    appid: str
    payload: dict[str, Any]
    payload_sha256: str
    baseline: dict[str, Any]
    state: State
    started_at: float
    sent_at: float | None
    settled_at: float | None
    auth_url: str
    answer_taskid: str
    errcode: int | None
    errmsg: str
    rid: str
    cause: str
    observations: tuple[Observation, ...]
    unknown_since: float | None


class Answer(TypedDict, total=False):
    """What became known with a state; what is left out stays as it is."""

    auth_url: str
    answer_taskid: str
    errcode: int
    errmsg: str
    rid: str
    cause: str
    sent_at: float


def payload_bytes(payload: Mapping[str, Any]) -> bytes:
    """The bytes whose hash the journal keeps: compact JSON, UTF-8, Chinese as it is.

    Raises AppError when a half of a character (lone surrogate) is in it: no UTF-8 exists for that.
    """
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise AppError(
            "资料里有一个显示为方块或问号的残缺字符，资料没有提交。请删除这个字符后重试。",
            title="有一个字符不完整",
        ) from None


def frozen(payload: Mapping[str, Any]) -> dict[str, str]:
    """The columns that keep a payload. Raises AppError, see `payload_bytes`."""
    import hashlib

    sent = payload_bytes(payload)
    return {
        "payload": sent.decode("utf-8"),
        "payload_sha256": hashlib.sha256(sent).hexdigest(),
    }


def taskid_of(payload: Mapping[str, Any]) -> str:
    """The taskid in a body or in its auth_data, "" when there is none."""
    data = payload.get("auth_data", payload)
    taskid = data.get("taskid", "") if isinstance(data, Mapping) else ""
    return taskid if isinstance(taskid, str) else ""


def attempt_of(row: sqlite3.Row) -> Attempt:
    """The attempt behind a row of the table. Raises StoreDamaged."""
    return Attempt(
        id=row["id"],
        record_id=row["record_id"],
        round=row["round"],
        call=row["call"],
        taskid=row["taskid"],
        appid=row["appid"],
        payload=from_json(row["payload"]),
        payload_sha256=row["payload_sha256"],
        baseline=from_json(row["baseline"]),
        state=row["state"],
        started_at=row["started_at"],
        sent_at=row["sent_at"],
        settled_at=row["settled_at"],
        auth_url=row["auth_url"],
        answer_taskid=row["answer_taskid"],
        errcode=whole_number(row["errcode"]),
        errmsg=row["errmsg"],
        rid=row["rid"],
        cause=row["cause"],
        observations=tuple(Observation(*seen) for seen in from_json(row["observations"])),
        unknown_since=row["unknown_since"],
    )
