"""`make bench`: the stopwatch outside the program, from making its process to its first paint.

It looks at the screen every few milliseconds, so it serves any program, also one that is packaged
or not ours. The screen must be its own (see `tools.bench.display`): black, without a window
manager, with nothing else on it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

EVERY = 0.002  # seconds; looking takes a quarter of a millisecond
LONGEST = 60.0
STRIPS = (200, 720)  # px from the left: one of them crosses any window
STRIP_WIDTH = 8
BLACK = 0xFF000000


@dataclass(frozen=True)
class Start:
    """One start of a program: until its first paint, and the memory (RSS) it held then."""

    ms: float
    mebibytes: float


class Stopwatch:
    """Starts programs on the screen of this process and ends them once they have painted."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """`environment` is added to ours for every program."""
        self._app = QApplication.instance() or QApplication([])
        # With the bytecode at hand, as any installed program has it: the first start makes it.
        ours = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        self._environment = {**ours, **environment}

    def start(self, command: Sequence[str | Path]) -> Start:
        """Raises TimeoutError when it does not paint, RuntimeError when it ends before that."""
        self._wait(painted=False)
        quiet = subprocess.DEVNULL
        before = time.monotonic()
        with subprocess.Popen(
            command, env=self._environment, stdout=quiet, stderr=quiet
        ) as process:
            try:
                self._wait(painted=True, process=process)
                taken = time.monotonic() - before
                return Start(taken * 1000, memory("VmRSS", process.pid))
            finally:
                process.kill()

    def _wait(self, *, painted: bool, process: subprocess.Popen[bytes] | None = None) -> None:
        end = time.monotonic() + LONGEST
        while self._is_painted() != painted:
            if time.monotonic() > end:
                raise TimeoutError(f"no paint within {LONGEST:.0f} s")
            if process is not None and process.poll() is not None:
                raise RuntimeError(f"it ended with {process.returncode} before it painted")
            time.sleep(EVERY)

    def _is_painted(self) -> bool:
        """Whether a window shows more than one colour: an empty one has not been painted yet."""
        return any(len(self._colours(left) - {BLACK}) > 1 for left in STRIPS)

    def _colours(self, left: int) -> set[int]:
        screen = QApplication.primaryScreen()
        image = screen.grabWindow(0, left, 0, STRIP_WIDTH, screen.size().height()).toImage()
        pixels = memoryview(image.constBits()).cast("I")
        return {pixel | BLACK for pixel in set(pixels)}


def memory(what: str, process: int | str = "self") -> float:
    """Mebibytes by /proc: `what` is VmRSS, held now, or VmHWM, at most."""
    # Not getrusage: its maximum is inherited from whoever started the process.
    status = Path(f"/proc/{process}/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    seen = Stopwatch({}).start(sys.argv[1:])
    print(f"{seen.ms:.0f} ms, {seen.mebibytes:.0f} MiB")
