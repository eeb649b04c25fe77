"""A desktop that shows notifications and a tray: a bus of the test's own, and services on it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from gui.core.notifications import ADDRESS
from tests.fixtures_desktop import BUS_CONFIG, running, wait_until

BUS = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus"
)
# https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/
TRAY = "org.kde.StatusNotifierWatcher"
TRAY_FACTS = {"IsStatusNotifierHostRegistered": ("b", True), "ProtocolVersion": ("i", 0)}


@contextmanager
def own_bus(folder: Path) -> Iterator[str]:
    """The address of a bus without any service."""
    socket, config = folder / "bus", folder / "bus.conf"
    config.write_text(BUS_CONFIG.format(socket=socket), "utf-8")
    with running(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"]):
        wait_until(socket.exists, "the bus is there")
        yield f"unix:path={socket}"


@contextmanager
def notification_service(address: str) -> Iterator[list[tuple[Any, ...]]]:
    """Answers Notify on that bus; gives the arguments of each call, as they come."""
    shown: list[tuple[Any, ...]] = []

    def answer(message: Message) -> Message:
        assert message.header.fields[HeaderFields.member] == "Notify"
        shown.append(message.body)
        return new_method_return(message, "u", (7,))

    with _service(address, ADDRESS["bus_name"], answer):
        yield shown


@contextmanager
def tray(address: str) -> Iterator[list[str]]:
    """The tray of that bus; gives the names of what is in it."""
    items: list[str] = []

    def answer(message: Message) -> Message:
        called = message.header.fields[HeaderFields.member]
        if called == "Get":
            return new_method_return(message, "v", (TRAY_FACTS[message.body[1]],))
        if called == "RegisterStatusNotifierItem":
            items.append(message.body[0])
            return new_method_return(message)
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    with _service(address, TRAY, answer):
        yield items


@contextmanager
def _service(address: str, name: str, answer: Callable[[Message], Message]) -> Iterator[None]:
    stop = threading.Event()
    connection = open_dbus_connection(address)
    ask = new_method_call(BUS, "RequestName", "su", (name, 0))
    connection.send_and_get_reply(ask, timeout=5)
    thread = threading.Thread(target=_serve, args=(connection, answer, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        connection.close()


def _serve(
    connection: DBusConnection, answer: Callable[[Message], Message], stop: threading.Event
) -> None:
    while not stop.is_set():
        try:
            message = connection.receive(timeout=0.1)
        except TimeoutError:
            continue
        if message.header.message_type is MessageType.method_call:
            connection.send(answer(message))
