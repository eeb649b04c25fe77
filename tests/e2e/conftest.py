"""A whole desk for each test: screen, keyring, accessibility bus, and the program on it."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from jeepney import DBusErrorResponse

from tests.e2e.accessibility import Bus
from tests.e2e.person import Person
from tests.e2e.program import Starter
from tests.e2e.wechat_namespace import need_namespaces, wechat_in
from tests.fixtures_desktop import running, wait_until

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
# What opens links in the browser of a desktop: here it only notes them.
BROWSER = '#!/bin/sh\nprintf "%s\\n" "$1" >> "$HOME/opened"\n'


@pytest.fixture
def session(screen_environment, keyring_session, private_home):
    """The environment of a session with a screen, an open keyring and accessibility."""
    programs = private_home / "bin"
    programs.mkdir()
    (programs / "xdg-open").write_text(BROWSER, encoding="ascii")
    (programs / "xdg-open").chmod(0o700)
    environment = {
        **screen_environment,
        "DBUS_SESSION_BUS_ADDRESS": keyring_session["DBUS_SESSION_BUS_ADDRESS"],
        "PATH": f"{programs}{os.pathsep}{screen_environment['PATH']}",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",  # as if a screen reader were running
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running([LAUNCHER, "--launch-immediately"], env=environment, **quiet):
        yield environment


@pytest.fixture
def bus(session):
    """The accessibility bus of the session."""
    opened = []

    def answers():
        try:
            opened.append(Bus(session["DBUS_SESSION_BUS_ADDRESS"]))
        except (DBusErrorResponse, OSError):
            return False
        return True

    wait_until(answers, "the accessibility bus answers")
    yield opened[0]
    opened[0].close()


@pytest.fixture
def data(private_home) -> Path:
    """The data folder of the program."""
    return private_home / "data"


@pytest.fixture
def starter(session, bus, private_home):
    """Starts the program in the session."""
    starter = Starter(session, bus, private_home)
    yield starter
    starter.end_all()


@pytest.fixture
def wechat(session, private_home, request):
    """The stand-in for WeChat at its real address, in a namespace of its own.

    Its certificate is a good one, unless the test has other ideas.
    """
    need_namespaces()
    with wechat_in(private_home, session, **getattr(request, "param", {})) as wechat:
        yield wechat


@pytest.fixture
def sit_down(starter, desktop, session, data, evidence):
    """Start the program and sit down in front of it; in practice mode, or beside `wechat`."""

    def start(*arguments, beside=None):
        if beside is None:
            arguments = ("--practice", *arguments)
        else:
            session.update(beside.trust)
        inside = beside.command([]) if beside else None
        program = starter.start("--data-dir", str(data), *arguments, inside=inside)
        assert program.is_running(), program.output()
        person = Person(desktop, session, program)
        evidence.append(person)
        return person

    return start


@pytest.fixture
def evidence():
    """Everybody who sits in front of a program: what they see is kept when the test fails."""
    return []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """After a failure: what the windows showed, what the program wrote, and a picture."""
    report = yield
    if report.failed and call.when != "teardown" and "private_home" in item.funcargs:
        folder = item.funcargs.get("tmp_path", item.funcargs["private_home"])
        for number, person in enumerate(item.funcargs.get("evidence", []), 1):
            report.sections += what_was_there(f"program {number}", person, folder)
        logs = sorted(item.funcargs["private_home"].glob("data/**/*.log"))
        report.sections += [(str(log), log.read_text(errors="replace")) for log in logs]
    return report


def what_was_there(title, person, folder):
    """Sections of a report about one program."""
    picture = folder / f"{title.replace(' ', '-')}.png"
    with suppress(subprocess.CalledProcessError):
        person.take_picture(picture)
    return [
        (f"{title}: picture", str(picture)),
        (f"{title}: windows", person.program.describe()),
        (f"{title}: output", person.program.output()),
    ]
