"""关于: read by somebody who is on the telephone with support."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QWidget

from gui import __version__
from gui.core.licences import licences
from gui.ui.about import AboutDialog, LicencesDialog
from gui.ui.theme import POINTS


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def about(qtbot, theme, tmp_path, window):
    dialog = AboutDialog(tmp_path / "资料", window)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def press(qtbot, dialog, name):
    qtbot.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_version_and_folder_can_be_read(about, tmp_path):
    assert about.findChild(QLabel, "version").text() == f"版本 {__version__}"
    assert about.findChild(QLineEdit, "data_folder").text() == str(tmp_path / "资料")


def test_the_copied_version_says_nothing_about_the_user(about, qtbot, tmp_path):
    press(qtbot, about, "copy_version")
    copied = QGuiApplication.clipboard().text()
    assert f"重审助手 {__version__}" in copied
    assert "Qt 6." in copied
    assert "Python 3." in copied
    assert str(tmp_path) not in copied


@pytest.mark.parametrize("way", ["button", "escape"])
def test_it_can_be_left(about, qtbot, way):
    finished = []
    about.finished.connect(finished.append)
    if way == "button":
        press(qtbot, about, "close_about")
    else:
        qtbot.keyClick(about, Qt.Key.Key_Escape)
    assert finished == [0]


@pytest.mark.parametrize("size", POINTS)
def test_nothing_is_cut_off_whatever_the_size_of_the_text(qtbot, theme, tmp_path, window, size):
    theme.apply("light", size)
    dialog = AboutDialog(tmp_path / "资料", window)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    for label in dialog.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    dialog.done(0)


def test_the_licence_of_every_part_can_be_read_in_full(about, qtbot):
    # WHEN the licences are asked for
    press(qtbot, about, "show_licences")
    dialog = about.findChild(LicencesDialog)
    qtbot.waitUntil(dialog.isVisible)
    listed = dialog.findChild(QListWidget, "licence_list")
    text = dialog.findChild(QPlainTextEdit, "licence_text")
    parts = licences()
    # THEN each part is in the list, and going to it shows its text
    names = [listed.item(row).text() for row in range(listed.count())]
    assert names == [f"{part.name} {part.version}".strip() for part in parts]
    assert "Permission is hereby granted" in text.toPlainText()
    listed.setFocus()
    row = next(row for row, part in enumerate(parts) if part.name.startswith("PySide6"))
    listed.setCurrentRow(row)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text.toPlainText()
    assert text.isReadOnly()
    press(qtbot, dialog, "close_licences")


def test_a_part_without_a_text_says_so(qtbot, theme, tmp_path, window):
    folder = tmp_path / "LICENSES"
    (folder / "bare").mkdir(parents=True)
    (folder / "README.txt").write_text("bare 1.0    MIT\n", "utf-8")
    dialog = LicencesDialog(licences(folder), window)
    dialog.open()
    dialog.findChild(QListWidget).setCurrentRow(1)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "这一项没有附带许可证全文。"
    dialog.done(0)


def test_every_control_has_a_name_for_those_who_do_not_see_it(about, qtbot):
    press(qtbot, about, "show_licences")
    for widget in about.findChildren(QPushButton) + about.findChildren(QListWidget):
        assert widget.objectName()
        assert widget.accessibleName()
