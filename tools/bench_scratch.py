"""A form of any size for `make bench-growth`: files like those of resources/forms, made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gui.core.form.spec import FormSpec

NAME = "scratch"
PER_SECTION = 5
CHOICES = [{"value": 1, "label": "有"}, {"value": 2, "label": "没有"}]


def write(folder: Path, count: int) -> None:
    """Write the three files of a form with `count` fields.

    Five make a section; its first is a choice, and 2 hides the last of the section.
    """
    sections = [range(at, min(at + PER_SECTION, count)) for at in range(0, count, PER_SECTION)]
    properties = {f"f{number}": _rule(number) for number in range(count)}
    schema = {
        "type": "object",
        "properties": {
            "context": {"type": "object"},
            "auth_data": {"type": "object", "properties": properties, "required": list(properties)},
        },
        "allOf": [_condition(section) for section in sections],
    }
    layout = {
        "default_messages": {"": "{label}需要修改", "required": "请填写{label}"},
        "sections": [_section(section) for section in sections],
    }
    for part, content in (("schema", schema), ("advice", {}), ("layout", layout)):
        (folder / f"{NAME}.{part}.json").write_text(json.dumps(content), encoding="utf-8")


def values(spec: FormSpec) -> dict[str, Any]:
    """Good answers for all of its fields."""
    return {
        pointer: 1 if field.choices else f"answer {pointer}"
        for pointer, field in spec.fields.items()
    }


def _rule(number: int) -> dict[str, Any]:
    if number % PER_SECTION == 0:
        return {"type": "integer", "enum": [1, 2]}
    return {"type": "string", "allOf": [{"maxLength": 200}, {"pattern": "\\A[ -~]*\\Z"}]}


def _condition(section: range) -> dict[str, Any]:
    first, last = f"f{section[0]}", f"f{section[-1]}"
    when = {"properties": {first: {"const": 2}}, "required": [first]}
    then = {"properties": {last: False}}
    return {
        "if": {"properties": {"auth_data": when}, "required": ["auth_data"]},
        "then": {"properties": {"auth_data": then}},
    }


def _section(section: range) -> dict[str, Any]:
    key = f"s{section[0]}"
    fields = [
        {
            "pointer": f"/f{number}",
            "label": f"第 {number + 1} 项",
            **(
                {"kind": "line"} if number % PER_SECTION else {"kind": "choice", "choices": CHOICES}
            ),
        }
        for number in section
    ]
    return {"key": key, "title": f"第 {section[0] // PER_SECTION + 1} 部分", "fields": fields}
