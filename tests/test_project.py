"""The project's own files: locks, version, entry points, and the commands that people are told."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from gui import __version__

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    """Name and version of each package in a lock file."""
    return dict(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9-]", requirement)[0].lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock):
    # GIVEN a lock file
    text = (ROOT / lock).read_text(encoding="utf-8")
    # WHEN it is read package by package
    entries = re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    # THEN each has a version and hashes, and nothing says where it comes from
    assert len(entries) > 20
    assert [
        entry for entry in entries if not PIN.match(entry) or "--hash=sha256:" not in entry
    ] == []
    assert re.findall(r"://|--index|--extra-index|--find-links|--trusted-host| @ ", text) == []


def test_the_locks_hold_what_the_project_asks_for():
    # GIVEN the dependencies of the program and of its developers
    runtime = {name_of(entry) for entry in PROJECT["dependencies"]}
    everything = runtime | {name_of(entry) for entry in PROJECT["optional-dependencies"]["dev"]}
    # WHEN they are compared with the locks
    # THEN all are there, in the same versions in both
    assert runtime <= pins("requirements.lock").keys()
    assert everything <= pins("requirements-dev.lock").keys()
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_qt_is_the_one_that_old_office_computers_can_load():
    # GIVEN computers with glibc 2.28, for which 6.9.3 is the newest Qt
    # WHEN the locks are read
    versions = {pins(lock)["pyside6-essentials"] for lock in LOCKS}
    # THEN they name it, and never the full PySide6
    assert versions == {"6.9.3"}
    assert all("pyside6" not in pins(lock) for lock in LOCKS)


def test_the_changelog_knows_this_version():
    # GIVEN the version of the source
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    # WHEN the changelog is read
    # THEN its newest heading is that version, or the one in the making
    headings = re.findall(r"^## \[([^\]]+)\]", changelog, flags=re.MULTILINE)
    assert headings[0] in ("Unreleased", __version__)


def test_the_commands_have_different_names():
    # GIVEN one command with and one without a console
    # WHEN their names are compared
    # THEN neither replaces the other on Windows, where both are files in one folder
    assert not PROJECT["scripts"].keys() & PROJECT["gui-scripts"].keys()
    assert PROJECT["gui-scripts"] == {"reauth-desk": "gui.app:main"}


def test_make_explains_every_target():
    # GIVEN the Makefile
    targets = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    # WHEN somebody asks for help
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, check=True)
    told = re.findall(r"^make (\S+) +\S", done.stdout.decode(), flags=re.MULTILINE)
    # THEN every target has its line
    assert sorted(told) == sorted(targets[0].split())


def test_every_make_command_of_the_readme_exists():
    # GIVEN the README
    told = re.findall(r"\bmake ([a-z]+)\b", (ROOT / "README.md").read_text(encoding="utf-8"))
    # WHEN its commands are compared with the Makefile
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, check=True)
    targets = re.findall(r"^make (\S+)", done.stdout.decode(), flags=re.MULTILINE)
    # THEN each of them exists, and the two that everybody needs are told
    assert set(told) <= set(targets)
    assert {"run", "test"} <= set(told)


def test_ci_runs_the_same_as_everybody():
    # GIVEN the script of the reviewer's machine
    script = ROOT / ".ci" / "run"
    # WHEN it is read
    # THEN it can be executed, stops at the first failure, and runs `make test`
    assert script.stat().st_mode & 0o111
    assert "set -e" in script.read_text(encoding="utf-8")
    assert "make test" in script.read_text(encoding="utf-8")
