"""`make bench`: how long the window stands still at most while ten photos are added and uploaded.

The real window in a process of its own, beside a stand-in for WeChat in another one; a timer that
comes every few milliseconds notes how late it was.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from gui.app import make_application, open_window
from gui.core.album import Source
from gui.core.store.accounts import Accounts
from gui.core.store.database import open_database
from gui.core.store.records import Records
from tools.bench_pictures import photo
from tools.bench_row import Row

WECHAT = """
import time
from gui.core.practice.server import StandIn
with StandIn() as stand_in:
    appid = next(iter(stand_in.world.accounts))
    print(stand_in.base_url, appid, stand_in.world.token_of(appid), flush=True)
    time.sleep(600)
"""
PHOTOS = 10
SIZE = (4000, 3000)
EVERY_MS = 2
GOAL_MS = 50
FIELD = "/qualification_other"
LONGEST = 120.0  # seconds until it gives up


def rows() -> list[Row]:
    """The rows for the table of tools/bench.py."""
    with tempfile.TemporaryDirectory() as folder:
        _make_photos(Path(folder))
        with subprocess.Popen([sys.executable, "-c", WECHAT], stdout=subprocess.PIPE) as wechat:
            assert wechat.stdout is not None  # noqa: S101 - a pipe was asked for
            told = wechat.stdout.readline().decode().split()
            command = [sys.executable, "-m", "tools.bench_window", folder, *told]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            wechat.kill()
    late, own = (sorted(found) for found in json.loads(done.stdout.splitlines()[-1]))
    what = f"{PHOTOS} photos of 12 MP added and uploaded: longest stall"
    return [
        (what, late[len(late) // 2], late[-1], "ms", f"≤ {GOAL_MS}"),
        ("… work of the window's own thread in one go", own[len(own) // 2], own[-1], "ms", ""),
    ]


def _make_photos(folder: Path) -> None:
    """Ten that differ; not made by the child, which would have loaded the libraries then."""
    from PIL import Image

    image = Image.open(BytesIO(photo()))
    for number in range(PHOTOS):
        image.paste((number * 25, 0, 0), (0, 0, 400, 400))
        image.save(folder / f"photo{number}.jpg", "JPEG", quality=96)


class _Watch(QObject):
    """Notes in milliseconds how late each tick was, and the work of this thread before it."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self.own: list[float] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def _on_tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.late.append((now - self._last) * 1000 - EVERY_MS)
        self.own.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked


class _WeChat(nullcontext[Any]):
    """The stand-in, as far as the window cares."""

    def __init__(self, address: str) -> None:
        super().__init__(self)
        self.base_url, self.world = address, None


def _lay_out(folder: Path, appid: str) -> None:
    """A record of an account whose token is pasted."""
    database = open_database(folder).database
    account = Accounts(database).create("name", appid, "token")
    records = Records(database)
    records.mark_opened(records.create("reauth", "record", {}, account_id=account.id).id)
    database.close()


def _measure(folder: Path, address: str, appid: str, token: str) -> None:
    """In the child: add them, wait until all are uploaded, print what the watch has noted."""
    photos = sorted(folder.glob("*.jpg"))
    app = make_application()
    _lay_out(folder / "data", appid)
    wechat: Any = _WeChat(address)
    with open_window(app, folder / "data", practice=False, stand_in=wechat) as window:
        sheet = window.record.session.sheet
        assert sheet is not None and sheet.account is not None  # noqa: S101, PT018 - made above
        window.services.desk.connections.paste(sheet.account, token)
        window.show()
        editor = window.record.form.view.rows[FIELD].editor
        _until(app, window.record.is_ready)
        _until(app, lambda: not window.record.form.view.is_incomplete())
        watch = _Watch()
        editor.give([Source(path, path.name) for path in photos])  # type: ignore[attr-defined]
        _until(app, lambda: _is_done(editor))
        window.closing.at_once()
    print(json.dumps([watch.late, watch.own]))


def _until(app: QApplication, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not holds() and time.monotonic() < end:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _is_done(editor: object) -> bool:
    tiles = editor.grid.pictures()  # type: ignore[attr-defined]
    return len([tile for tile in tiles if tile.state_text().startswith("已上传")]) == PHOTOS


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _measure(Path(sys.argv[1]), *sys.argv[2:])
    else:
        for what, p50, p95, unit, goal in rows():
            print(f"{what:<60} {p50:>8.2f} {p95:>8.2f}   {goal:>6} {unit}")
