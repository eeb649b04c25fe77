"""From the values to what applies: which fields are visible, required, offered, forced and sent.

The steps are those of the design: build the object without hidden fields and without empty
values, collect the branches whose condition holds, repeat until nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gui.core.form.conditions import holds, same
from gui.core.form.spec import ROOT, Field, FormSpec, RuleTableError, Schema

Values = Mapping[str, Any]
MAX_PASSES = 8


@dataclass
class _Collected:
    """What the branches that hold say, by full pointer (with /auth_data)."""

    hidden: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    forced: dict[str, Any] = field(default_factory=dict)
    offered: dict[str, list[Any]] = field(default_factory=dict)
    schemas: dict[str, list[Schema]] = field(default_factory=dict)

    def says_hidden(self, pointer: str) -> bool:
        return any(pointer == at or pointer.startswith(at + "/") for at in self.hidden)

    def leaf(self, at: str, schema: Schema) -> None:
        self.schemas.setdefault(at, []).append(schema)
        if "const" in schema:
            self.forced[at] = schema["const"]
        if "enum" in schema:
            enum: list[Any] = schema["enum"]
            self.offered[at] = [value for value in self.offered.get(at, enum) if value in enum]


@dataclass(frozen=True)
class Resolution:
    """What applies to one set of values. Pointers are below auth_data.

    `instance` is the object that is validated; `unoffered` are the fields whose kept choice is no
    longer offered (shown as unchosen); `schemas` are the subschemas that bind each field.
    """

    visible: frozenset[str]
    required: frozenset[str]
    advised: frozenset[str]
    forced: Mapping[str, Any]
    choices: Mapping[str, tuple[Any, ...]]
    unoffered: frozenset[str]
    schemas: Mapping[str, tuple[Schema, ...]]
    advice: Mapping[str, tuple[Schema, ...]]
    instance: Mapping[str, Any]

    def missing(self, pointers: frozenset[str]) -> list[str]:
        """Those of the pointers that have no value in the object."""
        return [pointer for pointer in pointers if find(self.instance, ROOT + pointer) is None]


def resolve(spec: FormSpec, values: Values, context: Mapping[str, Any]) -> Resolution:
    """Apply the rule table. Raises RuleTableError when it does not settle within 8 passes."""
    facts = _Collected()
    before: dict[str, Any] | None = None
    for _ in range(MAX_PASSES):
        instance = _build(spec, values, context, facts)
        if instance == before:
            return _resolution(spec, values, facts, instance)
        facts = _Collected()
        _collect(spec, spec.schema, instance, "", facts)
        before = instance
    raise RuleTableError("the conditions do not settle")


def payload(resolution: Resolution) -> dict[str, Any]:
    """The body of the call: the object of the resolution without empty containers.

    Shape: `{"auth_data": {...}}`, no empty value, nothing of a hidden section.
    """
    return {ROOT[1:]: _pruned(resolution.instance[ROOT[1:]])}


def is_empty(value: Any) -> bool:
    """Not answered: nothing, blanks, an empty list, or the 0 of the customer's sample."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list):
        return all(is_empty(item) for item in value)
    return value is None or value == {} or (type(value) is int and value == 0)


def find(instance: Any, pointer: str) -> Any:
    """What stands at a JSON pointer of nested mappings, or None."""
    for name in pointer.split("/")[1:]:
        if not isinstance(instance, Mapping):
            return None
        instance = instance.get(name)
    return instance


def put(tree: dict[str, Any], pointer: str, value: Any) -> None:
    """Set a value at a JSON pointer, making the containers on the way."""
    *path, last = pointer.split("/")[1:]
    for name in path:
        tree = tree.setdefault(name, {})
    tree[last] = value


def _build(
    spec: FormSpec, values: Values, context: Mapping[str, Any], facts: _Collected
) -> dict[str, Any]:
    known = {key: value for key, value in context.items() if value is not None}
    instance: dict[str, Any] = {"context": known, ROOT[1:]: {}}
    for container in spec.containers:
        if not facts.says_hidden(ROOT + container):
            put(instance, ROOT + container, {})
    for pointer, item in spec.fields.items():
        if facts.says_hidden(ROOT + pointer):
            continue
        value = facts.forced.get(ROOT + pointer, typed(item, values.get(pointer)))
        offered = facts.offered.get(ROOT + pointer, [value])
        if is_empty(value) or not any(same(value, choice) for choice in offered):
            continue
        for name in (pointer, *item.also):
            put(instance, ROOT + name, value)
    return instance


def typed(item: Field, value: Any) -> Any:
    """The value as the schema's type where that is certain; else as it is, for the validator."""
    if item.type == "integer" and isinstance(value, str):
        text = value.strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else value
    if item.type == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [entry for entry in value if not is_empty(entry)]
    return value


def _collect(spec: FormSpec, schema: Schema, instance: Any, at: str, facts: _Collected) -> None:
    if at.removeprefix(ROOT) in spec.owners:
        facts.leaf(at, schema)
        return
    facts.required.update(f"{at}/{name}" for name in schema.get("required", ()))
    for name, child in schema.get("properties", {}).items():
        if child is False:
            facts.hidden.add(f"{at}/{name}")
        else:
            inner = instance.get(name) if isinstance(instance, Mapping) else None
            _collect(spec, child, inner, f"{at}/{name}", facts)
    for branch in schema.get("allOf", ()):
        _collect(spec, branch, instance, at, facts)
    if "if" in schema:
        taken = schema.get("then" if holds(schema["if"], instance) else "else")
        if taken is not None:
            _collect(spec, taken, instance, at, facts)


def _resolution(
    spec: FormSpec, values: Values, facts: _Collected, instance: dict[str, Any]
) -> Resolution:
    visible = frozenset(p for p in spec.fields if not facts.says_hidden(ROOT + p))
    answers = {p: typed(spec.fields[p], values.get(p)) for p in visible}
    hints = _Collected()
    _collect(spec, spec.advice, instance, "", hints)
    required = _fields_of(spec, facts.required) & visible
    return Resolution(
        visible=visible,
        required=required,
        advised=_fields_of(spec, hints.required) & visible - required,
        forced={p: facts.forced[ROOT + p] for p in visible if ROOT + p in facts.forced},
        choices={
            p: _choices(spec.fields[p], facts.offered.get(ROOT + p), answers[p])
            for p in visible
            if spec.fields[p].choices
        },
        unoffered=frozenset(
            p for p in visible if not is_empty(answers[p]) and find(instance, ROOT + p) is None
        ),
        schemas={p: tuple(facts.schemas.get(ROOT + p, ())) for p in visible},
        advice={p: tuple(hints.schemas.get(ROOT + p, ())) for p in visible},
        instance=instance,
    )


def _fields_of(spec: FormSpec, pointers: set[str]) -> frozenset[str]:
    below = (pointer.removeprefix(ROOT) for pointer in pointers)
    return frozenset(spec.owners[pointer] for pointer in below if pointer in spec.owners)


def _choices(item: Field, offered: list[Any] | None, value: Any) -> tuple[Any, ...]:
    return tuple(
        choice.value
        for choice in item.choices
        if (offered is None or choice.value in offered)
        and (not choice.only_while_value or choice.value == value)
    )


def _pruned(node: Any) -> Any:
    if not isinstance(node, Mapping):
        return node
    kept = {name: _pruned(child) for name, child in node.items()}
    return {name: child for name, child in kept.items() if child != {}}
