"""Every text of both colour tables can be read, and every edge that carries meaning is seen."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QPalette

from gui.core.paths import RESOURCES
from gui.ui.colours import contrast as contrast_table
from gui.ui.theme import style_sheet

OURS = json.loads((RESOURCES / "style" / "palettes.json").read_text(encoding="utf-8"))
PAGE = ("window", "surface", "raised")
# Windows' contrast themes: ground, words, ground and words of what is marked, links
DESKTOPS = {
    "black": ("#000000", "#ffffff", "#1aebff", "#000000", "#ffff00"),
    "white": ("#ffffff", "#000000", "#37006e", "#ffffff", "#00009f"),
    "aquatic": ("#202020", "#ffffff", "#8ee3f0", "#263b50", "#75e9fc"),
}
# On their marks a ring of the words' colour is seen from outside, so there is another inside.
RINGS = {
    "primary_ring": PAGE,
    "danger_ring": PAGE,
    "inset": ("primary", "danger"),
    "selected_line": PAGE,
}
BANNERS = ("info_soft", "warning_soft", "error_soft", "success_soft")

# text → what it stands on: at least 4.5:1 (WCAG 2.2, 1.4.3)
TEXTS = {
    "text": (*PAGE, *BANNERS, "sunken", "hover", "pressed", "primary_soft"),
    "muted": (*PAGE, *BANNERS, "sunken", "hover", "primary_soft"),
    "placeholder": ("surface", "raised"),
    "link": (*PAGE, *BANNERS, "hover"),
    "primary_text": ("window", "surface", "raised", "primary_soft"),
    "error": (*PAGE, "error_soft"),
    "warning": (*PAGE, "warning_soft"),
    "success": (*PAGE, "success_soft", "error_soft"),
    "info": (*PAGE, "info_soft"),
    "practice": (*PAGE, "practice_soft"),
    "on_primary": ("primary", "primary_hover", "primary_pressed", "danger", "danger_hover"),
    "on_selection": ("selection",),
    "on_tooltip": ("tooltip",),
}
# edge or mark → what it stands on: at least 3:1 (1.4.11)
EDGES = {
    "control_line": (*PAGE,),
    "focus": (*PAGE, *BANNERS, "primary_soft"),
    "primary_ring": ("primary", *PAGE),
    "danger_ring": ("danger", *PAGE),
    "error": ("surface",),
    "warning_mark": ("surface", "warning_soft"),
    "scroll_handle_hover": ("surface", "window"),
}


def desktop(window, words, mark, on_mark, link):
    """The palette of a desktop that asks for high contrast."""
    palette = QPalette(QColor(window))
    role = QPalette.ColorRole
    shades = {role.WindowText: words, role.Highlight: mark, role.HighlightedText: on_mark}
    for name, shade in (shades | {role.Link: link}).items():
        palette.setColor(name, QColor(shade))
    return palette


TABLES = OURS | {name: contrast_table(desktop(*shades)) for name, shades in DESKTOPS.items()}


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs(wanted, others):
    return [
        (scheme, front, back)
        for scheme in TABLES
        for front, backs in (wanted if scheme in OURS else wanted | others).items()
        for back in backs
    ]


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ff4d4f", "#ffffff") == pytest.approx(3.3, abs=0.05)


@pytest.mark.parametrize(("scheme", "front", "back"), pairs(TEXTS, {}))
def test_texts_can_be_read(scheme, front, back):
    assert contrast(TABLES[scheme][front], TABLES[scheme][back]) >= 4.5


@pytest.mark.parametrize(("scheme", "front", "back"), pairs(EDGES, RINGS))
def test_edges_and_marks_are_seen(scheme, front, back):
    assert contrast(TABLES[scheme][front], TABLES[scheme][back]) >= 3


@pytest.mark.parametrize("scheme", TABLES)
def test_ticks_are_seen(qapp, scheme):
    # GIVEN the drawings in boxes that are ticked, which have a colour of their own
    sheet = style_sheet(TABLES[scheme], QFont())
    drawings = re.findall(r'url\("([^"]*/(?:tick|dash)[^"]*)"', sheet)
    assert len(drawings) == 2
    for drawing in drawings:
        ink = re.search(r'stroke="(#[0-9a-f]{6})"', Path(drawing).read_text(encoding="utf-8"))
        # THEN they stand out from the box
        assert contrast(ink[1], TABLES[scheme]["primary"]) >= 3


def test_both_tables_name_the_same_roles():
    assert OURS["light"].keys() == OURS["dark"].keys()
