"""What was deleted is destroyed: records, and every table that holds something of theirs."""

from __future__ import annotations

from gui.core.store.connection import Database

# Children before parents: the tables refer to each other.
_OF_A_RECORD = ("returns", "milestones", "progress", "attempts")
_DOOMED = """
    SELECT id FROM records WHERE deleted_at IS NOT NULL AND id NOT IN
           (SELECT record_id FROM attempts WHERE state IN ('sending', 'unknown'))
"""


def purge_deleted(database: Database) -> int:
    """Destroy deleted records whose last submission is not in doubt; returns how many went.

    Raises StoreError.
    """
    with database.transaction() as connection:
        doomed = [row["id"] for row in connection.execute(_DOOMED)]
        for record_id in doomed:
            for table in _OF_A_RECORD:
                delete = f"DELETE FROM {table} WHERE record_id = ?"  # noqa: S608 - named above
                connection.execute(delete, (record_id,))
            connection.execute("DELETE FROM records WHERE id = ?", (record_id,))
    return len(doomed)
