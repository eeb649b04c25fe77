"""Carries drafts between computers: our own JSON file, and the bare body that WeChat's page shows.

{"format": "reauth-desk-draft", "version": 1, "records": [
    {"name": …, "call": "reauth" | "wxaauth", "appid": …, "auth_data": {nested}, "extras": {…}}]}

One format for one record and for all. No secret and no token is ever in it, and none is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gui.core.errors import SAFE, FileRefused, StoreError
from gui.core.files import megabytes, not_written, read_regular, refused, write_whole
from gui.core.form.rules import put
from gui.core.form.spec import FormSpec
from gui.core.intake import call_for, take, without_secrets
from gui.core.outside_text import one_line
from gui.core.strict_json import parse_object

FORMAT = "reauth-desk-draft"
VERSION = 1
LARGEST_RECORD = 2_000_000
LARGEST_FILE = 25_000_000
MOST_RECORDS = 10_000
_CALLS = ("reauth", "wxaauth")


class Exportable(Protocol):
    """What of a record goes into a file: `values` by pointer with the hidden ones."""

    @property
    def name(self) -> str: ...
    @property
    def call(self) -> str: ...
    @property
    def appid(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def extras(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class ImportedRecord:
    """One record of a file; `notes` say in Chinese what could not be taken as it stood there."""

    name: str
    call: str
    values: dict[str, Any]
    extras: dict[str, Any]
    notes: tuple[str, ...] = ()
    appid: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """What an import would bring; `notes` are about the file as a whole."""

    records: tuple[ImportedRecord, ...]
    notes: tuple[str, ...] = ()


def export_drafts(records: Iterable[Exportable]) -> bytes:
    """Our own file for one or many records, in UTF-8 that people can read."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "records": [_portable(record) for record in records],
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "replace")


def save_export(path: Path, content: bytes, records: int = 1) -> None:
    """Write an exported file, whole or not at all, for its owner only.

    Raises StoreError, also for one that `read_import` would refuse.
    """
    if records > MOST_RECORDS or len(content) > LARGEST_FILE:
        size = f"{MOST_RECORDS} 条记录、{megabytes(LARGEST_FILE)} MB"
        now = f"{records} 条、{megabytes(len(content))} MB"
        text = f"一个文件最多放 {size}，现在是 {now}。请在列表里选中一部分，分几次导出。{SAFE}"
        raise StoreError(text, title="文件没有导出", actions=())
    try:
        write_whole(path, content)
    except OSError as error:
        raise not_written(error, "文件没有导出") from None


def read_import(source: Path | bytes, spec: FormSpec, name: str = "粘贴的内容") -> ImportPlan:
    """What the file `source` (or the bytes, called `name`) holds, sorted by the rule table.

    Our own file may have 25 MB and 10 000 records; the bare `{"auth_data": {…}}`
    2 MB. Raises FileRefused, which says what is there instead. Nothing is changed anywhere.
    """
    if isinstance(source, Path):
        name = source.name
        source = read_regular(source, LARGEST_FILE)
    if len(source) > LARGEST_RECORD and FORMAT.encode() not in source[:200]:
        size = megabytes(len(source))
        raise refused(name, f"应不超过 {megabytes(LARGEST_RECORD)} MB，现在是 {size} MB")
    parsed = parse_object(source, name)
    notes = [f"「{key}」在文件里写了不止一次，采用最后一次" for key in parsed.repeated[:5]]
    if parsed.value.get("format") == FORMAT:
        records = _own_records(parsed.value, spec, name)
    else:
        records = [_bare_record(parsed.value, spec, name)]
        if len(parsed.value) > 1:
            notes.append("文件里 auth_data 以外的内容没有导入")
    return ImportPlan(tuple(records), tuple(notes))


def _portable(record: Exportable) -> dict[str, Any]:
    extras, _ = without_secrets(record.extras)
    return {
        "name": record.name,
        "call": record.call,
        "appid": record.appid,
        "auth_data": _nested(record.values),
        "extras": extras,
    }


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for pointer, value in values.items():
        put(tree, pointer, value)
    return tree


def _own_records(content: Mapping[str, Any], spec: FormSpec, name: str) -> list[ImportedRecord]:
    version, raw = content.get("version"), content.get("records")
    if type(version) is not int or version < 1:
        raise refused(name, "没有写明文件的版本，可能被改动过")
    if version > VERSION:
        raise refused(name, "由更新版本的重审助手导出，请先升级软件")
    if not isinstance(raw, list) or not raw:
        raise refused(name, "里面没有记录")
    if len(raw) > MOST_RECORDS:
        raise refused(name, f"最多 {MOST_RECORDS} 条记录，现在有 {len(raw)} 条")
    return [_own_record(item, spec, name, number) for number, item in enumerate(raw, 1)]


def _own_record(raw: Any, spec: FormSpec, name: str, number: int) -> ImportedRecord:
    auth_data = raw.get("auth_data") if isinstance(raw, dict) else None
    extras = raw.get("extras", {}) if isinstance(raw, dict) else None
    if not isinstance(auth_data, dict) or not isinstance(extras, dict):
        raise refused(name, f"第 {number} 条记录不完整，可能被改动过")
    if len(json.dumps(raw, ensure_ascii=False).encode()) > LARGEST_RECORD:
        raise refused(name, f"第 {number} 条记录超过 {megabytes(LARGEST_RECORD)} MB")
    taken = take(auth_data, spec, extras)
    return ImportedRecord(
        name=_text(raw.get("name")) or _name(taken.values, f"导入的记录 {number}"),
        call=raw["call"] if raw.get("call") in _CALLS else call_for(taken.values),
        values=taken.values,
        extras=taken.extras,
        notes=taken.notes,
        appid=_text(raw.get("appid")),
    )


def _bare_record(content: Mapping[str, Any], spec: FormSpec, name: str) -> ImportedRecord:
    auth_data = content.get("auth_data")
    if not isinstance(auth_data, dict):
        raise _without_auth_data(content, name)
    taken = take(auth_data, spec)
    return ImportedRecord(
        name=_name(taken.values, Path(name).stem),
        call=call_for(taken.values),
        values=taken.values,
        extras=taken.extras,
        notes=taken.notes,
    )


def _without_auth_data(content: Mapping[str, Any], name: str) -> FileRefused:
    if "auth_data" in content:
        return refused(name, "里的 auth_data 应为一组内容「{ … }」")
    names = "、".join(one_line(key, 20) for key in list(content)[:3])
    return refused(name, f"里没有 auth_data，{f'只有 {names}' if names else '里面是空的'}")


def _name(values: Mapping[str, Any], otherwise: str) -> str:
    return _text(values.get("/account_name")) or one_line(otherwise)


def _text(value: Any) -> str:
    return one_line(value, 100) if isinstance(value, str) else ""
