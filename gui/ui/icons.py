"""Line icons that take their colour from the theme at the moment they are painted."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from gui.core.paths import RESOURCES
from gui.ui.colours import colour


@cache
def _source(name: str) -> str:
    """Return the drawing `name`; FileNotFoundError when there is none (QIcon would be silent)."""
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


class _LineIcon(QIconEngine):
    """Paints one drawing; Qt asks it anew for every size, scale and state.

    It is square. In a wider place it stands at the left, and the rest is between it and words.
    """

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        drawing = _source(self._name).replace("currentColor", self._colour(mode))
        side = min(rect.width(), rect.height())
        square = QRectF(rect.x(), rect.y() + (rect.height() - side) / 2, side, side)
        QSvgRenderer(drawing.encode()).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        key = f"{self._name} {self._colour(mode)} {size.width()} {size.height()}"
        image = QPixmap()
        if not QPixmapCache.find(key, image):
            image = self._draw(size, mode, state)
            QPixmapCache.insert(key, image)
        return image

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name, self._role)

    def _colour(self, mode: QIcon.Mode) -> str:
        return colour("disabled_text" if mode == QIcon.Mode.Disabled else self._role).name()

    def _draw(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QPixmap(size)
        if size.isEmpty():  # a button that is not laid out yet asks too
            return image
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return image


def icon(name: str, colour_role: str | None = None) -> QIcon:
    """Return the icon resources/icons/`name`.svg, crisp at any scale, in any theme.

    `colour_role` is a name of palettes.json ("text" when left out). Raises FileNotFoundError for
    an unknown name and KeyError for an unknown role, so that no control is silently bare.
    """
    role = colour_role or "text"
    _source(name)
    colour(role)
    return QIcon(_LineIcon(name, role))
