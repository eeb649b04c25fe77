"""The first step of every make command: what it installs, what it only says, what it leaves be."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bootstrap import PROGRAMS

ROOT = Path(__file__).resolve().parents[1]
EMPTY_LOCK = "# nothing to install\n"


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A copy of bootstrap with locks that need no network."""
    folder = tmp_path / "checkout"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "bootstrap.py", folder / "tools")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).write_text(EMPTY_LOCK, encoding="ascii")
    return folder


@pytest.fixture
def programs(tmp_path) -> Path:
    """A folder for PATH that holds what bootstrap looks for, each doing nothing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in PROGRAMS["test"]:
        add_program(folder, name, "exit 0")
    add_program(folder, "fc-list", "echo 'Noto Sans CJK SC'")
    (folder / "python3").symlink_to(sys.executable)
    for name in ("env", "sh", "true"):
        (folder / name).symlink_to(f"/bin/{name}")
    return folder


def add_program(folder: Path, name: str, script: str) -> None:
    program = folder / name
    assert program.parent == folder  # an absolute name would replace a program of the system
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def bootstrap(checkout: Path, purpose: str, programs: Path, **variables: str):
    """Run bootstrap with nothing on PATH but `programs`."""
    environment = {"PATH": str(programs), "LC_ALL": "C.UTF-8", **variables}
    command = [sys.executable, str(checkout / "tools" / "bootstrap.py"), purpose]
    return subprocess.run(command, env=environment, capture_output=True, check=False)


def test_the_environment_is_made_once(checkout, programs):
    # GIVEN a fresh checkout on which the environment was made
    first = bootstrap(checkout, "test", programs)
    python = checkout / ".venv" / "bin" / "python"
    made = python.lstat().st_mtime_ns
    # WHEN it is asked for again
    second = bootstrap(checkout, "test", programs)
    # THEN nothing is done and nothing is said
    assert first.returncode == 0, first.stderr.decode()
    assert (second.returncode, second.stdout, second.stderr) == (0, b"", b"")
    assert python.lstat().st_mtime_ns == made


def test_a_changed_lock_makes_it_anew(checkout, programs):
    # GIVEN an environment with something that an older lock has left in it
    bootstrap(checkout, "test", programs)
    leftover = checkout / ".venv" / "leftover"
    leftover.touch()
    # WHEN the lock has changed
    lock = checkout / "requirements-dev.lock"
    lock.write_text(EMPTY_LOCK * 2, encoding="ascii")
    done = bootstrap(checkout, "test", programs)
    # THEN the environment is new
    assert done.returncode == 0, done.stderr.decode()
    assert not leftover.exists()


def test_an_interrupted_beginning_is_begun_again(checkout, programs):
    # GIVEN an environment that was being made when the power went
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    # WHEN it is asked for
    done = bootstrap(checkout, "test", programs)
    # THEN it becomes whole
    assert done.returncode == 0, done.stderr.decode()
    assert (checkout / ".venv" / "pyvenv.cfg").exists()


def test_where_packages_cannot_be_installed_the_exact_command_is_told(checkout, programs):
    # GIVEN a system that lacks two packages and lets nobody install them
    for name in ("xdotool", "Xvfb"):
        (programs / name).unlink()
    add_program(programs, "apt-get", "exit 100")
    add_program(programs, "sudo", "exit 1")
    # WHEN the environment for the tests is asked for
    done = bootstrap(checkout, "test", programs)
    # THEN it stops before making anything, with a command that names both packages
    line = "apt-get install -y --no-install-recommends xdotool xvfb"
    assert done.returncode == 1
    assert line in done.stderr.decode()
    assert "请先执行下面的命令" in done.stderr.decode()
    assert not (checkout / ".venv").exists()


def test_missing_packages_are_installed_where_that_is_allowed(checkout, programs, tmp_path):
    # GIVEN a user with the right to install, and a system that lacks the Chinese fonts
    add_program(programs, "sudo", '[ "$1" = -n ] && shift; exec "$@"')
    add_program(programs, "fc-list", "exit 0")
    add_program(programs, "apt-get", f'echo "$@" >> {tmp_path}/asked')
    # WHEN the environment is asked for
    done = bootstrap(checkout, "test", programs)
    # THEN the lists are renewed and the fonts installed
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "asked").read_text(encoding="utf-8").splitlines() == [
        "update",
        "install -y --no-install-recommends fonts-noto-cjk",
    ]


def test_without_a_screen_the_program_is_not_prepared(checkout, programs):
    # GIVEN a computer without a screen
    # WHEN the program is to be started
    done = bootstrap(checkout, "run", programs)
    # THEN this is said in both languages, and nothing is installed
    assert done.returncode == 1
    assert "There is no screen" in done.stderr.decode()
    assert "没有可用的屏幕" in done.stderr.decode()
    assert not (checkout / ".venv").exists()


def test_without_a_suitable_python_this_is_said(checkout, programs):
    # GIVEN a computer whose only Python is too old
    (programs / "python3").unlink()
    add_program(programs, "python3", "exit 1")
    # WHEN the program is to be started
    done = bootstrap(checkout, "run", programs, DISPLAY=":0")
    # THEN the versions that would do are named
    assert done.returncode == 1
    assert "3.11, 3.12 or 3.13" in done.stderr.decode()
