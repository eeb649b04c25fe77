"""How long nobody has known whether a submission arrived, by a clock that cannot be set.

The wall clock may be put forward or back while the user waits, so it proves nothing. Each start
of the program begins anew: at worst the user waits a minute longer, never a minute less.
"""

from __future__ import annotations

from dataclasses import dataclass

SETTLE_SECONDS = 60.0
APART_SECONDS = 30.0


@dataclass
class Watch:
    """`since` and every `now` are seconds of the monotonic clock of this process."""

    since: float
    _told: tuple[object, ...] = ()
    _first: float = 0.0
    _last: float = 0.0

    def hear(self, told: tuple[object, ...], now: float) -> None:
        """An answer of `queryauth` came; a different one begins the comparison anew."""
        if told != self._told:
            self._told, self._first = told, now
        self._last = now

    def seconds_left(self, now: float) -> float:
        """0 once ≥ 60 s are over and two equal answers came ≥ 30 s apart.

        Else the seconds until the next answer could make it so, at least one.
        """
        settling = max(0.0, self.since + SETTLE_SECONDS - now)
        if self._last - self._first >= APART_SECONDS:
            return settling
        begun = self._first if self._told else now
        return max(settling, begun + APART_SECONDS - now, 1.0)
