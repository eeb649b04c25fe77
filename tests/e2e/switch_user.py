"""Somebody who works by what the controls offer to assistive technology: no key, no mouse."""

from __future__ import annotations

from tests.e2e.accessibility import Node
from tests.e2e.reader import TEXT_ROLES, Reader
from tests.fixtures_desktop import wait_until

ACTIVE = {"Press", "Toggle", "ShowMenu"}  # what does more than move the focus


class SwitchUser(Reader):
    """Hears names, and chooses among actions; what has no name cannot be chosen."""

    def press(self, identifier: str) -> None:
        """Press a button, once it can be pressed."""
        self.does(self.find(identifier), "Press")

    def chooses(self, role: str, beginning: str) -> None:
        """Choose what is called so among a list's or a table's entries."""
        node = self._entry(role, beginning)
        self.does(node, "Toggle")
        wait_until(lambda: "selected" in node.states, f"{beginning} is chosen")

    def marks(self, pointer: str, value: object) -> None:
        """Mark one choice of a question."""
        self.does(self.find(f"{pointer}={value}"), "Toggle")
        wait_until(lambda: self.chosen(pointer, value), f"{pointer}={value} is chosen")

    def writes(self, pointer: str, text: str) -> None:
        """Put a text into a field of the form, instead of what is there."""
        node = self.field(pointer)
        assert node.name, f"{pointer} has no name"
        assert node.put(text)
        wait_until(lambda: node.text == text, f"{text!r} stands in {pointer}")

    def takes(self, *path: str) -> None:
        """Take a line of the menu bar's menus, by how each on the way to it begins.

        The bus has no menu that opens beside a button; what is in it must be here as well.
        """
        node = self._entry("menu bar", "")
        for beginning in path:
            lines = {line.name: line for line in _lines(node)}
            named = [line for name, line in lines.items() if name.startswith(beginning)]
            assert named, f"no {beginning} among {list(lines)}"
            node = named[0]
        self.does(node, "Press")

    def does(self, node: Node, action: str) -> None:
        """Have a control do what it offers, once it offers that."""
        assert node.name, f"without a name: {node.line()}"
        wait_until(lambda: action in node.actions, f"{node.name} offers {action}")
        assert node.do(action), f"{node.name} does not {action}"

    def out_of_reach(self) -> list[str]:
        """Controls that can be used, but not be told from others, as one line each."""
        return self._steadily(
            lambda: [node.line() for node in self._everything() if _is_nameless(node)]
        )

    def _entry(self, role: str, beginning: str) -> Node:
        found: list[Node] = []

        def look() -> bool:
            fitting = (one for one in self._everything() if one.role == role)
            found[:] = [one for one in fitting if one.name.startswith(beginning)]
            return bool(found)

        wait_until(lambda: self._steadily(look), f"a {role} called {beginning}")
        return found[0]


def _lines(node: Node) -> list[Node]:
    """The lines of a menu, or of the menu that a line opens."""
    inside = node.children
    if [one.role for one in inside] == ["popup menu"]:
        return inside[0].children
    return inside


def _is_nameless(node: Node) -> bool:
    if node.role == "cell" or node.name.strip():  # a cell of a table may be empty
        return False
    return node.role in TEXT_ROLES or bool(ACTIVE & set(node.actions))
