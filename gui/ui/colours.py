"""The two colour tables, and which of them is on the screen, so that painters need no state."""

from __future__ import annotations

import json
from functools import cache
from typing import Literal

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from gui.core.paths import RESOURCES

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@cache
def colours(scheme: Scheme) -> dict[str, str]:
    """Return the colour table of `scheme`: role → "#rrggbb"."""
    tables = json.loads((RESOURCES / "style" / "palettes.json").read_text(encoding="utf-8"))
    table: dict[str, str] = tables[scheme]
    return table


def current_scheme() -> Scheme | None:
    """Say whose colours the program shows: ours, or None for those of the system."""
    window = QGuiApplication.palette().window().color().name()
    for scheme in SCHEMES:
        if colours(scheme)["window"] == window:
            return scheme
    return None


def colour(role: str) -> QColor:
    """Return the colour of `role` as it is now; the system's text colour in its high contrast.

    Raises KeyError for a role that palettes.json does not name.
    """
    scheme = current_scheme()
    if scheme is None:
        return QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
    return QColor(colours(scheme)[role])
