"""The pictures of the drafts: the file as it was chosen, and what is uploaded of it.

A record names a picture in its values, by `local:` and the sha256 of what is uploaded. Nothing
else says which record uses which picture in which order, so that the two can never disagree.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from gui.core.store.blobs import Blobs
from gui.core.store.connection import Database, store_errors
from gui.core.store.files import only_one
from gui.core.store.text import storable

FOLDER = "pictures"
PREFIX = "local:"
REFERENCE = re.compile(PREFIX + "([0-9a-f]{64})")


@dataclass(frozen=True)
class Picture:
    """One picture: `sha256` is of the content that is uploaded, `original` of the file's bytes.

    `page` (from 0) and `turn` (degrees clockwise) say how the one was made of the other; sizes are
    in bytes, `width` and `height` in pixels, `added_at` in seconds since 1970.
    """

    sha256: str
    original: str
    page: int
    turn: int
    name: str
    content_type: str
    width: int
    height: int
    size: int
    original_size: int
    note: str
    warning: str
    added_at: float

    @property
    def reference(self) -> str:
        """How the values of a form name it."""
        return PREFIX + self.sha256


class Sendable(Protocol):
    """What is kept of a prepared picture (see gui.core.images.preparing)."""

    @property
    def content(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def warning(self) -> str: ...
    @property
    def page(self) -> int: ...
    @property
    def turn(self) -> int: ...


class Pictures:
    """All pictures of this computer. Every method raises StoreError.

    The files are in a folder beside the database and in no backup: a picture that is deleted is
    gone from all of them. A backup that is restored may therefore name pictures that are lost.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._folder = database.path.parent
        self._blobs = Blobs(self._folder / FOLDER)

    def keep(self, original: bytes, name: str, made: Sequence[Sendable]) -> tuple[Picture, ...]:
        """Keep a file and what was made of it; on return both are on the disk.

        What is here already is kept once, and gets the newer name and time.
        """
        with store_errors(), only_one(self._folder):
            source = self._blobs.put(original)
            kept = [self._row(one, source, len(original), name) for one in made]
            for one in made:
                self._blobs.put(one.content)
            with self._database.transaction() as connection:
                connection.executemany(_KEEP, [asdict(row) for row in kept])
        return tuple(kept)

    def receive(self, content: bytes, name: str, made: Sendable) -> None:
        """Keep a picture that another computer prepared; one that is here stays as it is."""
        with store_errors(), only_one(self._folder):
            row = self._row(made, self._blobs.put(content), len(content), name)
            self._blobs.put(made.content)
            with self._database.transaction() as connection:
                connection.execute(_RECEIVE, asdict(row))

    def get(self, sha256: str) -> Picture:
        """Raises KeyError when it is not there."""
        row = self._database.row("SELECT * FROM pictures WHERE sha256 = ?", (sha256,))
        if row is None:
            raise KeyError(sha256)
        return _picture(row)

    def all(self, account_id: str | None = None) -> list[Picture]:
        """Those that records use, the last added first; with an account only those of its own."""
        answers = self._database.rows(
            "SELECT answers FROM records WHERE ?1 IS NULL OR account_id = ?1", (account_id,)
        )
        used = _named(answers)
        rows = self._database.rows("SELECT * FROM pictures ORDER BY added_at DESC")
        return [_picture(row) for row in rows if row["sha256"] in used]

    def names(self, appid: str) -> list[tuple[str, str]]:
        """The media ids of what was uploaded for a mini program, with the pictures' names."""
        rows = self._database.rows(_NAMES, (appid,))
        return [(row["media_id"], row["name"]) for row in rows]

    def content(self, sha256: str) -> bytes:
        """What is uploaded. Raises PictureLost."""
        return self._blobs.get(sha256)

    def original(self, picture: Picture) -> bytes:
        """The file as it was chosen. Raises PictureLost."""
        return self._blobs.get(picture.original)

    def sweep(self, keep: Iterable[str] = (), only: Collection[str] | None = None) -> int:
        """Destroy the pictures that no record names, deleted records included; returns how many.

        `keep` are those that an open form or its undo still holds; `only` those are looked at.
        """
        with store_errors(), only_one(self._folder):
            with self._database.transaction() as connection:
                used = _named(connection.execute("SELECT answers FROM records")) | set(keep)
                rows = connection.execute("SELECT sha256, original FROM pictures").fetchall()
                doomed = [row for row in rows if row["sha256"] not in used]
                if only is not None:
                    doomed = [row for row in doomed if row["sha256"] in only]
                for row in doomed:
                    connection.execute("DELETE FROM uploads WHERE sha256 = ?", row[:1])
                    connection.execute("DELETE FROM pictures WHERE sha256 = ?", row[:1])
            wanted = {name for row in rows if row not in doomed for name in row}
            for name in {name for row in doomed for name in row} - wanted:
                self._blobs.destroy(name)
            if only is None:
                self._destroy_others(wanted)
        return len(doomed)

    def _destroy_others(self, wanted: set[str]) -> None:
        """Files without a row, unless their rows may be in a damaged file put aside."""
        if not any(self._folder.glob(f"{self._database.path.name}.damaged-*")):
            self._blobs.keep_only(wanted)

    def _row(self, one: Sendable, original: str, original_size: int, name: str) -> Picture:
        return Picture(
            sha256=one.sha256,
            original=original,
            page=one.page,
            turn=one.turn,
            name=storable(name),
            content_type=one.content_type,
            width=one.width,
            height=one.height,
            size=len(one.content),
            original_size=original_size,
            note=one.note,
            warning=one.warning,
            added_at=self._now(),
        )


_NAMES = """
    SELECT media_id, name FROM uploads JOIN pictures USING (sha256) WHERE appid = ?
"""
_ADD = """
    INSERT INTO pictures (sha256, original, page, turn, name, content_type, width, height, size,
                          original_size, note, warning, added_at)
    VALUES (:sha256, :original, :page, :turn, :name, :content_type, :width, :height, :size,
            :original_size, :note, :warning, :added_at)
    ON CONFLICT (sha256) DO"""
_RECEIVE = f"{_ADD} NOTHING"
_KEEP = f"""{_ADD} UPDATE SET
        original = excluded.original, page = excluded.page, turn = excluded.turn,
        name = excluded.name, original_size = excluded.original_size, note = excluded.note,
        warning = excluded.warning, added_at = excluded.added_at
"""


def _named(rows: Iterable[sqlite3.Row]) -> set[str]:
    """The pictures that the values of these records name."""
    return {sha256 for row in rows for sha256 in REFERENCE.findall(row["answers"])}


def _picture(row: sqlite3.Row) -> Picture:
    return Picture(**{name: row[name] for name in Picture.__dataclass_fields__})
