"""Records to files and back: the store and the exchange format put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gui.core.errors import StoreError
from gui.core.exchange import (
    ImportedRecord,
    ImportPlan,
    export_drafts,
    read_import,
    save_export,
)
from gui.core.form.rules import resolve
from gui.core.form.spec import FormSpec
from gui.core.local_pictures import pictures_in, with_ids, without_pictures
from gui.core.store.accounts import Accounts
from gui.core.store.records import TASKID, Besides, Call, NewRecord, Record, Records
from gui.core.store.uploads import UploadRows

MOST_TOLD = 5


@dataclass(frozen=True)
class _Portable:
    """A record as the exchange format wants it; the AppID lets an import find its account.

    `left` counts the pictures that stay behind.
    """

    name: str
    call: str
    appid: str
    values: Mapping[str, Any]
    extras: Mapping[str, Any]
    left: int


@dataclass(frozen=True)
class Exported:
    """Where the file is, and how many pictures could not go into it."""

    path: Path
    left: int


class Transfers:
    """Methods block; none of them ever sees a secret."""

    def __init__(
        self,
        spec: FormSpec,
        records: Records,
        accounts: Accounts,
        uploads: UploadRows,
        name_for: Callable[[Call], str],
    ) -> None:
        self._spec = spec
        self._records = records
        self._accounts = accounts
        self._uploads = uploads
        self._name_for = name_for

    def read(self, path: Path) -> ImportPlan:
        """What a file holds, checked; nothing is changed. Raises FileRefused, StoreError."""
        plan = read_import(path, self._spec)
        notes = [*self._known(plan.records), *self._missing(plan.records)]
        return replace(plan, notes=(*notes, *plan.notes))

    def _known(self, records: Sequence[ImportedRecord]) -> Iterator[str]:
        """Records of the same task, which are easily taken for each other."""
        names = {line.taskid: line.name for line in self._records.summaries() if line.taskid}
        for item in records[:MOST_TOLD]:
            if item.values.get(TASKID) in names:
                yield f"已有同一任务编号的记录「{names[item.values[TASKID]]}」"

    def _missing(self, records: Sequence[ImportedRecord]) -> Iterator[str]:
        """Of a single record: what has to be filled in before it can be submitted."""
        if len(records) != 1:
            return
        item = records[0]
        resolution = resolve(self._spec, without_pictures(item.values), {"call": item.call})
        missing = set(resolution.missing(resolution.required)) | resolution.unoffered
        labels = [field.label for at, field in self._spec.fields.items() if at in missing]
        if labels:
            more = f"等 {len(labels)} 项" if len(labels) > MOST_TOLD else ""
            yield f"提交前还要填写：{'、'.join(labels[:MOST_TOLD])}{more}"

    def take_in(self, plan: ImportPlan, account_id: str | None) -> tuple[str, ...]:
        """Make a record of each of the plan's, always a new one; returns their ids.

        A record whose AppID is an account here belongs to that one, others to `account_id`.
        All of them are kept or, when that fails, none. Raises StoreError.
        """
        known = {account.appid: account.id for account in self._accounts.all()}
        new = [self._new(item, known.get(item.appid, account_id)) for item in plan.records]
        return tuple(record.id for record in self._records.create_all(new))

    def _new(self, item: ImportedRecord, account_id: str | None) -> NewRecord:
        call: Call = "reauth" if item.call == "reauth" else "wxaauth"
        besides: Besides = {
            "extras": item.extras,
            "context": {"call": call},
            "account_id": account_id,
        }
        values = without_pictures(item.values)
        return NewRecord(call, item.name or self._name_for(call), values, besides)

    def export(self, record_ids: Sequence[str], path: Path) -> Exported:
        """Write records into one file; an empty list means all. Raises StoreError, KeyError."""
        ids = record_ids or [item.id for item in self._records.summaries()]
        appids = self._appids()
        records = [self._records.get(record_id) for record_id in ids]
        return _write(path, [self._portable(record, appids) for record in records])

    def export_record(self, record: Record, path: Path) -> Exported:
        """Write one record as it is given, saved or not: the way out when saving fails."""
        try:
            item = self._portable(record, self._appids())
        except StoreError:
            item = _portable(record, "", {})
        return _write(path, [item])

    def _portable(self, record: Record, appids: Mapping[str, str]) -> _Portable:
        appid = appids.get(record.account_id or "", "")
        return _portable(record, appid, self._uploads.ids(appid))

    def _appids(self) -> dict[str, str]:
        return {account.id: account.appid for account in self._accounts.all()}


def _portable(record: Record, appid: str, ids: Mapping[str, str]) -> _Portable:
    """Pictures travel by the ids under which WeChat knows them; the others cannot."""
    values = with_ids(record.values, ids)
    left = len(pictures_in(values))
    return _Portable(record.name, record.call, appid, without_pictures(values), record.extras, left)


def _write(path: Path, items: Sequence[_Portable]) -> Exported:
    save_export(path, export_drafts(items), len(items))
    return Exported(path, sum(item.left for item in items))
