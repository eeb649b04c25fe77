"""Watches over one program's day: what others could read of it, and what it left behind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.e2e.person import Person
from tests.leaks import Scanner, files_below, process_facts

WITHOUT_ANSWERS = ("reauth-desk.log", "settings.json")  # files of the data folder


class Watch:
    """`home` holds everything that the program may write to, `answers` is what a clerk typed."""

    def __init__(self, home: Path, data: Path, answers: Mapping[str, str]) -> None:
        self._home = home
        self._data = data
        self._answers = Scanner(answers)
        self._secrets: dict[str, str] = {}
        self._seen: dict[str, bytes] = {}

    def tell(self, name: str, secret: str) -> None:
        """A secret to search for: its beginning and its end, for it may be cut off."""
        piece = 24 if len(secret) > 48 else len(secret) // 2
        self._secrets |= {f"{name}, begin": secret[:piece], f"{name}, end": secret[-piece:]}

    def look(self, moment: str, person: Person) -> None:
        """Keep what can be read of the running program now, beside its files."""
        seen = process_facts(person.program.pid)
        seen["windows"] = person.words().encode()
        for selection in ("clipboard", "primary"):
            seen[selection] = person.clipboard(selection).encode()
        self._seen |= {f"{moment}: {place}": data for place, data in seen.items()}

    def secrets_found(self) -> set[tuple[str, str]]:
        """(secret, place) of each secret that was anywhere: there must be none."""
        left = self._seen | files_below(self._home)
        return {
            (name.partition(",")[0], place) for name, place in Scanner(self._secrets).places(left)
        }

    def answers_found(self, *exports: Path) -> list[tuple[str, str]]:
        """(answer, place) of each answer outside of the data folder and of what was exported."""
        of_process = {place: data for place, data in self._seen.items() if ": process:" in place}
        found = self._answers.places(of_process | files_below(self._home))
        return [one for one in found if not self._may_hold_answers(Path(one[1]), exports)]

    def answers_kept(self) -> int:
        """How many files hold an answer rightly; were it none, the search would be blind."""
        return len(self._answers.places(files_below(self._data)))

    def _may_hold_answers(self, path: Path, exports: tuple[Path, ...]) -> bool:
        inside = self._data in path.parents and not path.name.startswith(WITHOUT_ANSWERS)
        return inside or path in exports
