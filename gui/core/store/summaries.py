"""The list of records: one query that does not read any answers, and the search over it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from gui.core.store.connection import Database

#: What a record's state is called before its first attempt.
DRAFT = "draft"
_QUERY = """
    SELECT r.id, r.name, r.call, r.program, r.taskid, r.changed_at,
           COALESCE(a.name, '') AS account_name, COALESCE(a.appid, '') AS appid,
           (SELECT state FROM attempts WHERE record_id = r.id ORDER BY round DESC LIMIT 1) AS state
    FROM records AS r LEFT JOIN accounts AS a ON a.id = r.account_id
    WHERE r.deleted_at IS NULL
    ORDER BY r.changed_at DESC, r.id
"""


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """A line of the list. `state` is the newest attempt's, or "draft".

    `account_name` and `appid` are the account's ("" without one); `program_name` is the mini
    program's name as filled in.
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


def summaries(database: Database, search: str) -> list[RecordSummary]:
    """All records that are not deleted and hold every word of `search`. Raises StoreError."""
    lines = [
        RecordSummary(
            id=row["id"],
            name=row["name"],
            call=row["call"],
            account_name=row["account_name"],
            appid=row["appid"],
            state=row["state"] or DRAFT,
            changed_at=row["changed_at"],
            taskid=row["taskid"],
            program_name=row["program"],
        )
        for row in database.rows(_QUERY)
    ]
    words = _folded(search).split()
    return [line for line in lines if _holds(line, words)] if words else lines


def _holds(line: RecordSummary, words: list[str]) -> bool:
    text = "\n".join((line.name, line.account_name, line.appid, line.taskid, line.program_name))
    folded = _folded(text)
    return all(word in folded for word in words)


def _folded(text: str) -> str:
    """Without the difference of case and of full-width letters, which an input method makes."""
    return unicodedata.normalize("NFKC", text).casefold()
