"""What gets the focus comes into view, but nothing moves under the mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui.ui.focus_view import FocusView
from gui.ui.scroll_column import ScrollColumn


@pytest.fixture
def page(qtbot, qapp):
    """A column of fields, longer than its window, and a button below it."""
    view = FocusView(qapp)
    view.install()
    window, page = QWidget(), ScrollColumn("page", "页面", 400)
    for number in range(30):
        page.column.addWidget(QLineEdit(str(number)))
    box = QVBoxLayout(window)
    box.addWidget(page)
    box.addWidget(QPushButton("保存"))
    window.resize(420, 300)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    yield page
    view.deleteLater()


def lines(page):
    return page.findChildren(QLineEdit)


def test_the_way_into_a_page_leads_into_view(page):
    # GIVEN a page that shows its end, and the focus below it
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.window().findChild(QPushButton).setFocus()
    assert lines(page)[0].visibleRegion().isEmpty()

    # WHEN Tab comes round to the first field, THEN it is seen
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
    assert lines(page)[0].hasFocus()
    assert not lines(page)[0].visibleRegion().isEmpty()

    # WHEN it goes back over the end, THEN the last one is seen
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Backtab)
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Backtab)
    assert lines(page)[-1].hasFocus()
    assert not lines(page)[-1].visibleRegion().isEmpty()


def test_what_is_pressed_by_the_mouse_stays_where_it_is(page):
    # GIVEN a field that is cut by the edge of the page, and the focus elsewhere
    page.window().findChild(QPushButton).setFocus()
    cut = lines(page)[0]
    scrolled = cut.geometry().bottom() - 5
    page.verticalScrollBar().setValue(scrolled)
    at = cut.mapTo(page.window(), QPoint(20, cut.height() - 3))

    # WHEN the mouse is pressed there, THEN nothing moves
    QTest.mousePress(page.window().windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    assert cut.hasFocus()
    assert page.verticalScrollBar().value() == scrolled
    QTest.mouseRelease(page.window().windowHandle(), Qt.MouseButton.LeftButton, pos=at)
