"""Sorts what stands in somebody else's auth_data into fields of the form and what has no field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gui.core.form.rules import resolve
from gui.core.form.spec import Field, FormSpec
from gui.core.outside_text import one_line

MOST_NOTES = 20
_SECRET = re.compile(r"token|secret|passw|password|密码|密钥", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?[0-9]{1,20}(?:\.0+)?")
_EXACT = 2**53  # beyond it a float has lost digits
_EXPECTED = {"string": "文字", "integer": "数字", "array": "图片编号的列表"}


@dataclass(frozen=True)
class Intake:
    """Values by pointer, extras (pointer → what has no field here) and notes for people."""

    values: dict[str, Any]
    extras: dict[str, Any]
    notes: tuple[str, ...]


class _Unfit(ValueError):
    """The value cannot be meant for a field of this type."""


def take(
    auth_data: Mapping[str, Any], spec: FormSpec, extras: Mapping[str, Any] = MappingProxyType({})
) -> Intake:
    """What the form can use of `auth_data` (nesting ≤ 32, as strict_json grants).

    `extras` are those of an earlier import: what the form knows by now becomes a value.

    Empty texts, lists and 0 mean "not filled in"; "15" and 1.0 become integers, ["id"] a text
    where one is expected and the other way round. What cannot be used goes into `extras`, is
    never sent, and a note says so. Names that look like secrets are left out altogether.
    """
    nested, secret = without_secrets(auth_data)
    flat, also_secret = without_secrets(extras)
    leaves = {**flat, **dict(_leaves(nested, spec, ""))}
    found = {pointer: value for pointer, value in leaves.items() if pointer in spec.owners}
    aside = {pointer: value for pointer, value in leaves.items() if pointer not in spec.owners}
    unknown = [_without_field(name, aside[name], spec) for name in aside]
    notes = [f"「{name}」没有导入：记录里不保存密钥和凭证" for name in (*secret, *also_secret)]
    values: dict[str, Any] = {}
    for field in spec.fields.values():
        answer = _answer(field, found, aside, notes)
        if answer is not None:
            values[field.pointer] = answer
            notes.extend(_blanks(field, found))
    notes.extend(note for pointer in values for note in _retired(spec, pointer, values))
    return Intake(values, aside, _capped(notes + unknown))


def call_for(values: Mapping[str, Any]) -> str:
    """The call that values are for when nothing else says so."""
    return "reauth" if values.get("/taskid") else "wxaauth"


def without_secrets(value: Any) -> tuple[Any, tuple[str, ...]]:
    """A copy of `value` without entries whose name looks like a secret, and these names."""
    names: list[str] = []

    def cleaned(node: Any) -> Any:
        if isinstance(node, list):
            return [cleaned(item) for item in node]
        if not isinstance(node, Mapping):
            return node
        names.extend(one_line(key) for key in node if _SECRET.search(key))
        return {key: cleaned(item) for key, item in node.items() if not _SECRET.search(key)}

    copy = cleaned(value)
    return copy, tuple(dict.fromkeys(names))


def _leaves(node: Mapping[str, Any], spec: FormSpec, at: str) -> Iterator[tuple[str, Any]]:
    for key, value in node.items():
        pointer = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
        if pointer in spec.containers and isinstance(value, dict):
            yield from _leaves(value, spec, pointer)
        elif pointer not in spec.containers or value not in ("", None, 0, []):
            yield pointer, value


def _answer(field: Field, found: Mapping[str, Any], aside: dict[str, Any], notes: list[str]) -> Any:
    """The field's value from all the names it answers to; its own name comes first."""
    taken: dict[str, Any] = {}
    unfit: dict[str, Any] = {}
    for pointer in (field.pointer, *field.also):
        try:
            answer = _fitted(found.get(pointer), field.type)
        except _Unfit:
            unfit[pointer] = found[pointer]
        else:
            if answer is not None:
                taken[pointer] = answer
    what = "没有采用" if taken else "已另外保留，需要重新填写"
    notes.extend(
        f"「{field.label}」应为{_EXPECTED[field.type]}，文件里是{_seen(value)}，{what}"
        for value in unfit.values()
    )
    if not taken:
        aside.update(unfit)
        return None
    first, *others = taken
    notes.extend(
        f"「{field.label}」写了两个值，采用 {_shown(first)} 的 {taken[first]}，"
        f"没有采用 {_shown(other)} 的 {taken[other]}"
        for other in others
        if taken[other] != taken[first]
    )
    return taken[first]


def _fitted(value: Any, kind: str) -> Any:
    """`value` as the type of a field, or None when nothing is filled in. Raises _Unfit."""
    if value is None or (value in ("", 0, {}, []) and not isinstance(value, bool)):
        return None
    if kind == "integer":
        return _integer(value)
    items = _texts(value)
    if kind == "array":
        return items or None
    if len(items) > 1:
        raise _Unfit
    return items[0] if items else None


def _integer(value: Any) -> int | None:
    if isinstance(value, str):
        digits = value.strip()
        if not digits:
            return None
        if not _WHOLE.fullmatch(digits):
            raise _Unfit
        return int(digits.partition(".")[0]) or None
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if type(value) is not int:
        raise _Unfit
    return value


def _texts(value: Any) -> list[str]:
    """The texts of a list, or of one text; whole numbers count, empty ones do not."""
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, bool | float | list | dict) for item in items):
        raise _Unfit
    return [str(item) for item in items if item not in ("", 0, None)]


def _blanks(field: Field, found: Mapping[str, Any]) -> Iterator[str]:
    """Items of a list that say nothing are left out."""
    value = found.get(field.pointer)
    if field.type != "array" or not isinstance(value, list):
        return
    blank = len(value) - len(_texts(value))
    if blank:
        yield f"「{field.label}」里有 {blank} 个空白项，没有导入"


def _retired(spec: FormSpec, pointer: str, values: Mapping[str, Any]) -> Iterator[str]:
    """A choice that is kept but not offered to new answers any more: what the form will say."""
    field = spec.fields[pointer]
    choice = field.choice(values[pointer])
    if choice is None or not choice.only_while_value:
        return
    what = f"「{field.label}」是「{choice.label}」"
    resolution = resolve(spec, values, {"call": call_for(values)})
    if pointer not in resolution.visible:
        yield f"{what}，按其他内容不需要填写，不会提交"
    elif pointer in resolution.forced:
        instead = field.choice(resolution.forced[pointer])
        yield f"{what}，按其他内容会改为「{instead.label if instead else ''}」提交"
    elif pointer in resolution.unoffered:
        yield f"{what}，按其他内容不适用，请在表单里重新选择"
    else:
        offered = resolution.choices[pointer]
        ways = [fix.label for fix in field.fixes.values() if fix.value in offered]
        yield f"{what}，可以照旧提交" + "".join(f"，也可以在表单里点「{way}」" for way in ways)


def _without_field(pointer: str, value: Any, spec: FormSpec) -> str:
    name = _shown(pointer)
    if pointer in spec.containers:
        return f"「{name}」应为一组内容，文件里是{_seen(value)}，已另外保留，不会提交"
    return f"「{name}」不在这个表单里，已另外保留，不会提交"


def _seen(value: Any) -> str:
    if isinstance(value, dict):
        return "一组内容"
    if isinstance(value, list):
        return f" {len(value)} 项的列表"
    return f"「{one_line(str(value), 20)}」"


def _shown(pointer: str) -> str:
    return one_line(pointer.removeprefix("/").replace("/", "."))


def _capped(notes: list[str]) -> tuple[str, ...]:
    more = len(notes) - MOST_NOTES
    return (*notes[:MOST_NOTES], *([f"另外还有 {more} 条类似的说明"] if more > 0 else []))
