"""What WeChat knows about an account, beside what stands in the form: offered, never put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gui.core.form.rules import Resolution, is_empty, typed
from gui.core.form.spec import FieldKind
from gui.core.form.summary import answer_in_words

if TYPE_CHECKING:
    from gui.core.form.spec import Field, FormSpec
    from gui.core.wechat.answers import AccountFacts


@dataclass(frozen=True)
class FactLine:
    """One field that WeChat knows the answer to.

    `told` and `now` are words; `value` would be the answer. `agrees`: there is nothing to take
    over; `advised`: taking it over is what most people want.
    """

    pointer: str
    label: str
    told: str
    now: str
    value: Any
    agrees: bool
    advised: bool


def compare(
    spec: FormSpec, resolution: Resolution, values: Mapping[str, Any], facts: AccountFacts
) -> tuple[FactLine, ...]:
    """Every visible field for which WeChat gave something that the form can take."""
    free = resolution.visible - set(resolution.forced)
    return tuple(
        _line(item, values.get(pointer), told)
        for pointer, item in spec.fields.items()
        if item.fact and pointer in free and _fits(item, told := getattr(facts, item.fact))
    )


def fields_of(spec: FormSpec, fact: str) -> list[str]:
    """Pointers of the fields that answer with this fact."""
    return [pointer for pointer, item in spec.fields.items() if item.fact == fact]


def _fits(item: Field, told: object) -> bool:
    if item.kind is FieldKind.CHOICE:
        return item.choice(told) is not None
    return not is_empty(told)


def _line(item: Field, value: Any, told: Any) -> FactLine:
    value = typed(item, value)
    if isinstance(value, str):
        value = value.strip()
    agrees = value == told
    return FactLine(
        pointer=item.pointer,
        label=item.label,
        told=answer_in_words(item, told),
        now=answer_in_words(item, value),
        value=told,
        agrees=agrees,
        advised=not agrees and (is_empty(value) or item.must_agree),
    )
