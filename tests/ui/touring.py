"""The tour past every screen (tools/tour) as tests take it, and what is wrong with a screen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QSizePolicy,
    QWidget,
)

from gui.app import open_window
from gui.core.practice.server import StandIn
from gui.core.settings import Settings, save
from gui.ui.auth_link import AuthLink
from gui.ui.elided_label import ElidedLabel
from tools.tour.walker import Scene
from tools.tour.ways import WAYS

TARGET = 32  # px
ROOM = (1280, 640)  # of a screen of 1280 × 720, without the task bar and the window's title
PRESSED = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)


def tour(app: QApplication, folder: Path, settings: Settings) -> Iterator[Scene]:
    """Every screen of the program in a window that is as large as a small screen leaves room."""
    for kind, practice in WAYS:
        data = folder / kind.__name__
        data.mkdir()
        save(settings, data / "settings.json")
        with (
            StandIn() as stand_in,
            open_window(app, data, practice=practice, stand_in=stand_in) as window,
        ):
            window.resize(*ROOM)
            window.show()
            window.activateWindow()
            yield from kind(window, stand_in).scenes()
            window.closing.at_once()
        shiboken6.delete(window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def seen(window: QWidget) -> list[QWidget]:
    """What is on the screen of one window, or would be after scrolling; nothing of Qt's inside."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window and not _is_qts(widget)
    ]


def _is_qts(widget: QWidget) -> bool:
    """A part of a control, such as the line of a spin box or the cross in a search field."""
    parent = widget.parentWidget()
    inside = (QLineEdit, QAbstractSpinBox, QComboBox)
    return widget.objectName().startswith("qt_") or isinstance(parent, inside)


def path(widget: QWidget) -> str:
    """Where a widget is, for whoever mends it."""
    names, at = [], widget
    while at is not None:
        names.append(at.objectName() or type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names[:4])


def cut_off(window: QWidget) -> list[str]:
    """Words that have less room than they need, or stick out of what is around them."""
    found = []
    for widget in seen(window):
        words = _words(widget)
        if words and not (_fits(widget) and _is_inside(widget)):
            found.append(f"{words[:20]!r} in {path(widget)}: {widget.size().toTuple()}")
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel | AuthLink):  # these shorten their words themselves
        return ""
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _fits(widget: QWidget) -> bool:
    if widget.hasHeightForWidth():
        return widget.height() >= widget.heightForWidth(widget.width())
    wanted = widget.sizeHint()
    ignored = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
    return widget.height() >= wanted.height() and (ignored or widget.width() >= wanted.width())


def _is_inside(widget: QWidget) -> bool:
    """Inside everything around it, up to the page that scrolls."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if isinstance(around.parentWidget(), QAbstractScrollArea):
            return True
        place = QRect(widget.mapTo(around, QPoint(0, 0)), widget.size())
        if not around.rect().contains(place):
            return False
        around = around.parentWidget()
    return True


def squeezed(window: QWidget) -> list[str]:
    """Lines of a list that were measured before they had their looks, and lie on each other."""
    found = []
    for one in (widget for widget in seen(window) if isinstance(widget, QListView)):
        model = one.model()
        places = [one.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
        if any(upper.intersects(lower) for upper, lower in pairwise(places)):
            found.append(path(one))
    return found


def scrolling_sideways(window: QWidget) -> list[str]:
    """Whatever has a horizontal scroll bar."""
    areas = (widget for widget in seen(window) if isinstance(widget, QAbstractScrollArea))
    return [path(area) for area in areas if area.horizontalScrollBar().isVisible()]


def too_small_to_hit(window: QWidget) -> list[str]:
    """Whatever can be pressed and is less high than a finger."""
    pressed = (widget for widget in seen(window) if isinstance(widget, PRESSED))
    return [
        f"{path(widget)}: {widget.height()} px"
        for widget in pressed
        if widget.height() < TARGET
        and not widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    ]


def too_high(window: QWidget) -> list[str]:
    """A dialog that cannot be made small enough for a small screen."""
    least = max(window.minimumHeight(), window.minimumSizeHint().height())
    return [f"{path(window)}: {least} px"] if least > ROOM[1] else []
