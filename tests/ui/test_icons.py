"""Icons are there, take the colours of the theme, and are sharp."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from gui.core.paths import RESOURCES
from gui.ui.colours import colours
from gui.ui.icons import icon

NAMES = sorted(file.stem for file in (RESOURCES / "icons").glob("*.svg"))
SOURCES = sorted((RESOURCES.parent / "gui").rglob("*.py"))


def strongest_colour(picture):
    """The colour of the most opaque pixel of a pixmap."""
    image = picture.toImage()
    spots = [(x, y) for x in range(image.width()) for y in range(image.height())]
    at = max(spots, key=lambda spot: image.pixelColor(*spot).alpha())
    return image.pixelColor(*at)


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_paints_in_the_colour_of_its_role(theme, name):
    found = strongest_colour(icon(name, "error").pixmap(QSize(32, 32)))

    assert found.alpha() > 200
    assert found.name() == colours("light")["error"]


def test_every_icon_that_the_program_names_exists():
    named = {
        name
        for file in SOURCES
        for name in re.findall(r'\b(?:icon|Mark)\("([a-z-]+)"', file.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= set(NAMES)


def test_an_unknown_icon_is_an_error(theme):
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_an_unknown_colour_is_an_error(theme):
    with pytest.raises(KeyError):
        icon("plus", "no-such-role")


def test_an_icon_made_before_the_theme_changes_follows_it(theme):
    # GIVEN an icon that was painted in light
    plus = icon("plus")
    plus.pixmap(QSize(16, 16))

    # WHEN the user chooses dark
    theme.apply("dark")

    # THEN the same icon is light on dark
    assert strongest_colour(plus.pixmap(QSize(16, 16))).name() == colours("dark")["text"]


def test_a_disabled_icon_is_pale(theme):
    picture = icon("plus", "error").pixmap(QSize(16, 16), QIcon.Mode.Disabled)
    found, wanted = strongest_colour(picture), QColor(colours("light")["disabled_text"])
    assert (
        max(abs(a - b) for a, b in zip(found.getRgb()[:3], wanted.getRgb()[:3], strict=True)) <= 2
    )


def test_an_icon_has_as_many_pixels_as_the_screen(theme):
    picture = icon("qr-code").pixmap(QSize(16, 16), 2.0)
    assert picture.devicePixelRatio() == 2.0
    assert picture.size() == QSize(32, 32)


def test_a_changed_copy_of_an_icon_still_paints(theme):
    copy = QIcon(icon("check"))
    copy.setIsMask(True)  # makes Qt clone the engine
    assert strongest_colour(copy.pixmap(QSize(16, 16))).alpha() > 200
