"""The list of records: one query that does not read any answers, and the search over it."""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import Literal

from gui.core.store.connection import Database
from gui.core.store.text import whole_number

#: What a record's state is called before its first attempt.
DRAFT = "draft"
# The newest attempt of each record by one look into the index of rounds. What is known of a
# return counts for its task only.
_QUERY = """
    SELECT r.id, r.name, r.call, r.program, r.taskid,
           MAX(r.changed_at, CASE WHEN t.cause = 'RestoredFromBackup' THEN 0
                                  ELSE COALESCE(t.settled_at, t.started_at, 0) END) AS last_changed,
           COALESCE(a.name, '') AS account_name, COALESCE(a.appid, '') AS appid, t.state,
           p.task_status, p.apply_status, p.auth_url_at, p.asked_at, b.seen_at, b.deadline
    FROM records AS r
    LEFT JOIN accounts AS a ON a.id = r.account_id
    LEFT JOIN attempts AS t ON t.record_id = r.id
         AND t.round = (SELECT MAX(round) FROM attempts WHERE record_id = r.id)
    LEFT JOIN progress AS p ON p.record_id = r.id
    LEFT JOIN returns AS b ON b.record_id = r.id AND b.taskid = r.taskid
    WHERE r.deleted_at IS NULL
"""
_ORDER = " ORDER BY last_changed DESC, r.id"


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """A line of the list. `state` is the newest attempt's, or "draft".

    `account_name` and `appid` are the account's ("" without one); `program_name` is the mini
    program's name as filled in. The two numbers are those of the last queryauth, `link_at` is when
    its link was first seen, `asked_at` when WeChat answered last, `returned_at` and `deadline` are
    those of store.returns. `changed_at` is when the answers were changed or a submission got its
    result. Times: seconds since 1970.
    """

    id: str
    name: str
    call: Literal["reauth", "wxaauth"]
    account_name: str
    appid: str
    state: str
    changed_at: float
    taskid: str
    program_name: str = ""
    task_status: int | None = None
    apply_status: int | None = None
    link_at: float | None = None
    returned_at: float | None = None
    deadline: str = ""
    asked_at: float | None = None


def summary(database: Database, record_id: str) -> RecordSummary | None:
    """One record's line, None when it is not there (any more). Raises StoreError."""
    row = database.row(f"{_QUERY} AND r.id = ?", (record_id,))
    return None if row is None else _line(row)


def summaries(database: Database, search: str) -> list[RecordSummary]:
    """All records that are not deleted and hold every word of `search`. Raises StoreError."""
    lines = [_line(row) for row in database.rows(_QUERY + _ORDER)]
    words = _folded(search).split()
    return [line for line in lines if _holds(line, words)] if words else lines


def _line(row: sqlite3.Row) -> RecordSummary:
    return RecordSummary(
        id=row["id"],
        name=row["name"],
        call=row["call"],
        account_name=row["account_name"],
        appid=row["appid"],
        state=row["state"] or DRAFT,
        changed_at=row["last_changed"],
        taskid=row["taskid"],
        program_name=row["program"],
        task_status=whole_number(row["task_status"]),
        apply_status=whole_number(row["apply_status"]),
        link_at=row["auth_url_at"],
        returned_at=row["seen_at"],
        deadline=row["deadline"] or "",
        asked_at=row["asked_at"],
    )


def _holds(line: RecordSummary, words: list[str]) -> bool:
    text = "\n".join((line.name, line.account_name, line.appid, line.taskid, line.program_name))
    folded = _folded(text)
    return all(word in folded for word in words)


def _folded(text: str) -> str:
    """Without the difference of case and of full-width letters, which an input method makes."""
    return unicodedata.normalize("NFKC", text).casefold()
