"""`make bench`: what an autosave takes of the GUI thread while another one writes."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gui.app import open_window
from gui.core.store.records import Record
from gui.ui.autosave import Autosave
from tools.bench_row import Row

SAVES = 200
GOAL_MS = 1
LONGEST = 10.0  # seconds


def rows(folder: Path) -> list[Row]:
    """The row for the table of tools/bench.py; `folder` is a data folder with a record."""
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise TypeError(app)
    with open_window(app, folder, practice=False) as window:  # not shown: saving alone
        desk = window.services.desk
        record = desk.records.last_opened()
        if record is None:
            raise LookupError("the folder has no record")
        saver = _Saver(app, record, window)
        saver.autosave = Autosave(desk, window.services.tasks, lambda: saver.record, saver)
        saver.autosave.written.connect(saver.take)
        stalls = sorted(saver.save() for _ in range(SAVES))
    p50, p99 = stalls[len(stalls) // 2], stalls[int(len(stalls) * 0.99) - 1]
    return [
        ("autosave: longest stall of the GUI thread (p50, p99)", p50, p99, "ms", f"≤ {GOAL_MS}")
    ]


class _Saver(QObject):
    autosave: Autosave

    def __init__(self, app: QApplication, record: Record, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self.record = record
        self._number = 0

    def take(self, record: Record) -> None:
        self.record = record

    def save(self) -> float:
        """One save of something new; the longest of what the GUI thread does until it is kept."""
        self._number += 1
        self.record.values["/contact_info/name"] = f"张三{self._number}"
        before = time.perf_counter()
        self.autosave.touch()
        self.autosave.save_now()
        longest = time.perf_counter() - before
        end = before + LONGEST
        while not self.autosave.is_saved() and before < end:
            before = time.perf_counter()
            self._app.processEvents()
            longest = max(longest, time.perf_counter() - before)
        return longest * 1000
