"""Pictures on their way between two computers: what of them travels, and what is let in.

Only what is uploaded travels, under the sha256 that names it here as well. The file as it was
chosen stays: it may hold the place where a photo was taken, or pages that were left out. Nor does
an id of WeChat come along with a picture: nobody could check that it is the one that is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gui.core.album import Album
from gui.core.bundle import Bundle
from gui.core.errors import FileRefused, StoreError
from gui.core.exchange import PictureWords
from gui.core.store.pictures import Pictures

if TYPE_CHECKING:
    from gui.core.images.preparing import Prepared

WITHOUT_NAME = "图片"


@dataclass(frozen=True)
class Packed:
    """A picture that can be read, and its size in bytes."""

    words: PictureWords
    size: int


@dataclass(frozen=True)
class Parcel:
    """A picture of a file that may be kept here; `made` is how, without its bytes."""

    sha256: str
    words: PictureWords
    made: Prepared = field(repr=False)


class Parcels:
    """Methods block; they decode one picture at a time."""

    def __init__(self, pictures: Pictures, album: Album) -> None:
        self._pictures = pictures
        self._album = album

    def packed(self, named: Iterable[str]) -> dict[str, Packed]:
        """Those of the pictures (by sha256) that can be read: the others are lost."""
        found = ((sha256, self._packed(sha256)) for sha256 in named)
        return {sha256: one for sha256, one in found if one is not None}

    def _packed(self, sha256: str) -> Packed | None:
        """The way out when the store fails: a picture may be there although its row is not."""
        try:
            size = len(self._pictures.content(sha256))
        except StoreError:
            return None
        try:
            row = self._pictures.get(sha256)
        except (StoreError, KeyError):
            return Packed(PictureWords(WITHOUT_NAME), size)
        return Packed(PictureWords(row.name, row.note), size)

    def contents(self, named: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Each sha256 with its content, read when it is its turn. Raises PictureLost."""
        for sha256 in named:
            yield sha256, self._pictures.content(sha256)

    def checked(
        self, bundle: Bundle, named: Iterable[str], table: Mapping[str, PictureWords]
    ) -> tuple[list[Parcel], list[str]]:
        """The pictures (by sha256) of a file that may be kept, and the names of those that may not.

        Raises FileRefused for a file that was changed.
        """
        parcels: list[Parcel] = []
        refused: list[str] = []
        for sha256 in named:
            content = bundle.picture(sha256)
            words = table.get(sha256) or PictureWords(WITHOUT_NAME)
            try:
                made = self._album.checked(content, words.name)
            except FileRefused:
                refused.append(words.name)
            else:
                parcels.append(Parcel(sha256, words, replace(made, content=b"", thumbnail=b"")))
        return parcels, refused

    @contextmanager
    def kept(self, bundle: Bundle, parcels: Collection[Parcel]) -> Iterator[None]:
        """Keep pictures for records that are made inside the block.

        When either fails, the pictures that were not here before go again. Raises FileRefused,
        StoreError.
        """
        with ExitStack() as undone:
            undone.callback(self._let_go, {one.made.sha256 for one in parcels if self._is_new(one)})
            for one in parcels:
                self._keep(one, bundle.picture(one.sha256))
            yield
            undone.pop_all()

    def _is_new(self, parcel: Parcel) -> bool:
        try:
            self._pictures.get(parcel.made.sha256)
        except KeyError:
            return True
        return False

    def _keep(self, parcel: Parcel, content: bytes) -> None:
        words = parcel.words
        made = replace(parcel.made, content=content, note=words.note)
        if hashlib.sha256(content).hexdigest() != made.sha256:  # it had to be made fit
            made = self._album.checked(content, words.name)
        self._pictures.receive(content, words.name, made)

    def _let_go(self, new: Collection[str]) -> None:
        with suppress(StoreError):  # the next start sweeps
            self._pictures.sweep(only=new)
