"""The small picture on a tile: whole, with round corners, or the sign of a picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(frame, RADIUS, RADIUS)
        painter.fillPath(shape, colour("sunken"))
        if self._image.isNull():
            self._paint_sign(painter)
        else:
            painter.setClipPath(shape)
            painter.drawImage(self._place(), self._image)
            painter.setClipping(False)
        painter.setPen(QPen(colour("line"), 1))
        painter.drawPath(shape)

    def _paint_sign(self, painter: QPainter) -> None:
        square = QRect(0, 0, SIGN, SIGN)
        square.moveCenter(self.rect().center())
        icon("image", "placeholder").paint(painter, square)

    def _place(self) -> QRectF:
        """The whole picture in the middle: a cut-off corner would look like a cut-off paper."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QPointF(self.rect().center()))
        return place
