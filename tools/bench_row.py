"""A row of the table of `make bench`, and how what stands in it is taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

Row = tuple[str, float, float, str, str]  # what, median, 95th percentile, unit, goal


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes."""
    before = time.perf_counter()
    action()
    return (time.perf_counter() - before) * 1000


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 do not exceed."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
