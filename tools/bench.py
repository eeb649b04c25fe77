"""`make bench`: what the user waits for, side by side with a bare window, in one run.

Start-up is a stopwatch outside the program: from just before its process is made until its first
paint has been flushed. Both programs run in turn, so that a busy machine meets both.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gui.core.paths import default_data_folder
from gui.core.practice.example import example_record
from gui.core.store.database import open_database
from gui.core.store.records import Records

RUNS = 15
KEYS = 300
TOGGLES = 60
GOALS = {
    "start": 1.4,
    "validated": 1.0,
    "painted": 4.0,
    "section": 12.0,
    "stall": 1.0,
}

BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, told)
def told():
    print(time.monotonic(), flush=True)
    app.quit()
app = QApplication([])
window = Window()
window.resize(1080, 760)
window.show()
app.exec()
"""
OURS = """
import os, sys, time
from PySide6.QtCore import QTimer
from gui.ui.main_window import MainWindow
paint = MainWindow.paintEvent
def told():
    print(time.monotonic(), flush=True)
    os._exit(0)
def watched(self, event):
    MainWindow.paintEvent = paint
    QTimer.singleShot(0, told)
    paint(self, event)
MainWindow.paintEvent = watched
from gui.app import main
sys.exit(main())
"""


def main() -> int:
    """Print the table; the exit code is 1 when a goal is missed."""
    with display(), tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home
        folder = default_data_folder()
        _lay_out(folder)
        rows = [*_starts(), *_form(folder)]
    width = max(len(row[0]) for row in rows)
    print(f"{'what':<{width}}   {'p50':>8} {'p95':>8}   {'goal':>6}")
    for what, p50, p95, unit, goal in rows:
        print(f"{what:<{width}}   {p50:>8.2f} {p95:>8.2f}   {goal:>6} {unit}")
    return 0


@contextmanager
def display() -> Iterator[None]:
    """An own X server, so that nothing that is on the screen takes part."""
    if shutil.which("Xvfb") is None:
        sys.exit("Xvfb is needed: apt-get install xvfb")
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1440x1000x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def _lay_out(folder: Path) -> None:
    """A data folder with the practice example in it, to be opened at the start."""
    opened = open_database(folder)
    example = example_record()
    records = Records(opened.database)
    record = records.create(
        example["call"], example["name"], example["values"], context=example["context"]
    )
    records.mark_opened(record.id)
    opened.database.close()


def _starts() -> list[tuple[str, float, float, str, str]]:
    """Without arguments, as a click on the icon starts it: the record lies in the usual place."""
    programs: dict[str, Sequence[str]] = {"bare": ("-c", BARE), "ours": ("-c", OURS)}
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(RUNS + 1):
        for name, arguments in programs.items():
            taken[name].append(_start(arguments))
    bare, ours = (sorted(values[1:]) for values in taken.values())
    ratio = statistics.median(ours) / statistics.median(bare)
    return [
        ("start to first paint, bare PySide6 window", *_percentiles(bare), "ms", ""),
        ("start to first painted form, ours", *_percentiles(ours), "ms", ""),
        ("start: ours ÷ bare", ratio, ratio, "×", f"≤ {GOALS['start']}"),
    ]


def _start(arguments: Sequence[str]) -> float:
    """With the bytecode at hand, as any installed program has it: the first start makes it."""
    command = [sys.executable, *arguments]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return (float(done.stdout.split()[-1]) - before) * 1000


def _form(folder: Path) -> list[tuple[str, float, float, str, str]]:
    """Keys into a text field with an error, a section that comes and goes, and autosaving."""
    from tools.bench_form import Bench

    bench = Bench(folder)
    rows = [
        ("keystroke → validated", bench.keys(KEYS, paint=False), "validated"),
        ("keystroke → painted", bench.keys(KEYS, paint=True), "painted"),
        ("section shown or hidden → painted", bench.toggles(TOGGLES), "section"),
        ("autosave: time it takes of the GUI thread", bench.saves(TOGGLES), "stall"),
    ]
    return [(what, *_percentiles(times), "ms", f"≤ {GOALS[goal]:g}") for what, times, goal in rows]


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes."""
    before = time.perf_counter()
    action()
    return (time.perf_counter() - before) * 1000


if __name__ == "__main__":
    sys.exit(main())
