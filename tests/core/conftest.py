"""The program without its window, in a folder of the test, beside a stand-in of its own."""

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from gui.core.practice.server import StandIn
from tests.core.office import Hasty, Office

ROOT = Path(__file__).parents[2]


@pytest.fixture
def stand_in():
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def world(stand_in):
    return stand_in.world


@pytest.fixture
def open_office(tmp_path):
    """Starts the program with its own way to WeChat; it is closed afterwards."""
    with ExitStack() as closing_all:

        def start(transport):
            office = Office(tmp_path / "data", transport)
            closing_all.callback(office.close)
            return office

        yield start


@pytest.fixture
def office(open_office, stand_in):
    return open_office(Hasty(stand_in.base_url))


@pytest.fixture
def start_beside():
    """Starts a program of this folder by its file name; whatever is left is ended afterwards."""
    running = []

    def start(name, *arguments):
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name(name)), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def start_submitting(start_beside):
    """Starts submitting.py."""
    return partial(start_beside, "submitting.py")


@pytest.fixture
def open_folder():
    """A folder that another user can reach, unlike the folders of pytest."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
