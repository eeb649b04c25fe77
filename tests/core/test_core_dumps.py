"""A program that is killed by its own fault leaves no picture of its memory behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource")
PATTERN = Path("/proc/sys/kernel/core_pattern")
CRASH = """
import os
{before}
canary = "".join(["canary", "-of-", "memory"])
os.abort()
"""
FORBID = "from gui.core.core_dumps import forbid_core_dumps; forbid_core_dumps()"


def crash(folder, before):
    """Run a program that aborts, with dumps allowed by the system; the files that it left."""
    largest = resource.getrlimit(resource.RLIMIT_CORE)[1]
    done = subprocess.run(
        [sys.executable, "-c", CRASH.format(before=before)],
        check=False,
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (largest, largest)),
    )
    assert done.returncode == -signal.SIGABRT
    return [path for path in folder.iterdir() if b"canary-of-memory" in path.read_bytes()]


def test_no_core_file_is_left(tmp_path):
    # GIVEN a system that writes core files into the folder of the program
    if not PATTERN.exists() or "/" in PATTERN.read_text() or not crash(tmp_path, before=""):
        pytest.skip("this system writes no core files here")
    for path in tmp_path.iterdir():
        path.unlink()
    # WHEN our program crashes, THEN there is none
    assert crash(tmp_path, before=FORBID) == []


def test_the_limit_is_one_byte_and_can_be_raised_by_other_programs():
    # GIVEN a system without a limit
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    code = f"{FORBID}; import resource; print(*resource.getrlimit(resource.RLIMIT_CORE))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    # WHEN dumps are forbidden, THEN only for this program and those that do not ask
    expected = 1 if hard == resource.RLIM_INFINITY else min(1, hard)
    assert done.stdout.split() == [str(expected), str(hard)]
