"""Pictures for the tour: papers of nobody, sharp, small, and too large to be sent as they are."""

from __future__ import annotations

import os

from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

LINES = 9
SHARP, SMALL, LARGE = (1600, 1130), (560, 400), (2600, 1820)
QUALITY = 92


def paper(number: int, size: tuple[int, int] = SHARP, *, noisy: bool = False) -> bytes:
    """A JPEG of a licence with as many lines as it takes; `noisy` ones are large files."""
    width, height = size
    image = _noise(width, height) if noisy else QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setOpacity(0.6 if noisy else 1.0)
    painter.fillRect(image.rect(), QColor.fromHsv(number * 47 % 360, 24, 250))
    painter.setOpacity(1.0)
    pen = QColor.fromHsv(number * 47 % 360, 160, 130)
    frame = QRect(width // 30, width // 30, width - width // 15, height - width // 15)
    painter.setPen(pen)
    painter.drawRect(frame)
    painter.fillRect(QRect(width // 3, height // 8, width // 3, height // 16), pen)
    for line in range(LINES):
        top = height // 3 + line * height // 16
        long = width * (5 + (line * 7 + number) % 4) // 10
        painter.fillRect(QRect(width // 10, top, long, max(2, height // 60)), pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor("#c0392b"))
    painter.drawEllipse(QRect(width * 7 // 10, height * 6 // 10, height // 4, height // 4))
    painter.end()
    return _saved(image)


def _noise(width: int, height: int) -> QImage:
    """What no camera can help, and no file can hold in few bytes."""
    pixels = os.urandom(width * height)
    grey = QImage(pixels, width, height, width, QImage.Format.Format_Grayscale8)
    return grey.convertToFormat(QImage.Format.Format_RGB32)


def _saved(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
