"""`python -m tools.manual`: the pictures of the manual, small, of the real program.

Whole windows are cut out of docs/screenshots, so take those first (`make screenshots`). Details
that no screenshot shows are taken here, in practice mode.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from gui.app import make_application, open_window
from gui.core.manual.chapters import HELP
from gui.core.practice.example import example_accounts, example_record
from gui.core.practice.faults import Fault
from gui.core.practice.server import StandIn
from gui.core.practice.tasks import Step
from gui.core.settings import Settings, save
from gui.ui.first_run import FirstRun
from gui.ui.main_window import PANEL_WIDTH, MainWindow
from tools.bench import display
from tools.screenshots import FOLDER as SCREENSHOTS
from tools.screenshots import SIZE

WIDEST = 960  # px; shown at up to 664, so that it is sharp at 145 %
COLOURS = 255  # a picture of a window has few that matter
EXACT = 96  # of these are kept as they are
COARSE = 24  # of 256: how far apart the others are
LARGEST = 1_500_000  # bytes, all together
WAIT_S = 15
THEMES = (("light", ""), ("dark", "-dark"))
WHOLE = ("practice",)  # with the practice panel, which is cut off elsewhere
FROM = {
    "form": "form",
    "errors": "errors",
    "check": "check",
    "result": "result",
    "list": "list",
    "accounts": "accounts",
    "practice": "form",
}
TAX_NUMBER = "/invoice_info/electronic/id"
SPLITTER = 6  # px between the pages and the panel
AROUND = 16  # px around a detail


def main() -> int:
    """Make every picture; the exit code is 1 when they are too large together."""
    HELP.mkdir(parents=True, exist_ok=True)
    with display():
        app = make_application()
        for theme, ending in THEMES:
            for name, source in FROM.items():
                _cut(name, source, ending)
            with tempfile.TemporaryDirectory() as folder, StandIn() as stand_in:
                save(Settings(theme=theme), Path(folder) / "settings.json")
                with open_window(app, Path(folder), practice=True, stand_in=stand_in) as window:
                    _Details(app, window, stand_in, ending).take()
    used = sum(file.stat().st_size for file in HELP.iterdir())
    print(f"{used / 1000:.0f} kB together")
    return 0 if used < LARGEST else 1


def _cut(name: str, source: str, ending: str) -> None:
    picture = QImage(str(SCREENSHOTS / f"{source}{ending}.png"))
    if name not in WHOLE and picture.size() == SIZE:
        picture = picture.copy(QRect(0, 0, SIZE.width() - PANEL_WIDTH - SPLITTER, SIZE.height()))
    _write(picture, f"{name}{ending}")


def _write(picture: QImage, name: str) -> None:
    """As a picture of few colours, which takes a third of the room and looks the same."""
    if picture.width() > WIDEST:
        picture = picture.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    few = picture.convertToFormat(QImage.Format.Format_Indexed8, _palette(picture), flags)
    few.save(str(HELP / f"{name}.png"), quality=0)
    print(f"{name}.png {few.width()}x{few.height()}")


def _palette(picture: QImage) -> list[int]:
    """The colours that occur most, then one for each kind of those that are left."""
    ranked = [
        value for value, _ in Counter(memoryview(picture.constBits()).cast("I")).most_common()
    ]
    chosen = ranked[:EXACT]
    kinds = {_kind(value) for value in chosen}
    for value in ranked[EXACT:]:
        if len(chosen) < COLOURS and _kind(value) not in kinds:
            kinds.add(_kind(value))
            chosen.append(value)
    return chosen


def _kind(value: int) -> tuple[int, int, int]:
    colour = QColor.fromRgb(value)
    return colour.red() // COARSE, colour.green() // COARSE, colour.blue() // COARSE


class _Details:
    """Steps of the first day and of a submission without an answer."""

    def __init__(
        self, app: QApplication, window: MainWindow, stand_in: StandIn, ending: str
    ) -> None:
        self._app = app
        self._window = window
        self._stand_in = stand_in
        self._ending = ending

    def take(self) -> None:
        """Every detail; the window is closed afterwards."""
        window = self._window
        window.resize(QSize(SIZE.width(), SIZE.height() + 60))
        window.show()
        self._until(lambda: not window.record.form.view.is_incomplete())
        self._until(window.record.is_ready)
        self._doubt()
        self._progress()
        self._first_day()
        window.record.flush()
        window.close()
        window.deleteLater()

    def _doubt(self) -> None:
        window = self._window
        reason = example_record()["refill_reason"].partition("执照上是")[2]
        holder = self._widget(TAX_NUMBER, window)
        line = self._line("", holder)
        line.setFocus()
        line.selectAll()
        line.insert("".join(c for c in reason if c.isascii() and c.isalnum()))
        self._stand_in.world.misbehave("reauth", Fault.DROP_AFTER_RECEIVING)
        self._press("check_answers", window)
        self._until(lambda: self._widget("check_page", window).isVisible())
        self._press("submit", window)
        self._until(lambda: self._shown("doubt_panel"))
        self._keep("doubt", self._widget("doubt_panel", window))

    def _progress(self) -> None:
        window, world = self._window, self._stand_in.world
        self._press("query_status", window)
        self._until(lambda: self._shown("auth_link"))
        task = example_record()["values"]["/taskid"]
        for step in (Step.AGREE, Step.FACE_OK, Step.CODE_OK, Step.PAY):
            world.play(task, step)
        self._settle()
        self._press("query_status", window)
        line = self._widget("progress_steps", window)
        self._until(lambda: "审核 进行中" in line.accessibleName())
        card = line.parentWidget()
        self._keep("progress", card if card is not None else line)

    def _first_day(self) -> None:
        services = self._window.services
        account = example_accounts()[0]
        for known in services.accounts.list():
            services.accounts.delete(known)
        first = FirstRun(services.accounts, services.tasks, self._window)
        first.open()
        self._press("first_run_next", first)
        told = ("某某科技", account["appid"], account["secret"])
        for name, text in zip(("name", "appid", "secret"), told, strict=True):
            self._line(f"account_{name}", first).setText(text)
        self._press("first_run_next", first)
        self._until(lambda: self._button("test_connection", first).isVisible())
        self._stand_in.world.misbehave("getaccountbasicinfo", Fault.WRONG_IP)
        self._press("test_connection", first)
        panel = self._widget("ip_panel", first)
        self._until(panel.isVisible)
        self._keep("allowlist", panel)
        first.done(0)

    # finding, waiting, keeping

    def _widget(self, name: str, inside: QWidget) -> QWidget:
        found = inside.findChild(QWidget, name)
        if found is None:
            raise LookupError(name)
        return found

    def _line(self, name: str, inside: QWidget) -> QLineEdit:
        found = inside.findChild(QLineEdit, name) if name else inside.findChild(QLineEdit)
        if found is None:
            raise LookupError(name)
        return found

    def _button(self, name: str, inside: QWidget) -> QPushButton:
        found = inside.findChild(QPushButton, name)
        if found is None:
            raise LookupError(name)
        return found

    def _press(self, name: str, inside: QWidget) -> None:
        button = self._button(name, inside)
        self._until(button.isEnabled)
        button.click()
        self._settle()

    def _shown(self, name: str) -> bool:
        found = self._window.findChild(QWidget, name)
        return found is not None and found.isVisible()

    def _keep(self, name: str, widget: QWidget) -> None:
        """A widget with a little of what is around it, out of the whole window."""
        self._settle()
        window = widget.window()
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        place = place.adjusted(-AROUND, -AROUND, AROUND, AROUND) & window.rect()
        _write(window.grab(place).toImage(), f"{name}{self._ending}")

    def _until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT_S
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError
            self._app.processEvents()

    def _settle(self) -> None:
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            self._app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
