"""Every screen in every size of letters: nothing cut off, nothing too small, nothing sideways.

The largest letters are tried always, the others with REAUTH_DESK_SCREENS=all (`make screens`).
"""

import os

import pytest
from PySide6.QtWidgets import QMainWindow

from gui.core.settings import Settings
from tests.ui.touring import (
    ROOM,
    cut_off,
    scrolling_sideways,
    squeezed,
    too_high,
    too_small_to_hit,
    tour,
)
from tools.tour.walker import settle

ALL = os.environ.get("REAUTH_DESK_SCREENS") == "all"
LOOKS = [("dark", "huge")]
OTHERS = [("light", "large"), ("dark", "normal"), ("light", "small")]
SMALLEST, NARROW = (820, 560), ("small", "normal")
CHECKS = (cut_off, squeezed, scrolling_sideways, too_small_to_hit, too_high)


def faults(scene):
    """What is wrong with a screen."""
    at = f"{scene.name} {scene.window.width()}"
    return [f"{at}: {check.__name__}: {line}" for check in CHECKS for line in check(scene.window)]


@pytest.mark.parametrize(("colours", "size"), LOOKS + OTHERS if ALL else LOOKS)
@pytest.mark.qt_log_ignore("propagateSizeHints", "raise")
def test_nothing_is_cut_off_or_too_small_anywhere(qapp, theme, tmp_path, colours, size):
    # GIVEN each screen, one after the other, as a small screen leaves room for it
    found, names = [], set()
    for scene in tour(qapp, tmp_path, Settings(theme=colours, font_size=size)):
        names.add(scene.name)
        found += faults(scene)
        # AND the pages as narrow as they can be with letters that are not large
        if size in NARROW and isinstance(scene.window, QMainWindow):
            scene.window.resize(*SMALLEST)
            settle()
            found += faults(scene)
            scene.window.resize(*ROOM)

    # THEN all was seen, and all of it can be read and hit
    assert len(names) > 50
    assert found == []
