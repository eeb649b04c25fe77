"""Reads the windows of a program as somebody does who works with a screen reader."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

from tests.e2e.accessibility import GoneError, Node
from tests.e2e.program import Program
from tests.fixtures_desktop import DEADLINE, wait_until

T = TypeVar("T")
TEXT_ROLES = ("text", "password text")


class Reader:
    """Finds controls by their names, and words wherever they stand."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[str, Node] = {}

    def sees(self, identifier: str) -> bool:
        """True when a control of this name is there, in view or after scrolling."""
        return self._look(identifier) is not None

    def find(self, identifier: str) -> Node:
        """The control of this name, once it is there."""
        found: list[Node] = []

        def look() -> bool:
            node = self._look(identifier)
            found[:] = [node] if node else []
            return bool(found)

        wait_until(look, f"a control called {identifier}")
        return found[0]

    def field(self, pointer: str) -> Node:
        """What is typed into for a question of the form, or for one line of a list."""
        return next(node for node in self.find(pointer).showing() if node.role in TEXT_ROLES)

    def text_of(self, pointer: str) -> str:
        """What is written in a field."""
        return self.field(pointer).text

    def identifiers(self) -> list[str]:
        """What all controls are called that are there now."""
        return self._steadily(lambda: [node.identifier for node in self._everything()])

    def chosen(self, pointer: str, value: object) -> bool:
        """Whether a choice is marked."""
        return "checked" in self.find(f"{pointer}={value}").states

    def words(self) -> str:
        """Everything that can be read in all windows of the program."""
        return self._steadily(lambda: "\n".join(map(_words_of, self._everything())))

    def reads(self, words: str) -> None:
        """Wait until these words stand somewhere."""
        wait_until(lambda: words in self.words(), f"the words {words!r}")

    def can_press(self, identifier: str) -> bool:
        """Whether a button is there and does something now."""
        node = self._look(identifier)
        return node is not None and "enabled" in node.states

    def focused(self) -> str:
        """The identifier of what the keyboard speaks to."""
        return self._steadily(self._search_focus)

    def waits_for_focus_in(self, pointer: str) -> None:
        """Wait until the keyboard speaks to a field of the form."""
        wait_until(lambda: "focused" in self.field(pointer).states, f"the focus is in {pointer}")

    # how

    def _look(self, identifier: str) -> Node | None:
        known = self._known.get(identifier)
        with suppress(GoneError):
            if known and "showing" in known.states and known.is_called(identifier):
                return known
        found = self._steadily(lambda: self._search(identifier))
        if found:
            self._known[identifier] = found
        return found

    def _search(self, identifier: str) -> Node | None:
        return next((node for node in self._everything() if node.is_called(identifier)), None)

    def _search_focus(self) -> str:
        focused = (node for node in self._everything() if "focused" in node.states)
        return next((node.identifier for node in focused), "")

    def _everything(self) -> Iterator[Node]:
        for window in reversed(self.program.windows()):  # dialogs before the main window
            yield from window.showing()

    def _steadily(self, question: Callable[[], T]) -> T:
        """The answer to a question about many controls; asked anew when one goes meanwhile."""
        end = time.monotonic() + DEADLINE
        while True:
            try:
                return question()
            except GoneError:
                if time.monotonic() > end:
                    raise


def _words_of(node: Node) -> str:
    """Its name, and what is written in it when that is something else."""
    return f"{node.name}\n{node.text}" if node.role in TEXT_ROLES else node.name
