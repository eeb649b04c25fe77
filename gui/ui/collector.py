"""Python's garbage is collected in the GUI thread only: no Qt object may end in another one.

The interpreter collects in whichever thread happens to make objects. A window in a cycle of
references would then be destroyed by a thread that saves or asks WeChat, and the process dies.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 1000


class Collector(QObject):
    """Looks once a second, and collects what the interpreter would have collected by then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def install(self) -> None:
        """Take over from the interpreter."""
        gc.disable()
        self._timer.start()

    def give_back(self) -> None:
        """The interpreter collects by itself again."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _look(self) -> None:
        due = [made > limit for made, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            oldest = 2 if due[1] and due[2] else int(due[1])
            gc.collect(oldest)
