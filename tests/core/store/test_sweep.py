"""A fault at every single call that changes the disk: the state is the one before or after.

Killed there, or answered there with a failing or a full disk, once or from then on. By default
all but kills while submitting try every fourth call; REAUTH_DESK_SWEEP=all tries all of them.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from gui.core.local_pictures import pictures_in
from gui.core.store.backups import stored_backups
from gui.core.store.database import FILE_NAME, open_database
from gui.core.store.journal import Journal
from gui.core.store.migrations import MIGRATIONS
from gui.core.store.pictures import Pictures
from gui.core.store.records import Records
from tests.core.bundles import RIGHT, name_of
from tests.core.store.conftest import Clock, Store
from tests.core.store.one_job import add_colour

CALLS = ("pwrite64", "fdatasync", "fsync", "unlink", "ftruncate", "rename")
FAULTS = {
    "kill": "signal=SIGKILL",
    "failing once": "error=EIO",
    "full once": "error=ENOSPC",
    "full from then on": "error=ENOSPC",
}
SYNC_OF_FOLDER = re.compile(r"sync[(][0-9]+<[^>]*/calm>[)]")
ALL_CALLS = os.environ.get("REAUTH_DESK_SWEEP") == "all"
ROOT = Path(__file__).parents[3]
BEFORE, AFTER, LATER = {"/a": "旧" * 900}, {"/a": "新" * 1500}, {"/a": "later"}
DELETED = {"/a": "密" * 900}


@cache
def strace_works():
    if shutil.which("strace") is None:
        return False
    command = ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A store with an open record, a deleted one and a backup."""
    if not strace_works():
        pytest.skip("strace is missing or not allowed here")
    store = Store.new(tmp_path_factory.mktemp("sweep") / "data", Clock())
    record = store.records.create("reauth", "记录", BEFORE)
    store.records.mark_opened(record.id)
    store.records.delete(store.records.create("reauth", "weg", DELETED).id)
    store.backups.take()
    store.database.close()
    return store.folder


@dataclass
class Case:
    """What one run left, what it said, the calls that it made, and the one that was hit."""

    folder: Path
    said: list[str]
    calls: list[str]
    fired: bool
    hit: str = ""


def run(base, folder, job, faults=()):
    """One run of the job in a fresh copy of the store, with faults or without."""
    if job == "first":
        folder.mkdir()
    else:
        shutil.copytree(base, folder)
    if job == "restore":
        (folder / FILE_NAME).write_bytes(b"damaged")
    log = folder.with_suffix(".log")
    program = [sys.executable, str(Path(__file__).with_name("one_job.py")), str(folder), job]
    trace = ["-f", "-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    if not any("signal" in fault for fault in faults):
        trace.append("--seccomp-bpf")  # faster, but strace sends no signals with it
    done = subprocess.run(
        ["strace", *trace, *(f"--inject={fault}" for fault in faults), *program],
        check=False,
        capture_output=True,
        text=True,
        env={
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "PATH": os.defpath,
        },
    )
    assert "Traceback" not in done.stderr, done.stderr
    written = log.read_text(errors="replace")
    calls = re.findall(r"^[0-9]+ +([a-z0-9]+[(].*)", written, re.MULTILINE)
    fired = "INJECTED" in written or done.returncode == -signal.SIGKILL
    return Case(folder, done.stdout.splitlines(), calls, fired)


def faults_at(calls, point, fault):
    """What strace must be told to hit the call at `point`; it counts each kind of call apart."""
    names = [call.partition("(")[0] for call in calls]
    name = names[point]
    if fault != "full from then on":
        return [f"{name}:{FAULTS[fault]}:when={names[: point + 1].count(name)}"]
    return [f"{other}:{FAULTS[fault]}:when={names[:point].count(other) + 1}+" for other in CALLS]


def sweep(base, tmp_path, job, fault, stride):
    """Yield the case of every call; each of them was really hit."""
    calls = run(base, tmp_path / "calm", job).calls
    assert len(calls) > 15
    points = range(0, len(calls), 1 if ALL_CALLS else stride)

    def case_at(point):
        return run(base, tmp_path / f"case{point}", job, faults_at(calls, point, fault))

    with ThreadPoolExecutor(2) as pool:
        for point, case in zip(points, pool.map(case_at, points), strict=True):
            case.hit = calls[point]
            assert case.fired, case
            yield case
            shutil.rmtree(case.folder)
    print(f"{job}: {fault} at {len(points)} of {len(calls)} calls")


def reopened(case, migrations=MIGRATIONS):
    """The next start: it never takes the file for damaged."""
    opened = open_database(case.folder, now=Clock(), migrations=migrations)
    assert (opened.damaged_file, opened.read_only) == (None, False), case
    return opened


@pytest.mark.parametrize(
    ("fault", "stride"),
    [("kill", 1), ("failing once", 4), ("full once", 4), ("full from then on", 4)],
)
def test_edits_and_submissions(base, tmp_path, fault, stride):
    for case in sweep(base, tmp_path, "submit", fault, stride):
        opened = reopened(case)
        record = Records(opened.database).last_opened()
        attempts = Journal(opened.database).history(record.id)
        opened.database.close()

        # THEN what was acknowledged is there, and what was not is there whole or not at all
        state = attempts[0].state if attempts else None
        if "later" in case.said:
            assert record.values == LATER, case
        else:
            assert record.values in (BEFORE, AFTER, LATER), case
            assert "done 1" not in case.said or record.values != BEFORE, case
        if "done 3" in case.said:
            assert state == "accepted", case
        elif "done 2" in case.said or "begun later" in case.said:
            assert state in ("sending", "accepted"), case
        else:
            assert state in ((None, "sending") if "done 1" in case.said else (None,)), case
        assert {attempt.state for attempt in attempts[1:]} <= {"not_sent"}, case
        assert all(attempt.payload == {"/a": "新"} for attempt in attempts), case

        # AND a failure is said; after one that passes, the same program goes on
        if SYNC_OF_FOLDER.search(case.hit) and "done 3" in case.said:
            continue  # SQLite passes over it on purpose when it has made the journal
        if fault != "kill":
            assert any(line.startswith("said ") for line in case.said), case
            assert "done 3" not in case.said, case
        if fault in ("failing once", "full once"):
            assert "later" in case.said, case
            in_doubt = "done 1" in case.said and "done 2" not in case.said
            assert ("begun later" in case.said) == in_doubt, case


@pytest.mark.parametrize("fault", ["kill", "failing once"])
def test_purging(base, tmp_path, fault):
    for case in sweep(base, tmp_path, "purge", fault, 4):
        opened = reopened(case)
        rows = opened.database.rows("SELECT deleted_at, answers FROM records ORDER BY created_at")
        kept = Records(opened.database).last_opened()
        opened.database.close()
        assert kept.values == BEFORE, case
        assert len(rows) == (1 if "done 1" in case.said else len(rows)), case
        assert len(rows) in (1, 2), case


@pytest.mark.parametrize("fault", ["kill", "full from then on"])
def test_backing_up(base, tmp_path, fault):
    (old,) = stored_backups(base)
    for case in sweep(base, tmp_path, "backup", fault, 4):
        # THEN whichever backups are there, the newest restores everything
        stored = stored_backups(case.folder)
        assert stored, case
        if fault != "kill":
            assert old.number in {it.number for it in stored}, case
        if "done 1" in case.said:
            assert stored[0].number == old.number + 1, case
        (case.folder / FILE_NAME).unlink()
        opened = reopened(case)
        assert opened.restored_from == stored[0].taken_at, case
        assert Records(opened.database).last_opened().values == BEFORE, case
        opened.database.close()


@pytest.mark.parametrize("fault", ["kill", "failing once", "full from then on"])
def test_taking_in_a_file_with_pictures(base, tmp_path, fault):
    (base / "in.reauth").write_bytes(RIGHT)
    for case in sweep(base, tmp_path, "take in", fault, 8):
        opened = reopened(case)
        records, pictures = Records(opened.database), Pictures(opened.database)
        new = [line.id for line in records.summaries() if line.taskid == "T1"]
        # THEN the record is there with its pictures, or nothing is, and it was told truly
        named = pictures_in([records.get(one).values for one in new])
        assert (len(new), len(named)) in ((0, 0), (1, 2)), case
        assert len(new) == 1 or "done 1" not in case.said, case
        assert all(name_of(pictures.content(sha256)) == sha256 for sha256 in named), case
        # AND the next sweep leaves nothing else
        pictures.sweep()
        folder = case.folder / "pictures"
        there = {path.name for path in folder.iterdir()} if folder.exists() else set()
        assert there == set(named), case
        opened.database.close()


def test_upgrading(base, tmp_path):
    for case in sweep(base, tmp_path, "upgrade", "kill", 4):
        opened = reopened(case, (*MIGRATIONS, add_colour))
        assert Records(opened.database).last_opened().values == BEFORE, case
        assert opened.database.row("SELECT colour FROM records")[0] == "red", case
        opened.database.close()


def test_the_first_start(base, tmp_path):
    for case in sweep(base, tmp_path, "first", "kill", 4):
        opened = reopened(case)
        assert opened.restored_from is None, case
        assert Records(opened.database).summaries() == [], case
        opened.database.close()


@pytest.mark.parametrize("fault", ["kill", "full once"])
def test_going_back_to_a_backup(base, tmp_path, fault):
    (stored,) = stored_backups(base)
    for case in sweep(base, tmp_path, "restore", fault, 4):
        # THEN the next start has all of it back, in doubt, and the damaged file is kept
        opened = open_database(case.folder, now=Clock())
        record = Records(opened.database).last_opened()
        assert opened.restored_from in (None, stored.taken_at), case
        assert record.values == BEFORE, case
        assert Journal(opened.database).latest(record.id).state == "unknown", case
        opened.database.close()
        kept = list(case.folder.glob("*.damaged-*"))
        assert [path.read_bytes() for path in kept] == [b"damaged"], case
