"""A desktop that shows notifications: a bus of the test's own, and a service on it that listens."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from gui.core.notifications import ADDRESS
from tests.fixtures_desktop import BUS_CONFIG, running, wait_until

BUS = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus"
)


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
    stop = threading.Event()
    connection = open_dbus_connection(address)
    ask = new_method_call(BUS, "RequestName", "su", (ADDRESS["bus_name"], 0))
    connection.send_and_get_reply(ask, timeout=5)
    thread = threading.Thread(target=_serve, args=(connection, shown, stop))
    thread.start()
    yield shown
    stop.set()
    thread.join()
    connection.close()


def _serve(connection: DBusConnection, shown: list[tuple[Any, ...]], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            message = connection.receive(timeout=0.1)
        except TimeoutError:
            continue
        if message.header.message_type is MessageType.method_call:
            assert message.header.fields[HeaderFields.member] == "Notify"
            shown.append(message.body)
            connection.send(new_method_return(message, "u", (7,)))
