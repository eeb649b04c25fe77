"""`make bench`: a photo of 12 megapixels, from the file to what is uploaded, in time and memory.

Measured in a process that does nothing else, beside a thread that only wants to wake up every
half millisecond: how long it had to wait is how long a window would have stood still.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from io import BytesIO
from pathlib import Path

from tools.bench_row import Row, percentiles, timed

RUNS = 15
SIZE = (4000, 3000)
GOAL_MS, GOAL_MB, GOAL_STALL = 300, 110, 50
WAKE = 0.0005


def rows() -> list[Row]:
    """The rows for the table of tools/bench.py."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(photo())
        command = [sys.executable, "-m", "tools.bench_pictures", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    name = f"12 MP photo of {found['size'] / 1e6:.1f} MB"
    memory, stall = found["megabytes"], found["stall"]
    return [
        (f"{name} → below 2 MB", *percentiles(found["ms"]), "ms", f"≤ {GOAL_MS}"),
        ("… memory above idle", memory, memory, "MB", f"≤ {GOAL_MB}"),
        ("… longest stall of another thread", stall, stall, "ms", f"≤ {GOAL_STALL}"),
    ]


def photo() -> bytes:
    """A scene with the grain of a small sensor; of a real photo's size."""
    from PIL import Image

    coarse = Image.effect_noise((500, 375), 60).resize(SIZE, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(SIZE, 28)
    parts = [Image.blend(coarse, grain, share) for share in (0.3, 0.35, 0.4)]
    file = BytesIO()
    Image.merge("RGB", parts).save(file, "JPEG", quality=96, exif=_held_sideways())
    return file.getvalue()


def _held_sideways() -> bytes:
    from PIL import Image

    tags = Image.Exif()
    tags[0x0112] = 6
    return tags.tobytes()


def _measure(path: Path) -> None:
    """In the child: prepare the photo again and again, and print what it took."""
    from gui.core.images.preparing import prepare

    watch = _Watch()
    idle = _peak()
    times = [timed(lambda: prepare(path)) for _ in range(RUNS)]
    found = {"ms": times, "megabytes": _peak() - idle, "stall": watch.longest_ms()}
    print(json.dumps(found | {"size": path.stat().st_size}))


class _Watch(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._longest = 0.0
        self.start()

    def run(self) -> None:
        last = time.perf_counter()
        while True:
            time.sleep(WAKE)
            now = time.perf_counter()
            self._longest = max(self._longest, now - last - WAKE)
            last = now

    def longest_ms(self) -> float:
        return self._longest * 1000


def _peak() -> float:
    """Megabytes that this process has ever held."""
    # Not getrusage: its maximum is inherited from whoever started the process.
    status = Path("/proc/self/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _measure(Path(sys.argv[1]))
    else:
        for what, p50, p95, unit, goal in rows():
            print(f"{what:<40} {p50:>8.2f} {p95:>8.2f}   {goal:>6} {unit}")
