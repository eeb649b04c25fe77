"""Shows a QR code so that any phone reads it: black on white, quiet zone, whole pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

MARGIN = 4  # modules of white on every side, as ISO/IEC 18004 asks for
LEAST_SIDE = 320  # px
NOTE_MODULES = 5  # how high the line below a picture is

BLACK = QColor(0, 0, 0)
WHITE = QColor(255, 255, 255)
VEIL_TEXT = QColor(0x1F, 0x23, 0x29)  # on white in any theme


class Matrix(Protocol):
    """A square of modules: rows of values whose truth is "dark"."""

    @property
    def size(self) -> int: ...
    @property
    def rows(self) -> Sequence[Sequence[object]]: ...


class QrView(QWidget):
    """Paints one matrix; the same in light, dark and high contrast."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix: Matrix | None = None
        self._veil: str | None = None
        self.setObjectName("qr_code")
        self.setAccessibleName("授权二维码")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST_SIDE, LEAST_SIDE)

    def set_matrix(self, matrix: Matrix | None) -> None:
        """Show another code, unveiled; None for nothing."""
        self._matrix = matrix
        modules = _modules(matrix) if matrix else 0
        self.setMinimumSize(LEAST_SIDE + modules, LEAST_SIDE + modules)  # rounding down costs < 1
        self.set_veiled(False)

    def set_veiled(self, veiled: bool, text: str = "") -> None:
        """Put `text` in place of a code that must not be scanned any more."""
        self._veil = text if veiled else None
        self.setAccessibleDescription(text if veiled else "用微信扫描，完成授权")
        self.update()

    def image(self, scale: int = 8, note: str = "") -> QImage:
        """Return the code as a picture of `scale` pixels a module, for copying and saving.

        `note` stands below the quiet zone, which stays as it is.
        Raises ValueError when there is no code, or none that may still be scanned.
        """
        if self._matrix is None or self._veil is not None:
            raise ValueError("there is no code to give away")
        picture = _picture(self._matrix, scale)
        return _with_note(picture, note, scale * NOTE_MODULES) if note else picture

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._matrix is None:
            return
        ratio = self.devicePixelRatioF()
        side = math.floor(min(self.width(), self.height()) * ratio)
        picture = _picture(self._matrix, max(1, side // _modules(self._matrix)))
        if self._veil is not None:
            picture.fill(WHITE)
        picture.setDevicePixelRatio(ratio)
        left = (math.floor(self.width() * ratio) - picture.width()) // 2
        top = (math.floor(self.height() * ratio) - picture.height()) // 2
        painter = QPainter(self)
        painter.drawImage(QPointF(left / ratio, top / ratio), picture)
        if self._veil is not None:
            painter.setPen(VEIL_TEXT)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(40, 40, -40, -40), flags, self._veil)
        painter.end()


def _modules(matrix: Matrix) -> int:
    return matrix.size + 2 * MARGIN


def _picture(matrix: Matrix, scale: int) -> QImage:
    """Draw one pixel a module, then enlarge by a whole number, so that all edges are sharp."""
    modules = _modules(matrix)
    small = QImage(modules, modules, QImage.Format.Format_RGB32)
    small.fill(WHITE)
    for y, row in enumerate(matrix.rows, MARGIN):
        for x, dark in enumerate(row, MARGIN):
            if dark:
                small.setPixelColor(x, y, BLACK)
    return small.scaled(modules * scale, modules * scale)


def _with_note(picture: QImage, note: str, height: int) -> QImage:
    """The picture with a line of words below it, black on white."""
    whole = QImage(picture.width(), picture.height() + height, picture.format())
    whole.fill(WHITE)
    painter = QPainter(whole)
    painter.drawImage(0, 0, picture)
    font = QFont()
    font.setPixelSize(height * 2 // 3)
    painter.setFont(font)
    painter.setPen(BLACK)
    below = QRect(0, picture.height(), picture.width(), height)
    painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, note)
    painter.end()
    return whole
