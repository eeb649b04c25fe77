"""The tree of identities for individuals, as WeChat sends it: several levels, base64 in places."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

from gui.core.paths import RESOURCES


def identity_tree() -> list[dict[str, Any]]:
    """`identity_tree_list` of an answer; nodes marked plain stay readable, the rest is encoded."""
    return [_sent(node) | {"root_info": {"type": node["root_type"]}} for node in _stored()]


def identity_names() -> frozenset[str]:
    """The readable names of all leaves: what auth_identification may hold."""
    return frozenset(name for node in _stored() for name in _leaf_names(node))


@cache
def _stored() -> list[dict[str, Any]]:
    text = (RESOURCES / "practice" / "identities.json").read_text(encoding="utf-8")
    tree: list[dict[str, Any]] = json.loads(text)["identities"]
    return tree


def _sent(node: dict[str, Any]) -> dict[str, Any]:
    wrap = str if node.get("plain") else _encoded
    sent: dict[str, Any] = {
        "name": wrap(node["name"]),
        "node_id": node["node_id"],
        "node_list": [_sent(inner) for inner in node.get("nodes", [])],
    }
    if "requirement" in node:
        sent["leaf_info"] = {"requirement": wrap(node["requirement"])}
    return sent


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _leaf_names(node: dict[str, Any]) -> list[str]:
    inner = node.get("nodes", [])
    return [name for child in inner for name in _leaf_names(child)] if inner else [node["name"]]
