"""From rules that are not kept to sentences: the only module that knows jsonschema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gui.core.form.keywords import CUSTOM, FORMATS
from gui.core.form.rules import Resolution, is_empty, typed
from gui.core.form.sentences import sentence
from gui.core.form.spec import ROOT, Field, Fix, FormSpec, RuleTableError, Schema

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True)
class Problem:
    """One rule that a field does not keep, with its sentence and the click that mends it."""

    pointer: str
    rule: str
    text: str
    fix: Fix | None = None


class Checker:
    """Errors and warnings for a resolution. Built once: it imports jsonschema (about 80 ms)."""

    def __init__(self, spec: FormSpec) -> None:
        from jsonschema import Draft202012Validator, FormatChecker, validators

        formats = FormatChecker(formats=())
        for name, check in FORMATS.items():
            formats.checks(name)(check)
        self._spec = spec
        self._formats = formats
        self._make: type[Draft202012Validator] = validators.extend(  # type: ignore[no-untyped-call]
            Draft202012Validator, CUSTOM
        )
        self._whole = self._validator(spec.schema)
        self._hints = self._validator(spec.advice)
        self._parts: dict[int, tuple[Schema, Draft202012Validator]] = {}

    def check(self, resolution: Resolution) -> dict[str, Problem]:
        """Every error, one for a field, in the order of the form."""
        found = self._missing(resolution, resolution.required, "messages")
        for error in self._whole.iter_errors(resolution.instance):
            if error.validator != "required":
                self._keep(found, error, "messages")
        return self._in_order(found)

    def advise(self, resolution: Resolution) -> dict[str, Problem]:
        """Every warning, one for a field, in the order of the form. None of them blocks."""
        found = self._missing(resolution, resolution.advised, "warnings")
        for error in self._hints.iter_errors(resolution.instance):
            if error.validator != "required":
                self._keep(found, error, "warnings")
        return self._in_order(found)

    def check_field(self, resolution: Resolution, pointer: str, value: Any) -> Problem | None:
        """The error of one value under the rules that bind its field now (a few µs)."""
        item = self._spec.fields[pointer]
        for schema in resolution.schemas.get(pointer, ()):
            for error in self._part(schema).iter_errors(value):
                return self._problem(item, error, "messages")
        return None

    def problem_of(self, resolution: Resolution, pointer: str, value: Any) -> Problem | None:
        """The error of one field as `check` would give it, a missing or unoffered answer too."""
        item = self._spec.fields[pointer]
        if pointer in resolution.forced:
            return None
        value = typed(item, value)
        if is_empty(value):
            missing = pointer in resolution.required
            return self._spoken(item, "required", None, {}, "messages") if missing else None
        problem = self.check_field(resolution, pointer, value)
        if problem and item.choices:
            return self._spoken(item, "enum", value, {}, "messages")
        return problem

    def _validator(self, schema: Schema) -> Draft202012Validator:
        return self._make(schema, format_checker=self._formats)

    def _part(self, schema: Schema) -> Draft202012Validator:
        kept = self._parts.get(id(schema))
        if kept is None:
            kept = self._parts[id(schema)] = (schema, self._validator(schema))
        return kept[1]

    def _missing(
        self, resolution: Resolution, pointers: frozenset[str], words: str
    ) -> dict[str, Problem]:
        found = {}
        for pointer in (*resolution.missing(pointers), *resolution.unoffered):
            item = self._spec.fields[pointer]
            rule = "enum" if pointer in resolution.unoffered else "required"
            if words == "messages" or rule == "required":
                found[pointer] = self._spoken(item, rule, None, {}, words)
        return found

    def _keep(self, found: dict[str, Problem], error: ValidationError, words: str) -> None:
        pointer = self._owner(error)
        if pointer not in found:
            found[pointer] = self._problem(self._spec.fields[pointer], error, words)

    def _owner(self, error: ValidationError) -> str:
        """The field of an error; the error of an item is its list's."""
        path = [part for part in error.absolute_path if isinstance(part, str)]
        pointer = "".join(f"/{part}" for part in path).removeprefix(ROOT)
        if pointer not in self._spec.owners:
            raise RuleTableError(f"{error.validator} at {pointer or '/'} belongs to no field")
        return self._spec.owners[pointer]

    def _problem(self, item: Field, error: ValidationError, words: str) -> Problem:
        schema = error.schema if isinstance(error.schema, Mapping) else {}
        rule = str(schema.get("title", error.validator))
        bounds = error.validator_value
        facts = dict(bounds) if isinstance(bounds, Mapping) else {"limit": bounds}
        return self._spoken(item, rule, error.instance, facts, words)

    def _spoken(
        self, item: Field, rule: str, value: Any, facts: dict[str, Any], words: str
    ) -> Problem:
        texts: Mapping[str, str] = getattr(item, words)
        template = texts.get(rule) or self._default(rule)
        return Problem(
            item.pointer, rule, sentence(template, item, value, facts), item.fixes.get(rule)
        )

    def _default(self, rule: str) -> str:
        return self._spec.default_messages.get(rule) or self._spec.default_messages[""]

    def _in_order(self, found: Mapping[str, Problem]) -> dict[str, Problem]:
        return {pointer: found[pointer] for pointer in self._spec.fields if pointer in found}
