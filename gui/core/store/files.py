"""Files of the store that appear whole or not at all, and one process at a time to arrange them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

#: What is not finished yet has this ending; a start-up removes what a killed process left.
PART = ".part"
_LOCK_NAME = "reauth-desk.lock"
_LOCK_SECONDS = 10.0


def new_private_file(path: Path) -> None:
    """Create an empty file that only this user may read (0600). Raises OSError when it exists."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def put_in_place(part: Path, final: Path) -> None:
    """Give a finished file its name; afterwards a power cut cannot take the name away."""
    part.replace(final)
    with suppress(OSError):  # Windows and some network file systems cannot sync a folder
        descriptor = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed process left half made. Only inside `only_one`."""
    for leftover in folder.glob(f"*{PART}*"):
        leftover.unlink()


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with the process, killed or not.

    It is SQLite's own lock on an empty file: the one kind of lock that the store depends on
    anyway. Raises sqlite3.OperationalError (busy) after ten seconds.
    """
    path = folder / _LOCK_NAME
    with suppress(FileExistsError):
        new_private_file(path)
    with closing(sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None)) as lock:
        lock.execute("PRAGMA journal_mode = MEMORY")
        lock.execute("BEGIN EXCLUSIVE")
        yield


def stamp(moment: float) -> str:
    """A time (seconds since 1970) for a file name: 20260131T235959123Z."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(moment, UTC).strftime("%Y%m%dT%H%M%S%f")[:-3] + "Z"


def moment_of(stamp_text: str) -> float:
    """The time behind `stamp`. Raises ValueError."""
    from datetime import UTC, datetime

    return datetime.strptime(stamp_text, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC).timestamp()
