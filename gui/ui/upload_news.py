"""Brings the news of uploads from their threads to the window's."""

from __future__ import annotations

import time
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gui.core.upload_state import State

PROGRESS_EVERY = 0.1  # seconds, for one picture: each per cent has the form laid out anew


class UploadNews(QObject):
    """`arrived` is emitted in the window's thread, whichever thread `tell` was called in."""

    arrived = Signal(object)  # State
    _hop = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: dict[tuple[str, str], float] = {}
        # Queued always: a direct call would run in the thread of the upload.
        self._hop.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def tell(self, state: State) -> None:
        """One picture stands elsewhere now. Takes no time, from any thread."""
        now, key = time.monotonic(), (state.appid, state.sha256)
        if state.kind != "sending":
            self._told.pop(key, None)
        elif now - self._told.get(key, 0.0) < PROGRESS_EVERY:
            return
        else:
            self._told[key] = now
        with suppress(RuntimeError):  # the program is leaving, nobody listens
            self._hop.emit(state)

    @Slot(object)
    def _pass_on(self, state: State) -> None:
        self.arrived.emit(state)
