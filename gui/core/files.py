"""Reads files of others within limits and replaces our own whole, so that a crash tears none."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from gui.core.errors import SAFE, DiskFull, FileRefused, StoreError, StoreReadOnly
from gui.core.outside_text import one_line

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def refused(name: str, what: str) -> FileRefused:
    """The failure for the file `name`; `what` continues the sentence 「name」… without a stop."""
    return FileRefused(f"「{one_line(name)}」{what}。原有内容没有改动。")


def read_regular(path: Path, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes.

    Nothing larger is read, and nothing else (pipe, device, folder) is read from or waited for.
    Raises FileRefused, which says what is there instead.
    """
    with open_regular(path, limit) as file, _said_in_words(path):
        content = file.read(limit + 1)
    if len(content) > limit:
        raise refused(path.name, f"超过了 {megabytes(limit)} MB")
    return content


def open_regular(path: Path, limit: int) -> BufferedReader:
    """A regular file of at most `limit` bytes, open for reading. Raises FileRefused."""
    with _said_in_words(path), ExitStack() as stack:
        _check(path, path.stat(), limit)
        descriptor = os.open(path, os.O_RDONLY | _WITHOUT_WAITING)
        file = stack.enter_context(os.fdopen(descriptor, "rb"))
        _check(path, os.fstat(file.fileno()), limit)  # it may have been exchanged meanwhile
        stack.pop_all()
        return file


@contextmanager
def _said_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise refused(path.name, "不在原来的位置，可能已经移动或删除") from None
    except PermissionError:
        raise refused(path.name, "没有读取权限，请检查文件的权限") from None
    except (OSError, ValueError):  # ValueError: a NUL inside the path
        raise refused(path.name, "读不出来，请把文件复制到这台电脑后重试") from None


def write_whole(path: Path, content: bytes) -> None:
    """Replace `path` by `content`: afterwards the old or the new file is there, never a half.

    Only the owner may read it. Raises OSError; `not_written` puts that into words.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that replaces `path` at the end, and only if all went well: see `write_whole`."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        with suppress(OSError):  # there only when it did not take its place
            Path(name).unlink()
    _remember_the_name(path.parent)


def not_written(error: OSError, title: str) -> StoreError:
    """What a clerk reads when `write_whole` raised `error`; `title` says what."""
    if error.errno in _FULL:
        return DiskFull("磁盘空间不足，请腾出空间后重试。" + SAFE, title=title, actions=("retry",))
    if error.errno in _FORBIDDEN:
        text = "这个文件夹不允许写入，请换一个文件夹或检查权限。" + SAFE
        return StoreReadOnly(text, title=title, actions=("retry",))
    return StoreError("请检查文件夹是否还在，然后重试。" + SAFE, title=title, actions=("retry",))


def megabytes(size: int) -> str:
    """A size in bytes as people read it: 1.5, 2, 200."""
    return f"{size / 1_000_000:.1f}".removesuffix(".0")


def _check(path: Path, status: os.stat_result, limit: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise refused(path.name, "是一个文件夹，请选择里面的文件")
    if not stat.S_ISREG(status.st_mode):
        raise refused(path.name, "不是普通文件，没有读取")
    if status.st_size > limit:
        size = megabytes(status.st_size)
        raise refused(path.name, f"应不超过 {megabytes(limit)} MB，现在是 {size} MB")


def _remember_the_name(folder: Path) -> None:
    """A replaced name survives a power cut only when its folder was synced, too (POSIX)."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network file systems cannot do it
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
