"""Leaves in good order when the system wants it: logging out, shutting down, SIGTERM."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication


class SessionEnd(QObject):
    """Has everything saved without a question when the system wants it, and then ends.

    Python runs a signal's handler only between two lines of Python, and Qt's event loop is none:
    the wake-up descriptor tells it that one is waiting.
    """

    def __init__(
        self,
        app: QApplication,
        save: Callable[[], object],
        end: Callable[[], object],
        parent: QObject,
    ) -> None:
        """`save` puts everything on the disk, `end` closes the window without asking anything."""
        super().__init__(parent)
        self._app = app
        self._save = save
        self._end = end
        self._before: dict[int, Any] = {}
        self._inner, self._outer = socket.socketpair()
        self._inner.setblocking(False)
        self._outer.setblocking(False)
        self._notifier = QSocketNotifier(self._inner.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        app.commitDataRequest.connect(self._on_commit)

    def install(self) -> None:
        """Listen from now on."""
        signal.set_wakeup_fd(self._outer.fileno())
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, _nothing)

    def give_back(self) -> None:
        """Listen no longer: signals do again what they did before."""
        self._app.commitDataRequest.disconnect(self._on_commit)
        self._notifier.setEnabled(False)
        if self._before:
            signal.set_wakeup_fd(-1)
        for number, before in self._before.items():
            signal.signal(number, before)
        self._inner.close()
        self._outer.close()

    @Slot()
    def _on_signal(self) -> None:
        self._inner.recv(64)
        self._end()
        self._app.quit()

    @Slot(QSessionManager)
    def _on_commit(self, manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartIfRunning)
        self._save()


def _nothing(_number: int, _frame: object) -> None:
    """The wake-up descriptor does the work."""
