"""What was filled in for an account before: company data that is typed once and offered again."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gui.core.store.connection import Database
from gui.core.store.text import from_json, storable, to_json

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Remembered:
    """The answers (by pointer) of one section, from the account `account_name`.

    `own` says whether that is the account that was asked for, `subject` its certified name as far
    as it is known; `filled_at` is in seconds since 1970.
    """

    section: str
    answers: dict[str, Any]
    account_name: str
    own: bool
    subject: str
    filled_at: float


class Memory:
    """Remembered answers, by account and section. Every method raises StoreError."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def keep(self, account_id: str, subject: str, sections: Mapping[str, Answers]) -> None:
        """Remember the answers of sections, beside what earlier records had elsewhere.

        None is an answer that was left empty: an earlier one is forgotten. `subject` is the
        certified name if it is known, else "". Of an account that is gone nothing is remembered.
        """
        with self._database.transaction() as connection:
            own = {row["section"]: row for row in self._database.rows(_OWN, (account_id,))}
            for section, answers in sections.items():
                before = own.get(section)
                merged = {**(from_json(before["answers"]) if before else {}), **answers}
                known = {pointer: value for pointer, value in merged.items() if value is not None}
                whose = storable(subject) or (before["subject"] if before else "")
                row = (account_id, section, whose, to_json(known), self._now())
                connection.execute(_KEEP, row)

    def of(self, account_id: str, subject: str) -> dict[str, Remembered]:
        """What may be offered to a record of this account, by section.

        The account's own answers go first; what is missing comes from the newest of another
        account of the same certified name, never from anybody else.
        """
        parameters = {"account": account_id, "subject": storable(subject)}
        rows = self._database.rows(_OF, parameters)
        return {row["section"]: _remembered(row) for row in reversed(rows)}

    def clear(self) -> int:
        """Forget everything; returns how many sections were remembered.

        Backups still hold it: see `Backups.renew`.
        """
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM remembered").rowcount


_KEEP = """
    INSERT INTO remembered (account_id, section, subject, answers, filled_at)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM accounts WHERE id = ?1)
    ON CONFLICT (account_id, section) DO UPDATE SET
        subject = excluded.subject, answers = excluded.answers, filled_at = excluded.filled_at
"""
_OWN = "SELECT * FROM remembered WHERE account_id = ?"
_OF = """
    SELECT remembered.*, accounts.name, account_id = :account AS own
    FROM remembered JOIN accounts ON accounts.id = account_id
    WHERE account_id = :account OR (subject = :subject AND subject <> '')
    ORDER BY own DESC, filled_at DESC
"""


def _remembered(row: sqlite3.Row) -> Remembered:
    return Remembered(
        section=row["section"],
        answers=from_json(row["answers"]),
        account_name=row["name"],
        own=bool(row["own"]),
        subject=row["subject"],
        filled_at=row["filled_at"],
    )
