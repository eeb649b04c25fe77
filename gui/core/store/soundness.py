"""Is this file whole? Structure by SQLite, tables by their text, and each row by its digest.

SQLite's own check does not see a changed letter inside an answer. So every table has a column
`digest`, kept by triggers that live in our connection only, and compared at start-up. A row that
was changed by another program therefore counts as damaged.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing

from gui.core.errors import StoreDamaged, StoreTooNew
from gui.core.store.connection import store_error_of, version_of
from gui.core.store.migrations import Migration

_FUNCTION = "row_digest"
_SCHEMA = "SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY type, name"
_SEALED_TABLES = (
    "SELECT m.name FROM main.sqlite_master AS m, pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND c.name = 'digest' ORDER BY m.name"
)


def require_sound(connection: sqlite3.Connection, migrations: tuple[Migration, ...]) -> None:
    """Pass a whole file of a version that we know.

    Raises StoreDamaged, StoreTooNew, or another StoreError when the file could not be read at all
    (busy, forbidden, a failing disk), which says nothing about the file.
    """
    require_whole(connection)
    version = version_of(connection)
    if version > len(migrations):
        raise StoreTooNew
    if version == 0 or _schema_of(connection) != _expected_schema(migrations[:version]):
        raise StoreDamaged(details={"错误": "schema"})


def require_whole(connection: sqlite3.Connection) -> None:
    """Pass a file whose structure and rows are as they were written. Raises as above.

    Only inside `store_errors`: SQLite's messages may quote damaged text.
    """
    try:
        answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        broken = answer != "ok" or any(_broken(connection, name) for name in _sealed(connection))
    except sqlite3.Error as error:
        raise (store_error_of(error) or StoreDamaged) from None
    if broken:
        raise StoreDamaged(details={"错误": "content"})


def keep_sealed(connection: sqlite3.Connection) -> None:
    """From now on every row that this connection writes gets its digest by itself."""
    connection.create_function(_FUNCTION, -1, _digest, deterministic=True)
    for table in _sealed(connection):
        columns = ", ".join(_columns(connection, table))
        sealing = f"BEGIN {_seal(connection, table)} WHERE rowid = NEW.rowid; END"
        for kind, event in (("new", "INSERT"), ("changed", f"UPDATE OF {columns}")):
            trigger = f"{_name(f'seal_{kind}_{table}')} AFTER {event} ON main.{_name(table)}"
            connection.execute(f"CREATE TEMP TRIGGER {trigger} {sealing}")


def seal_all(connection: sqlite3.Connection) -> None:
    """Give every row its digest, after a migration changed tables."""
    connection.create_function(_FUNCTION, -1, _digest, deterministic=True)
    for table in _sealed(connection):
        connection.execute(_seal(connection, table))


def _seal(connection: sqlite3.Connection, table: str) -> str:
    return f"UPDATE {_name(table)} SET digest = {_call(connection, table)}"  # noqa: S608 (quoted)


def _broken(connection: sqlite3.Connection, table: str) -> bool:
    connection.create_function(_FUNCTION, -1, _digest, deterministic=True)
    wrong = f"digest IS NOT {_call(connection, table)}"
    query = f"SELECT 1 FROM {_name(table)} WHERE {wrong} LIMIT 1"  # noqa: S608 (quoted)
    return connection.execute(query).fetchone() is not None


def _call(connection: sqlite3.Connection, table: str) -> str:
    return f"{_FUNCTION}({', '.join(_columns(connection, table))})"


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return [_name(row[0]) for row in rows if row[0] != "digest"]


def _name(text: str) -> str:
    """A name out of the file, which may be damaged, quoted for SQL."""
    return '"' + text.replace('"', '""') + '"'


def _sealed(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute(_SEALED_TABLES)]


def _digest(*columns: object) -> int:
    # JSON in ASCII looks the same in every version of Python, repr() does not.
    return zlib.crc32(json.dumps(columns).encode("ascii"))


def _schema_of(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(_SCHEMA)]


def _expected_schema(migrations: tuple[Migration, ...]) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:")) as scratch:
        for migration in migrations:
            migration(scratch)
        return _schema_of(scratch)
