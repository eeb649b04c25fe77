"""What queryauth said of each record: the last answer, and since when each state is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gui.core.store.connection import Database
from gui.core.store.text import from_json, storable, to_json, whole_number

SENT_BACK = 3  # apply_status


@dataclass(frozen=True)
class Progress:
    """The answer of queryauth; times are seconds since 1970.

    `auth_url_at` is when this `auth_url` was first seen, `dispatch` the answer's dispatch_info.
    """

    task_status: int | None
    apply_status: int | None
    auth_url: str = ""
    auth_url_at: float | None = None
    refill_reason: str = ""
    fail_reason: str = ""
    dispatch: dict[str, Any] = field(default_factory=dict)
    orderid: str = ""
    asked_at: float = 0.0


class Milestone(NamedTuple):
    """A state and when it was first heard of (seconds since 1970); WeChat tells no times."""

    at: float
    task_status: int | None
    apply_status: int | None


def store_progress(database: Database, record_id: str, progress: Progress) -> None:
    """Replace what was known about the record, and note the state if it is a new one.

    Raises StoreError.
    """
    with database.transaction() as connection:
        connection.execute(
            _NOTE,
            {
                "record_id": record_id,
                "task_status": _number(progress.task_status),
                "apply_status": _number(progress.apply_status),
                "at": progress.asked_at,
            },
        )
        connection.execute(
            _REPLACE,
            {
                "record_id": record_id,
                "task_status": _number(progress.task_status),
                "apply_status": _number(progress.apply_status),
                "auth_url": storable(progress.auth_url),
                "auth_url_at": progress.auth_url_at,
                "refill_reason": storable(progress.refill_reason),
                "fail_reason": storable(progress.fail_reason),
                "dispatch": to_json(progress.dispatch),
                "orderid": storable(progress.orderid),
                "asked_at": progress.asked_at,
            },
        )


def load_progress(database: Database, record_id: str) -> Progress | None:
    """What is known about the record, None before the first answer. Raises StoreError."""
    row = database.row("SELECT * FROM progress WHERE record_id = ?", (record_id,))
    if row is None:
        return None
    return Progress(
        task_status=whole_number(row["task_status"]),
        apply_status=whole_number(row["apply_status"]),
        auth_url=row["auth_url"],
        auth_url_at=row["auth_url_at"],
        refill_reason=row["refill_reason"],
        fail_reason=row["fail_reason"],
        dispatch=from_json(row["dispatch"]),
        orderid=row["orderid"],
        asked_at=row["asked_at"],
    )


def load_milestones(database: Database, record_id: str, since: float = 0.0) -> list[Milestone]:
    """The states that were heard of from `since` on, the oldest first. Raises StoreError."""
    rows = database.rows(
        "SELECT * FROM milestones WHERE record_id = ? AND at >= ? ORDER BY at, rowid",
        (record_id, since),
    )
    return [
        Milestone(row["at"], whole_number(row["task_status"]), whole_number(row["apply_status"]))
        for row in rows
    ]


# No order yet is told as 0 or not at all, which is the same state.
_NOTE = """
    INSERT INTO milestones (record_id, at, task_status, apply_status)
    SELECT :record_id, :at, :task_status, :apply_status
    WHERE NOT EXISTS (
        SELECT 1 FROM progress WHERE record_id = :record_id AND task_status IS :task_status
               AND COALESCE(apply_status, '0') = COALESCE(:apply_status, '0'))
"""
_REPLACE = """
    INSERT OR REPLACE INTO progress (record_id, task_status, apply_status, auth_url, auth_url_at,
                                     refill_reason, fail_reason, dispatch, orderid, asked_at)
    VALUES (:record_id, :task_status, :apply_status, :auth_url, :auth_url_at,
            :refill_reason, :fail_reason, :dispatch, :orderid, :asked_at)
"""


def _number(number: int | None) -> str | None:
    return None if number is None else str(number)
