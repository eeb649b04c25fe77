"""What `make screens` takes: every look when asked to, else a sample in which each pair is."""

from itertools import combinations, product

import pytest
from PySide6.QtGui import QColor, QImage

from gui.ui.theme import POINTS
from tools.screens import SCREENS, THEMES, Look, every, lay, sample

PAIRS = list(combinations((tuple(SCREENS), THEMES, tuple(POINTS)), 2))


@pytest.mark.parametrize("one_by_one", PAIRS)
def test_every_two_values_meet_in_the_sample(one_by_one):
    # GIVEN the looks of the sample, THEN each value of one kind meets each value of another
    taken = [set(look) for look in sample()]
    for pair in product(*one_by_one):
        assert any(look.issuperset(pair) for look in taken), pair


def test_the_sample_is_part_of_all_and_on_every_screen():
    assert set(sample()) < set(every())
    assert len(every()) == len(set(every()))
    assert {(look.percent, look.screen) for look in sample()} == {
        (percent, screen) for percent, screens in SCREENS.items() for screen in screens
    }


def test_pictures_are_laid_side_by_side(qapp, tmp_path):
    # GIVEN more pictures than one row takes
    for number in range(5):
        picture = QImage(1280, 640, QImage.Format.Format_RGB32)
        picture.fill(QColor("red"))
        picture.save(str(tmp_path / f"{number}.png"))

    # WHEN they are laid on a sheet
    lay(sorted(tmp_path.glob("?.png")), tmp_path / "sheet.png", lambda picture: picture.stem)

    # THEN the fifth is below the first
    sheet = QImage(str(tmp_path / "sheet.png"))
    places = [(100, 100), (100, sheet.height() // 2 + 100)]
    assert [sheet.pixelColor(*place).name() for place in places] == ["#ff0000"] * 2
    assert sheet.pixelColor(sheet.width() - 100, sheet.height() - 100).name() != "#ff0000"


def test_a_look_is_called_by_what_it_is():
    assert Look("1280x720", 100, "dark", "huge").name == "100-1280x720-dark-huge"
