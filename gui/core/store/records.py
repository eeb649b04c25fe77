"""The records that people fill in: kept, found again, renamed, copied, deleted and brought back."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypedDict, Unpack

from gui.core.errors import EditConflict
from gui.core.store.connection import Database
from gui.core.store.naming import copy_name
from gui.core.store.purging import Deleted, deleted, purge_deleted
from gui.core.store.summaries import RecordSummary, summaries, summary
from gui.core.store.text import from_json, storable, to_json

__all__ = ["PROGRAM_NAME", "TASKID", "Call", "NewRecord", "Record", "RecordSummary", "Records"]

Call = Literal["reauth", "wxaauth"]
#: Answers that the list of records shows and searches.
TASKID = "/taskid"
PROGRAM_NAME = "/account_name"


@dataclass(frozen=True)
class Record:
    """One form: `values` by JSON pointer; `extras` are fields of an import that we do not know.

    `rev` counts the changes of values, extras, context and call. Times are seconds since 1970.
    """

    id: str
    account_id: str | None
    call: Call
    name: str
    values: dict[str, Any]
    extras: dict[str, Any]
    context: dict[str, Any]
    rev: int
    created_at: float
    changed_at: float
    opened_at: float | None
    deleted_at: float | None


class Besides(TypedDict, total=False):
    """What may be given besides the values; what is left out is empty or stays as it is."""

    context: Mapping[str, Any]
    extras: Mapping[str, Any]
    account_id: str | None


class NewRecord(NamedTuple):
    """What `create` takes, for several at once."""

    call: Call
    name: str
    values: Mapping[str, Any]
    besides: Besides


class BesidesWithCall(Besides, total=False):
    """For an existing record also the call."""

    call: Call


class Records:
    """All records of this computer. Every method raises StoreError.

    Halves of characters are kept as U+FFFD (see `text.storable`), so what is returned may differ
    from what was given: take over what is returned.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._doubtful: dict[str, dict[str, Any]] = {}

    def create(
        self, call: Call, name: str, values: Mapping[str, Any], **besides: Unpack[Besides]
    ) -> Record:
        """Add a record; `context`, `extras` and `account_id` may be given."""
        return self.create_all([NewRecord(call, name, values, besides)])[0]

    def create_all(self, new: Iterable[NewRecord]) -> list[Record]:
        """Add records, all of them or, when one cannot be kept, none."""
        moment = self._now()
        with self._database.transaction() as connection:
            rows = [_row_of(one, moment) for one in new]
            connection.executemany(_INSERT, rows)
            return [self.get(row["id"]) for row in rows]

    def get(self, record_id: str) -> Record:
        """The record, deleted or not. Raises KeyError when it is not there."""
        record = self._find(record_id)
        if record is None:
            raise KeyError(record_id)
        return record

    def save(
        self,
        record_id: str,
        *,
        values: Mapping[str, Any],
        rev: int,
        **besides: Unpack[BesidesWithCall],
    ) -> Record:
        """Keep what was edited on top of `rev`; on return it is on the disk.

        Equal content writes nothing and keeps `rev`, also when `rev` is old: then an earlier save
        was kept although it seemed to fail. Raises EditConflict when the record holds something
        newer, or is gone.
        """
        stored = self._find(record_id)
        if stored is None:
            raise EditConflict
        wanted = {
            **_columns(
                values,
                besides.get("extras", stored.extras),
                besides.get("context", stored.context),
                besides.get("call", stored.call),
            ),
            "account_id": besides.get("account_id", stored.account_id),
        }
        if wanted == _columns_of(stored):
            return stored
        if self._doubtful.get(record_id) == _columns_of(stored):
            rev = stored.rev  # our own save, which was kept although the disk reported a failure
        self._doubtful[record_id] = wanted
        saved = self._replace(record_id, rev, wanted)
        del self._doubtful[record_id]
        return saved

    def _replace(self, record_id: str, rev: int, wanted: dict[str, Any]) -> Record:
        parameters = wanted | {"id": record_id, "rev": rev, "moment": self._now()}
        with self._database.transaction() as connection:
            if connection.execute(_UPDATE, parameters).rowcount == 0:
                raise EditConflict
            return self.get(record_id)

    def adopt_taskid(self, record_id: str, taskid: str) -> Record:
        """Make a first submission that was answered with `taskid` a 重新提审 from now on.

        An empty taskid changes nothing. Whoever has the record open must go on with the `rev`
        and the values that are returned. Raises KeyError.
        """
        if not taskid:
            return self.get(record_id)
        with self._database.transaction() as connection:  # nobody saves in between
            record = self.get(record_id)
            values = {**record.values, TASKID: taskid}
            context = {**record.context, "call": "reauth"}
            wanted = _columns(values, record.extras, context, "reauth")
            wanted |= {"account_id": record.account_id}
            if wanted != _columns_of(record):
                wanted |= {"id": record_id, "rev": record.rev, "moment": self._now()}
                connection.execute(_UPDATE, wanted)
            return self.get(record_id)

    def rename(self, record_id: str, name: str) -> Record:
        """Raises KeyError."""
        return self._set("UPDATE records SET name = ? WHERE id = ?", storable(name), record_id)

    def set_account(self, record_id: str, account_id: str | None) -> Record:
        """Raises KeyError."""
        return self._set("UPDATE records SET account_id = ? WHERE id = ?", account_id, record_id)

    def mark_opened(self, record_id: str) -> Record:
        """Remember that the user works on this record now. Raises KeyError."""
        return self._set("UPDATE records SET opened_at = ? WHERE id = ?", self._now(), record_id)

    def delete(self, record_id: str) -> Record:
        """Take the record out of the list; `restore` brings it back. Raises KeyError."""
        return self._set("UPDATE records SET deleted_at = ? WHERE id = ?", self._now(), record_id)

    def restore(self, record_id: str) -> Record:
        """Undo `delete`. Raises KeyError."""
        return self._set("UPDATE records SET deleted_at = ? WHERE id = ?", None, record_id)

    def duplicate(self, record_id: str) -> Record:
        """A new record with the same content and no submissions. Raises KeyError."""
        source = self.get(record_id)
        name = copy_name(source.name, {line.name for line in self.summaries()})
        besides: Besides = {"context": source.context, "extras": source.extras}
        besides["account_id"] = source.account_id
        return self.create(source.call, name, source.values, **besides)

    def deleted(self) -> list[Deleted]:
        """What `restore` can bring back, the last deleted first."""
        return deleted(self._database)

    def purge_deleted(self, kept: float = 0.0, only: str = "") -> int:
        """Destroy what was deleted `kept` seconds ago or before (or `only` that record of it).

        Returns how many records went. One whose last submission is in doubt stays until that is
        settled. Backups still hold what was purged: see `Backups.renew`.
        """
        return purge_deleted(self._database, self._now() - kept, only)

    def summaries(self, search: str = "") -> list[RecordSummary]:
        """The list of records, the last changed first; `search` keeps those with all its words.

        Searched are names, account, AppID, taskid; case and full width make no difference.
        """
        return summaries(self._database, search)

    def summary(self, record_id: str) -> RecordSummary | None:
        """Its line of the list, None for a record that is not there."""
        return summary(self._database, record_id)

    def last_opened(self) -> Record | None:
        """The record that was opened last and is not deleted."""
        row = self._database.row(
            "SELECT * FROM records WHERE deleted_at IS NULL AND opened_at IS NOT NULL"
            " ORDER BY opened_at DESC LIMIT 1"
        )
        return None if row is None else _record(row)

    def _find(self, record_id: str) -> Record | None:
        row = self._database.row("SELECT * FROM records WHERE id = ?", (record_id,))
        return None if row is None else _record(row)

    def _set(self, statement: str, value: object, record_id: str) -> Record:
        with self._database.transaction() as connection:
            connection.execute(statement, (value, record_id))
            return self.get(record_id)


_INSERT = """
    INSERT INTO records (id, account_id, call, name, program, taskid, rev, created_at, changed_at,
                         answers, extras, context)
    VALUES (:id, :account_id, :call, :name, :program, :taskid, 1, :moment, :moment,
            :answers, :extras, :context)
"""
_UPDATE = """
    UPDATE records SET account_id = :account_id, call = :call, program = :program,
           taskid = :taskid, rev = rev + 1, changed_at = :moment, answers = :answers,
           extras = :extras, context = :context
    WHERE id = :id AND rev = :rev
"""


def _row_of(new: NewRecord, moment: float) -> dict[str, Any]:
    besides = new.besides
    columns = _columns(new.values, besides.get("extras", {}), besides.get("context", {}), new.call)
    return columns | {
        "id": os.urandom(16).hex(),
        "name": storable(new.name),
        "account_id": besides.get("account_id"),
        "moment": moment,
    }


def _columns(
    values: Mapping[str, Any], extras: Mapping[str, Any], context: Mapping[str, Any], call: Call
) -> dict[str, Any]:
    return {
        "call": call,
        "program": _words(values.get(PROGRAM_NAME)),
        "taskid": _words(values.get(TASKID)),
        "answers": to_json(values),
        "extras": to_json(extras),
        "context": to_json(context),
    }


def _words(value: object) -> str:
    return storable(value) if isinstance(value, str) else ""


def _columns_of(record: Record) -> dict[str, Any]:
    columns = _columns(record.values, record.extras, record.context, record.call)
    return columns | {"account_id": record.account_id}


def _record(row: sqlite3.Row) -> Record:
    return Record(
        id=row["id"],
        account_id=row["account_id"],
        call=row["call"],
        name=row["name"],
        values=from_json(row["answers"]),
        extras=from_json(row["extras"]),
        context=from_json(row["context"]),
        rev=row["rev"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        opened_at=row["opened_at"],
        deleted_at=row["deleted_at"],
    )
