"""Does an `if` of the rule table hold? Enough of JSON Schema to decide before jsonschema is loaded.

A property test holds `holds` equal to jsonschema for every keyword it knows; any other keyword
is refused, so a condition cannot silently mean something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gui.core.form.spec import RuleTableError


def holds(condition: Any, instance: Any) -> bool:
    """Whether `instance` satisfies `condition`. Raises RuleTableError for an unknown keyword."""
    if isinstance(condition, bool):
        return condition
    return all(
        _test(keyword)(value, instance)
        for keyword, value in condition.items()
        if keyword not in ("$comment", "title")
    )


def _required(names: list[str], instance: Any) -> bool:
    return not isinstance(instance, Mapping) or all(name in instance for name in names)


def _properties(properties: Mapping[str, Any], instance: Any) -> bool:
    if not isinstance(instance, Mapping):
        return True
    return all(
        holds(condition, instance[name])
        for name, condition in properties.items()
        if name in instance
    )


def same(left: Any, right: Any) -> bool:
    """JSON's equality: 1 is 1.0, but true is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "required": _required,
    "properties": _properties,
    "const": same,
    "enum": lambda values, instance: any(same(value, instance) for value in values),
    "not": lambda condition, instance: not holds(condition, instance),
    "allOf": lambda parts, instance: all(holds(part, instance) for part in parts),
    "anyOf": lambda parts, instance: any(holds(part, instance) for part in parts),
}


def _test(keyword: str) -> Callable[[Any, Any], bool]:
    if keyword not in _TESTS:
        raise RuleTableError(f"a condition may not use {keyword!r}")
    return _TESTS[keyword]
