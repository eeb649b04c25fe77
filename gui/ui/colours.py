"""The two colour tables, a third one from a desktop that asks for high contrast, and which of them
is on the screen, so that painters need no state.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Literal

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from gui.core.paths import RESOURCES

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

_Role = QPalette.ColorRole
# In high contrast: what is no ground is in the colour of words, but for these.
GROUNDS = ("window", "surface", "raised", "sunken", "hover", "pressed", "tooltip")
MARKED = ("focus", "selected_line", "selection")
PRESSED_FIRST = ("primary", "danger")  # the buttons that matter, with all their states
WORDS_ON = ("on_primary", "on_selection", "inset")
DISABLED = ("disabled_text", "disabled_line")


@cache
def colours(scheme: Scheme) -> dict[str, str]:
    """Return the colour table of `scheme`: role → "#rrggbb"."""
    tables = json.loads((RESOURCES / "style" / "palettes.json").read_text(encoding="utf-8"))
    table: dict[str, str] = tables[scheme]
    return table


def contrast(palette: QPalette) -> dict[str, str]:
    """Return a table of the same roles in the colours of `palette`, and in no other.

    Shapes stay ours: Fusion alone draws the edge of a field on black in black.
    """
    ground, words = palette.color(_Role.Window), palette.color(_Role.WindowText)
    mark, on_mark = palette.color(_Role.Highlight), palette.color(_Role.HighlightedText)
    disabled = palette.color(QPalette.ColorGroup.Disabled, _Role.WindowText)
    table = dict.fromkeys(colours("light"), words)
    table |= {role: ground for role in table if role in GROUNDS or role.endswith("_soft")}
    table |= dict.fromkeys(MARKED, mark)
    table |= {
        role: mark
        for role in table
        if role.removesuffix("_hover").removesuffix("_pressed") in PRESSED_FIRST
    }
    table |= dict.fromkeys(WORDS_ON, on_mark) | dict.fromkeys(DISABLED, disabled)
    table["link"] = palette.color(_Role.Link)
    return {role: shade.name() for role, shade in table.items()}


def current_scheme() -> Scheme | None:
    """Say whose colours the program shows: ours, or None for those of the system."""
    window = QGuiApplication.palette().window().color().name()
    for scheme in SCHEMES:
        if colours(scheme)["window"] == window:
            return scheme
    return None


def colour(role: str) -> QColor:
    """Return the colour of `role` as it is now; one of the system's in its high contrast.

    Raises KeyError for a role that palettes.json does not name.
    """
    scheme = current_scheme()
    table = contrast(QGuiApplication.palette()) if scheme is None else colours(scheme)
    return QColor(table[role])
