"""`reauth-desk --selftest` as the support has it run: one line for each check, and an exit code."""

import contextlib
import subprocess
import sys

from gui.core.child_environment import restore_library_path
from gui.core.errors import AppError
from gui.core.qr import qr_matrix
from gui.core.qr_reading import text_in
from gui.core.selftest import LINK, Finding, findings

NAMES = ("resources", "database", "rules", "http", "tls", "qr", "pictures", "icons", "translation")


def selftest(environment):
    command = [sys.executable, "-m", "gui", "--selftest"]
    environment = {**environment, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_with_a_keyring_everything_passes(keyring_session):
    # GIVEN a session with an open keyring
    # WHEN the program checks itself
    done = selftest(keyring_session)
    # THEN each check says ok on a line of its own, and the exit code says so too
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(line.startswith("ok") for line in lines)
    assert [name for name in (*NAMES, "keyring", "font", "input") if name not in done.stdout] == []


def test_without_a_keyring_that_one_line_fails(clean_environment):
    # GIVEN no session bus at all
    # WHEN the program checks itself
    done = selftest(clean_environment)
    # THEN only the keyring's line fails, with what to do, and the exit code is 1
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    assert done.returncode == 1
    assert len(failed) == 1
    assert "keyring" in failed[0]


def test_one_check_that_fails_stops_none_of_the_others():
    # GIVEN a check that refuses in words and one that breaks
    def refuses():
        raise AppError("请重新安装。", title="程序文件不全")

    def breaks():
        raise OSError("no such device")

    # WHEN all are run
    found = list(findings({"one": refuses, "two": breaks, "three": lambda: "fine"}))
    # THEN each has its line
    assert [finding.passed for finding in found] == [False, False, True]
    assert "程序文件不全。请重新安装。" in str(found[0])
    assert str(found[2]).split() == ["ok", "three", "fine"]
    assert isinstance(found[1], Finding)


def test_the_code_is_really_read():
    # GIVEN the self-test's own code, and one with a single module of its data turned over
    matrix = qr_matrix(LINK)
    assert text_in(matrix) == LINK
    rows = [bytearray(row) for row in matrix.rows]
    rows[matrix.size - 1][matrix.size - 3] ^= 1
    damaged = type(matrix)(matrix.size, tuple(bytes(row) for row in rows))
    # THEN the damage is seen: another text, or none that can be read
    with contextlib.suppress(AppError):
        assert text_in(damaged) != LINK


def test_children_of_the_packaged_program_get_the_systems_libraries():
    # GIVEN the environment that PyInstaller makes
    packaged = {"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/opt/lib", "HOME": "/h"}
    # WHEN it is given back
    restore_library_path(packaged, packaged=True)
    # THEN the user's own path is there again, and without one there is none
    assert packaged == {"LD_LIBRARY_PATH": "/opt/lib", "HOME": "/h"}
    bare = {"LD_LIBRARY_PATH": "/bundle"}
    restore_library_path(bare, packaged=True)
    assert bare == {}
    # AND a program from source leaves it alone
    source = {"LD_LIBRARY_PATH": "/opt/lib"}
    restore_library_path(source, packaged=False)
    assert source == {"LD_LIBRARY_PATH": "/opt/lib"}
