"""Which pictures WeChat holds already, for which mini program, under which id, and since when."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from gui.core.store.connection import Database

#: No lifetime of these ids is documented; those of a sibling upload live three days [P]. One hour
#: less, since the submission that uses an id comes a while later.
FRESH_SECONDS = 3 * 86400 - 3600


@dataclass(frozen=True)
class Upload:
    """What WeChat answered for a picture. `uploaded_at` is in seconds since 1970."""

    sha256: str
    media_id: str
    uploaded_at: float

    def is_fresh(self, now: float) -> bool:
        """Whether the id may be used. A negative age means that a clock was set: nobody knows."""
        return 0 <= now - self.uploaded_at < FRESH_SECONDS


class UploadRows:
    """What was uploaded by this computer, by mini program. Every method raises StoreError."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def of(self, appid: str) -> dict[str, Upload]:
        """All uploads for a mini program by the sha256 of what was uploaded, fresh or not."""
        rows = self._database.rows("SELECT * FROM uploads WHERE appid = ?", (appid,))
        return {row["sha256"]: _upload(row) for row in rows}

    def ids(self, appid: str) -> dict[str, str]:
        """The ids that may be used now, by the sha256 of what was uploaded."""
        found, now = self.of(appid), self._now()
        return {sha256: one.media_id for sha256, one in found.items() if one.is_fresh(now)}

    def keep(self, sha256: str, appid: str, media_id: str) -> Upload:
        """Remember an answer in the place of an earlier one; on return it is on the disk.

        Of a picture that is not kept any more nothing is remembered.
        """
        upload = Upload(sha256, media_id, self._now())
        with self._database.transaction() as connection:
            connection.execute(_KEEP, (sha256, appid, media_id, upload.uploaded_at))
        return upload

    def picture_of(self, appid: str, media_id: str) -> str | None:
        """The sha256 of what has this id, None when that is not known."""
        row = self._database.row(
            "SELECT sha256 FROM uploads WHERE appid = ? AND media_id = ?", (appid, media_id)
        )
        return None if row is None else str(row["sha256"])

    def forget(self, sha256: str, appid: str) -> None:
        """Drop the id of one picture, so that it is uploaded again."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM uploads WHERE sha256 = ? AND appid = ?", (sha256, appid)
            )

    def forget_all(self, appid: str) -> None:
        """Drop every id of a mini program: WeChat (or its stand-in) knows none of them."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM uploads WHERE appid = ?", (appid,))


_KEEP = """
    INSERT INTO uploads (sha256, appid, media_id, uploaded_at)
    SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM pictures WHERE sha256 = ?1)
    ON CONFLICT (sha256, appid) DO UPDATE SET
        media_id = excluded.media_id, uploaded_at = excluded.uploaded_at
"""


def _upload(row: sqlite3.Row) -> Upload:
    return Upload(row["sha256"], row["media_id"], row["uploaded_at"])
