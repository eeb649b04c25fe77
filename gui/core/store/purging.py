"""What was deleted: it can be listed, and is destroyed with every table that holds some of it."""

from __future__ import annotations

from typing import NamedTuple

from gui.core.store.connection import Database

# Children before parents: the tables refer to each other.
OF_A_RECORD = ("returns", "milestones", "progress", "attempts")
_DOOMED = """
    SELECT id FROM records WHERE deleted_at <= :until AND (:only = '' OR id = :only) AND id NOT IN
           (SELECT record_id FROM attempts WHERE state IN ('sending', 'unknown'))
"""
_DELETED = """
    SELECT id, name, program, deleted_at FROM records WHERE deleted_at IS NOT NULL
    ORDER BY deleted_at DESC, id
"""


class Deleted(NamedTuple):
    """A record that can be brought back; `deleted_at` is in seconds since 1970."""

    id: str
    name: str
    deleted_at: float


def deleted(database: Database) -> list[Deleted]:
    """What was deleted and is still kept, the last first. Raises StoreError."""
    return [
        Deleted(row["id"], row["name"] or row["program"], row["deleted_at"])
        for row in database.rows(_DELETED)
    ]


def purge_deleted(database: Database, until: float, only: str = "") -> int:
    """Destroy what was deleted at `until` or before, `only` one of it if its id is given.

    Records whose last submission is in doubt stay; returns how many went. Raises StoreError.
    """
    with database.transaction() as connection:
        wanted = {"until": until, "only": only}
        doomed = [row["id"] for row in connection.execute(_DOOMED, wanted)]
        for record_id in doomed:
            for table in OF_A_RECORD:
                delete = f"DELETE FROM {table} WHERE record_id = ?"  # noqa: S608 - named above
                connection.execute(delete, (record_id,))
            connection.execute("DELETE FROM records WHERE id = ?", (record_id,))
    return len(doomed)
