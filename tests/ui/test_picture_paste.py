"""A pasted picture goes to the place that was pointed at, and to no other by chance."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.clerk import LEFT, until
from tests.ui.picture_desk import LICENCE, OTHER, adds, as_files, editor, files, is_quiet, small

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def copied(tmp_path):
    """A picture in the clipboard, copied as a file."""
    folder = tmp_path / "copied"
    folder.mkdir()
    QGuiApplication.clipboard().setMimeData(as_files(files(folder, small(7))))
    yield
    QGuiApplication.clipboard().clear()


def pastes(clerk):
    clerk.key(Qt.Key.Key_V, CONTROL)
    until(lambda: is_quiet(clerk), "it is added")


def value(clerk, pointer):
    return clerk.window.record.model.value(pointer) or []


def points_at(clerk, pointer):
    """Click the empty part of a place for pictures: the words that say what can be done there."""
    bar = editor(clerk, pointer).bar
    clerk.window.record.form.view.ensureWidgetVisible(bar, 0, 60)
    QTest.qWait(20)
    QTest.mouseClick(bar, LEFT, pos=QPoint(bar.width() - 6, bar.height() - 4))


@pytest.mark.usefixtures("copied")
def test_a_click_says_where_it_goes(clerk, tmp_path):
    # GIVEN a place that has its only picture, and another below it
    adds(clerk, files(tmp_path, small(1)), LICENCE)
    only, several = value(clerk, LICENCE), len(value(clerk, OTHER))
    # WHEN the other is pointed at
    points_at(clerk, OTHER)
    # THEN that can be seen, and what is pasted goes there
    assert QApplication.focusWidget() is editor(clerk)
    assert editor(clerk).bar.property("chosen") is True
    assert not editor(clerk, LICENCE).bar.property("chosen")
    assert "现在按 Ctrl+V" in clerk.words(editor(clerk))
    pastes(clerk)
    assert len(value(clerk, OTHER)) == several + 1
    assert value(clerk, LICENCE) == only
    # WHEN the only one is pointed at, THEN it is exchanged, and can be had back
    points_at(clerk, LICENCE)
    assert not editor(clerk).bar.property("chosen")
    pastes(clerk)
    assert value(clerk, LICENCE) != only
    clerk.press(f"{LICENCE}/undo")
    assert value(clerk, LICENCE) == only


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("at", ["/account_name", f"{OTHER}=card"])
def test_nothing_is_guessed(clerk, at):
    # GIVEN the focus at no place for pictures
    before = {pointer: value(clerk, pointer) for pointer in (LICENCE, OTHER)}
    view = clerk.window.record.form.view
    card = view.cards[view.rows[OTHER].field.section]
    card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    (card if at.endswith("card") else clerk.editor(at)).setFocus()
    # WHEN a picture is pasted, THEN it is asked for a place
    pastes(clerk)
    clerk.bar("先点一下要放图片的地方，再按 Ctrl+V")
    assert {pointer: value(clerk, pointer) for pointer in (LICENCE, OTHER)} == before
