"""A second start shows the first window; a program that died leaves nothing in the way."""

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication

from gui.core.paths import RESOURCES
from gui.ui.single_instance import SingleInstance

# Another process, which is first on the folder and tells when it is woken.
FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gui.ui.single_instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
instance.activated.connect(lambda: print("woken", flush=True))
instance.file_given.connect(lambda file: print(file, flush=True))
print(instance.acquire(), flush=True)
app.exec()
"""
# A second start, as the program does it.
SECOND = """
import sys
from pathlib import Path
from gui.ui.single_instance import SingleInstance
instance = SingleInstance(Path(sys.argv[1]))
file = Path(sys.argv[3]) if len(sys.argv) > 3 else None
print(instance.acquire(), instance.wake_first(int(sys.argv[2]), file))
"""


def start(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=RESOURCES.parent,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def make(qapp):
    """Makes instances in this process, which are over with the test."""
    made = []

    def make(folder):
        made.append(SingleInstance(folder))
        return made[-1]

    yield make
    for instance in made:
        instance.release()


@pytest.fixture
def first(tmp_path):
    """A process that runs on the folder."""
    process = start(FIRST, tmp_path)
    assert process.stdout.readline() == "True\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def second(folder, timeout_ms=10_000, *file):
    with start(SECOND, folder, timeout_ms, *file) as process:
        return process.communicate(timeout=30)[0].split()


def test_a_second_start_wakes_the_first_and_is_told_so(first, tmp_path):
    for _ in range(2):
        assert second(tmp_path) == ["False", "True"]
        assert first.stdout.readline() == "woken\n"
    assert list((tmp_path / "instance").glob("wake-*")) == []


def test_the_first_is_told_which_file_to_open(first, tmp_path):
    assert second(tmp_path, 10_000, "草稿 1.reauth") == ["False", "True"]
    assert first.stdout.readline() == "woken\n"
    assert first.stdout.readline() == f"{RESOURCES.parent / '草稿 1.reauth'}\n"
    assert [note.name for note in (tmp_path / "instance").iterdir()] == ["lock"]


def test_another_folder_is_another_program(first, tmp_path, make):
    assert make(tmp_path / "other").acquire()


def test_after_kill_9_the_folder_is_free_at_once(first, tmp_path, make):
    instance = make(tmp_path)
    assert not instance.acquire()
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert instance.acquire()


def test_a_first_that_hangs_does_not_answer(first, tmp_path):
    os.kill(first.pid, signal.SIGSTOP)
    assert second(tmp_path, 200) == ["False", "False"]
    os.kill(first.pid, signal.SIGCONT)
    assert list((tmp_path / "instance").glob("wake-*")) == []


def test_a_note_left_by_a_program_that_died_wakes_nobody(tmp_path, qtbot, make):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "wake-1").touch()
    instance = make(tmp_path)
    with qtbot.assertNotEmitted(instance.activated, wait=50):
        assert instance.acquire()
        QCoreApplication.processEvents()
