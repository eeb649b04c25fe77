"""`make screens`: a picture of every screen in every look, and sheets to look at them quickly.

A look is a screen, a scale, a theme and a size of the letters. Without --all a sample is taken in
which every two values of scale, theme and letters meet once (see `sample`); with --all, every look.
Each look is a process of its own, because Qt reads QT_SCALE_FACTOR once. The windows are as large
as the screen leaves room, dialogs as they open.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QDialog

from gui.app import make_application, open_window
from gui.core.practice.server import StandIn
from gui.core.settings import Settings, save
from gui.ui.theme import POINTS
from tools.bench import display
from tools.tour.walker import Scene, settle
from tools.tour.ways import WAYS

FOLDER = Path(__file__).resolve().parents[1] / "build" / "screens"
SHEETS = FOLDER / "sheets"
SMALL, LARGE = "1280x720", "2560x1440"
SCREENS = {100: (SMALL, LARGE), 150: (LARGE,), 200: (LARGE,)}  # at 200 % this is 1280 × 720
CONTRAST = "contrast"
THEMES = ("light", "dark", CONTRAST)
TITLE, TASK_BAR = 32, 48  # px of a screen's height that go to a window's title and the desktop
COLUMNS, THUMB, GAP = 4, QSize(640, 400), 12
AT_ONCE = 2


class Look(NamedTuple):
    """`screen` in pixels, `percent` of QT_SCALE_FACTOR, `size` a name of gui.ui.theme.POINTS."""

    screen: str
    percent: int
    theme: str
    size: str

    @property
    def name(self) -> str:
        """As a folder is called."""
        return f"{self.percent}-{self.screen}-{self.theme}-{self.size}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; the exit code is 1 when one look could not be taken."""
    options = _parsed(arguments)
    if options.look:
        screen, percent, theme, size = options.look
        return _take(Look(screen, int(percent), theme, size))
    shutil.rmtree(FOLDER, ignore_errors=True)
    SHEETS.mkdir(parents=True)
    looks = every() if options.all else sample()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        codes = list(pool.map(_in_a_process, looks))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    make_application()
    print(f"{len(list(FOLDER.glob('*/*.png')))} pictures in {FOLDER}, sheets in {SHEETS}")
    _lay_sheets(looks)
    return 1 if any(codes) else 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every look, not a sample")
    parser.add_argument("--look", nargs=4, metavar=("SCREEN", "PERCENT", "THEME", "SIZE"))
    return parser.parse_args(arguments)


def every() -> list[Look]:
    """All looks."""
    return [
        Look(screen, percent, theme, size)
        for percent, screens in SCREENS.items()
        for screen in screens
        for theme in THEMES
        for size in POINTS
    ]


def sample() -> list[Look]:
    """One look for each scale and size; their themes and screens take turns."""
    return [
        Look(screens[letters % len(screens)], percent, THEMES[(scale + letters) % 3], size)
        for scale, (percent, screens) in enumerate(SCREENS.items())
        for letters, size in enumerate(POINTS)
    ]


# one look


def _in_a_process(look: Look) -> int:
    environment = os.environ | {"QT_SCALE_FACTOR": f"{look.percent / 100}"}
    command = [sys.executable, "-m", "tools.screens", "--look", *map(str, look)]
    code = subprocess.run(command, env=environment, check=False).returncode
    print(f"{look.name}: {'done' if code == 0 else f'failed ({code})'}", flush=True)
    return code


def _take(look: Look) -> int:
    folder = FOLDER / look.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with _desktop(look) as app:
        for kind, practice in WAYS:
            with tempfile.TemporaryDirectory() as data, StandIn() as stand_in:
                place = Path(data)
                save(Settings(theme=look.theme, font_size=look.size), place / "settings.json")
                with open_window(app, place, practice=practice, stand_in=stand_in) as window:
                    window.show()
                    window.setGeometry(_room())
                    for scene in kind(window, stand_in).scenes():
                        _keep(scene, folder)
                    window.closing.at_once()
    return 0


@contextmanager
def _desktop(look: Look) -> Iterator[QApplication]:
    """The program on a screen of its own, which may be one that asks for high contrast."""
    with display(look.screen), ExitStack() as stack:
        app = make_application()
        if look.theme == CONTRAST:
            given = {"high_contrast": True, "desktop_palette": _contrast()}
            for name, answer in given.items():
                stack.enter_context(patch(f"gui.ui.theme.{name}", return_value=answer))
        yield app


def _room() -> QRect:
    """What a screen leaves for a window that is as large as it can be."""
    return QGuiApplication.primaryScreen().geometry().adjusted(0, TITLE, 0, -TASK_BAR)


def _contrast() -> QPalette:
    """The colours that Windows gives with its black contrast theme."""
    black, white = QColor("#000000"), QColor("#ffffff")
    palette, role = QPalette(black), QPalette.ColorRole
    for ink in (role.WindowText, role.Text, role.ButtonText, role.BrightText):
        palette.setColor(ink, white)
    palette.setColor(role.Highlight, QColor("#1aebff"))
    palette.setColor(role.HighlightedText, black)
    palette.setColor(role.Link, QColor("#ffff00"))
    for ink in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, ink, QColor("#3ff23f"))
    return palette


def _keep(scene: Scene, folder: Path) -> None:
    settle()
    _say_if_too_high(scene, folder)
    number = len(list(folder.iterdir()))
    scene.window.grab().save(str(folder / f"{number:02}-{scene.name}.png"))


def _say_if_too_high(scene: Scene, folder: Path) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry().height() - TITLE
    if isinstance(scene.window, QDialog) and scene.window.height() > room:
        print(f"{folder.name}: {scene.name} is higher than its screen leaves room")


# sheets


def _lay_sheets(looks: Sequence[Look]) -> None:
    """One sheet for each look with all its screens, and one for each screen with all its looks."""
    of_screen: dict[str, list[Path]] = {}
    for look in looks:
        pictures = sorted((FOLDER / look.name).glob("*.png"))
        lay(pictures, SHEETS / f"look-{look.name}.png", lambda picture: picture.stem)
        for picture in pictures:
            of_screen.setdefault(picture.stem, []).append(picture)
    for name, pictures in of_screen.items():
        lay(pictures, SHEETS / f"screen-{name}.png", lambda picture: picture.parent.name)


def lay(pictures: Sequence[Path], target: Path, title: Callable[[Path], str]) -> None:
    """Small pictures side by side, each below its title."""
    rows = -(-len(pictures) // COLUMNS)
    cell = THUMB + QSize(GAP, GAP + 24)
    sheet = QImage(cell.width() * COLUMNS, cell.height() * rows, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#808080"))
    painter = QPainter(sheet)
    for number, picture in enumerate(pictures):
        x, y = number % COLUMNS * cell.width(), number // COLUMNS * cell.height()
        painter.drawText(x + 4, y + 18, title(picture))
        image = QImage(str(picture)).scaled(
            THUMB,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(x, y + 24, image)
    painter.end()
    sheet.save(str(target))


if __name__ == "__main__":
    sys.exit(main())
