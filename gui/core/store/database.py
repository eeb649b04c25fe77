"""Opens the store: the tables of today, or after damage the newest good backup, never silence."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from gui.core.errors import (
    DiskFull,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreReadOnly,
    StoreTooNew,
)
from gui.core.paths import make_private
from gui.core.store.backups import StoredBackup, stored_backups, write_backup
from gui.core.store.connection import Database, connect, store_errors
from gui.core.store.files import (
    PART,
    new_private_file,
    only_one,
    put_in_place,
    remove_unfinished,
    stamp,
)
from gui.core.store.journal import Journal
from gui.core.store.migrations import MIGRATIONS, Migration
from gui.core.store.soundness import keep_sealed, require_sound, seal_all

FILE_NAME = "reauth-desk.sqlite3"
_log = logging.getLogger(__name__)
_NOT_OPENED = "数据没有打开"
_WORDS: dict[type[StoreError], str] = {
    StoreReadOnly: "程序不能在文件夹「{folder}」里保存数据。请检查文件夹权限，或换一个数据文件夹。",
    DiskFull: "磁盘空间不足。原有数据没有改动，请在「{folder}」所在的磁盘腾出空间后重新打开。",
    StoreBusy: "文件夹「{folder}」里的数据正被另一个程序占用。数据没有改动，请稍后重新打开。",
    StoreError: "文件夹「{folder}」里的数据读不出来。数据没有改动，请检查磁盘后重新打开。",
}


@dataclass(frozen=True)
class Opened:
    """The store, and what the user must be told about how it was opened.

    `restored_from` is the time (seconds since 1970) of the backup that took the place of a
    damaged or missing file; `damaged_file` is where that file was put aside. `damaged_file`
    without `restored_from` means that no good backup was there and the store begins empty.
    With `read_only` the records can be read, and every write raises StoreReadOnly.
    """

    database: Database
    restored_from: float | None = None
    damaged_file: Path | None = None
    read_only: bool = False


def open_database(
    folder: Path,
    *,
    now: Callable[[], float] = time.time,
    migrations: tuple[Migration, ...] = MIGRATIONS,
) -> Opened:
    """Open the store in `folder`, made when it is missing (folder 0700, file 0600).

    Raises StoreTooNew (nothing was changed), or a StoreError in words for the start-up: StoreBusy,
    StoreReadOnly (nothing to read there), DiskFull. A backup that was restored has every record
    marked as unknown already.
    """
    make_private(folder)
    try:
        with store_errors():
            return _Opening(folder, now, migrations).open()
    except StoreError as error:
        words = _WORDS.get(type(error))
        if words is None:
            raise
        text = words.format(folder=folder)
        raise type(error)(text, title=_NOT_OPENED, actions=(), details=error.details) from None


class _Opening:
    """One start-up. Whatever takes a file's place is finished before that file is moved away."""

    def __init__(
        self, folder: Path, now: Callable[[], float], migrations: tuple[Migration, ...]
    ) -> None:
        self._folder = folder
        self._path = folder / FILE_NAME
        self._now = now
        self._migrations = migrations
        self._unreadable: list[StoreError] = []

    def open(self) -> Opened:
        if not _may_write(self._folder, self._path):
            return self._for_reading()
        with only_one(self._folder):
            remove_unfinished(self._folder)
            if not self._path.exists():
                return self._replaced()
            try:
                return Opened(self._current())
            except StoreDamaged as error:
                _log.warning("store damaged: %s", error.details)
                return self._replaced()

    def _for_reading(self) -> Opened:
        if not self._path.exists():
            raise StoreReadOnly
        with _closed_on_failure(self._sound(self._path, writable=False)) as database:
            if database.version() < len(self._migrations):
                raise StoreReadOnly
        return Opened(database, read_only=True)

    def _current(self) -> Database:
        _make_file_private(self._path)
        with _closed_on_failure(self._sound(self._path)) as database:
            if database.version() < len(self._migrations):
                write_backup(database, "before-upgrade", self._now())
            self._upgrade(database)
        return database

    def _replaced(self) -> Opened:
        part = self._path.with_name(FILE_NAME + PART)
        backup = self._restored_into(part)
        if backup is None:
            new_private_file(part)
            with closing(Database(part, connect(part))) as fresh:
                self._upgrade(fresh)
        damaged = self._set_aside()
        put_in_place(part, self._path)
        return Opened(self._current(), backup.taken_at if backup else None, damaged)

    def _restored_into(self, part: Path) -> StoredBackup | None:
        for stored in stored_backups(self._folder):
            backup = self._good(stored)
            if backup is None:
                continue
            with closing(backup):
                backup.copy_to(part)
            with closing(Database(part, connect(part))) as restored:
                self._upgrade(restored)
                Journal(restored, self._now).mark_all_unknown_after_restore()
            return stored
        if self._unreadable:  # a good one may be among them: do not begin empty
            raise self._unreadable[0]
        return None

    def _good(self, stored: StoredBackup) -> Database | None:
        try:
            return self._sound(stored.path, writable=False)
        except StoreTooNew:  # the newer program can restore it
            raise
        except StoreDamaged:
            _log.warning("backup %d damaged", stored.number)
        except StoreError as error:
            self._unreadable.append(error)
        return None

    def _sound(self, path: Path, *, writable: bool = True) -> Database:
        with store_errors():
            if path.stat().st_size == 0:  # SQLite would take it for a new store
                raise StoreDamaged
            with ExitStack() as stack:
                connection = stack.enter_context(closing(connect(path, writable=writable)))
                require_sound(connection, self._migrations)
                stack.pop_all()
            return Database(path, connection)

    def _upgrade(self, database: Database) -> None:
        """Bring the tables up to today, each step whole, and keep rows sealed from then on."""
        for number in range(database.version(), len(self._migrations)):
            with database.transaction() as connection:
                self._migrations[number](connection)
                seal_all(connection)
                connection.execute(f"PRAGMA user_version = {number + 1}")
        with database.transaction() as connection:
            keep_sealed(connection)

    def _set_aside(self) -> Path | None:
        """Move the file and its journal away; a journal left behind would spoil the next file."""
        aside = _free_name(self._path.with_name(f"{FILE_NAME}.damaged-{stamp(self._now())}"))
        for source, target in ((self._path, aside), (_journal_of(self._path), _journal_of(aside))):
            if source.exists():
                put_in_place(source, target)
        # Without a file: a start-up may have been killed between the two moves.
        kept = self._folder.glob(f"{FILE_NAME}.damaged-*")
        newest = max((path for path in kept if not path.name.endswith("-journal")), default=None)
        return aside if aside.exists() else newest


@contextmanager
def _closed_on_failure(database: Database) -> Iterator[Database]:
    with ExitStack() as stack:
        stack.enter_context(closing(database))
        yield database
        stack.pop_all()


def _may_write(folder: Path, path: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    places = [folder, path] if path.exists() else [folder]
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in places)


def _make_file_private(path: Path) -> None:
    with suppress(PermissionError):  # it belongs to somebody else who lets us write
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _free_name(path: Path) -> Path:
    tries = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(name for name in chain((path,), tries) if not name.exists())
