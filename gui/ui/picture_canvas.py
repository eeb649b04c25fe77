"""A picture to look at closely: zoomed by wheel and keys, moved by the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QWidget

STEP = 1.25
LARGEST = 8.0  # screen pixels for one of the picture
NOTCH = 120


class PictureCanvas(QGraphicsView):
    """Shows one picture whole until somebody zooms. `zoomed` tells the scale in per cent.

    Two pictures of the same thing (`stand_in`) are shown at the same place and size, so that they
    can be compared.
    """

    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._width = 0
        self._fits = True
        scene = QGraphicsScene(self)
        scene.addItem(self._item)
        self.setScene(scene)
        self.setObjectName("picture_canvas")
        self.setAccessibleName("图片")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)

    def show_image(self, image: QImage) -> None:
        """Show a picture whole."""
        self._width = image.width()
        self._item.setScale(1)
        self._set(image)
        self.fit()

    def stand_in(self, image: QImage) -> None:
        """Show another one of the same thing, without moving what is looked at."""
        if image.width():
            self._item.setScale(self._width / image.width())
            self._set(image)

    def _set(self, image: QImage) -> None:
        self._item.setPixmap(QPixmap.fromImage(image))
        self.setSceneRect(self._item.sceneBoundingRect())

    def fit(self) -> None:
        """All of it; a small picture at its own size."""
        self._fits = True
        if self._width:
            room, size = self.viewport().size(), self.sceneRect().size()
            scale = min(room.width() / size.width(), room.height() / size.height(), 1.0)
            self._scale_to(scale)

    def actual_size(self) -> None:
        """One pixel of the picture is one of the screen."""
        self._fits = False
        self._scale_to(1 / self.devicePixelRatioF())

    def zoom(self, steps: float) -> None:
        """Closer (positive) or farther."""
        self._fits = False
        room, size = self.viewport().size(), self.sceneRect().size()
        least = min(room.width() / max(size.width(), 1), room.height() / max(size.height(), 1), 1.0)
        self._scale_to(min(max(self.scale_now() * STEP**steps, least), LARGEST))

    def scale_now(self) -> float:
        """Points of the screen for one pixel of the picture."""
        return self.transform().m11()

    def _scale_to(self, scale: float) -> None:
        if scale > 0:
            factor = scale / self.scale_now()
            self.scale(factor, factor)
            self.zoomed.emit(round(scale * self.devicePixelRatioF() * 100))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta() or QPoint(0, 0)
        self.zoom(turned.y() / NOTCH)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Plus: 1,
            Qt.Key.Key_Equal: 1,
            Qt.Key.Key_Minus: -1,
            Qt.Key.Key_Underscore: -1,
        }
        step = keys.get(Qt.Key(event.key()))
        if step is not None:
            self.zoom(step)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() == Qt.Key.Key_1:
            self.actual_size()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit()
