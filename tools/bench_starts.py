"""`make bench`: start to first paint, and the memory held then, of ours, a bare window and peers.

All of them take turns, so that a busy machine meets each; the first round is thrown away.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import PySide6

from gui.core.form.spec import load_form
from gui.core.paths import RESOURCES
from tools import bench_peers
from tools.bench_paint import Start, Stopwatch
from tools.bench_row import Row, percentiles

RUNS = 15
PACKAGED = Path(__file__).resolve().parents[1] / "dist" / "reauth-desk" / "reauth-desk"
GOAL_SOURCE, GOAL_PACKAGED, GOAL_MIB = 1.4, 1.6, 70
NOT_BUILT = "dist/reauth-desk is not there (`make build` makes it): its row is left out."

BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("bare " * 50))
window.resize(1080, 760)
window.show()
app.exec()
"""

Programs = dict[str, list[str | Path]]
BARE_SOURCE, BARE_PACKAGED = "bare PySide6 window", "bare PySide6 window, packaged"
OURS_SOURCE, OURS_PACKAGED = "ours", "ours, packaged"


def rows(environment: Mapping[str, str], cache: Path) -> list[Row]:
    """Rows for the table of tools/bench.py.

    `environment` leads ours to a record, as a click on the icon does; `cache` keeps what is
    installed and built for the others.
    """
    cache.mkdir(parents=True, exist_ok=True)
    programs = _programs(cache)
    watch = Stopwatch({**bench_peers.environment(), **environment})
    starts: dict[str, list[Start]] = {name: [] for name in programs}
    for _ in range(RUNS + 1):
        for name, command in programs.items():
            starts[name].append(watch.start(command))
    kept = {name: seen[1:] for name, seen in starts.items()}
    return [*_times(kept), *_ratios(kept), *_memory(kept)]


def _programs(cache: Path) -> Programs:
    programs: Programs = {
        BARE_SOURCE: [sys.executable, "-c", BARE],
        OURS_SOURCE: [sys.executable, "-m", "gui"],
    }
    if PACKAGED.exists():
        programs |= {BARE_PACKAGED: [_packaged_bare(cache)], OURS_PACKAGED: [PACKAGED]}
    else:
        print(NOT_BUILT, file=sys.stderr)
    return programs | bench_peers.commands(cache, load_form(RESOURCES / "forms"))


def _packaged_bare(cache: Path) -> Path:
    """The bare window as PyInstaller makes it without being told anything; built once."""
    folder = cache / f"bare-{PySide6.__version__}"
    program = folder / "dist" / "bare" / "bare"
    if not program.exists():
        print("Packaging the bare window, once ...", file=sys.stderr, flush=True)
        folder.mkdir(exist_ok=True)
        (folder / "bare.py").write_text(BARE, encoding="ascii")
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
        subprocess.run([*command, "--windowed", "bare.py"], cwd=folder, check=True)
    return program


def _times(starts: Mapping[str, list[Start]]) -> list[Row]:
    return [
        (f"start to first paint: {name}", *percentiles([one.ms for one in seen]), "ms", "")
        for name, seen in starts.items()
    ]


def _ratios(starts: Mapping[str, list[Start]]) -> list[Row]:
    """Medians as multiples of the bare window's, from source unless said otherwise."""
    middle = {name: statistics.median(one.ms for one in seen) for name, seen in starts.items()}
    wanted = [(OURS_SOURCE, BARE_SOURCE, f"≤ {GOAL_SOURCE}")]
    if OURS_PACKAGED in middle:
        wanted.append((OURS_PACKAGED, BARE_SOURCE, f"≤ {GOAL_PACKAGED}"))
        wanted.append((OURS_PACKAGED, BARE_PACKAGED, ""))
    ours_or_bare = {OURS_SOURCE, OURS_PACKAGED, BARE_SOURCE, BARE_PACKAGED}
    wanted += [(name, BARE_SOURCE, "") for name in middle if name not in ours_or_bare]
    ratios = [(above, below, middle[above] / middle[below], goal) for above, below, goal in wanted]
    return [(f"start: {a} ÷ {b}", ratio, ratio, "×", goal) for a, b, ratio, goal in ratios]


def _memory(starts: Mapping[str, list[Start]]) -> list[Row]:
    goals = {OURS_SOURCE: f"≤ {GOAL_MIB}", OURS_PACKAGED: f"≤ {GOAL_MIB}"}
    return [
        (
            f"memory at first paint: {name}",
            *percentiles([one.mebibytes for one in seen]),
            "MiB",
            goals.get(name, ""),
        )
        for name, seen in starts.items()
    ]
