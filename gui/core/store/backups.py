"""Copies of the store to go back to after damage: whole, checked, and never fewer than before."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from gui.core.paths import make_private
from gui.core.store.connection import Database, connect, store_errors
from gui.core.store.files import (
    PART,
    moment_of,
    only_one,
    put_in_place,
    remove_unfinished,
    stamp,
)
from gui.core.store.soundness import require_whole

_NAME = re.compile(r"(backup|before-upgrade)-([0-9]{8})-([0-9]{8}T[0-9]{9}Z)\.sqlite3")


@dataclass(frozen=True)
class StoredBackup:
    """One copy. `number` only grows, so it orders copies even when the clock was wrong."""

    path: Path
    kind: str
    number: int
    taken_at: float


class Backups:
    """The newest `keep` rolling copies, besides one from before each upgrade of the tables."""

    def __init__(
        self, database: Database, now: Callable[[], float] = time.time, *, keep: int = 5
    ) -> None:
        self._database = database
        self._now = now
        self._keep = keep

    def newest_first(self) -> list[StoredBackup]:
        """All copies, the newest first. Raises StoreError."""
        return stored_backups(self._database.path.parent)

    def take_if_due(self, min_age: float = 600.0) -> StoredBackup | None:
        """Take a copy unless the newest is younger than `min_age` seconds. Raises StoreError."""
        newest = next(iter(self.newest_first()), None)
        # A negative age means that the clock was set back: nobody knows the true age.
        if newest is not None and 0 <= self._now() - newest.taken_at < min_age:
            return None
        return self.take()

    def take(self) -> StoredBackup:
        """Take a copy; only when it is checked and in place does the oldest one go.

        Raises StoreDamaged when the store itself is damaged, else DiskFull, StoreReadOnly, ….
        """
        return self._take(self._keep)

    def renew(self) -> StoredBackup:
        """Take a copy and remove all older ones, so that purged records leave no trace there."""
        taken = self._take(1)
        for old in self.newest_first():
            if old.number < taken.number:
                self._remove(old)
        return taken

    def _take(self, keep: int) -> StoredBackup:
        folder = self._database.path.parent
        with store_errors(), only_one(folder):
            remove_unfinished(backup_folder(folder))
            taken = write_backup(self._database, "backup", self._now())
        rolling = [stored for stored in self.newest_first() if stored.kind == "backup"]
        for old in rolling[keep:]:
            self._remove(old)
        return taken

    def _remove(self, old: StoredBackup) -> None:
        with store_errors():
            old.path.unlink(missing_ok=True)


def backup_folder(folder: Path) -> Path:
    """Where the copies of the store in `folder` are; made when it is missing."""
    return make_private(folder / "backups")


def stored_backups(folder: Path) -> list[StoredBackup]:
    """The copies of the store in `folder`, the newest first. Raises StoreError."""
    found: list[StoredBackup] = []
    with store_errors():
        place = folder / "backups"
        for path in place.iterdir() if place.is_dir() else ():
            match = _NAME.fullmatch(path.name)
            with suppress(ValueError):  # not a name of ours after all
                if match:
                    kind, number, moment = match.groups()
                    found.append(StoredBackup(path, kind, int(number), moment_of(moment)))
    return sorted(found, key=lambda stored: stored.number, reverse=True)


def write_backup(database: Database, kind: str, moment: float) -> StoredBackup:
    """Copy, check, and only then give the name that counts. Only inside `only_one`.

    A copy of a damaged store is not kept: it would push out a good one. Raises StoreError.
    """
    place = backup_folder(database.path.parent)
    newest = next(iter(stored_backups(database.path.parent)), None)
    number = newest.number + 1 if newest else 1
    final = place / f"{kind}-{number:08d}-{stamp(moment)}.sqlite3"
    part = final.with_name(final.name + PART)
    try:
        database.copy_to(part)
        with store_errors(), closing(connect(part, writable=False)) as copy:
            require_whole(copy)
        with store_errors():
            put_in_place(part, final)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return StoredBackup(final, kind, number, moment_of(stamp(moment)))
