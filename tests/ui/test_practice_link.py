"""In practice mode the administrator's link opens an explanation, and no browser."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from gui.ui.practice_link import PracticeLink


@pytest.fixture
def link(qtbot, theme):
    link = PracticeLink()
    link.told = []
    link.agreed.connect(lambda: link.told.append("agreed"))
    link.open()
    qtbot.waitUntil(link.isActiveWindow)
    return link


def press(qtbot, link, name):
    qtbot.mouseClick(link.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not shiboken6.isValid(link))


def test_it_says_what_would_happen(link):
    words = " ".join(label.text() for label in link.findChildren(QLabel))
    assert "演练里的链接不会打开浏览器" in words
    link.reject()


def test_the_administrator_can_be_played(qtbot, link):
    told = link.told
    press(qtbot, link, "practice_link_agree")
    assert told == ["agreed"]


def test_enter_and_closing_agree_to_nothing(qtbot, link):
    told = link.told
    qtbot.keyClick(link.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shiboken6.isValid(link))
    assert told == []
