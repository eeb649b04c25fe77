"""A notification reaches the desktop as it is, and a desktop without any stops nothing."""

import sys

import pytest

from gui.core.notifications import notify
from tests.notification_service import notification_service, own_bus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")


@pytest.fixture
def bus(private_home, monkeypatch):
    """A bus of this test, on which the program finds itself."""
    with own_bus(private_home) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


def test_the_desktop_shows_title_and_words(bus):
    # WHEN a notification is wanted, THEN the service gets just that
    with notification_service(bus) as shown:
        assert notify("「某某小程序」有新进展", "审核中")
    (told,) = shown
    assert told[0] == "重审助手"
    assert told[3:6] == ("「某某小程序」有新进展", "审核中", [])


def test_a_desktop_without_a_service_is_no_failure(bus):
    assert notify("标题", "内容") is False


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "nonsense"])
def test_no_bus_is_no_failure(monkeypatch, address):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert notify("标题", "内容") is False
