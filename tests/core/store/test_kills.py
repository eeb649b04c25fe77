"""Killed at any moment while editing: every edit that was acknowledged is back, and none is torn.

REAUTH_DESK_KILLS sets how many kills are tried.
"""

import os
import random
from contextlib import closing

from gui.core.store.connection import connect
from gui.core.store.database import FILE_NAME
from gui.core.store.journal import INTERRUPTED

KILLS = int(os.environ.get("REAUTH_DESK_KILLS", "80"))
SEED = 20260131


def kill_once(program, seconds):
    """Let it edit for some seconds; returns what it had acknowledged, newest last."""
    program.stdin.write(f"{seconds}\n")
    program.stdin.flush()
    return [line.split() for line in iter(program.stdout.readline, "dead\n")]


def newest(lines, word, before):
    return max([before, *(int(number) for said, number in lines if said == word)])


def test_kills_while_editing_lose_nothing(store, start_program):
    # GIVEN a record that a program edits, submits and backs up all the time
    record = store.records.create("reauth", "记录", {"/number": 0, "/text": ""})
    store.records.mark_opened(record.id)
    program = start_program("editing.py", store.folder)
    dice = random.Random(SEED)
    saved = settled = in_commit = edits = backups = interrupted = 0

    for number in range(KILLS):
        # WHEN it is killed somewhere
        where = f"kill {number} of seed {SEED}"
        store.database.close()
        said = kill_once(program, dice.uniform(0.004, 0.06))
        in_commit += store.path.with_name(f"{FILE_NAME}-journal").exists()
        saved = newest(said, "saved", saved)
        settled = newest(said, "settled", settled)
        begun = newest(said, "begun", settled)

        # THEN the file is whole, and what was acknowledged is there, whole
        opened = store.open_again()
        assert (opened.damaged_file, opened.restored_from) == (None, None), where
        values = store.records.get(record.id).values
        found = values["/number"]
        assert found in (saved, saved + 1), where
        text = f"{found}。" * (found * 37 % 900) if found else ""
        assert values["/text"] == text, where

        # AND so is every submission: one without an acknowledged answer may be in doubt
        store.journal.recover()
        history = store.journal.history(record.id)[::-1]
        assert [attempt.id for attempt in history] == list(range(1, len(history) + 1)), where
        assert len(history) in (begun, begun + 1), where
        for attempt in history[settled:]:
            if attempt.state == "unknown":
                assert attempt.cause == INTERRUPTED, where
                store.journal.settle(attempt.id, "refused")
                interrupted += 1
        assert {attempt.state for attempt in store.journal.history(record.id)} <= {"refused"}
        settled = len(history)
        edits, saved = edits + len(said), found

        # AND every backup is whole
        for stored in store.backups.newest_first():
            backups += 1
            with closing(connect(stored.path, writable=False)) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok", where

    # AND the kills were real: in the middle of commits, and of submissions
    print(
        f"{KILLS} kills, {in_commit} in a commit, {interrupted} in a submission, "
        f"{edits} acknowledged, {backups} backups checked"
    )
    assert edits > KILLS
    assert in_commit > 0
    assert backups > 0
