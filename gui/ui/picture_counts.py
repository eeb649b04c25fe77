"""Tells the form how many of its pictures are not uploaded: a section with such is not done."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, QTimer, Slot

from gui.core.form.sections import Uploads
from gui.core.local_pictures import pictures_in
from gui.ui.form_model import FormModel
from gui.ui.picture_states import PictureStates

SOON_MS = 100  # many states change at once


class PictureCounts(QObject):
    """Counts anew, a little later, whenever an upload or an answer changed."""

    def __init__(
        self, pointers: Collection[str], model: FormModel, states: PictureStates, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pointers = pointers
        self._model = model
        self._states = states
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._count)
        states.changed.connect(self._on_change)
        model.value_changed.connect(self._on_change)

    @Slot(str)
    def _on_change(self, _: str) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _count(self) -> None:
        found = {pointer: self._of(pointer) for pointer in self._pointers}
        self._model.set_uploads({pointer: one for pointer, one in found.items() if any(one)})

    def _of(self, pointer: str) -> Uploads:
        pictures = pictures_in({pointer: self._model.value(pointer)})
        states = [state for one in pictures if (state := self._states.state(one)) is not None]
        failed = sum(state.kind == "failed" for state in states)
        under_way = sum(
            state.kind == "sending" or (state.kind == "waiting" and state.error is None)
            for state in states
        )
        return Uploads(failed, under_way)
