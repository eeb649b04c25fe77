"""Prepares files in a process of its own and says for each what became of it, in how much memory.

usage: preparing_one.py FILE...: one line of JSON for each, as soon as it is there.
"""

import json
import sys
import time
from pathlib import Path

from gui.core.errors import FileRefused
from gui.core.images.preparing import prepare


def peak():
    """Megabytes that this process has ever held."""
    # Not getrusage: its maximum is inherited from whoever started the process.
    status = Path("/proc/self/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def became(path):
    try:
        return {"made": [[one.content_type, one.width, one.height] for one in prepare(path)]}
    except FileRefused as error:
        return {"said": error.text}


idle = peak()
for name in sys.argv[1:]:
    before = time.monotonic()
    answer = became(Path(name))
    answer |= {"seconds": time.monotonic() - before, "megabytes": peak() - idle}
    print(json.dumps(answer), flush=True)
