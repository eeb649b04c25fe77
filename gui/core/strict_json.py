"""Parses JSON from others: first its shape is measured, so that no file can exhaust the program."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, NoReturn

from gui.core.files import refused
from gui.core.outside_text import one_line

DEEPEST = 32
MOST_PARTS = 800_000  # brackets and commas: 10 000 records have fewer
_LONGEST_NUMBER = 40
# A string that is never closed matches up to the end: each character is looked at only once.
_STRING_OR_MARK = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # half a character can only come from such an escape
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER_FILES = (
    (b"PK", "里面是 Office 文档或压缩包"),
    (b"%PDF", "里面是 PDF"),
    (b"\xd0\xcf\x11\xe0", "里面是旧版 Office 文档"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM"), "里面是图片"),
)


@dataclass(frozen=True)
class Parsed:
    """`value` of the text; `repeated` are names that stood twice in one object: the last counts."""

    value: dict[str, Any]
    repeated: tuple[str, ...]


class _NotTaken(ValueError):
    """Raised inside json's hooks: the end of the sentence that says why."""


def parse_object(content: bytes, name: str) -> Parsed:
    """The JSON object in `content` (UTF-8, or UTF-16 with its mark) of the file called `name`.

    Raises FileRefused, in words that say what is there, for anything else: another kind of file,
    a list, more than 32 levels or 800 000 parts, NaN, endless numbers, lone surrogates.
    """
    text = _decoded(content, name).strip()
    _check_start(text, name)
    _check_shape(text, name)
    repeated: list[str] = []

    def as_dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        taken = dict(pairs)
        if len(taken) < len(pairs):
            times = Counter(key for key, _ in pairs)
            repeated.extend(one_line(key) for key, count in times.items() if count > 1)
        return taken

    try:
        value = json.loads(
            text,
            object_pairs_hook=as_dict,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_short,
        )
        if _HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise refused(name, _place(error)) from None
    except UnicodeEncodeError:
        raise refused(name, "含有半个字符，可能在复制时损坏") from None
    except _NotTaken as error:
        raise refused(name, str(error)) from None
    return Parsed(value, tuple(dict.fromkeys(repeated)))


def _decoded(content: bytes, name: str) -> str:
    if not content.strip():
        raise refused(name, "是空文件")
    try:
        return content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise refused(name, _other_file(content)) from None


def _other_file(content: bytes) -> str:
    for start, words in _OTHER_FILES:
        if content.startswith(start):
            return f"不是 JSON 草稿文件，{words}"
    if content.lstrip().startswith(b"{"):
        return "的文字编码不是 UTF-8，请用记事本打开，「另存为」时把编码选为 UTF-8"
    return "不是 JSON 草稿文件，里面不是 UTF-8 文字"


def _check_start(text: str, name: str) -> None:
    if text.startswith("["):
        raise refused(name, "最外层是一个列表，草稿文件的最外层应为「{」")
    if not text.startswith("{"):
        raise refused(name, f"不是 JSON 草稿文件，开头是「{one_line(text, 16)}」")


def _check_shape(text: str, name: str) -> None:
    depth = parts = 0
    for found in _STRING_OR_MARK.finditer(text):
        character = text[found.start()]
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        parts += character in "[{,"
        if depth > DEEPEST:
            raise refused(name, f"的内容嵌套超过 {DEEPEST} 层，不是草稿")
        if parts > MOST_PARTS:
            raise refused(name, "的内容太多，不是草稿")


def _place(error: json.JSONDecodeError) -> str:
    if error.pos >= len(error.doc):
        return f"没有写完，在第 {error.lineno} 行突然结束，可能没有复制完整"
    there = one_line(error.doc[error.pos : error.pos + 12]) or "空白"
    return f"第 {error.lineno} 行第 {error.colno} 个字符处不合 JSON 的写法，这里是「{there}」"


def _no_constant(word: str) -> NoReturn:
    raise _NotTaken(f"含有 JSON 里没有的数「{word}」")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _NotTaken(f"含有大得不正常的数「{one_line(digits, 16)}」")
    return number


def _short(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise _NotTaken(f"含有长得不正常的数「{one_line(digits, 16)}」")
    return int(digits)
