"""The one SQLite connection of the store, and its failures as sentences of ours."""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from gui.core.errors import DiskFull, StoreBusy, StoreDamaged, StoreError, StoreReadOnly
from gui.core.store.files import new_private_file

_BUSY_SECONDS = 5.0
_FROM_SQLITE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_PROTOCOL: StoreBusy,
    sqlite3.SQLITE_IOERR: StoreError,
    sqlite3.SQLITE_NOMEM: StoreError,
    sqlite3.SQLITE_NOLFS: StoreError,
}
_FROM_SYSTEM: dict[int, type[StoreError]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: StoreReadOnly,
    errno.EACCES: StoreReadOnly,
    errno.EPERM: StoreReadOnly,
}
# The rollback journal and EXTRA survive a power cut, WAL would keep deleted answers in a side
# file; secure_delete overwrites what was deleted; nothing spills into the system's temp folder.
_PRAGMAS = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "secure_delete = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "temp_store = MEMORY",
)


class Database:
    """Several threads may call it; each transaction is whole and ends on the disk.

    One lock serves all callers, so a call waits while another writes: keep it off the GUI thread
    once the window is up.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write: begins at once, commits at the end, undoes everything on any exception.

        Raises a StoreError when nothing was (certainly) kept; sqlite3.IntegrityError passes.
        """
        with self._lock, store_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            with self._undone_unless_committed():
                yield self._connection
                self._connection.execute("COMMIT")

    def rows(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[sqlite3.Row]:
        """All rows of a query. Raises StoreError."""
        with self._lock, store_errors():
            return self._connection.execute(sql, parameters).fetchall()

    def row(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> sqlite3.Row | None:
        """The first row of a query, or None. Raises StoreError."""
        rows = self.rows(sql, parameters)
        return rows[0] if rows else None

    def version(self) -> int:
        """How many migrations the file has seen. Raises StoreError."""
        with self._lock, store_errors():
            return version_of(self._connection)

    def copy_to(self, new_file: Path) -> None:
        """Write a consistent copy into a file that does not exist yet, synced. Raises StoreError.

        After a failure a part of `new_file` may be there.
        """
        with self._lock, store_errors():
            new_private_file(new_file)
            with closing(connect(new_file)) as copy:
                # sqlite3 would wait for ever for a busy source; this waits for busy_timeout.
                self._connection.execute("BEGIN")
                with self._undone_unless_committed():
                    self._connection.execute("SELECT 1 FROM sqlite_master")
                    self._connection.backup(copy)

    def close(self) -> None:
        """Close the file; using the database afterwards is a fault of the caller."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _undone_unless_committed(self) -> Iterator[None]:
        try:
            yield
        finally:
            # A write that failed may have been rolled back by SQLite already.
            with suppress(sqlite3.Error):
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


def connect(path: Path, *, writable: bool = True) -> sqlite3.Connection:
    """A connection with the store's settings to a file that exists. Raises sqlite3.Error."""
    address = f"{path.resolve().as_uri()}?mode={'rw' if writable else 'ro'}"
    connection = sqlite3.connect(
        address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    with ExitStack() as stack:
        stack.enter_context(closing(connection))
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        stack.pop_all()
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations the file has seen; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn failures of the file into StoreErrors; a fault of our SQL passes as it is."""
    try:
        yield
    except sqlite3.Error as error:
        kind = store_error_of(error)
        if kind is None:
            raise
        raise kind(details=_code_of(error)) from None
    except UnicodeDecodeError:  # damaged text, or SQLite's message that quotes damaged text
        raise StoreDamaged(details={"错误": "text"}) from None
    except OSError as error:
        kind = _FROM_SYSTEM.get(error.errno or 0, StoreError)
        raise kind(details={"错误": errno.errorcode.get(error.errno or 0, "?")}) from None


def store_error_of(error: sqlite3.Error) -> type[StoreError] | None:
    """Our failure for one of SQLite's, None for a fault of our own (wrong SQL, a constraint)."""
    return _FROM_SQLITE.get(_number_of(error) & 0xFF)


def _number_of(error: sqlite3.Error) -> int:
    number: Any = getattr(error, "sqlite_errorcode", 0)  # absent when Python itself complains
    return int(number)


def _code_of(error: sqlite3.Error) -> dict[str, str]:
    return {"错误": str(getattr(error, "sqlite_errorname", "?"))}
