"""`make bench`: the memory of our program when everything it can load has been loaded.

In a process of its own: the window on a record, its form complete and checked, the list, a QR
code, and every library that a submission with pictures needs.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from gui.app import make_application, open_window
from gui.ui.main_window import MainWindow
from tools.bench_paint import memory
from tools.bench_row import Row

GOAL_MIB = 110
LONGEST = 30.0  # seconds
LATER = (
    "PIL.Image",
    "cryptography.hazmat.primitives.ciphers",
    "email_validator",
    "gui.core.images.preparing",
    "jsonschema",
    "keyring.backends.SecretService",
    "pi_heif",
    "pypdfium2",
    "requests",
    "secretstorage",
    "segno",
    "stdnum.cn.uscc",
    "truststore",
)


def rows(folder: Path) -> list[Row]:
    """The row for the table of tools/bench.py; `folder` is a data folder with a record."""
    command = [sys.executable, "-m", "tools.bench_memory", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    held = float(done.stdout)
    return [("memory with everything loaded: ours", held, held, "MiB", f"≤ {GOAL_MIB}")]


def _measure(folder: Path) -> None:
    """In the child: load all of it and print what is held."""
    app = make_application()
    with open_window(app, folder, practice=False) as window:
        window.show()
        _use(app, window)
        print(memory("VmRSS"))
        window.closing.at_once()


def _use(app: QApplication, window: MainWindow) -> None:
    end = time.monotonic() + LONGEST
    while window.record.form.view.is_incomplete() or not window.record.is_ready():
        app.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("the form is not complete")
    for name in LATER:
        importlib.import_module(name)
    from gui.core.qr import qr_matrix

    qr_matrix("https://mp.weixin.qq.com/bench")
    window.show_list()
    for _ in range(20):
        app.processEvents()


if __name__ == "__main__":
    _measure(Path(sys.argv[1]))
