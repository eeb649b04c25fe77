"""Carries drafts between computers: our own JSON file, and the bare body that WeChat's page shows.

{"format": "reauth-desk-draft", "version": 1, "records": [
    {"name": …, "call": "reauth" | "wxaauth", "appid": …, "auth_data": {nested}, "extras": {…}}]}

One format for one record and for all. No secret and no token is ever in it, and none is taken.
With pictures the same text is in a ZIP (see bundle.py), version 2, and has a table of them besides:
"pictures": {sha256: {"name": …, "note": …}}. The values name them as they do here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from gui.core.album import LONGEST_NAME
from gui.core.bundle import LARGEST_BUNDLE, MOST_PICTURES, fits, write_bundle
from gui.core.errors import SAFE, FileRefused, StoreError
from gui.core.files import megabytes, not_written, read_regular, refused, write_whole
from gui.core.form.rules import put
from gui.core.form.spec import FormSpec
from gui.core.intake import call_for, take, without_secrets
from gui.core.outside_text import one_line
from gui.core.strict_json import parse_object

FORMAT = "reauth-desk-draft"
VERSION, VERSION_WITH_PICTURES = 1, 2
LARGEST_RECORD = 2_000_000
LARGEST_FILE = 25_000_000
MOST_RECORDS = 10_000
NOT_EXPORTED = "文件没有导出"
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
class PictureWords:
    """What a picture is called, and what was noted when it was added."""

    name: str
    note: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """What an import would bring; `notes` are about the file as a whole.

    `pictures` is the file's table of them, by sha256; whether they are there is not looked at.
    """

    records: tuple[ImportedRecord, ...]
    notes: tuple[str, ...] = ()
    pictures: Mapping[str, PictureWords] = field(default_factory=dict)


def export_drafts(
    records: Iterable[Exportable], pictures: Mapping[str, PictureWords] = MappingProxyType({})
) -> bytes:
    """Our own text for one or many records, in UTF-8 that people can read."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION_WITH_PICTURES if pictures else VERSION,
        "records": [_portable(record) for record in records],
    }
    if pictures:
        content["pictures"] = {sha256: asdict(words) for sha256, words in pictures.items()}
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "replace")


def save_export(
    path: Path,
    content: bytes,
    records: int = 1,
    pictures: Iterable[tuple[str, bytes]] = (),
    sizes: Collection[int] = (),
) -> None:
    """Write an exported file, whole or not at all, for its owner only.

    `pictures` (sha256 and content) are read one by one, `sizes` are theirs in bytes. Raises
    StoreError, also for a file that `read_import` would refuse.
    """
    if records > MOST_RECORDS or len(content) > LARGEST_FILE or not fits(len(content), sizes):
        raise _too_much(records, len(content), sizes)
    try:
        if sizes:
            write_bundle(path, content, pictures)
        else:
            write_whole(path, content)
    except OSError as error:
        raise not_written(error, NOT_EXPORTED) from None


def _too_much(records: int, length: int, sizes: Collection[int]) -> StoreError:
    size = f"{MOST_RECORDS} 条记录、{megabytes(LARGEST_FILE)} MB"
    now = f"{records} 条、{megabytes(length)} MB"
    if sizes:
        size += f"，另加 {MOST_PICTURES} 张图片，一共 {megabytes(LARGEST_BUNDLE)} MB"
        now += f"，另加 {len(sizes)} 张图片，一共 {megabytes(length + sum(sizes))} MB"
    text = f"一个文件最多放 {size}，现在是 {now}。请在列表里选中一部分，分几次导出。{SAFE}"
    return StoreError(text, title=NOT_EXPORTED, actions=())


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
    return ImportPlan(tuple(records), tuple(notes), _table(parsed.value))


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
    if version > VERSION_WITH_PICTURES:
        raise refused(name, "由更新版本的重审助手导出，请先升级软件")
    if not isinstance(raw, list) or not raw:
        raise refused(name, "里面没有记录")
    if len(raw) > MOST_RECORDS:
        raise refused(name, f"最多 {MOST_RECORDS} 条记录，现在有 {len(raw)} 条")
    return [_own_record(item, spec, name, number) for number, item in enumerate(raw, 1)]


def _table(content: Mapping[str, Any]) -> dict[str, PictureWords]:
    """The words for each picture, as far as they are words."""
    raw = content.get("pictures")
    entries = raw.items() if isinstance(raw, dict) else ()
    return {
        sha256: PictureWords(_text(words.get("name"), LONGEST_NAME), _text(words.get("note")))
        for sha256, words in entries
        if isinstance(words, dict)
    }


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


def _text(value: Any, longest: int = 100) -> str:
    return one_line(value, longest) if isinstance(value, str) else ""
