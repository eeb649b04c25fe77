"""A word on the desktop of Linux, by its notification service; Qt only reaches a tray for it."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)

PROGRAM, ICON = "重审助手", "reauth-desk"
SECONDS = 5.0
BY_THE_DESKTOP = -1  # how long it is shown
# org.freedesktop.Notifications.Notify, see the Desktop Notifications Specification
ADDRESS = {
    "object_path": "/org/freedesktop/Notifications",
    "bus_name": "org.freedesktop.Notifications",
    "interface": "org.freedesktop.Notifications",
}
SIGNATURE = "susssasa{sv}i"


def notify(title: str, text: str) -> bool:
    """Show a notification; blocks for up to some seconds. False when the desktop has no service.

    `text` must be words of our own: some desktops take it for markup; `title` is plain text.
    """
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.auth import AuthenticationError
    from jeepney.io.blocking import open_dbus_connection

    hints = {"desktop-entry": ("s", ICON)}
    body: tuple[object, ...] = (PROGRAM, 0, ICON, title, text, [], hints, BY_THE_DESKTOP)
    message = new_method_call(DBusAddress(**ADDRESS), "Notify", SIGNATURE, body)
    try:
        with open_dbus_connection(bus="SESSION") as connection:
            reply = connection.send_and_get_reply(message, timeout=SECONDS)
    except (OSError, KeyError, ValueError, RuntimeError, AuthenticationError) as error:
        log.info("no notification: %s", type(error).__name__)
        return False
    return reply.header.message_type is MessageType.method_return
