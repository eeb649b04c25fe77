"""Reads a window the way a screen reader does: over the accessibility bus (AT-SPI).

Nothing in the program is told that a test is looking. A control is known by its accessible
identifier, or by the object name at the end of the path that Qt gives where there is none.
Specification: https://gnome.pages.gitlab.gnome.org/at-spi2-core/devel-docs/
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from jeepney import DBusAddress, DBusErrorResponse, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
ACTION = "org.a11y.atspi.Action"
EDITABLE = "org.a11y.atspi.EditableText"
REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
LAUNCHER = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
DBUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
SECONDS = 20.0  # the longest that one question may take
STATES = {  # numbers of AtspiStateType
    "active": 1,
    "checked": 4,
    "enabled": 8,
    "focused": 12,
    "selected": 23,
    "showing": 25,
}
SCREEN = 0  # AtspiCoordType


class GoneError(Exception):
    """The control is not there any more, or the program is not."""


class Box(NamedTuple):
    """Pixels of the screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2

    def holds(self, point: tuple[int, int]) -> bool:
        """True when the point is inside."""
        x, y = point
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True)
class Node:
    """One control; what it says is asked for anew each time. Raises GoneError."""

    bus: Bus
    owner: str
    path: str

    @property
    def identifier(self) -> str:
        return self.bus.read(self, "AccessibleId")

    @property
    def name(self) -> str:
        return self.bus.read(self, "Name")

    @property
    def description(self) -> str:
        return self.bus.read(self, "Description")

    @property
    def role(self) -> str:
        return self.bus.ask(self, ACCESSIBLE, "GetRoleName")[0]

    @property
    def states(self) -> set[str]:
        low, high = self.bus.ask(self, ACCESSIBLE, "GetState")[0]
        bits = high << 32 | low
        return {name for name, number in STATES.items() if bits >> number & 1}

    @property
    def box(self) -> Box:
        return Box(*self.bus.ask(self, COMPONENT, "GetExtents", "u", (SCREEN,))[0])

    @property
    def text(self) -> str:
        return self.bus.ask(self, TEXT, "GetText", "ii", (0, -1))[0]

    @property
    def actions(self) -> list[str]:
        """What it offers to do now: Press, Toggle, SetFocus…; nothing while it is disabled."""
        if ACTION not in self.bus.ask(self, ACCESSIBLE, "GetInterfaces")[0]:
            return []
        return [name for name, _, _ in self.bus.ask(self, ACTION, "GetActions")[0]]

    def do(self, action: str) -> bool:
        """Have it do one of its actions, without a key or a mouse; False when it cannot."""
        return self.bus.ask(self, ACTION, "DoAction", "i", (self.actions.index(action),))[0]

    def put(self, text: str) -> bool:
        """Put a text in place of what is written in it, as dictation does; False: it cannot."""
        return self.bus.ask(self, EDITABLE, "SetTextContents", "s", (text,))[0]

    @property
    def parent(self) -> Node:
        return Node(self.bus, *self.bus.read(self, "Parent"))

    @property
    def children(self) -> list[Node]:
        found = self.bus.ask(self, ACCESSIBLE, "GetChildren")[0]
        return [Node(self.bus, owner, path) for owner, path in found]

    def is_called(self, identifier: str) -> bool:
        """True for its identifier, or for the last part of the path of object names."""
        whole = self.identifier
        return whole == identifier or whole.endswith(f".{identifier}")

    def showing(self) -> Iterator[Node]:
        """This control and all those inside that can be seen (perhaps after scrolling)."""
        if "showing" in self.states:
            yield self
            for child in self.children:
                yield from child.showing()

    def line(self) -> str:
        """For a person who reads why a test failed."""
        states = " ".join(sorted(self.states - {"showing", "enabled"}))
        identifier = self.identifier.rpartition(".")[2]
        return f"{self.role} {self.name!r} [{identifier}] {tuple(self.box)} {states}"


class Bus:
    """The accessibility bus of one session."""

    def __init__(self, session_address: str) -> None:
        with open_dbus_connection(session_address) as session:
            question = new_method_call(LAUNCHER, "GetAddress")
            address = unwrap_msg(session.send_and_get_reply(question, timeout=SECONDS))[0]
        self._connection: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        self._connection.close()

    def windows(self, pid: int) -> list[Node]:
        """The top windows of a program, as far as they are open."""
        for program in Node(self, *REGISTRY).children:
            with suppress(GoneError):
                if self._pid(program.owner) == pid:
                    return [window for window in program.children if "showing" in window.states]
        return []

    def ask(
        self, node: Node, interface: str, method: str, signature: str = "", body: tuple = ()
    ) -> Any:
        """What a control answers to one call."""
        address = DBusAddress(node.path, node.owner, interface)
        return self._send(new_method_call(address, method, signature or None, body))

    def read(self, node: Node, name: str) -> Any:
        """One property of a control."""
        address = DBusAddress(node.path, node.owner, ACCESSIBLE)
        return self._send(Properties(address).get(name))[0][1]

    def _pid(self, owner: str) -> int:
        return self._send(new_method_call(DBUS, "GetConnectionUnixProcessID", "s", (owner,)))[0]

    def _send(self, message: Any) -> Any:
        try:
            return unwrap_msg(self._connection.send_and_get_reply(message, timeout=SECONDS))
        except DBusErrorResponse as error:
            raise GoneError(str(error)) from None


def seconds_to_answer(node: Node) -> float:
    """How long the program takes to say something: its window's thread must be free for it."""
    started = time.monotonic()
    assert node.states
    return time.monotonic() - started
