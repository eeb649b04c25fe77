"""Says on the desktop that a certification went on, when nobody is looking at the window."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from gui.ui.services import Services

TITLE = "「{name}」有新进展"
LONGEST_NAME = 40
SHOWN_MS = 10_000


class Notifier(QObject):
    """Nothing but the record's name and the words of its state leaves the window.

    On Linux the desktop's service is told, elsewhere the tray, and without either the task bar
    asks for a look.
    """

    def __init__(self, services: Services, window: QWidget, platform: str = sys.platform) -> None:
        super().__init__(window)
        self._services = services
        self._window = window
        self._platform = platform
        self._tray: QSystemTrayIcon | None = None

    @Slot(str, str)
    def tell(self, name: str, words: str) -> None:
        """Tell that the record of this name has a new state, unless it is not wanted or seen."""
        if not self._services.settings.notifications or self._window.isActiveWindow():
            return
        short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        title = TITLE.format(name=short)
        if self._platform == "linux":
            from gui.core.notifications import notify

            self._services.tasks.start(notify, title, words, on_success=self._on_told)
        elif QSystemTrayIcon.isSystemTrayAvailable():
            self._show_in_tray(title, words)
        else:
            self._on_told(False)

    @Slot(object)
    def _on_told(self, told: bool) -> None:
        if not told:  # at least the task bar can ask for a look
            QApplication.alert(self._window)

    def _show_in_tray(self, title: str, words: str) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(self._window.activateWindow)
        self._tray.show()
        icon = QSystemTrayIcon.MessageIcon.Information
        self._tray.showMessage(title, words, icon, SHOWN_MS)
