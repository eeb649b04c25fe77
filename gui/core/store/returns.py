"""What is known of a return beyond WeChat's answer: since when, how often, and the user's marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gui.core.store.connection import Database
from gui.core.store.text import from_json, storable, to_json


class Return(NamedTuple):
    """The return of one task. `seen_at` is when this program first heard of it.

    `deadline` (ISO date, "" if not told) and `refill` (which of the refills comes now, None if not
    told) are the user's; `refill_after` is how many submissions had been accepted when that was
    said. `added` and `removed` are pointers of fields, as against the guess for `reason`.
    """

    taskid: str
    seen_at: float
    deadline: str = ""
    refill: int | None = None
    refill_after: int = 0
    reason: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def keep_return(
    database: Database, record_id: str, new: Return, change: Callable[[Return], Return]
) -> None:
    """Keep what `change` makes of what is kept of the task, of `new` if nothing is.

    Nobody else's change comes between. Raises StoreError.
    """
    with database.transaction() as connection:
        known = load_return(database, record_id)
        kept = change(known if known and known.taskid == new.taskid else new)
        if kept == known:
            return
        connection.execute(
            _REPLACE,
            {
                "record_id": record_id,
                "taskid": storable(kept.taskid),
                "seen_at": kept.seen_at,
                "deadline": kept.deadline,
                "refill": kept.refill,
                "refill_after": kept.refill_after,
                "reason": storable(kept.reason),
                "added": to_json(kept.added),
                "removed": to_json(kept.removed),
            },
        )


def load_return(database: Database, record_id: str) -> Return | None:
    """What is kept for the record, None before its first return. Raises StoreError."""
    row = database.row("SELECT * FROM returns WHERE record_id = ?", (record_id,))
    if row is None:
        return None
    return Return(
        taskid=row["taskid"],
        seen_at=row["seen_at"],
        deadline=row["deadline"],
        refill=row["refill"],
        refill_after=row["refill_after"],
        reason=row["reason"],
        added=tuple(from_json(row["added"])),
        removed=tuple(from_json(row["removed"])),
    )


_REPLACE = """
    INSERT OR REPLACE INTO returns (record_id, taskid, seen_at, deadline, refill, refill_after,
                                    reason, added, removed)
    VALUES (:record_id, :taskid, :seen_at, :deadline, :refill, :refill_after,
            :reason, :added, :removed)
"""
