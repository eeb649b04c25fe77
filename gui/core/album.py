"""What the editor of pictures asks of the core: add, turn, look at. The upload is in uploads.py.

Every method may block (disk, decoder) and takes up to 300 MB for a moment: one at a time, and
never on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from gui.core.errors import AppError, Cancelled, FileRefused
from gui.core.images import words
from gui.core.outside_text import one_line
from gui.core.store.pictures import Picture, Pictures

if TYPE_CHECKING:
    from gui.core.images.preparing import Prepared

MOST_REFUSED = 20
LONGEST_NAME = 255  # characters of a file's name


@dataclass(frozen=True)
class Shown:
    """A picture and its thumbnail, a PNG of at most 208 pixels a side."""

    picture: Picture
    thumbnail: bytes = field(repr=False)


@dataclass(frozen=True)
class Source:
    """A file that was chosen or dropped, or bytes that were pasted, with a name to speak of."""

    content: Path | bytes = field(repr=False)
    name: str


@dataclass(frozen=True)
class Added:
    """What became of a choice of files.

    `refused` has one failure in words for each file that is not there, `left` one sentence about
    the rest, or "".
    """

    shown: tuple[Shown, ...] = ()
    refused: tuple[AppError, ...] = ()
    left: str = ""


@dataclass(frozen=True)
class Room:
    """How many more pictures the field called `label` takes; `limit` is how many in all."""

    label: str
    limit: int
    free: int

    def sentence(self, added: int, left: int) -> str:
        """What is said of `left` files or pages that were not added; "" when there are none."""
        if not left:
            return ""
        if added < self.free:
            return words.not_looked_at(left)
        return words.no_room(self.label, self.limit, added, left)


class Album:
    """The pictures of this computer, from the file to the tile."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._one_at_a_time = Lock()

    def add(self, source: Source, *, cancelled: Event | None = None) -> tuple[Shown, ...]:
        """Prepare and keep one file: one picture, or one a page.

        Raises FileRefused, StoreError, Cancelled.
        """
        from gui.core.images.preparing import prepare, read_picture

        with self._one_at_a_time:
            _go_on(cancelled)
            path = source.content
            data = path if isinstance(path, bytes) else read_picture(path)
            name = one_line(source.name, LONGEST_NAME)
            made = prepare(data, name, cancelled=cancelled)
            kept = self._pictures.keep(data, name, made)
        return tuple(Shown(picture, one.thumbnail) for picture, one in zip(kept, made, strict=True))

    def add_all(
        self,
        sources: Sequence[Source],
        room: Room,
        *,
        tell: Callable[[Shown], None] = lambda _: None,
        cancelled: Event | None = None,
    ) -> Added:
        """Add files as long as there is room; a file that is refused leaves the others alone.

        `tell` gets each picture as soon as it is kept. `cancelled` ends it between two pictures;
        what was added until then is returned. Raises nothing.
        """
        shown: list[Shown] = []
        refused: list[AppError] = []
        over = 0
        for number, source in enumerate(sources):
            full = len(shown) >= room.free
            if full or len(refused) >= MOST_REFUSED:
                over += len(sources) - number
                break
            try:
                new = self.add(source, cancelled=cancelled)
            except Cancelled:
                break
            except AppError as error:
                refused.append(error)
                if isinstance(error, FileRefused):
                    continue
                break  # the disk: the next file would fare no better
            fitting = new[: room.free - len(shown)]
            over += len(new) - len(fitting)
            shown += fitting
            for one in fitting:
                tell(one)
        return Added(tuple(shown), tuple(refused), room.sentence(len(shown), over))

    def checked(self, content: bytes, name: str) -> Prepared:
        """A picture that another computer prepared, decoded and made fit as any file is.

        Raises FileRefused, also for a kind of file that would be converted first.
        """
        from gui.core.images.formats import UPLOADABLE, recognise
        from gui.core.images.preparing import prepare

        if recognise(content, name) not in UPLOADABLE:
            raise words.no_picture(name)
        with self._one_at_a_time:
            (made,) = prepare(content, name)
        return made

    def turn(self, sha256: str, degrees: int) -> Shown:
        """The picture turned clockwise by 90, 180 or 270 degrees, made afresh of the original.

        Four quarters give the first picture again, byte for byte, and with it its upload.
        Raises KeyError, FileRefused, StoreError.
        """
        from gui.core.images.preparing import prepare

        picture = self._pictures.get(sha256)
        turn = (picture.turn + degrees) % 360
        with self._one_at_a_time:
            original = self._pictures.original(picture)
            made = prepare(original, picture.name, turn=turn, page=picture.page)
            (kept,) = self._pictures.keep(original, picture.name, made)
        return Shown(kept, made[0].thumbnail)

    def show(self, sha256: str) -> Shown:
        """A picture that is kept. Raises KeyError, PictureLost."""
        from gui.core.images.preparing import thumbnail

        picture = self._pictures.get(sha256)
        return Shown(picture, thumbnail(self._pictures.content(sha256)))

    def content(self, sha256: str) -> bytes:
        """What is uploaded, for looking at it enlarged. Raises PictureLost."""
        return self._pictures.content(sha256)

    def before(self, sha256: str) -> bytes:
        """A PNG or JPEG of the original at full size, to compare with what is uploaded.

        Raises KeyError, PictureLost, FileRefused.
        """
        from gui.core.images.preparing import viewable

        picture = self._pictures.get(sha256)
        with self._one_at_a_time:
            return viewable(self._pictures.original(picture), picture.page, picture.turn)

    def used_before(self, account_id: str | None) -> list[Picture]:
        """The pictures in the records of an account, the last added first."""
        return self._pictures.all(account_id)

    def names_by_id(self, appids: Iterable[str]) -> dict[str, str]:
        """What pictures are called that mini programs uploaded, by the ids that WeChat gave."""
        return {id_: name for appid in appids for id_, name in self._pictures.names(appid)}


def _go_on(cancelled: Event | None) -> None:
    if cancelled is not None and cancelled.is_set():
        raise Cancelled
