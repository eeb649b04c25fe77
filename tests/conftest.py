"""What every test starts with: no screen, and nothing of the user who runs it."""

import os

import pytest

# Ordinary tests paint into memory; tests marked xvfb start the program on a screen of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.leak_watch", "tests.fixtures_desktop"]


@pytest.fixture(autouse=True)
def own_home(clean_environment, monkeypatch):
    """No test reads or writes the files, the keyring or the screen of whoever runs it."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, clean_environment[name])
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    """A half character that a test logs must not stop the report on its way to who collects it."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "backslashreplace").decode("utf-8"))
        for name, text in report.sections
    ]
    return report
