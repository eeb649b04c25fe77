"""Light, dark or as the desktop likes; texts of four sizes; Qt's own words in Chinese."""

import gc
import re

import pytest
from PySide6.QtCore import QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLineEdit,
)

from gui.ui.colours import SCHEMES, colour, colours, contrast, current_scheme
from gui.ui.theme import (
    POINTS,
    Theme,
    chinese_font_installed,
    install_chinese,
    style_sheet,
)

SMALLEST_POINTS = 9
ROLES = [role for role in QPalette.ColorRole if role.name not in ("NoRole", "NColorRoles")]
GROUPS = [QPalette.ColorGroup[name] for name in ("Active", "Inactive", "Disabled")]


@pytest.fixture
def german(qapp):
    """The locale is Qt's own again afterwards, and so are its words."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    yield
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


class Desktop(QObject):
    """A desktop that tells its wish, unlike the one that tests run on."""

    colorSchemeChanged = Signal(object)  # noqa: N815 - Qt's name

    def __init__(self, scheme, contrast=0):
        super().__init__()
        self.scheme = scheme
        self.asked = []
        self.contrast = contrast

    def colorScheme(self):
        return self.scheme

    def setColorScheme(self, scheme):
        self.asked.append(scheme)

    def unsetColorScheme(self):
        self.asked.append(None)

    def accessibility(self):
        desktop = self

        class Hints:
            def contrastPreference(self):
                return type("Preference", (), {"value": desktop.contrast})

        return Hints()


# light, dark, and as the desktop likes


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_role_of_the_palette_is_ours(theme, qapp, scheme):
    theme.apply(scheme)
    palette = qapp.palette()
    for role in ROLES:
        for group in GROUPS:
            assert palette.isBrushSet(group, role), (role, group)


def test_a_window_on_the_screen_turns_dark_and_light_again(theme, show):
    line = QLineEdit("某某")
    show(line)

    def ground():
        return line.grab().toImage().pixelColor(line.width() - 12, line.height() // 2).name()

    for scheme in ("dark", "light"):
        theme.apply(scheme)
        assert ground() == colours(scheme)["surface"]
        assert current_scheme() == scheme
        assert colour("error") == QColor(colours(scheme)["error"])


def test_the_program_follows_the_desktop_until_the_user_chooses(qapp, qtbot):
    # GIVEN a dark desktop, and a program that follows it
    desktop = Desktop(Qt.ColorScheme.Dark)
    theme = Theme(qapp, desktop)
    theme.apply("system")
    assert current_scheme() == "dark"

    # WHEN the desktop turns light
    desktop.scheme = Qt.ColorScheme.Light
    desktop.colorSchemeChanged.emit(desktop.scheme)

    # THEN so does the program; and no longer once the user chose
    assert current_scheme() == "light"
    theme.apply("dark")
    desktop.colorSchemeChanged.emit(desktop.scheme)
    assert current_scheme() == "dark"
    assert desktop.asked == [None, Qt.ColorScheme.Dark]
    theme.apply("light")
    theme.deleteLater()


def test_a_desktop_that_tells_nothing_gets_the_light_one(qapp):
    theme = Theme(qapp, Desktop(Qt.ColorScheme.Unknown))
    theme.apply("system")
    assert current_scheme() == "light"
    theme.deleteLater()


def test_high_contrast_of_the_system_has_its_colours_in_our_shapes(qapp, theme):
    # GIVEN a desktop that asks for high contrast, though dark was chosen
    careful = Theme(qapp, Desktop(Qt.ColorScheme.Dark, contrast=1))
    careful.apply("dark")

    # THEN every colour is one of the system's
    palette = qapp.palette()
    given = {palette.color(group, role).name() for group in GROUPS for role in ROLES}
    used = set(re.findall("#[0-9a-f]{6}", qapp.styleSheet()))
    assert used
    assert used <= given
    assert current_scheme() is None
    assert colour("error") == palette.color(QPalette.ColorRole.WindowText)
    assert colour("on_primary") == palette.color(QPalette.ColorRole.HighlightedText)
    careful.deleteLater()


def test_the_edge_of_a_field_is_seen_on_black(qapp, theme, show):
    # GIVEN the black contrast theme of Windows
    black = QPalette(QColor("black"))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        black.setColor(role, QColor("white"))
    black.setColor(QPalette.ColorRole.Highlight, QColor("#1aebff"))
    qapp.setPalette(black)
    qapp.setStyleSheet(style_sheet(contrast(black), qapp.font()))
    line, other = QLineEdit(), QLineEdit()
    show(other, line)
    other.setFocus()

    # THEN a field has an edge, and another with the focus
    def edge():
        return line.grab().toImage().pixelColor(0, line.height() // 2).name()

    assert edge() == "#ffffff"
    line.setFocus()
    assert edge() == "#1aebff"


# sizes


@pytest.mark.parametrize("size", POINTS)
def test_no_text_is_smaller_than_9_points(theme, qapp, size):
    theme.apply("light", size)
    sizes = re.findall(r"font-size: ([0-9.]+)pt", qapp.styleSheet())
    assert sizes
    assert min(map(float, [*sizes, qapp.font().pointSizeF()])) >= SMALLEST_POINTS


def test_a_bigger_size_is_bigger(theme, show):
    line = QLineEdit("某某")
    show(line)
    heights = []
    for size in POINTS:
        theme.apply("light", size)
        heights.append(line.fontMetrics().height())
        assert line.minimumSizeHint().height() >= line.fontMetrics().height() + 8
    assert heights == sorted(set(heights))


# Chinese


def test_the_words_of_qt_are_chinese_and_stay_so(qapp, german):
    assert install_chinese(qapp)
    gc.collect()
    box = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Save
    )
    assert sorted(button.text() for button in box.buttons()) == ["保存", "确定"]
    assert QLocale().name() == "zh_CN"
    box.deleteLater()


def test_chinese_can_be_read_on_this_computer(qapp):
    assert chinese_font_installed()
