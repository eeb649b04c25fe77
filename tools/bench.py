"""`make bench`: what the user waits for, beside a bare window and other programs, in one run.

Each part of the table is made by a module of its own, tools/bench_*.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from gui.core.form.spec import load_form
from gui.core.paths import RESOURCES, default_data_folder
from gui.core.practice.example import example_record
from gui.core.store.database import open_database
from gui.core.store.records import Records
from tools import (
    bench_autosave,
    bench_list,
    bench_memory,
    bench_pictures,
    bench_starts,
    bench_window,
)
from tools.bench_form import FormBench
from tools.bench_row import Row, percentiles

KEYS = 300
TOGGLES = 60
EMAIL = "/contact_info/email"
INVOICE = "/invoice_info/invoice_type"
INVOICES = (4, 2)  # six fields come and go


def main() -> int:
    """Print the table."""
    cache = user_cache_path("reauth-desk-bench")
    with display(), tempfile.TemporaryDirectory() as home:
        names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        os.environ.update(dict.fromkeys(names, home))
        folder = default_data_folder()
        _lay_out(folder)
        rows = [*bench_starts.rows({}, cache), *bench_memory.rows(folder), *_form()]
        rows += bench_autosave.rows(folder)
        rows += bench_list.rows(Path(home) / "many")
        rows += [*bench_pictures.rows(), *bench_window.rows()]
    _print(rows)
    return 0


def _print(rows: Sequence[Row]) -> None:
    width = max(len(row[0]) for row in rows)
    print(f"{'what':<{width}}   {'p50':>8} {'p95':>8}   {'goal':>6}    met")
    for what, p50, p95, unit, goal in rows:
        print(f"{what:<{width}}   {p50:>8.2f} {p95:>8.2f}   {goal:>6} {unit:<3} {_met(p95, goal)}")


def _met(value: float, goal: str) -> str:
    if not goal:
        return ""
    return "yes" if value <= float(goal.removeprefix("≤")) else "NO"


@contextmanager
def display(size: str = "1440x1000") -> Iterator[None]:
    """An own X server, so that nothing that is on the screen takes part; `size` in pixels."""
    if shutil.which("Xvfb") is None:
        sys.exit("Xvfb is needed: apt-get install xvfb")
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        f"{size}x24",
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


def _form() -> list[Row]:
    """Keys into a text field with an error, and a section that comes and goes."""
    example = example_record()
    context = {**example["context"], "call": example["call"]}
    bench = FormBench(load_form(RESOURCES / "forms"), example["values"], context)
    rows = [
        ("keystroke → validated", bench.keys(EMAIL, KEYS, paint=False), "≤ 1"),
        ("keystroke → painted", bench.keys(EMAIL, KEYS, paint=True), "≤ 4"),
        ("section shown or hidden → painted", bench.toggles(INVOICE, INVOICES, TOGGLES), "≤ 12"),
    ]
    return [(what, *percentiles(times), "ms", goal) for what, times, goal in rows]


if __name__ == "__main__":
    sys.exit(main())
