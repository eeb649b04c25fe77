"""Searches all that a run of the tests leaves behind for the secrets that the tests work with.

Every token of the stand-in begins alike, and so does every AppSecret that a test makes up; the
secrets of the practice accounts are known. None of them may be in a temporary folder, in a home,
in a log or in what was printed. A test that leaks on purpose says so by a marker.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.core.paths import RESOURCES
from gui.core.practice.example import example_accounts

LARGEST = 32 * 1024 * 1024  # bytes of a file that are read
SECRET_START = "c0ffee5ec2e7"  # of every AppSecret that a test makes up
TOKEN_START = "practice_"  # of every token of the stand-in; its words begin like this as well
TOKEN_TAIL = 60  # letters that follow in a token, and in no word
ON_PURPOSE = "leaks_on_purpose"
LEFT = pytest.StashKey[list[str]]()


def _marks(text: str, tail: int) -> Iterator[tuple[bytes, re.Pattern[bytes]]]:
    """What to look for first, and what must hold there, for each shape of a secret."""
    raw = text.encode()
    letter = rb"[A-Za-z0-9_-]"
    wide = b"".join(bytes([byte, 0]) for byte in raw)[:-1]
    yield raw, re.compile(re.escape(raw) + letter + b"{%d}" % tail)
    yield wide, re.compile(re.escape(wide) + b"\\x00?(?:" + letter + b"\\x00?){%d}" % tail)
    for digits in (raw.hex(), raw.hex().upper()):
        yield digits.encode(), re.compile(digits.encode() + b"[0-9A-Fa-f]{%d}" % (2 * tail))
    for shift in range(3):
        encoded = base64.b64encode(b"x" * shift + raw)
        core = encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4]
        yield core, re.compile(re.escape(core) + b"[A-Za-z0-9+/_-]{%d}" % tail)


EXAMPLE = (RESOURCES / "practice" / "example.json").read_bytes()
PRACTICE_START = example_accounts()[0]["secret"][:-1]  # of both
MARKS = [
    *_marks(TOKEN_START, TOKEN_TAIL),
    *_marks(SECRET_START, 12),
    *_marks(PRACTICE_START, 1),
]


def secrets_in(data: bytes) -> list[str]:
    """The beginnings of the secrets in `data`; of a token with a tail, not of a word."""
    return [
        start.decode("ascii", "replace")
        for start, whole in MARKS
        if data.find(start) >= 0 and whole.search(data)
    ]


def leaks_below(folder: Path) -> list[str]:
    """The files below a folder that hold a secret of the tests."""
    found = []
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file() or ".so" in path.suffixes:
            continue
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST)
        except OSError:  # gone meanwhile, or not for us
            continue
        if data != EXAMPLE:  # a copy of the program holds the practice accounts
            found += [f"{path}: {secret}…" for secret in secrets_in(data)]
    return found


def pytest_sessionfinish(session):
    """At the end: no temporary folder of any test holds a secret."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if factory is not None and factory._basetemp is not None:  # pytest makes it when it is used
        session.config.stash[LEFT] = leaks_below(factory.getbasetemp())
        if session.config.stash[LEFT]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    """Say where they are."""
    for line in config.stash.get(LEFT, []):
        terminalreporter.write_line(f"A secret was left in {line}", red=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What a test printed or logged holds no secret."""
    report = yield
    said = "".join(text for _, text in report.sections).encode(errors="replace")
    found = [] if item.get_closest_marker(ON_PURPOSE) else secrets_in(said)
    if found and report.passed:
        report.outcome = "failed"
        report.longrepr = f"A secret was printed or logged: {found}"
    return report
