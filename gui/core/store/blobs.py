"""Files named after their content: whole or not there, kept once, and overwritten when they go.

Pictures are too large for the database: each of its backups would hold all of them again, and
each start-up would read all of them.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from gui.core.errors import PictureLost
from gui.core.paths import make_private
from gui.core.store.connection import store_errors
from gui.core.store.files import PART, new_private_file, put_in_place

_ZEROS = bytes(1_000_000)


class Blobs:
    """One folder of such files. Nothing is locked here: see `files.only_one`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep a content; on return it is on the disk. Returns its sha256. Raises StoreError."""
        name = _sha256(content)
        with store_errors():
            if not self._is_whole(name, content):
                self._write(make_private(self._folder) / name, content)
        return name

    def get(self, name: str) -> bytes:
        """The content with this sha256. Raises PictureLost when it is not there, or not whole."""
        with store_errors():
            try:
                content = (self._folder / name).read_bytes()
            except FileNotFoundError:
                raise PictureLost from None
        if _sha256(content) != name:
            raise PictureLost
        return content

    def keep_only(self, wanted: Collection[str]) -> int:
        """Destroy all others, and what a killed process left half made; returns how many went."""
        with store_errors():
            found = self._folder.iterdir() if self._folder.is_dir() else ()
            doomed = [path for path in found if path.name not in wanted]
            for path in doomed:
                _destroy(path)
        return len(doomed)

    def destroy(self, name: str) -> None:
        """Let one content go for good; it need not be there. Raises StoreError."""
        with store_errors():
            path = self._folder / name
            if path.exists():
                _destroy(path)

    def _is_whole(self, name: str, content: bytes) -> bool:
        try:
            return (self._folder / name).read_bytes() == content
        except FileNotFoundError:
            return False

    def _write(self, path: Path, content: bytes) -> None:
        part = path.with_name(path.name + PART)
        part.unlink(missing_ok=True)
        new_private_file(part)
        with part.open("r+b") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, path)


def _destroy(path: Path) -> None:
    """Overwrite, then remove: a removed file alone could be read from the disk for long."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(_ZEROS[:left])
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _sha256(content: bytes) -> str:
    import hashlib  # it brings OpenSSL: not before the first paint

    return hashlib.sha256(content).hexdigest()
