"""The settings in force: what they do to the looks at once, and the file that keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from gui.core.settings import Settings, load, save
from gui.ui.theme import FontSize, Mode, Theme


class Looks:
    """Dresses the application, again whenever the settings change."""

    def __init__(self, app: QApplication, path: Path) -> None:
        self._path = path
        self._theme = Theme(app)
        self.settings = load(path)
        self._dress()

    def put_on(self, settings: Settings) -> None:
        """Put settings into force."""
        before, self.settings = self.settings, settings
        if (before.theme, before.font_size) != (settings.theme, settings.font_size):
            self._dress()

    def write(self, settings: Settings) -> None:
        """Keep settings for the next start. Raises StoreError."""
        save(settings, self._path)

    def take_off(self) -> None:
        """The window is gone: the desktop's changes of mind are nobody's business any more."""
        self._theme.deleteLater()

    def _dress(self) -> None:
        mode, size = cast("Mode", self.settings.theme), cast("FontSize", self.settings.font_size)
        self._theme.apply(mode, size)
