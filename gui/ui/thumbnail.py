"""The small picture on a tile: whole, with round corners, or the sign of a picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.ui.theme import colour, icon

SIDE = 104  # px
RADIUS = 6.0
SIGN = 32


class Thumbnail(QWidget):
    """Leaves the mouse to the tile that it is on."""

    def __init__(self, parent: QWidget | None = None, side: int = SIDE) -> None:
        super().__init__(parent)
        self._side = side
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def show_image(self, image: QImage) -> None:
        """Show a picture; a null image shows the sign."""
        self._image = image
        self.update()

    def image(self) -> QImage:
        """What is shown."""
        return self._image

    def paintEvent(self, _event: QPaintEvent) -> None:
        _paint(QPainter(self), self.rect(), self._image)


def as_icon(image: QImage, side: int, scale: float) -> QIcon:
    """The same for a list; a chosen one keeps its colours. `scale` is that of the screen."""
    pixmap = QPixmap(QSize(side, side) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _paint(painter, QRect(0, 0, side, side), image)
    painter.end()
    made = QIcon(pixmap)
    made.addPixmap(pixmap, QIcon.Mode.Selected)
    return made


def _paint(painter: QPainter, rect: QRect, image: QImage) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.fillPath(shape, colour("sunken"))
    if image.isNull():
        square = QRect(0, 0, SIGN, SIGN)
        square.moveCenter(rect.center())
        icon("image", "placeholder").paint(painter, square)
    else:
        painter.setClipPath(shape)
        painter.drawImage(_place(rect, image), image)
        painter.setClipping(False)
    painter.setPen(QPen(colour("line"), 1))
    painter.drawPath(shape)


def _place(rect: QRect, image: QImage) -> QRectF:
    """The whole picture in the middle: a cut-off corner would look like a cut-off paper."""
    size = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, size.width(), size.height())
    place.moveCenter(QPointF(rect.center()))
    return place
