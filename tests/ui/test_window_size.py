"""The window is on its screen, the first time and when it comes from a larger one."""

import base64

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from gui.ui.main_window import PANEL_WIDTH, SIZE, SMALLEST
from gui.ui.window_size import FRAME, fitted, open_at, place

SMALL = QSize(SMALLEST[0] + PANEL_WIDTH, SMALLEST[1])
FIRST = QSize(SIZE[0] + PANEL_WIDTH, SIZE[1])
SCREENS = [(0, 0, 1366, 728), (0, 0, 1280, 720), (0, 40, 1280, 680), (1920, 0, 1366, 768)]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("wanted", [(0, 0), (1500, 900), (-200, -30), (3200, 400)])
def test_all_of_it_can_be_seen_and_pressed(screen, wanted):
    # GIVEN the practice window, from anywhere WHEN it comes to this screen
    available = QRect(*screen)
    found = fitted(QRect(*wanted, FIRST.width(), FIRST.height()), available, SMALL)
    # THEN it is inside with its frame, and as large as it can be
    side = FRAME.width() // 2
    whole = found.adjusted(-side, side - FRAME.height(), side, side)
    assert available.contains(whole)
    assert found.size() == FIRST.boundedTo(available.size() - FRAME)


def test_on_a_large_screen_nothing_changes():
    here = QRect(300, 200, FIRST.width(), FIRST.height())
    assert fitted(here, QRect(0, 0, 2560, 1400), SMALL) == here


def test_on_a_tiny_screen_its_corner_is_there():
    found = fitted(QRect(50, 60, 1380, 760), QRect(0, 0, 800, 600), SMALL)
    assert found.width() == SMALL.width()
    assert (found.x(), found.y()) == (FRAME.width() // 2, FRAME.height() - FRAME.width() // 2)


def test_a_kept_size_fits_as_well(qtbot):
    # GIVEN a window that was larger than this screen when it was closed
    before, after = QWidget(), QWidget()
    for window in (before, after):
        qtbot.addWidget(window)
    screen = before.screen().availableGeometry()
    before.setGeometry(0, 0, screen.width() + 300, screen.height() + 300)
    kept = base64.b64encode(before.saveGeometry().data()).decode()
    # WHEN it is opened again THEN all of it is on the screen
    place(after, QSize(400, 300), QSize(300, 200), kept)
    assert screen.contains(after.geometry())
    assert after.width() > 400


def test_a_dialog_opens_no_higher_than_its_screen(qtbot):
    # GIVEN a dialog that would like to be very high, and one that would not
    for height in (5000, 400):
        dialog = QWidget()
        qtbot.addWidget(dialog)
        room = dialog.screen().availableGeometry().height()
        open_at(dialog, (640, height), (320, 200))

        # THEN there is room for its frame, and a small one is as high as it wants to be
        assert 400 <= dialog.height() <= min(height, room - FRAME.height())
        assert dialog.width() == 640
