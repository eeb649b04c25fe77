"""Scrolling the form with the wheel never changes an answer."""

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.ui.guards import WheelGuard


@pytest.fixture
def guard(qapp):
    guard = WheelGuard(qapp)
    yield guard
    qapp.removeEventFilter(guard)
    guard.deleteLater()


def combo():
    box = QComboBox()
    box.addItems(["一", "二", "三"])
    box.setCurrentIndex(1)
    return box


def spin():
    box = QSpinBox()
    box.setValue(5)
    return box


def date():
    return QDateEdit(QDate(2026, 1, 15))


def slider():
    bar = QSlider(Qt.Orientation.Horizontal)
    bar.setValue(50)
    return bar


VALUES = {
    combo: QComboBox.currentIndex,
    spin: QSpinBox.value,
    date: QDateEdit.date,
    slider: QSlider.value,
}


def page_with(qtbot, control):
    """A page that is longer than its window, with the control on top."""
    page, inside = QScrollArea(), QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(inside)
    column.addWidget(control)
    column.addStretch()
    inside.setMinimumHeight(2000)
    page.setWidget(inside)
    page.setWidgetResizable(True)
    page.resize(300, 200)
    with qtbot.waitActive(page):
        page.show()
    page.setFocus()
    return page


def turn_wheel_over(page, control):
    at = control.mapTo(page, QPoint(10, control.height() // 2))
    QTest.wheelEvent(page.windowHandle(), QPointF(at), QPoint(0, -120))


@pytest.mark.parametrize("make", VALUES)
@pytest.mark.parametrize("early", [True, False])
def test_the_wheel_over_an_editor_scrolls_the_page(qtbot, guard, make, early):
    # GIVEN an editor without focus, made before or after the guard began
    if early:
        guard.install()
    control = make()
    page = page_with(qtbot, control)
    if not early:
        guard.install()
    before = VALUES[make](control)

    # WHEN the wheel turns over it
    turn_wheel_over(page, control)

    # THEN the page moved and the answer did not
    assert VALUES[make](control) == before
    assert page.verticalScrollBar().value() > 0
    assert not control.hasFocus()


@pytest.mark.parametrize("make", VALUES)
def test_the_wheel_over_the_editor_that_has_the_focus_is_its_own(qtbot, guard, make):
    guard.install()
    control = make()
    page = page_with(qtbot, control)
    before = VALUES[make](control)
    control.setFocus()
    turn_wheel_over(page, control)
    assert VALUES[make](control) != before


def test_the_scroll_bar_itself_still_turns(qtbot, guard):
    guard.install()
    page = page_with(qtbot, QWidget())
    turn_wheel_over(page, page.verticalScrollBar())
    assert page.verticalScrollBar().value() > 0
