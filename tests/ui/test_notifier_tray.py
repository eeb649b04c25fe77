"""What Windows and macOS are told: by the tray, or by the task bar where there is none.

Qt's own tray is used, on an X server and a bus of the test; only the name of the system is made up.
"""

import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from gui.ui.notifier import LONGEST_NAME
from tests.fixtures_desktop import running, wait_until
from tests.notification_service import notification_service, own_bus, tray

ROOT = Path(__file__).resolve().parents[2]
ASKS_FOR_A_LOOK = "_NET_WM_STATE_DEMANDS_ATTENTION"
pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(
        sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs X and a bus"
    ),
]


@pytest.fixture
def environment(screen_environment, private_home):
    """A desktop without notifications and without a tray."""
    with own_bus(private_home) as address:
        yield {**screen_environment, "DBUS_SESSION_BUS_ADDRESS": address, "PYTHONPATH": str(ROOT)}


@contextmanager
def told(environment, name, words="审核中"):
    """A program has said so while somebody did other work; whether it found a tray."""
    command = [sys.executable, str(ROOT / "tests" / "ui" / "telling.py"), name, words]
    with running(command, env=environment, stdout=subprocess.PIPE, text=True) as program:
        yield program.stdout.readline().strip()


def state(environment):
    """What the window manager is told of the window."""
    command = ["xprop", "-name", "the program", "_NET_WM_STATE"]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("name", ['<img src="file:///a.png"><b>x</b>', "长" * 200])
def test_the_tray_shows_the_name_and_the_state_and_nothing_else(environment, name):
    # GIVEN a desktop with a tray
    address = environment["DBUS_SESSION_BUS_ADDRESS"]
    with notification_service(address) as shown, tray(address) as items:
        # WHEN a record goes on while nobody looks
        with told(environment, name) as found:
            assert found == "tray"
            wait_until(lambda: shown, "it is told")
            # THEN the program is in the tray, and the task bar need not ask for a look
            assert len(items) == 1
            assert ASKS_FOR_A_LOOK not in state(environment)
        # THEN name and state are told once: the name in the title, which no desktop renders
        ((_program, _replaces, _icon, title, text, *_),) = shown
        short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        assert (title, text) == (f"「{short}」有新进展", "审核中")


def test_without_a_tray_the_task_bar_asks_for_a_look(environment):
    with told(environment, "某某小程序") as found:
        assert found == "no tray"
        wait_until(lambda: ASKS_FOR_A_LOOK in state(environment), "the task bar asks for a look")
