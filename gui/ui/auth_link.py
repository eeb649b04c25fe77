"""The authorisation link to press: in one line, its middle left out where room is short."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from gui.ui.labels import plain_tip
from gui.ui.theme import icon

ICON_AND_PADDING = 40
LEAST_WIDTH = 120
WIDEST = 420


class AuthLink(QPushButton):
    """Says the whole link to screen readers and in its tooltip, shows what fits."""

    def __init__(self) -> None:
        super().__init__()
        self._link = ""
        self.setObjectName("auth_link")
        self.setAccessibleName("打开授权链接")
        self.setAutoDefault(False)
        self.setProperty("role", "link")
        self.setIcon(icon("external-link", "link"))
        self.setStyleSheet("text-align: left")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_link(self, link: str) -> None:
        """Show another link."""
        self._link = link
        self.setToolTip(plain_tip(link))
        self.setAccessibleDescription(link)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wanted = self.fontMetrics().horizontalAdvance(self._link) + ICON_AND_PADDING
        return QSize(min(wanted, WIDEST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - ICON_AND_PADDING
        middle = Qt.TextElideMode.ElideMiddle
        shown = self.fontMetrics().elidedText(self._link, middle, room)
        self.setText(shown.replace("&", "&&"))
