"""Records and their pictures in one file: a ZIP that only stores, of which nothing is believed.

`records.json` comes first, then `pictures/<sha256>` for each picture, named after its content.
Nothing is ever unpacked under a name of the file: whoever reads asks for what it wants.
"""

from __future__ import annotations

import re
import stat
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gui.core.errors import FileRefused
from gui.core.files import megabytes, open_regular, refused, replacing

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

RECORDS = "records.json"
PICTURES = "pictures/"
LARGEST_BUNDLE = 500_000_000
LARGEST_PICTURE = 2_000_000  # the upload takes no more, and only what is uploaded travels
MOST_PICTURES = 5_000
PER_ENTRY = 250  # bytes around each content, with its name twice

_PICTURE = re.compile(PICTURES + "([0-9a-f]{64})")
_START = b"PK"
_FIRST_NAME = slice(30, 30 + len(RECORDS))
_END = struct.Struct("<4s4H2LH")
_LOCATOR_SIZE, _LOCATOR = 20, b"PK\x06\x07"  # of a larger kind of ZIP, which has a second end
_FOREIGN = "不是记录文件，里面是 Office 文档或压缩包"
_TORN = "不完整，可能没有复制完，请从原来的电脑再复制一次"
_CHANGED = "和导出时不一样，可能被改动过，请重新导出"


class Bundle:
    """An open file whose list of contents was checked; each content is checked when it is read."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self.pictures = frozenset(one.removeprefix(PICTURES) for one in archive.namelist()[1:])

    def records(self) -> bytes:
        """The JSON text, of any length that the file's list of contents allows."""
        return self._read(RECORDS)

    def picture(self, sha256: str) -> bytes:
        """A content that has this sha256. Raises FileRefused, also for one that is not there."""
        import hashlib

        if sha256 not in self.pictures:
            raise refused(self._name, _CHANGED)
        content = self._read(PICTURES + sha256)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise refused(self._name, _CHANGED)
        return content

    def _read(self, entry: str) -> bytes:
        size = self._archive.getinfo(entry).file_size
        with _told(self._name), self._archive.open(entry) as file:
            content = file.read(size + 1)
        if len(content) != size:
            raise refused(self._name, _TORN)
        return content


def is_bundle(path: Path) -> bool:
    """Whether a file begins like one, whatever its name. Raises FileRefused."""
    with open_regular(path, LARGEST_BUNDLE) as file, _told(path.name):
        return file.read(len(_START)) == _START


@contextmanager
def opened_bundle(path: Path, largest_records: int) -> Iterator[Bundle]:
    """A file's contents, once its list of them is found to be one of ours.

    `records.json` has at most `largest_records` bytes. Raises FileRefused.
    """
    from zipfile import ZipFile

    with open_regular(path, LARGEST_BUNDLE) as file:
        with _told(path.name):
            _check_ends(file, path.name)
            archive = ZipFile(file)
        with archive:
            _check_entries(archive.infolist(), path.name, largest_records)
            yield Bundle(archive, path.name)


def fits(records: int, pictures: Iterable[int]) -> bool:
    """Whether contents of these sizes (bytes) make a file that can be read again."""
    sizes = [records, *pictures]
    whole = sum(sizes) + PER_ENTRY * len(sizes)
    return whole <= LARGEST_BUNDLE and len(sizes) <= 1 + MOST_PICTURES


def write_bundle(path: Path, records: bytes, pictures: Iterable[tuple[str, bytes]]) -> None:
    """Write a file whole or not at all, for its owner only, holding one picture at a time.

    `pictures` are sha256 and content. Raises OSError, and whatever `pictures` raises.
    """
    from zipfile import ZipFile, ZipInfo

    with replacing(path) as file, ZipFile(file, "w", allowZip64=False) as archive:
        archive.writestr(ZipInfo(RECORDS), records)
        for sha256, content in pictures:
            archive.writestr(ZipInfo(PICTURES + sha256), content)


def _check_ends(file: BinaryIO, name: str) -> None:
    """Both ends of the file, before anything is made of the list between them.

    The reader of ZIP believes what the end says, and would read a list of any length into memory.
    """
    if file.read(_FIRST_NAME.stop)[_FIRST_NAME] != RECORDS.encode():
        raise refused(name, _FOREIGN)
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - _LOCATOR_SIZE))
    locator, end = (tail := file.read())[: -_END.size], tail[-_END.size :]
    mark, disk, list_disk, here, entries, listed, start, comment = _END.unpack(end)
    if mark != b"PK\x05\x06" or start + listed + _END.size != size or locator[:4] == _LOCATOR:
        raise refused(name, _TORN)
    if entries > 1 + MOST_PICTURES or listed > PER_ENTRY * (1 + MOST_PICTURES):
        raise refused(name, f"里面的图片太多，一个文件最多放 {MOST_PICTURES} 张")
    if disk or list_disk or comment or here != entries:
        raise refused(name, _CHANGED)


def _check_entries(entries: list[ZipInfo], name: str, largest_records: int) -> None:
    if not entries or any(_is_strange(one) for one in entries):
        raise refused(name, _CHANGED)
    records, *pictures = entries
    names = {one.filename for one in pictures}
    if records.filename != RECORDS or len(names) < len(pictures):
        raise refused(name, _CHANGED)
    if not all(_PICTURE.fullmatch(one) for one in names):
        raise refused(name, _CHANGED)
    _check_size("的记录", records.file_size, largest_records, name)
    for one in pictures:
        _check_size("有一张图片", one.file_size, LARGEST_PICTURE, name)
    if sum(one.file_size for one in entries) > LARGEST_BUNDLE:
        raise refused(name, _CHANGED)


def _is_strange(entry: ZipInfo) -> bool:
    """Compressed, encrypted, a link, a second name behind the first: none of it is ours."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return (
        entry.filename != entry.orig_filename
        or entry.compress_type != 0
        or entry.compress_size != entry.file_size
        or entry.flag_bits != 0
        or kind not in (0, stat.S_IFREG)
    )


def _check_size(what: str, size: int, limit: int, name: str) -> None:
    if size > limit:
        text = f"里{what}应不超过 {megabytes(limit)} MB，现在是 {megabytes(size)} MB"
        raise refused(name, text)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What the reader of ZIP raises for a file that is torn, or made to annoy, in our words."""
    from zipfile import BadZipFile

    try:
        yield
    except FileRefused:
        raise
    except (BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error):
        raise refused(name, _TORN) from None
