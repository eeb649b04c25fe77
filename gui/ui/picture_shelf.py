"""The pictures that the window knows: read once from the disk, kept small in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from gui.core.errors import AppError
from gui.ui.tasks import TaskRunner
from gui.ui.tile_words import called

if TYPE_CHECKING:
    from gui.core.album import Album, Shown


class PictureShelf(QObject):
    """`arrived` names a picture that can be shown from now on, `lost` one that is gone."""

    arrived = Signal(str)  # sha256
    lost = Signal(str)

    def __init__(self, album: Callable[[], Album], tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._album = album
        self._tasks = tasks
        self._shown: dict[str, tuple[Shown, QImage]] = {}
        self._asked: set[str] = set()
        self._made: dict[str, QImage] = {}  # in the threads that bring pictures

    def get(self, sha256: str) -> tuple[Shown, QImage] | None:
        """A picture and its thumbnail, None when it has not been read."""
        return self._shown.get(sha256)

    def prepare(self, shown: Shown) -> Shown:
        """Decode its thumbnail, off the GUI thread; to be put afterwards."""
        self._made[shown.picture.sha256] = QImage.fromData(shown.thumbnail)
        return shown

    def put(self, shown: Shown) -> None:
        """A picture that was just added or turned."""
        sha256 = shown.picture.sha256
        made = self._made.pop(sha256, None)
        self._shown[sha256] = (shown, QImage.fromData(shown.thumbnail) if made is None else made)
        self.arrived.emit(sha256)

    def names(self) -> dict[str, str]:
        """What people call the pictures, by their sha256."""
        return {one: called(shown.picture) for one, (shown, _) in self._shown.items()}

    def read(self, pictures: Collection[str]) -> None:
        """Have pictures arrive that are not here yet."""
        missing = [one for one in pictures if one not in self._asked and one not in self._shown]
        self._asked.update(missing)
        if missing:
            self._tasks.start(self._read, missing, on_progress=self._on_read)

    def _read(self, pictures: Iterable[str], progress: Callable[..., None]) -> None:
        for sha256 in pictures:
            try:
                progress(sha256, self.prepare(self._album().show(sha256)))
            except (AppError, KeyError):
                progress(sha256, None)

    @Slot(object, object)
    def _on_read(self, sha256: str, shown: Shown | None) -> None:
        if shown is not None:
            self.put(shown)
        elif sha256 not in self._shown:
            self._asked.discard(sha256)
            self.lost.emit(sha256)
