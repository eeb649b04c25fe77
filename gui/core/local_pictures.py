"""How a picture that is kept here stands in a form, and the rule that WeChat never gets to see it.

The values hold `local:` and the picture's sha256 from the moment it is added, so that what is
required and how many there may be is checked before anything is uploaded. They go on holding it
after the upload: which id belongs to it depends on the account and on the day. Just before a
submission every such name is replaced by the id of today, or nothing is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from gui.core.errors import NOTHING_SENT, SAFE, AppError
from gui.core.store.pictures import PREFIX, REFERENCE


def sha256_of(value: object) -> str | None:
    """The picture that a value names, None when it is anything else, such as an id of WeChat."""
    found = REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else None


def pictures_in(node: Any) -> tuple[str, ...]:
    """The sha256 of each picture named in values or in auth_data, once each, in their order."""
    return tuple(dict.fromkeys(_walk(node)))


def with_ids(node: Any, ids: Mapping[str, str]) -> Any:
    """A copy of values or of auth_data in which `ids` (by sha256) take the place of the pictures.

    A picture without an id stays as it is: see `require_none`.
    """
    return swapped(node, {PREFIX + sha256: media_id for sha256, media_id in ids.items()})


def swapped(node: Any, texts: Mapping[str, str]) -> Any:
    """A copy of values or of auth_data in which each text that is a key of `texts` is replaced."""
    if isinstance(node, Mapping):
        return {key: swapped(value, texts) for key, value in node.items()}
    if isinstance(node, list):
        return [swapped(item, texts) for item in node]
    return texts.get(node, node) if isinstance(node, str) else node


def without_pictures(values: Mapping[str, Any], keep: Collection[str] = ()) -> dict[str, Any]:
    """Values without the names of pictures but `keep` (sha256): the others are not there."""

    def goes(value: object) -> bool:
        sha256 = sha256_of(value)
        return sha256 is not None and sha256 not in keep

    kept = {
        pointer: [item for item in value if not goes(item)] if isinstance(value, list) else value
        for pointer, value in values.items()
        if not goes(value)
    }
    return {pointer: value for pointer, value in kept.items() if value != [] or not values[pointer]}


def require_none(auth_data: Any) -> None:
    """Raise AppError when a picture is named that WeChat does not have: nothing may be sent."""
    waiting = len(pictures_in(auth_data))
    if waiting:
        text = NOTHING_SENT + "请等图片上传完成后再提交。" + SAFE
        raise AppError(text, title=f"还有 {waiting} 张图片没有上传", actions=("retry",))


def _walk(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list):
        for item in node:
            yield from _walk(item)
    elif (sha256 := sha256_of(node)) is not None:
        yield sha256
