"""Whether the keyring is open is found out without opening it: with a real one."""

import sys
import time

import pytest
import secretstorage
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from gui.core.errors import KeyringLocked, KeyringMissing
from gui.core.keyring_lock import is_open
from gui.core.keystore import KeyringStore, MemoryStore, Secrets

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Secret Service is Linux's")

APPID = "wx0123456789abcdef"


@pytest.fixture
def keyring(keyring_session, monkeypatch):
    """This process on the bus of an unlocked keyring, with a prompter that nobody answers."""
    address = keyring_session["DBUS_SESSION_BUS_ADDRESS"]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    name = ("org.gnome.keyring.SystemPrompter", 4)
    with open_dbus_connection(address) as connection:
        connection.send_and_get_reply(new_method_call(bus, "RequestName", "su", name))
        yield connection


def test_it_is_told_whether_somebody_would_be_asked(keyring):
    # GIVEN an open keyring with a secret
    secrets = Secrets(KeyringStore(deadline=3), MemoryStore())
    secrets.set(APPID, "a secret", keep=True)
    assert is_open()
    assert secrets.at_hand(APPID) == "a secret"
    # WHEN it is locked
    secretstorage.get_default_collection(keyring).lock()
    # THEN it is not read, at once: a password window would let nobody go on
    started = time.monotonic()
    assert not is_open()
    with pytest.raises(KeyringLocked):
        secrets.at_hand(APPID)
    assert time.monotonic() - started < 2
    # AND what is in memory needs none
    secrets.set(APPID, "another", keep=False)
    assert secrets.at_hand(APPID) == "another"


def test_no_keyring_is_made_to_look_into_it(keyring):
    secretstorage.get_default_collection(keyring).delete()
    assert not is_open()


def test_without_a_bus_there_is_none(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/gone/bus")
    with pytest.raises(KeyringMissing):
        KeyringStore(deadline=3).is_open()


def test_other_systems():
    assert is_open("win32")
    assert not is_open("darwin")
