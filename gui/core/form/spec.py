"""What the form is: the three files of resources/forms, read into one frozen description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any

Schema = Mapping[str, Any]
ROOT = "/auth_data"


class RuleTableError(Exception):
    """The files of resources/forms contradict each other: a fault of ours, never of the user."""


class FieldKind(Enum):
    """Which editor shows a field; gui/ui/editors.py has one class for each."""

    LINE = "line"
    LINES = "lines"
    PHONE = "phone"
    CHOICE = "choice"
    MEDIA = "media"


class FieldHelper(Enum):
    """What WeChat can be asked about an answer: a button beside the field offers it."""

    IDENTITY_TREE = "identity_tree"
    NAME_CHECK = "name_check"
    ACCOUNT_FACTS = "account_facts"


@dataclass(frozen=True)
class Choice:
    """One answer of a choice. With `only_while_value` it is offered only while it is the value."""

    value: int | str
    label: str
    help: str = ""
    only_while_value: bool = False


@dataclass(frozen=True)
class Fix:
    """What one click may do about a warning: put in `value`, or what stands at `source`."""

    label: str
    value: Any = None
    source: str = ""


@dataclass(frozen=True)
class Field:
    """One question of the form, keyed by its JSON pointer below auth_data.

    `type` and `limit` (maxItems, None if open) are the schema's; `also` are further properties
    that the same answer feeds; `messages` and `warnings` go by the rule that is not kept. `fact`
    names what WeChat knows about it (see gui/core/account_facts.py), and with `must_agree` another
    answer is refused (89602, 89635 [S]); with `remember` the answer is offered for the account's
    next record.
    """

    pointer: str
    kind: FieldKind
    type: str
    label: str
    section: str
    help: str = ""
    example: str = ""
    counter: str = ""
    forced_reason: str = ""
    helper: FieldHelper | None = None
    fact: str = ""
    must_agree: bool = False
    remember: bool = False
    limit: int | None = None
    also: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    normalise: tuple[str, ...] = ()
    suggest_from: tuple[str, ...] = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, str] = field(default_factory=dict)
    fixes: Mapping[str, Fix] = field(default_factory=dict)

    def choice(self, value: Any) -> Choice | None:
        """The choice that stands for `value`, or None."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Section:
    """One card of the form and one line of the list at the left.

    `remembered_as` is what its remembered answers are called when they are offered again.
    """

    key: str
    title: str
    intro: str
    fields: tuple[Field, ...]
    remembered_as: str = ""


@dataclass(frozen=True)
class FormSpec:
    """Sections for the eye, `schema` and `advice` (with every $ref resolved) for the rules.

    `fields` are keyed by pointer in the order of the form; `owners` also know the `also` names;
    `steering` are the fields that some condition looks at.
    """

    sections: tuple[Section, ...]
    fields: Mapping[str, Field]
    owners: Mapping[str, str]
    containers: tuple[str, ...]
    steering: frozenset[str]
    schema: Schema
    advice: Schema
    default_messages: Mapping[str, str]


def load_form(folder: Path, name: str = "auth_data") -> FormSpec:
    """Read `<name>.schema.json`, `.advice.json` and `.layout.json` of a folder.

    Raises RuleTableError when the layout and the schema do not name the same fields.
    """
    schema, advice, layout = (
        json.loads((folder / f"{name}.{part}.json").read_text("utf-8"))
        for part in ("schema", "advice", "layout")
    )
    schema, advice = resolve_refs(schema), resolve_refs(advice)
    leaves: dict[str, Schema] = {}
    containers: list[str] = []
    for pointer, node in _properties(schema["properties"][ROOT[1:]], ""):
        if node.get("type") == "object":
            containers.append(pointer)
        else:
            leaves[pointer] = node
    sections = tuple(_section(raw, leaves) for raw in layout["sections"])
    fields = {item.pointer: item for section in sections for item in section.fields}
    owners = {name: item.pointer for item in fields.values() for name in _names(item)}
    _must_agree(set(owners), set(leaves))
    looked_at = _looked_at(schema) | _looked_at(advice)
    steering = {owners[pointer] for pointer in looked_at if pointer in owners}
    return FormSpec(
        sections=sections,
        fields=MappingProxyType(fields),
        owners=MappingProxyType(owners),
        containers=tuple(containers),
        steering=frozenset(steering),
        schema=schema,
        advice=advice,
        default_messages=layout["default_messages"],
    )


def resolve_refs(schema: Schema) -> Schema:
    """A copy in which every `{"$ref": "#/$defs/<name>"}` is replaced by what it names."""
    definitions = schema.get("$defs", {})

    def resolved(node: Any) -> Any:
        if isinstance(node, list):
            return [resolved(item) for item in node]
        if not isinstance(node, dict):
            return node
        rest = {key: resolved(value) for key, value in node.items() if key not in ("$ref", "$defs")}
        if "$ref" not in node:
            return rest
        return {**resolved(definitions[node["$ref"].rpartition("/")[2]]), **rest}

    return dict(resolved(schema))


def _properties(node: Schema, at: str) -> Iterator[tuple[str, Schema]]:
    for name, child in node.get("properties", {}).items():
        yield f"{at}/{name}", child
        yield from _properties(child, f"{at}/{name}")


def _section(raw: Mapping[str, Any], leaves: Mapping[str, Schema]) -> Section:
    fields = tuple(_field(item, raw["key"], leaves) for item in raw["fields"])
    name = raw.get("remembered_as", "")
    return Section(raw["key"], raw["title"], raw.get("intro", ""), fields, name)


def _field(raw: Mapping[str, Any], section: str, leaves: Mapping[str, Schema]) -> Field:
    node = leaves.get(raw["pointer"])
    if node is None:
        raise RuleTableError(f"the layout has {raw['pointer']}, the schema does not")
    special: dict[str, Any] = {
        "kind": FieldKind(raw["kind"]),
        "helper": FieldHelper(raw["helper"]) if "helper" in raw else None,
        "choices": tuple(Choice(**choice) for choice in raw.get("choices", ())),
        "fixes": {
            rule: Fix(fix["label"], fix.get("value"), fix.get("from", ""))
            for rule, fix in raw.get("fixes", {}).items()
        },
    }
    lists = {key: tuple(raw[key]) for key in ("also", "normalise", "suggest_from") if key in raw}
    return Field(
        **{**raw, **special, **lists},
        type=node["type"],
        limit=node.get("maxItems"),
        section=section,
    )


def _names(item: Field) -> tuple[str, ...]:
    return (item.pointer, *item.also)


def _must_agree(named: set[str], known: set[str]) -> None:
    if named != known:
        raise RuleTableError(f"only in the schema: {sorted(known - named)}")


def _looked_at(schema: Schema) -> set[str]:
    """Pointers below auth_data that stand in some condition."""
    found: set[str] = set()

    def condition(node: Any, at: str) -> None:
        if not isinstance(node, dict):
            return
        found.update(f"{at}/{name}" for name in node.get("required", ()))
        for name, child in node.get("properties", {}).items():
            condition(child, f"{at}/{name}")
        for child in (*node.get("allOf", ()), *node.get("anyOf", ()), node.get("not")):
            condition(child, at)

    def everywhere(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                everywhere(item)
        elif isinstance(node, dict):
            condition(node.get("if"), "")
            for child in node.values():
                everywhere(child)

    everywhere(schema)
    return {pointer.removeprefix(ROOT) for pointer in found if pointer.startswith(ROOT + "/")}
