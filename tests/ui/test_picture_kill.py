"""The program is killed while it uploads: nothing is lost, and nothing is uploaded twice."""

import os
import select
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from gui.core.practice.example import example_record
from gui.core.practice.faults import Fault
from gui.core.practice.server import StandIn
from gui.core.store.accounts import Accounts
from gui.core.store.database import FILE_NAME, open_database
from gui.core.store.records import Records
from tests.ui.clerk import hiring, until
from tests.ui.picture_desk import OTHER, UPLOAD, editor, files, small, states, uploaded

ROOT = Path(__file__).parents[2]
SECONDS = 60


@pytest.fixture
def stand_in():
    with StandIn() as stand_in:
        yield stand_in


def laid_out(folder):
    """A record of an account whose token is pasted; gives the AppID."""
    opened = open_database(folder)
    example = example_record()
    accounts, records = Accounts(opened.database), Records(opened.database)
    account = accounts.create("演练小程序", example["account"]["appid"], "token")
    record = records.create("reauth", "记录", {OTHER: []}, account_id=account.id)
    records.mark_opened(record.id)
    opened.database.close()
    return account.appid


def adding(folder, stand_in, appid, pictures):
    """Another process that adds pictures and uploads them."""
    words = [folder, stand_in.base_url, stand_in.world.token_of(appid), *pictures]
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("adding_and_dying.py")), *map(str, words)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )


def says(process):
    """The next line that it says."""
    ready, _, _ = select.select([process.stdout], [], [], SECONDS)
    assert ready, "nothing is acknowledged"
    return process.stdout.readline().decode().strip()


def saved(folder, count):
    """Whether the record on the disk names so many pictures."""
    import sqlite3

    with closing(sqlite3.connect(f"file:{folder / FILE_NAME}?mode=ro", uri=True)) as other:
        ((answers,),) = other.execute("SELECT answers FROM records").fetchall()
    return answers.count("local:") == count


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_after_a_kill_the_rest_is_uploaded_and_only_that(qapp, tmp_path, stand_in):
    # GIVEN a program that has one picture uploaded and a second one on its way
    folder, world = tmp_path / "data", stand_in.world
    appid = laid_out(folder)
    world.misbehave(UPLOAD, Fault.SLOW, seconds=0)
    world.misbehave(UPLOAD, Fault.HANG)
    process = adding(folder, stand_in, appid, files(tmp_path, small(1), small(2)))
    with process:
        try:
            acknowledged = says(process)
            until(lambda: world.count(UPLOAD) == 2 and saved(folder, 2), "both are on their way")
        finally:
            # WHEN it is killed
            process.kill()
    world.behave()

    # WHEN it is started again
    with hiring(qapp, folder) as hire:
        clerk = hire(stand_in=stand_in, practice=False)
        until(lambda: len(editor(clerk).grid.pictures()) == 2, "the tiles")
        # THEN both are there; the one that was acknowledged says so
        until(lambda: sorted(states(clerk)) == ["已上传", "等待上传"], "what is known of them")
        done = [tile.sha256 for tile in editor(clerk).grid.pictures() if is_done(tile)]
        assert done == [acknowledged]
        # WHEN the account can be used, THEN the other one goes on by itself
        account = clerk.window.record.session.sheet.account
        clerk.window.services.desk.connections.paste(account, world.token_of(appid))
        clerk.window.dialogs.account_saved.emit(account)
        uploaded(clerk)
    # THEN nothing was uploaded that had been acknowledged
    assert world.count(UPLOAD) == 3


def is_done(tile):
    return tile.state_text().startswith("已上传")
