"""Damage: put aside, the newest good backup comes back with its time, never silently empty.

REAUTH_DESK_OFFSETS=all tries every 512 bytes with every kind of damage.
"""

import os
import random
import shutil
import sqlite3

import pytest

from gui.core.errors import StoreTooNew
from gui.core.store.database import FILE_NAME, open_database
from gui.core.store.journal import RESTORED, Journal
from gui.core.store.records import Records
from tests.core.store.conftest import Clock, Store

SECTOR = 512
KINDS = ("zeros", "noise", "one letter", "cut")
ALL_OFFSETS = os.environ.get("REAUTH_DESK_OFFSETS") == "all"


def content_of(database):
    """Everything that people and WeChat said, to compare."""
    records = Records(database)
    journal = Journal(database)
    kept = [records.get(line.id) for line in records.summaries()]
    accounts = [tuple(row) for row in database.rows("SELECT id, name, appid FROM accounts")]
    return (
        kept,
        {record.id: journal.history(record.id) for record in kept},
        {record.id: journal.progress(record.id) for record in kept},
        accounts,
    )


def without_doubts(content):
    """The same before every record was marked for asking."""
    kept, histories, progress, accounts = content
    assert all(history[0].state == "unknown" for history in histories.values())
    known = {
        record_id: [attempt for attempt in history if attempt.cause != RESTORED]
        for record_id, history in histories.items()
    }
    return kept, known, progress, accounts


@pytest.fixture(scope="module")
def filled_folder(tmp_path_factory):
    """A store of some dozens of pages with a backup of the same, made once."""
    dice = random.Random(5)
    store = Store.new(tmp_path_factory.mktemp("filled") / "data", Clock())
    account = store.accounts.create("甲公司", "wx1", "secret", keep=True)
    for number in range(40):
        text = "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(dice.randrange(20, 900)))
        record = store.records.create("reauth", f"{number}", {"/a": text}, account_id=account.id)
        if number % 2:
            attempt = store.journal.begin(record.id, "reauth", {"/a": text}, "wx1", {})
            store.journal.settle(attempt.id, "refused", errcode=89601, errmsg=text[:30])
    store.backups.take()
    store.database.close()
    return store.folder


@pytest.fixture
def filled(filled_folder, tmp_path, clock):
    """A copy of that store, closed."""
    shutil.copytree(filled_folder, tmp_path / "data")
    store = Store.new(tmp_path / "data", clock)
    store.database.close()
    yield store
    store.database.close()


def damaged(content, offset, kind):
    dice = random.Random(offset)
    end = offset + SECTOR
    if kind == "cut":
        return content[:offset]
    if kind == "zeros":
        return content[:offset] + bytes(SECTOR) + content[end:]
    if kind == "noise":
        return content[:offset] + dice.randbytes(SECTOR) + content[end:]
    place = offset + dice.randrange(SECTOR)
    return content[:place] + bytes([content[place] ^ 0x01]) + content[place + 1 :]


def cases(size):
    """Every offset with every kind, or each offset with one kind in turn."""
    for number, offset in enumerate(range(0, size, SECTOR)):
        for kind in KINDS if ALL_OFFSETS else (KINDS[number % len(KINDS)],):
            yield offset, kind


def open_damaged(store, folder, content):
    """Open a copy of the store's folder whose file has this content."""
    shutil.copytree(store.folder, folder)
    (folder / FILE_NAME).write_bytes(content)
    return open_database(folder, now=store.clock)


def test_damage_at_every_sector_loses_nothing(filled, tmp_path):
    # GIVEN what the store holds, and its file
    good = filled.path.read_bytes()
    opened = open_database(filled.folder)
    before = content_of(opened.database)
    opened.database.close()
    taken_at = filled.backups.newest_first()[0].taken_at
    restored = unharmed = newer = 0

    for offset, kind in cases(len(good)):
        # WHEN it is damaged somewhere and the program starts
        bad = damaged(good, offset, kind)
        folder = tmp_path / "case"
        try:
            opened = open_damaged(filled, folder, bad)
        except StoreTooNew:  # the damage hit the number of the version, and nothing else
            assert (offset, kind) == (0, "one letter")
            assert (folder / FILE_NAME).read_bytes() == bad
            newer += 1
            shutil.rmtree(folder)
            continue
        after = content_of(opened.database)
        opened.database.close()

        # THEN either nothing that counts was hit, or all is back and the bad file is kept
        where = f"{kind} at {offset}"
        if opened.damaged_file is None:
            assert after == before, where
            unharmed += 1
        else:
            assert without_doubts(after) == before, where
            assert opened.restored_from == taken_at, where
            assert opened.damaged_file.read_bytes() == bad, where
            restored += 1
        shutil.rmtree(folder)

    # AND the damage was real
    tried = restored + unharmed + newer
    print(f"{tried} damages: {restored} put aside and restored, {unharmed} hit nothing that counts")
    assert tried >= 200
    assert restored > tried / 2


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"\n", "这不是数据库\n".encode() * 500, bytes(8192), b"SQLite format 3\x00"],
    ids=["empty", "one letter", "newline", "text", "zeros", "only the header"],
)
def test_something_else_in_place_of_the_file(filled, tmp_path, content):
    opened = open_damaged(filled, tmp_path / "case", content)
    assert opened.damaged_file.read_bytes() == content
    assert opened.restored_from == filled.backups.newest_first()[0].taken_at
    assert len(Records(opened.database).summaries()) == 40
    opened.database.close()


def test_letters_that_are_no_text_in_the_tables(filled, tmp_path):
    # GIVEN damage that SQLite quotes in its message
    good = filled.path.read_bytes()
    bad = good.replace(b"CREATE TABLE accounts", b"CREATE \xff\xfe\xba\xba\xba accounts")
    assert bad != good
    opened = open_damaged(filled, tmp_path / "case", bad)
    assert opened.damaged_file.read_bytes() == bad
    assert len(Records(opened.database).summaries()) == 40
    opened.database.close()


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE progress",
        "DROP INDEX one_unsettled_per_record",
        "ALTER TABLE records ADD COLUMN x",
        "PRAGMA user_version = 0",
        "CREATE TRIGGER t AFTER UPDATE ON records BEGIN DELETE FROM attempts; END",
        "UPDATE attempts SET state = 'accepted' WHERE id = 1",
        "UPDATE attempts SET digest = NULL",
        "UPDATE records SET answers = '{}'",
        "UPDATE records SET name = CAST(x'ff' AS TEXT)",
        "UPDATE records SET answers = x'00'",
        "INSERT INTO accounts (id, name, appid, method, keep) VALUES ('a', 'b', 'c', 'token', 0)",
    ],
)
def test_a_file_that_others_changed_counts_as_damaged(filled, change):
    # GIVEN a store in which another program changed tables or rows
    before = content_of(filled.open_again().database)
    filled.database.close()
    other = sqlite3.connect(filled.path, isolation_level=None)
    other.execute(change)
    other.close()

    # WHEN the program starts, THEN it goes back to what it wrote itself
    opened = filled.open_again()
    assert opened.damaged_file is not None
    assert opened.restored_from is not None
    assert without_doubts(content_of(opened.database)) == before


def test_a_backup_restores_doubt_before_anything_else_can_happen(filled):
    filled.path.write_bytes(b"")
    opened = open_database(filled.folder)
    journal = Journal(opened.database)
    for line in Records(opened.database).summaries():
        assert line.state == "unknown"
        assert journal.unsettled(line.id).cause == RESTORED
    opened.database.close()
