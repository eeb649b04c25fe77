"""The picture inside an upload: the multipart form, the part's name and the kind by content."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from gui.core.practice.refusal import Refusal

if TYPE_CHECKING:
    from multipart import MultipartPart

MOST_BYTES = 2 * 1024 * 1024
MAGIC: dict[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
}
ENDINGS: dict[str, tuple[str, ...]] = {
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg"),
    "gif": (".gif",),
}


def picture(headers: Mapping[str, str], raw: bytes) -> bytes:
    """The content of the one part named media.

    Raises Refusal 41005 (no such part), 40005 (kind, file name or type do not fit), 40006 (size).
    """
    part = _only_part(headers.get("content-type", ""), raw)
    content: bytes = part.raw
    if not content:
        raise Refusal(41005, "the part media is empty")
    if len(content) > MOST_BYTES:
        raise Refusal(40006)
    kind = _kind(content)
    name = part.filename or ""
    if not (name.isascii() and name.lower().endswith(ENDINGS[kind])):
        raise Refusal(40005, "file name")
    if part.content_type != f"image/{kind}":
        raise Refusal(40005, "content type")
    return content


def _only_part(content_type: str, raw: bytes) -> MultipartPart:
    from multipart import MultipartError, MultipartParser, parse_options_header

    kind, options = parse_options_header(content_type)
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise Refusal(41005, "multipart/form-data expected")
    parser = MultipartParser(
        BytesIO(raw),
        options["boundary"],
        content_length=len(raw),
        strict=True,
        spool_limit=len(raw),
    )
    try:
        parts = list(parser)
    except MultipartError:
        raise Refusal(41005, "form not readable") from None
    if len(parts) != 1 or parts[0].name != "media" or parts[0].filename is None:
        raise Refusal(41005, "one file named media expected")
    return parts[0]


def _kind(content: bytes) -> str:
    for kind, beginnings in MAGIC.items():
        if content.startswith(beginnings):
            return kind
    raise Refusal(40005)
