"""Pictures of the open record turned by quarters, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.errors import AppError
from gui.core.store.pictures import PREFIX
from gui.ui.form_model import FormModel
from gui.ui.picture_shelf import PictureShelf
from gui.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from gui.core.album import Album, Shown

TURNS = {"turn_right": 90, "turn_left": 270}


class PictureTurning(QObject):
    """`turned` names the picture that was, and carries the one that takes its place."""

    turned = Signal(str, object)  # sha256, Shown
    failed = Signal(object)  # AppError

    def __init__(
        self,
        album: Callable[[], Album],
        model: FormModel,
        shelf: PictureShelf,
        tasks: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._album = album
        self._model = model
        self._shelf = shelf
        self._tasks = tasks

    @Slot(str, str, int)
    def turn(self, pointer: str, sha256: str, degrees: int) -> None:
        """Turn a picture of a field clockwise."""
        self._tasks.start(
            self._make,
            pointer,
            sha256,
            degrees,
            on_success=self._on_made,
            on_failure=self._on_failed,
        )

    def _make(self, pointer: str, sha256: str, degrees: int) -> tuple[str, str, Shown]:
        return pointer, sha256, self._shelf.prepare(self._album().turn(sha256, degrees))

    @Slot(object)
    def _on_made(self, result: tuple[str, str, Shown]) -> None:
        """The turned picture takes the place of the one before, unless that is gone meanwhile."""
        pointer, sha256, shown = result
        self._shelf.put(shown)
        value, old = self._model.value(pointer), PREFIX + sha256
        new = shown.picture.reference
        if isinstance(value, list):
            self._model.set_value(pointer, [new if one == old else one for one in value])
        elif value == old:
            self._model.set_value(pointer, new)
        self.turned.emit(sha256, shown)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.failed.emit(error)
