"""What support needs to know, as text to be read before it is sent: no answers, no secrets."""

from __future__ import annotations

import locale
import platform
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gui import __version__
from gui.core.log import NAME, redact

if TYPE_CHECKING:
    from gui.core.store.records import Records

LOG_LINES = 400
LONGEST_LOG = 200_000


def diagnostics(records: Records, folder: Path, versions: Mapping[str, str]) -> str:
    """Versions, how many records are in which state, and the end of the log, redacted again.

    `versions` is what the caller knows of its libraries, e.g. {"Qt": "6.9.3"}. Raises StoreError.
    """
    states = Counter(summary.state for summary in records.summaries())
    lines = [
        f"重审助手 {__version__}",
        f"时间：{time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        f"系统：{platform.platform()}",
        f"Python {sys.version.split()[0]}",
        *(f"{name} {version}" for name, version in versions.items()),
        f"语言：{locale.getlocale()[0] or '未知'}",
        f"记录：{sum(states.values())} 条",
        *(f"  {state}：{count}" for state, count in sorted(states.items())),
        "",
        "日志的最后部分：",
        _log_end(folder),
    ]
    return redact("\n".join(lines))


def _log_end(folder: Path) -> str:
    try:
        with (folder / NAME).open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - LONGEST_LOG))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return "（没有日志）"
    return "\n".join(text.splitlines()[-LOG_LINES:])
