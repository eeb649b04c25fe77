"""Records to files and back: the store and the exchange format put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gui.core.bundle import is_bundle, opened_bundle
from gui.core.errors import StoreError
from gui.core.exchange import (
    LARGEST_FILE,
    ImportedRecord,
    ImportPlan,
    export_drafts,
    read_import,
    save_export,
)
from gui.core.form.rules import resolve
from gui.core.form.spec import FormSpec
from gui.core.local_pictures import pictures_in, swapped, with_ids, without_pictures
from gui.core.parcels import Packed, Parcel, Parcels
from gui.core.store.accounts import Accounts
from gui.core.store.pictures import PREFIX
from gui.core.store.records import TASKID, Besides, Call, NewRecord, Record, Records
from gui.core.store.uploads import UploadRows

MOST_TOLD = 5


@dataclass(frozen=True)
class _Portable:
    """A record as the exchange format wants it; the AppID lets an import find its account.

    `left` counts the pictures that cannot be read.
    """

    name: str
    call: str
    appid: str
    values: Mapping[str, Any]
    extras: Mapping[str, Any]
    left: int


@dataclass(frozen=True)
class Exported:
    """Where the file is, how many pictures could not be read, and how many are in it."""

    path: Path
    left: int
    pictures: int = 0


@dataclass(frozen=True)
class FilePlan(ImportPlan):
    """What the import of a file would bring, with those of its pictures that would be kept."""

    file: Path = Path()
    parcels: tuple[Parcel, ...] = ()


class Transfers:
    """Methods block; none of them ever sees a secret."""

    def __init__(
        self,
        spec: FormSpec,
        records: Records,
        accounts: Accounts,
        uploads: UploadRows,
        parcels: Parcels,
        name_for: Callable[[Call], str],
    ) -> None:
        self._spec = spec
        self._records = records
        self._accounts = accounts
        self._uploads = uploads
        self._parcels = parcels
        self._name_for = name_for

    def read(self, path: Path) -> FilePlan:
        """What a file holds, checked; nothing is changed. Raises FileRefused, StoreError."""
        plan = self._opened(path)
        notes = [*self._known(plan.records), *self._missing(plan.records)]
        return replace(plan, notes=(*notes, *plan.notes))

    def _opened(self, path: Path) -> FilePlan:
        if not is_bundle(path):
            return _with_pictures(read_import(path, self._spec), path, [], [])
        with opened_bundle(path, LARGEST_FILE) as bundle:
            plan = read_import(bundle.records(), self._spec, path.name)
            named = [sha256 for sha256 in _named(plan.records) if sha256 in bundle.pictures]
            parcels, refused = self._parcels.checked(bundle, named, plan.pictures)
        return _with_pictures(plan, path, parcels, refused)

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
        resolution = resolve(self._spec, item.values, {"call": item.call})
        missing = set(resolution.missing(resolution.required)) | resolution.unoffered
        labels = [field.label for at, field in self._spec.fields.items() if at in missing]
        if labels:
            more = f"等 {len(labels)} 项" if len(labels) > MOST_TOLD else ""
            yield f"提交前还要填写：{'、'.join(labels[:MOST_TOLD])}{more}"

    def take_in(self, plan: FilePlan, account_id: str | None) -> tuple[str, ...]:
        """Make a record of each of the plan's, always a new one; returns their ids.

        A record whose AppID is an account here belongs to that one, others to `account_id`.
        All of them are kept with their pictures or, when that fails, none. Raises StoreError, and
        FileRefused when the file with the pictures is not what it was.
        """
        known = {account.appid: account.id for account in self._accounts.all()}
        new = [self._new(item, known.get(item.appid, account_id)) for item in plan.records]
        with ExitStack() as stack:
            if plan.parcels:
                bundle = stack.enter_context(opened_bundle(plan.file, LARGEST_FILE))
                stack.enter_context(self._parcels.kept(bundle, plan.parcels))
            return tuple(record.id for record in self._records.create_all(new))

    def _new(self, item: ImportedRecord, account_id: str | None) -> NewRecord:
        call: Call = "reauth" if item.call == "reauth" else "wxaauth"
        besides: Besides = {
            "extras": item.extras,
            "context": {"call": call},
            "account_id": account_id,
        }
        return NewRecord(call, item.name or self._name_for(call), item.values, besides)

    def export(self, record_ids: Sequence[str], path: Path) -> Exported:
        """Write records into one file; an empty list means all. Raises StoreError, KeyError."""
        ids = record_ids or [item.id for item in self._records.summaries()]
        records = [self._records.get(record_id) for record_id in ids]
        return self._write(records, path, self._appids())

    def export_record(self, record: Record, path: Path) -> Exported:
        """Write one record as it is given, saved or not: the way out when saving fails."""
        try:
            appids = self._appids()
        except StoreError:
            appids = {}
        return self._write([record], path, appids)

    def _write(self, records: Sequence[Record], path: Path, appids: Mapping[str, str]) -> Exported:
        packed = self._parcels.packed(pictures_in([record.values for record in records]))
        items = [self._portable(record, appids, packed) for record in records]
        content = export_drafts(items, {sha256: one.words for sha256, one in packed.items()})
        sizes = [one.size for one in packed.values()]
        save_export(path, content, len(items), self._parcels.contents(packed), sizes)
        return Exported(path, sum(item.left for item in items), len(packed))

    def _portable(
        self, record: Record, appids: Mapping[str, str], packed: Mapping[str, Packed]
    ) -> _Portable:
        """A picture that is lost travels by the id under which WeChat knows it, if it does."""
        appid = appids.get(record.account_id or "", "")
        lost = {sha256: id_ for sha256, id_ in self._ids(appid).items() if sha256 not in packed}
        values = with_ids(record.values, lost)
        left = sum(sha256 not in packed for sha256 in pictures_in(values))
        values = without_pictures(values, keep=packed)
        return _Portable(record.name, record.call, appid, values, record.extras, left)

    def _ids(self, appid: str) -> dict[str, str]:
        try:
            return self._uploads.ids(appid)
        except StoreError:
            return {}

    def _appids(self) -> dict[str, str]:
        return {account.id: account.appid for account in self._accounts.all()}


def _named(records: Sequence[ImportedRecord]) -> tuple[str, ...]:
    return pictures_in([record.values for record in records])


def _with_pictures(
    plan: ImportPlan, file: Path, parcels: Sequence[Parcel], refused: Sequence[str]
) -> FilePlan:
    """The plan, whose records name no picture but those that would be kept."""
    new_names = {PREFIX + one.sha256: PREFIX + one.made.sha256 for one in parcels}
    kept = {one.sha256 for one in parcels}
    missing = len(_named(plan.records)) - len(kept) - len(refused)
    notes = [f"「{name}」不是可以上传的图片，没有导入" for name in refused[:MOST_TOLD]]
    if len(refused) > MOST_TOLD:
        notes.append(f"另外还有 {len(refused) - MOST_TOLD} 张图片没有导入")
    if missing:
        notes.append(f"有 {missing} 张图片不在文件里，需要重新添加")
    records = [
        replace(one, values=swapped(without_pictures(one.values, keep=kept), new_names))
        for one in plan.records
    ]
    return FilePlan(tuple(records), (*notes, *plan.notes), plan.pictures, file, tuple(parcels))
