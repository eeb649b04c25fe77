"""A secret goes in and does not come out again."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLineEdit

from gui.ui.secret_edit import SecretEdit


@pytest.fixture
def edit(qtbot, show):
    edit = SecretEdit("account_secret")
    show(edit)
    edit.setFocus()
    return edit


def paste(edit, text):
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    edit.paste()


def test_what_is_pasted_comes_without_the_blanks_of_copied_text(edit):
    paste(edit, "  0123 4567\r\n89ab\t")
    assert edit.secret() == "0123456789ab"


def test_an_empty_line_means_unchanged(edit):
    assert edit.secret_or_none() is None
    paste(edit, "  \n")
    assert edit.secret_or_none() is None


def test_nothing_can_be_copied_or_read_off(qtbot, edit):
    paste(edit, "top-secret")
    QGuiApplication.clipboard().setText("before")
    assert "top" not in edit.displayText()
    spoken = QAccessible.queryAccessibleInterface(edit).text(QAccessible.Text.Value)
    assert "top" not in spoken
    assert not edit.dragEnabled()
    assert not edit.acceptDrops()
    for keys in (Qt.Key.Key_C, Qt.Key.Key_X):
        edit.selectAll()
        qtbot.keyClick(edit, keys, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "before"


def test_no_input_method_learns_it(edit):
    hints = edit.inputMethodHints()
    for hint in ("ImhSensitiveData", "ImhNoPredictiveText", "ImhHiddenText"):
        assert hints & getattr(Qt.InputMethodHint, hint)
    assert edit.echoMode() == QLineEdit.EchoMode.Password


def test_what_was_wiped_does_not_come_back(qtbot, edit):
    qtbot.keyClicks(edit, "top-secret")
    edit.wipe()
    edit.undo()
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == ""
    assert not edit.isUndoAvailable()
