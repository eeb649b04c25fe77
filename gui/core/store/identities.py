"""The identities that WeChat offers an account, kept so that choosing one needs no waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from gui.core.store.connection import Database
from gui.core.store.text import from_json, to_json

Node = Sequence[Any]


class IdentityRows:
    """One tree for each account, as JSON. Every method raises StoreError."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def keep(self, account_id: str, nodes: Sequence[Node]) -> float:
        """Replace what is known; returns when that was, in seconds since 1970.

        Of an account that is gone nothing is kept.
        """
        moment = self._now()
        with self._database.transaction() as connection:
            connection.execute(_KEEP, (account_id, to_json(nodes), moment))
        return moment

    def of(self, account_id: str) -> tuple[list[Node], float] | None:
        """The nodes and when WeChat gave them, None when it was never asked."""
        row = self._database.row("SELECT * FROM identities WHERE account_id = ?", (account_id,))
        return None if row is None else (from_json(row["tree"]), row["asked_at"])


_KEEP = """
    INSERT INTO identities (account_id, tree, asked_at)
    SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM accounts WHERE id = ?1)
    ON CONFLICT (account_id) DO UPDATE SET tree = excluded.tree, asked_at = excluded.asked_at
"""
