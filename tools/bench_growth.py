"""`make bench-growth`: how times grow with the number of fields and of drafts, as a chart."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from gui.core.form.rules import resolve
from gui.core.form.spec import load_form
from tools import bench_scratch
from tools.bench import display
from tools.bench_chart import Panel, draw
from tools.bench_row import timed

CHART = Path(__file__).resolve().parents[1] / "docs" / "images" / "growth.svg"
FIELDS = (10, 100, 1000)
DRAFTS = (10, 100, 1000, 10_000, 100_000)
TIMES = 7
KEYS = 100
BUILDS = 3

Lines = dict[str, list[float]]


def main() -> int:
    """Measure, print, and write the chart of the documents."""
    with display():
        panels = [
            Panel("With the number of fields", "fields", FIELDS, _fields()),
            Panel("With the number of drafts", "drafts", DRAFTS, _drafts()),
        ]
    for panel in panels:
        _print(panel)
    CHART.parent.mkdir(parents=True, exist_ok=True)
    CHART.write_text(draw(panels), encoding="utf-8")
    return 0


def _fields() -> Lines:
    """A scratch schema of so many fields, from its files to keys in its form."""
    lines: Lines = {}
    for count in FIELDS:
        with tempfile.TemporaryDirectory() as folder:
            bench_scratch.write(Path(folder), count)
            _note(lines, _of_schema(Path(folder)))
    return lines


def _of_schema(folder: Path) -> dict[str, float]:
    from tools.bench_form import FormBench

    spec = load_form(folder, bench_scratch.NAME)
    values = bench_scratch.values(spec)
    builds = [timed(lambda: FormBench(spec, values, {"call": "reauth"})) for _ in range(BUILDS)]
    bench = FormBench(spec, values, {"call": "reauth"})
    at = list(spec.fields)[-1]
    return {
        "schema loaded": _median(lambda: load_form(folder, bench_scratch.NAME)),
        "conditions resolved": _median(lambda: resolve(spec, values, {"call": "reauth"})),
        "keystroke validated": statistics.median(bench.keys(at, KEYS, paint=False)),
        "keystroke painted": statistics.median(bench.keys(at, KEYS, paint=True)),
        "pause in typing": statistics.median(bench.pauses(at, TIMES)),
        "whole form made": statistics.median(builds),
    }


def _drafts() -> Lines:
    """One data folder that fills up."""
    from tools.bench_list import ListBench

    lines: Lines = {}
    with tempfile.TemporaryDirectory() as folder:
        bench = ListBench(Path(folder))
        for count in DRAFTS:
            bench.fill(count)
            found = {
                "data file opened": bench.opens(TIMES),
                "list read": bench.reads(TIMES),
                "list shown, painted": bench.shows(TIMES),
                "searched, painted": bench.searches(TIMES),
            }
            _note(lines, {name: statistics.median(times) for name, times in found.items()})
    return lines


def _note(lines: Lines, found: dict[str, float]) -> None:
    for name, taken in found.items():
        lines.setdefault(name, []).append(taken)


def _median(action: Callable[[], object]) -> float:
    return statistics.median(timed(action) for _ in range(TIMES))


def _print(panel: Panel) -> None:
    width = max(map(len, panel.lines))
    print(f"{panel.across:<{width}}", *(f"{count:>10}" for count in panel.counts))
    for name, line in panel.lines.items():
        print(f"{name:<{width}}", *(f"{time:>10.2f}" for time in line), "ms")
    print()


if __name__ == "__main__":
    sys.exit(main())
