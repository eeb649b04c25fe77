"""Opening the store: new, as it was, newer than the program, upgraded, in an unusable folder."""

import os
import sqlite3
import stat
from contextlib import closing

import pytest

from gui.core.errors import StoreBusy, StoreError, StoreReadOnly, StoreTooNew
from gui.core.store.backups import Backups, stored_backups
from gui.core.store.connection import connect
from gui.core.store.database import FILE_NAME, open_database
from gui.core.store.files import only_one
from gui.core.store.journal import Journal
from gui.core.store.migrations import MIGRATIONS
from gui.core.store.records import Records


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_first_start_makes_a_private_store(tmp_path):
    # GIVEN a generous umask and a folder that is not there
    folder = tmp_path / "not" / "yet"
    before = os.umask(0o000)
    try:
        # WHEN the program starts, writes and makes a copy
        opened = open_database(folder)
        records = Records(opened.database)
        records.create("reauth", "记录", {})
        with opened.database.transaction() as connection:
            connection.execute("UPDATE records SET name = 'x'")
            connection.execute("PRAGMA cache_flush")
            journal_modes = [mode(path) for path in folder.glob("*-journal")]
        Backups(opened.database).take()
    finally:
        os.umask(before)

    # THEN nobody else can read any of it
    assert (opened.restored_from, opened.damaged_file, opened.read_only) == (None, None, False)
    assert (mode(folder), mode(folder / "backups")) == (0o700, 0o700)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert len(journal_modes) == 1
    assert {*journal_modes, *(mode(path) for path in files)} == {0o600}
    opened.database.close()


def test_an_open_file_is_closed_to_others_again(store):
    store.path.chmod(0o644)
    store.open_again()
    assert mode(store.path) == 0o600


def test_the_folder_of_somebody_else_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)
    open_database(tmp_path).database.close()
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        *(("journal_mode", "delete"), ("synchronous", 3), ("secure_delete", 1)),
        *(("foreign_keys", 1), ("trusted_schema", 0), ("temp_store", 2), ("cell_size_check", 1)),
        ("busy_timeout", 5000),
    ],
)
def test_the_settings_that_promises_rest_on(store, pragma, value):
    assert store.database.row(f"PRAGMA {pragma}")[0] == value
    store.open_again()
    assert store.database.row(f"PRAGMA {pragma}")[0] == value


def test_a_second_start_finds_everything(store):
    record = store.records.create("reauth", "记录", {"/a": "字"})
    opened = store.open_again()
    assert (opened.restored_from, opened.damaged_file, opened.read_only) == (None, None, False)
    assert store.records.get(record.id) == record


def test_what_a_killed_start_left_half_made_is_removed(store):
    for name in ("x.part", f"{FILE_NAME}.part", f"{FILE_NAME}.part-journal"):
        (store.folder / name).write_bytes(b"half")
    store.open_again()
    assert sorted(path.name for path in store.folder.iterdir()) == [
        *("reauth-desk.lock", FILE_NAME)
    ]


def test_a_newer_store_is_left_alone(store):
    # GIVEN a store that a newer program has upgraded, and a backup
    store.backups.take()
    with closing(connect(store.path)) as other:
        other.execute("CREATE TABLE future (x)")
        other.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = store.path.read_bytes()

    # WHEN this program starts
    with pytest.raises(StoreTooNew, match="请先升级软件"):
        store.open_again()

    # THEN nothing was changed or moved
    assert store.path.read_bytes() == before
    assert not list(store.folder.glob("*damaged*"))


def test_a_newer_backup_is_left_for_the_newer_program(store):
    # GIVEN a damaged store whose newest backup is of a newer program
    store.backups.take()
    newest = store.backups.take().path
    with closing(connect(newest)) as other:
        other.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    store.path.write_bytes(b"")

    # WHEN this program starts, THEN it does not go back to the older backup
    with pytest.raises(StoreTooNew):
        store.open_again()
    assert store.path.read_bytes() == b""


def add_colour(connection):
    connection.execute("ALTER TABLE records ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")
    connection.execute("UPDATE records SET name = name || '!'")


def test_an_upgrade_keeps_the_data_and_a_copy_from_before(store):
    # GIVEN a store of today with a record
    record = store.records.create("reauth", "记录", {"/a": 1})
    store.database.close()

    # WHEN a program with one migration more starts, twice
    newer = (*MIGRATIONS, add_colour)
    for _ in range(2):
        opened = open_database(store.folder, now=store.clock, migrations=newer)
        row = opened.database.row("SELECT name, colour FROM records")
        opened.database.close()

        # THEN the record was changed once
        assert tuple(row) == ("记录!", "red")
        assert opened.damaged_file is None

    # AND the copy from before opens with the program of before
    (copy,) = stored_backups(store.folder)
    assert copy.kind == "before-upgrade"
    store.path.unlink()
    opened = store.open_again()
    assert opened.restored_from == copy.taken_at
    assert store.records.get(record.id) == record


def test_a_restored_backup_is_upgraded_too(store):
    record = store.records.create("reauth", "记录", {"/a": 1})
    taken = store.backups.take()
    store.database.close()
    store.path.write_bytes(b"")
    opened = open_database(store.folder, migrations=(*MIGRATIONS, add_colour))
    assert opened.restored_from == taken.taken_at
    assert opened.database.row("SELECT colour FROM records")[0] == "red"
    assert Journal(opened.database).latest(record.id).state == "unknown"
    opened.database.close()


def test_an_upgrade_that_fails_changes_nothing(store):
    # GIVEN a store, and a migration that breaks after its first statement
    record = store.records.create("reauth", "记录", {"/a": 1})
    store.database.close()

    def broken(connection):
        add_colour(connection)
        connection.execute("SELECT nonsense")

    # WHEN the program starts, THEN the fault is reported
    with pytest.raises(sqlite3.OperationalError, match="nonsense"):
        open_database(store.folder, migrations=(*MIGRATIONS, broken))

    # AND the program of before still opens everything
    opened = store.open_again()
    assert opened.damaged_file is None
    assert store.records.get(record.id) == record


def test_a_transaction_is_whole(store):
    record = store.records.create("reauth", "记录", {"/a": 1})

    def two_steps_and_a_fault():
        with store.database.transaction() as connection:
            connection.execute("UPDATE records SET name = 'x'")
            connection.execute("DELETE FROM records")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        two_steps_and_a_fault()
    assert store.records.get(record.id) == record
    assert store.records.rename(record.id, "danach").name == "danach"


def test_a_transaction_inside_another_undoes_both(store):
    record = store.records.create("reauth", "记录", {"/a": 1})

    def nested():
        with store.database.transaction() as connection:
            connection.execute("UPDATE records SET name = 'x'")
            store.records.rename(record.id, "y")

    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        nested()
    assert store.records.get(record.id) == record


def test_a_busy_file_is_said_so(store):
    # GIVEN another program that holds the file
    record = store.records.create("reauth", "记录", {"/a": 1})
    store.database.rows("PRAGMA busy_timeout = 20")
    with closing(connect(store.path)) as other:
        other.execute("BEGIN EXCLUSIVE")

        # WHEN somebody saves, reads or copies
        for action in (
            lambda: store.records.save(record.id, values={"/a": 2}, rev=1),
            store.records.summaries,
            store.backups.take,
        ):
            with pytest.raises(StoreBusy, match="占用"):
                action()

    # THEN it works as soon as the other has gone
    assert store.records.save(record.id, values={"/a": 2}, rev=1).rev == 2


def test_a_commit_that_has_to_wait_too_long_is_undone(store):
    # GIVEN another program that is reading
    record = store.records.create("reauth", "记录", {"/a": 1})
    store.database.rows("PRAGMA busy_timeout = 20")
    with closing(connect(store.path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM records").fetchall()

        # WHEN somebody saves, THEN the failure is reported and nothing is half done
        with pytest.raises(StoreBusy):
            store.records.save(record.id, values={"/a": 2}, rev=1)
    assert store.records.get(record.id) == record
    assert store.records.save(record.id, values={"/a": 2}, rev=1).rev == 2


def test_two_starts_wait_for_each_other(store, monkeypatch):
    monkeypatch.setattr("gui.core.store.files._LOCK_SECONDS", 0.05)
    store.database.close()
    with only_one(store.folder), pytest.raises(StoreBusy, match="请稍后重新打开"):
        open_database(store.folder)
    open_database(store.folder).database.close()


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StoreReadOnly, match="data"):
        open_database(tmp_path / "data")


def test_a_folder_where_the_file_should_be(tmp_path):
    # GIVEN a folder with the name of our file
    (tmp_path / FILE_NAME).mkdir(parents=True)

    # WHEN the program starts, THEN it says that it cannot open that, and nothing was moved
    with pytest.raises(StoreError, match="没有打开"):
        open_database(tmp_path)
    assert (tmp_path / FILE_NAME).is_dir()
