"""The practice mode's example: a record that was sent back, its account, and the world around."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

from gui.core.paths import RESOURCES
from gui.core.practice.tasks import new_taskid
from gui.core.practice.world import World


def practice_world() -> World:
    """A world with the example's accounts, pictures, provider and the task that was sent back."""
    stored = _stored()
    world = World()
    for account in stored["accounts"]:
        facts = {key: value for key, value in account.items() if key != "name"}
        world.add_account(**facts)
    for mediaid in stored["media"]:
        world.add_media(mediaid)
    world.providers = set(stored["providers"])
    world.add_task(**stored["task"], dispatch=dict(stored["dispatch_info"]))
    return world


def another_task(world: World) -> str:
    """A further task in the example's state, for practising again; returns its id."""
    stored = _stored()
    task = stored["task"] | {"taskid": new_taskid()}
    return world.add_task(**task, dispatch=dict(stored["dispatch_info"])).taskid


def example_record() -> dict[str, Any]:
    """The filled record with its one wrong field.

    `name`, `call`, `values` (by JSON pointer), `context`, `refill_reason` and `account` with
    `name`, `appid` and `secret`.
    """
    stored = _stored()
    record: dict[str, Any] = copy.deepcopy(stored["record"])
    return record | {
        "refill_reason": stored["task"]["refill_reason"],
        "account": example_accounts()[0],
    }


def example_accounts() -> list[dict[str, str]]:
    """`name`, `appid` and `secret` of the practice accounts: the one of the returned record first,
    then one without any task, for practising a first submission."""
    return [{key: one[key] for key in ("name", "appid", "secret")} for one in _stored()["accounts"]]


@cache
def _stored() -> dict[str, Any]:
    text = (RESOURCES / "practice" / "example.json").read_text(encoding="utf-8")
    stored: dict[str, Any] = json.loads(text)
    return stored
