"""How the program looks: palette, style file, fonts, icons, and Qt's own words in Chinese."""

from __future__ import annotations

import logging
import math
import re
import sys
from typing import Literal

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QPalette,
    QStyleHints,
)
from PySide6.QtWidgets import QApplication, QWidget

from gui.core.paths import RESOURCES
from gui.ui.colours import Scheme, colour, colours, contrast, current_scheme
from gui.ui.icons import icon

__all__ = [
    "FontSize",
    "Mode",
    "Theme",
    "chinese_font_installed",
    "colour",
    "current_scheme",
    "icon",
    "install_chinese",
    "repolish",
    "set_state",
]

log = logging.getLogger(__name__)

Mode = Literal["system", "light", "dark"]
FontSize = Literal["small", "normal", "large", "huge"]

SCHEME_WORDS = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
POINTS: dict[FontSize, float] = {"small": 9.0, "normal": 10.5, "large": 12.0, "huge": 14.0}
SMALLEST_POINTS = 9.0
MIDDLE = 128  # of the lightness of a colour
TARGET = 32  # px: the least height of what can be pressed
ICON, LETTERS = 16, 14  # px: an icon on a button beside letters of the normal size
FRAME = 10  # px: border and padding above and below the text of a control, as in app.qss
MAC_POINTS = 96 / 72  # a point on macOS is a pixel, elsewhere 4/3 of one
FAMILIES = {
    "win32": ["Microsoft YaHei UI", "Microsoft YaHei"],
    "darwin": ["PingFang SC"],
}
OTHER_FAMILIES = ["Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]

_Role = QPalette.ColorRole
# palette role → colour when usable, colour when disabled
PALETTE_ROLES: dict[QPalette.ColorRole, tuple[str, str]] = {
    _Role.Window: ("window", "window"),
    _Role.WindowText: ("text", "disabled_text"),
    _Role.Base: ("surface", "sunken"),
    _Role.AlternateBase: ("sunken", "sunken"),
    _Role.Text: ("text", "disabled_text"),
    _Role.PlaceholderText: ("placeholder", "disabled_text"),
    _Role.Button: ("surface", "sunken"),
    _Role.ButtonText: ("text", "disabled_text"),
    _Role.BrightText: ("on_primary", "on_primary"),
    _Role.Light: ("hover", "hover"),
    _Role.Midlight: ("sunken", "sunken"),
    _Role.Mid: ("line", "line"),
    _Role.Dark: ("control_line", "disabled_line"),
    _Role.Shadow: ("control_line_hover", "disabled_line"),
    _Role.Highlight: ("selection", "disabled_line"),
    _Role.HighlightedText: ("on_selection", "text"),
    _Role.Accent: ("primary", "disabled_line"),
    _Role.Link: ("link", "disabled_text"),
    _Role.LinkVisited: ("link", "disabled_text"),
    _Role.ToolTipBase: ("tooltip", "tooltip"),
    _Role.ToolTipText: ("on_tooltip", "on_tooltip"),
}


class Theme(QObject):
    """Dresses one application, again whenever the user or the desktop changes its mind."""

    def __init__(self, app: QApplication, hints: QStyleHints | None = None) -> None:
        """`hints` is how the desktop tells what it wants: Qt's own, unless a test stands in."""
        super().__init__(app)
        self._app = app
        self._hints = hints or app.styleHints()
        self._mode: Mode = "system"
        self._points = POINTS["normal"]
        self._hints.colorSchemeChanged.connect(self._on_scheme_changed)

    def apply(self, mode: Mode = "system", font_size: FontSize = "normal") -> None:
        """Show the program light, dark or like the desktop, with text of the given size."""
        self._mode = mode
        self._points = POINTS[font_size] * (MAC_POINTS if sys.platform == "darwin" else 1)
        _ask_desktop_for(self._hints, mode)
        self._dress()

    @property
    def scheme(self) -> Scheme:
        """The colour table in use: what was asked for, or what the desktop tells."""
        if self._mode != "system":
            return self._mode
        told = self._hints.colorScheme()
        return "dark" if told == Qt.ColorScheme.Dark else "light"

    @Slot()
    def _on_scheme_changed(self) -> None:
        if self._mode == "system":
            self._dress()

    def _dress(self) -> None:
        font = _font(self._points)
        self._app.setFont(font)
        if high_contrast(self._hints):
            self._app.setPalette(desktop_palette())
            self._app.setStyleSheet(style_sheet(contrast(self._app.palette()), font))
            return
        self._app.setPalette(_palette(colours(self.scheme)))
        self._app.setStyleSheet(style_sheet(colours(self.scheme), font))


def _ask_desktop_for(hints: QStyleHints, mode: Mode) -> None:
    """Have title bars and native dialogs follow where the platform can (Windows, macOS)."""
    if mode == "system":
        hints.unsetColorScheme()
    elif hints.colorScheme() != SCHEME_WORDS[mode]:
        hints.setColorScheme(SCHEME_WORDS[mode])


def high_contrast(hints: QStyleHints) -> bool:
    """Say whether the desktop asks for its own high-contrast colours: then ours stay away."""
    if hasattr(hints, "accessibility"):  # Qt 6.10 and later
        return bool(hints.accessibility().contrastPreference().value)
    return _windows_high_contrast()


def desktop_palette() -> QPalette:
    """What the application is given so that every colour is the desktop's: no colour at all."""
    return QPalette()


def _windows_high_contrast() -> bool:
    """Ask Windows: SystemParametersInfo(SPI_GETHIGHCONTRAST), flag HCF_HIGHCONTRASTON."""
    on = False
    if sys.platform == "win32":
        import ctypes

        class HighContrast(ctypes.Structure):
            _fields_ = (
                ("size", ctypes.c_uint),
                ("flags", ctypes.c_uint),
                ("scheme", ctypes.c_void_p),
            )

        state = HighContrast(ctypes.sizeof(HighContrast), 0, None)
        ask = ctypes.windll.user32.SystemParametersInfoW
        on = bool(ask(0x42, state.size, ctypes.byref(state), 0) and state.flags & 1)
    return on


def _font(points: float) -> QFont:
    font = QFont()
    font.setFamilies(FAMILIES.get(sys.platform, OTHER_FAMILIES))
    font.setPointSizeF(points)
    return font


def _palette(table: dict[str, str]) -> QPalette:
    """Return a palette with every role of every group named, so that nothing is guessed."""
    palette = QPalette()
    for role, (usable, disabled) in PALETTE_ROLES.items():
        palette.setColor(role, QColor(table[usable]))
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(table[disabled]))
    return palette


def style_sheet(table: dict[str, str], font: QFont) -> str:
    """Return app.qss with every @token replaced; KeyError for a token that nobody defines.

    `table` holds the colours, see gui.ui.colours.

    Heights grow with the text: Qt takes a min-height of a style file for the least height that
    a layout may leave, even when the text does not fit.
    """
    points = font.pointSizeF()
    line = math.ceil(QFontMetricsF(font).height())
    tokens = {
        **table,
        "style_folder": (RESOURCES / "style").as_posix(),
        "ink": "" if QColor(table["on_primary"]).lightness() >= MIDDLE else "-dark",
        "line_height": f"{max(TARGET - FRAME + 2, line + 2)}px",
        "item_padding": f"{max(6, math.ceil((TARGET - line) / 2))}px",
        "icon_size": f"{max(ICON, round(ICON * QFontInfo(font).pixelSize() / LETTERS))}px",
        "font_title": f"{points * 1.43:.2f}pt",
        "font_heading": f"{points * 1.15:.2f}pt",
        "font_small": f"{max(SMALLEST_POINTS, points * 0.93):.2f}pt",
    }
    source = (RESOURCES / "style" / "app.qss").read_text(encoding="utf-8")
    return re.sub(r"@([a-z_]+)", lambda match: tokens[match[1]], source)


def install_chinese(app: QApplication) -> bool:
    """Have Qt's own buttons, menus, dates and numbers in Chinese; False when the words are missing.

    The words ship with PySide6 (qtbase_zh_CN.qm) and must be kept by build.spec.
    """
    chinese = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    QLocale.setDefault(chinese)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(chinese, "qtbase", "_", folder):
        log.warning("Qt has no Chinese words here; its buttons stay English")
        return False
    return app.installTranslator(translator)


def chinese_font_installed() -> bool:
    """Say whether Chinese can be read here at all: without such a font all words are squares."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def repolish(widget: QWidget) -> None:
    """Have the style file look at the dynamic properties of `widget` again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    QWidget.update(widget)  # item views have an update() of their own


def set_state(widget: QWidget, name: str, value: bool | str) -> None:
    """Set the dynamic property `name`, which app.qss selects by, and show the difference."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    repolish(widget)
