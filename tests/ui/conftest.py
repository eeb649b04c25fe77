"""The program's looks for tests that need them; afterwards Qt's own are back."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.ui.theme import Theme
from tests.ui.clerk import hiring


@pytest.fixture
def theme(qapp):
    """A Theme that shows the light colours at first."""
    font = qapp.font()
    theme = Theme(qapp)
    theme.apply("light")
    yield theme
    theme.deleteLater()
    qapp.styleHints().unsetColorScheme()
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setFont(font)


@pytest.fixture
def show(qtbot):
    """Shows controls in one active window, which stays until the test ends."""
    windows = []

    def show(*controls):
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        for control in controls:
            column.addWidget(control)
        with qtbot.waitActive(window):
            window.show()

    return show


@pytest.fixture
def hire(qapp, tmp_path):
    """Opens the practice window for a clerk; as often as the program is started in a test."""
    with hiring(qapp, tmp_path / "data") as hire:
        yield hire


@pytest.fixture
def clerk(hire):
    """Somebody in front of the example record, ready to work."""
    return hire()


@pytest.fixture
def loops_run_again(qapp):
    """For tests in which the program quits: after quit() no event loop of a later test would run.

    A quit that is still posted is taken here, and the end of exec() forgets it.
    """
    yield
    for _ in range(2):
        QTimer.singleShot(0, qapp.quit)
        qapp.exec()
