"""Reads the windows of a program as somebody does who works with a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.e2e.accessibility import GoneError, Node
from tests.e2e.program import Program
from tests.fixtures_desktop import wait_until

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
        return [node.identifier for node in self._everything()]

    def chosen(self, pointer: str, value: object) -> bool:
        """Whether a choice is marked."""
        return "checked" in self.find(f"{pointer}={value}").states

    def words(self) -> str:
        """Everything that can be read in all windows of the program."""
        return "\n".join(_words_of(node) for node in self._everything())

    def reads(self, words: str) -> None:
        """Wait until these words stand somewhere."""
        wait_until(lambda: self._at_rest(lambda: words in self.words()), f"the words {words!r}")

    def can_press(self, identifier: str) -> bool:
        """Whether a button is there and does something now."""
        node = self._look(identifier)
        return node is not None and "enabled" in node.states

    def focused(self) -> str:
        """The identifier of what the keyboard speaks to."""
        for node in self._everything():
            if "focused" in node.states:
                return node.identifier
        return ""

    def waits_for_focus_in(self, pointer: str) -> None:
        """Wait until the keyboard speaks to a field of the form."""
        wait_until(lambda: "focused" in self.field(pointer).states, f"the focus is in {pointer}")

    # how

    def _look(self, identifier: str) -> Node | None:
        known = self._known.get(identifier)
        try:
            if known and "showing" in known.states and known.is_called(identifier):
                return known
        except GoneError:
            del self._known[identifier]
        for node in self._everything():
            try:
                if node.is_called(identifier):
                    self._known[identifier] = node
                    return node
            except GoneError:
                continue
        return None

    def _everything(self) -> Iterator[Node]:
        for window in reversed(self.program.windows()):  # dialogs before the main window
            try:
                yield from window.showing()
            except GoneError:
                continue

    def _at_rest(self, question: Callable[[], bool]) -> bool:
        """The answer to a question; no when something went away while it was asked."""
        try:
            return question()
        except GoneError:
            return False


def _words_of(node: Node) -> str:
    """Its name, and what is written in it when that is something else."""
    return f"{node.name}\n{node.text}" if node.role in TEXT_ROLES else node.name
