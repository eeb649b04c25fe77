"""Keeps windows on their screen: the first time, and when one was larger on another screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 40)  # what a system puts around a window at most, before it is known
AROUND = 64  # px of the screen left free above and below a dialog


def fitted(wanted: QRect, available: QRect, smallest: QSize) -> QRect:
    """The place for the inside of a window, its frame on the screen; never below `smallest`.

    The screen's upper left corner counts when even `smallest` is too large.
    """
    room = available.size() - FRAME
    size = wanted.size().boundedTo(room).expandedTo(smallest)
    side, top = FRAME.width() // 2, FRAME.height() - FRAME.width() // 2
    corner = available.topLeft() + QPoint(side, top)
    spare = room - size
    furthest = corner + QPoint(max(spare.width(), 0), max(spare.height(), 0))
    x = min(max(wanted.x(), corner.x()), furthest.x())
    y = min(max(wanted.y(), corner.y()), furthest.y())
    return QRect(QPoint(x, y), size)


def place(window: QWidget, first: QSize, smallest: QSize, kept: str) -> None:
    """Give a window its first size or the kept one (base64 of saveGeometry), on its screen."""
    window.setMinimumSize(smallest)
    window.resize(first)
    restored = window.restoreGeometry(QByteArray.fromBase64(kept.encode()))
    if window.isMaximized() or window.isFullScreen():
        return
    here = window.geometry()
    good = fitted(here, window.screen().availableGeometry(), smallest)
    if restored:
        window.setGeometry(good)
    else:
        window.resize(good.size())  # the system chooses the place


def open_at(dialog: QWidget, size: tuple[int, int], smallest: tuple[int, int] = (0, 0)) -> None:
    """Give a dialog the size that it opens with, less high where its screen is.

    Without `smallest` it can be as small as what is in it.
    """
    room = dialog.screen().availableGeometry().height() - AROUND
    dialog.setMinimumSize(*smallest)
    dialog.resize(size[0], min(size[1], room))
