"""`make bench`: the list of records when it is long: read, shown, searched."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from gui.core.practice.example import example_record
from gui.core.store.database import open_database
from gui.core.store.records import NewRecord, Records, RecordSummary
from gui.ui.home_page import HomePage
from gui.ui.theme import Theme
from tools.bench_row import Row, percentiles, timed

RECORDS = 10_000
TIMES = 10


def rows(folder: Path) -> list[Row]:
    """Rows for the table of tools/bench.py; `folder` is a new one for the records."""
    bench = ListBench(folder)
    bench.fill(RECORDS)
    what = f"list of {RECORDS:,} records:".replace(",", " ")
    found = {
        f"{what} read, off the GUI thread": bench.reads(TIMES),
        f"{what} shown and painted": bench.shows(TIMES),
        f"{what} searched and painted": bench.searches(TIMES),
    }
    return [(name, *percentiles(times), "ms", "") for name, times in found.items()]


class ListBench:
    """The list page over a data folder of its own, on the screen."""

    def __init__(self, folder: Path) -> None:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)  # noqa: S101 - nothing else is made here
        self._app, self._theme = app, Theme(app)
        self._theme.apply("light")
        self._folder = folder
        self._records = Records(open_database(folder).database)
        self._example = example_record()
        self._there = 0

    def fill(self, count: int) -> None:
        """Have `count` records like the practice example."""
        new = [self._record(number) for number in range(self._there, count)]
        self._records.create_all(new)
        self._there = count

    def _record(self, number: int) -> NewRecord:
        values = {**self._example["values"], "/account_name": f"小程序{number}"}
        return NewRecord("reauth", f"记录{number}", values, {"context": self._example["context"]})

    def opens(self, count: int) -> list[float]:
        """The data file opened and the record of last time read: what a start waits for."""
        return [timed(self._open) for _ in range(count)]

    def _open(self) -> None:
        database = open_database(self._folder).database
        Records(database).last_opened()
        database.close()

    def reads(self, count: int) -> list[float]:
        """The list read from the data file."""
        return [timed(self._records.summaries) for _ in range(count)]

    def shows(self, count: int) -> list[float]:
        """A page shown with all of them and painted; it was empty before."""
        lines = self._records.summaries()
        taken = []
        for _ in range(count):
            page = self._page()
            taken.append(timed(lambda page=page: self._show(page, lines)))  # type: ignore[misc]
            page.deleteLater()
        return taken

    def searches(self, count: int) -> list[float]:
        """A search carried out and its hits painted, without the pause that it waits for."""
        page = self._page()
        self._show(page, self._records.summaries())
        search, all_groups = page.findChild(QLineEdit, "search"), _chip(page)
        if search is None:
            raise LookupError("search")
        taken = []
        for number in range(count):
            search.setText(f"小程序{number + 1}")
            taken.append(timed(lambda: _press(all_groups, page)))
        page.deleteLater()
        return taken

    def _page(self) -> HomePage:
        page = HomePage()
        page.resize(1080, 700)
        page.show()
        self._app.processEvents()
        return page

    def _show(self, page: HomePage, lines: list[RecordSummary]) -> None:
        page.set_records(lines)
        page.grab()


def _chip(page: HomePage) -> QPushButton:
    """The filter 全部: pressing it searches at once for what was typed."""
    chip = page.findChild(QPushButton, "filter_all")
    if chip is None:
        raise LookupError("filter_all")
    return chip


def _press(chip: QPushButton, page: HomePage) -> None:
    chip.click()
    page.grab()
