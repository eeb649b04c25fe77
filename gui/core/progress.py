"""WeChat's two status numbers as steps and words, and whether resubmitting makes sense now."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gui.core.paths import RESOURCES

StepState = Literal["done", "now", "failed", "ahead"]
Answer = Literal["yes", "no", "ask"]

NO_ORDER = (None, 0)  # values of apply_status while there is no review order
ORDER_LIKELY = (12, 15)  # with these, a missing apply_status leaves open what became of the order


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the line 已提交 → 管理员授权 → … → 结果."""

    key: str
    name: str
    state: StepState


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a certification stands.

    `short` is `text` in a few characters, for a list. `final`: nothing more will change by
    itself; `passed`: that is what everybody wanted. `by_link`: the administrator needs the link
    now. `poll` is the pause in seconds that suits before the next question, None when `final`.
    """

    text: str
    short: str
    steps: tuple[Step, ...]
    final: bool
    passed: bool
    by_link: bool
    poll: int | None


@dataclass(frozen=True, slots=True)
class Resubmission:
    """May the record be sent again: "ask" means that the user decides; `text` says what is."""

    answer: Answer
    text: str


def standing(task_status: int | None, apply_status: int | None) -> Standing:
    """Return steps and words for the two numbers of `queryauth` [D]; unknown ones are shown."""
    entry = _entry(task_status, apply_status)
    return Standing(
        text=entry["text"],
        short=entry["short"],
        steps=_steps(entry["step"], entry["state"]),
        final=not entry["poll"],
        passed=entry["state"] == "done",
        by_link=entry.get("by_link", False),
        poll=entry["poll"] or None,
    )


def resubmittable(task_status: int | None, apply_status: int | None) -> Resubmission:
    """Say whether resubmitting makes sense, with a sentence about the state there is.

    A missing `apply_status` counts as "no order", except where an order may well exist.
    """
    entry = _entry(task_status, apply_status)
    answer: Answer = entry["resubmit"]
    if apply_status is None and task_status in ORDER_LIKELY:
        answer = "ask"
    return Resubmission(answer, _table()["resubmit"][answer].format(text=entry["text"]))


def step_times(
    sent_at: float, states: Iterable[tuple[float, int | None, int | None]]
) -> dict[str, float]:
    """When each step was first known to be over, by its key.

    `states` are (seconds since 1970, task_status, apply_status) in their order.
    """
    times = {_table()["steps"][0]["key"]: sent_at}
    for at, task_status, apply_status in states:
        for step in standing(task_status, apply_status).steps:
            if step.state in ("done", "failed"):
                times.setdefault(step.key, at)
    return times


@functools.cache
def _table() -> Mapping[str, Any]:
    source = (RESOURCES / "wechat" / "progress.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(source)
    return table


def _entry(task_status: int | None, apply_status: int | None) -> Mapping[str, Any]:
    """Return the entry that counts: the order's once there is one, else the task's."""
    table = _table()
    if apply_status not in NO_ORDER:
        known, number, step = table["apply_status"], apply_status, "review"
    elif task_status is not None:
        known, number, step = table["task_status"], task_status, "authorise"
    else:
        return {**table["absent"], "step": "authorise", "state": "now"}
    unknown = {
        **table["unknown"],
        "text": table["unknown"]["text"].format(number=number),
        "short": table["unknown"]["short"].format(number=number),
        "step": step,
        "state": "now",
    }
    entry: Mapping[str, Any] = known.get(str(number), unknown)
    return entry


def _steps(at: str, state: StepState) -> tuple[Step, ...]:
    """Return the whole line: all before `at` is done, all after it still to do."""
    steps, reached = [], False
    for step in _table()["steps"]:
        here = step["key"] == at
        before: StepState = "ahead" if reached else "done"
        steps.append(Step(step["key"], step["name"], state if here else before))
        reached = reached or here
    return tuple(steps)
