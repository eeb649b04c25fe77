"""The shipped rule files as they are on disk, and walks over their subschemas."""

import json

from gui.core.form.spec import resolve_refs
from gui.core.paths import RESOURCES

SCHEMA, ADVICE, LAYOUT = (
    json.loads((RESOURCES / "forms" / f"auth_data.{part}.json").read_text("utf-8"))
    for part in ("schema", "advice", "layout")
)
FIELDS_SCHEMA = resolve_refs(SCHEMA)["properties"]["auth_data"]


def parts_of(schema, at=""):
    """Every subschema with the pointer it speaks of (items as *); not what stands in an `if`."""
    if not isinstance(schema, dict):
        return
    yield at, schema
    for name, child in schema.get("properties", {}).items():
        yield from parts_of(child, f"{at}/{name}")
    for child in (*schema.get("allOf", ()), schema.get("then"), schema.get("else")):
        yield from parts_of(child, at)
    yield from parts_of(schema.get("items"), f"{at}/*")
    for child in schema.get("$defs", {}).values():
        yield from parts_of(child, "#")


def conditions_of(schema):
    """Every node of every `if`, with the pointer that the `if` speaks of."""
    for at, part in parts_of(schema):
        for node in _nodes(part.get("if")):
            yield at, node


def _nodes(condition):
    if not isinstance(condition, dict):
        return
    yield condition
    inner = (*condition.get("allOf", ()), *condition.get("anyOf", ()), condition.get("not"))
    for child in (*condition.get("properties", {}).values(), *inner):
        yield from _nodes(child)
