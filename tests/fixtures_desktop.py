"""The desktop for tests: a home, an X server with a window manager, a bus with an open keyring.

Everything is real, belongs to one test, and is ended after it.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.leak_watch import ON_PURPOSE, leaks_below

DEADLINE = 30.0  # seconds; far more than any of these programs needs

GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv)
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""

# No service folders: nothing of the computer that runs the tests is started on this bus.
BUS_CONFIG = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
  </policy>
</busconfig>
"""


def wait_until(condition: Callable[[], object], what: str, seconds: float = DEADLINE) -> None:
    """Return once `condition()` is true; fail the test with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.02)


@contextmanager
def running(command: list[str], **options) -> Iterator[subprocess.Popen]:
    """A process that is ended with the block: politely first, then by force."""
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def private_home(request) -> Iterator[Path]:
    """An empty home folder, without secrets at the end.

    Its path is short: sockets in it may have 107 characters.
    """
    with tempfile.TemporaryDirectory(prefix="rd-") as folder:
        yield Path(folder)
        if request.node.get_closest_marker(ON_PURPOSE) is None:
            assert leaks_below(Path(folder)) == []


@pytest.fixture
def clean_environment(private_home) -> dict[str, str]:
    """For a program that the test starts: `private_home`, UTF-8, no screen, no bus."""
    runtime = private_home / "run"
    runtime.mkdir(mode=0o700)
    return {
        "HOME": str(private_home),
        "XDG_CACHE_HOME": str(private_home / ".cache"),
        "XDG_CONFIG_HOME": str(private_home / ".config"),
        "XDG_DATA_HOME": str(private_home / ".local" / "share"),
        "XDG_RUNTIME_DIR": str(runtime),
        "LC_ALL": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "QT_QPA_PLATFORM": "offscreen",
    }


@pytest.fixture
def xvfb(clean_environment) -> Iterator[str]:
    """An X server of 1440 by 900 with a window manager; gives the value for DISPLAY."""
    reader, writer = os.pipe()
    server = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x900x24"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running([*server, "-nolisten", "tcp", "-noreset"], pass_fds=[writer], **quiet):
        os.close(writer)
        with os.fdopen(reader, encoding="ascii") as numbers:
            display = f":{numbers.readline().strip()}"
        environment = {**clean_environment, "DISPLAY": display}
        asks = ["xdotool", "get_num_desktops"]

        def managed() -> bool:
            return subprocess.run(asks, env=environment, **quiet, check=False).returncode == 0

        with running(["openbox"], env=environment, **quiet):
            wait_until(managed, "the window manager answers")
            yield display


@pytest.fixture
def screen_environment(clean_environment, xvfb) -> dict[str, str]:
    """For a program that shows real windows on `xvfb`."""
    return {**clean_environment, "DISPLAY": xvfb, "QT_QPA_PLATFORM": "xcb"}


@pytest.fixture
def keyring_session(clean_environment, private_home) -> Iterator[dict[str, str]]:
    """For a program that uses a keyring: a session bus with an unlocked, empty one on it."""
    config = private_home / "bus.conf"
    address = private_home / "run" / "bus"
    config.write_text(BUS_CONFIG.format(socket=address), encoding="utf-8")
    environment = {**clean_environment, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={address}"}
    bus = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"]
    keyring = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    with running(bus, **quiet):
        wait_until(lambda: listens(address), "the session bus listens")
        with running(keyring, stdin=subprocess.PIPE, **quiet) as daemon:
            daemon.stdin.write(b"keyring password")
            daemon.stdin.close()
            wait_until(lambda: keyring_is_open(environment), "the keyring is unlocked")
            yield environment


def listens(address: Path) -> bool:
    """Whether somebody takes calls there; a socket is there a little before."""
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(str(address)) == 0


def keyring_is_open(environment: dict[str, str]) -> bool:
    """True when the Secret Service on the bus of `environment` has an unlocked collection."""
    import secretstorage
    from jeepney.io.blocking import open_dbus_connection

    with open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        if not secretstorage.check_service_availability(connection):
            return False
        collection = secretstorage.get_collection_by_alias(connection, "default")
        return not collection.is_locked()


class Desktop:
    """What a person does with windows, on one X server."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def wait_for_window(self, title: str) -> str:
        """The id of the visible window with `title` in its title, once it can be worked with."""
        found: list[str] = []

        def shown() -> bool:
            # What the window manager has taken over: before, keys and questions would be missed.
            # (`xdotool search` reads titles in another way, and at times finds none.)
            rows = (row.split(maxsplit=3) for row in self._run("wmctrl", "-l").splitlines())
            found[:] = [str(int(row[0], 16)) for row in rows if len(row) == 4 and title in row[3]]
            return bool(found)

        wait_until(shown, f"a window named {title}")
        return found[0]

    def close_window(self, window: str) -> None:
        """What the cross in its title bar does: the program is asked, not killed."""
        self._run("wmctrl", "-i", "-c", window)

    def xdotool(self, *arguments: str) -> str:
        """The output of one xdotool command, empty when it finds nothing."""
        return self._run("xdotool", *arguments)

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, env=self._environment, capture_output=True, check=False)
        return done.stdout.decode()

    def screenshot(self, file: Path) -> QImage:
        """The whole screen as `file` (PNG) and as an image."""
        command = [sys.executable, "-c", GRAB, str(file)]
        subprocess.run(command, env=self._environment, check=True)
        return QImage(str(file))


@pytest.fixture
def desktop(screen_environment) -> Desktop:
    """Windows on `xvfb`: find, close, press keys, take pictures."""
    return Desktop(screen_environment)
