"""Going back to a backup: which one, what is put aside, and what is said when there is none."""

import pytest

from gui.core.store.database import FILE_NAME, open_database


def test_backups_are_tried_in_order(store):
    # GIVEN four backups of which the two newest are damaged, in different ways
    record = store.records.create("reauth", "记录", {"/a": 0})
    taken = []
    for number in range(1, 5):
        record = store.records.save(record.id, values={"/a": number}, rev=record.rev)
        taken.append(store.backups.take())
    taken[3].path.write_bytes(b"")
    content = taken[2].path.read_bytes()
    taken[2].path.write_bytes(content.replace(b'{"/a":3}', b'{"/a":8}'))
    store.path.write_bytes(b"damaged")

    # WHEN the program starts
    opened = store.open_again()

    # THEN the newest good one is back
    assert opened.restored_from == taken[1].taken_at
    assert store.records.get(record.id).values == {"/a": 2}
    assert store.journal.latest(record.id).state == "unknown"


def test_without_a_good_backup_the_loss_is_said(store):
    # GIVEN a damaged store whose only backup is damaged, too
    store.records.create("reauth", "记录", {"/a": 0})
    store.backups.take().path.write_bytes(b"damaged, too")
    store.path.write_bytes(b"damaged")

    # WHEN the program starts
    opened = store.open_again()

    # THEN the store is empty and usable, and the user can be told and has the file
    assert opened.restored_from is None
    assert opened.damaged_file.read_bytes() == b"damaged"
    assert opened.damaged_file.name.startswith(f"{FILE_NAME}.damaged-2027")
    assert store.records.summaries() == []
    store.records.create("reauth", "neu", {})

    # AND the next start is an ordinary one
    assert store.open_again().damaged_file is None
    assert len(store.records.summaries()) == 1


def test_an_unreadable_backup_is_not_forgotten(store):
    # GIVEN a damaged store, and a backup that cannot be read at the moment
    store.records.create("reauth", "记录", {"/a": 0})
    taken = store.backups.take()
    good = taken.path.read_bytes()
    taken.path.unlink()
    taken.path.mkdir()
    store.path.write_bytes(b"damaged")

    # WHEN the program starts, THEN it does not begin empty
    with pytest.raises(Exception, match="没有打开"):
        store.open_again()
    assert store.path.read_bytes() == b"damaged"

    # AND later it comes back
    taken.path.rmdir()
    taken.path.write_bytes(good)
    assert store.open_again().restored_from == taken.taken_at


def test_a_missing_file_is_not_a_first_start(store):
    # GIVEN a store whose file was removed while its backups are there
    record = store.records.create("reauth", "记录", {"/a": 0})
    taken = store.backups.take()
    store.path.unlink()

    # WHEN the program starts, THEN the backup is back, with its time
    opened = store.open_again()
    assert (opened.restored_from, opened.damaged_file) == (taken.taken_at, None)
    assert store.records.get(record.id) == record

    # and a start that was killed after the damaged file was put aside still tells of it
    aside = store.folder / f"{FILE_NAME}.damaged-20260101T000000000Z"
    store.path.rename(aside)
    assert store.open_again().damaged_file == aside


def test_a_journal_without_its_file_does_not_spoil_the_restored_one(store):
    # GIVEN a backup, a file that is gone, and the journal of that file
    record = store.records.create("reauth", "记录", {"/a": 0})
    store.backups.take()
    journal = store.path.with_name(f"{FILE_NAME}-journal")
    with store.database.transaction() as connection:
        connection.execute("UPDATE records SET name = 'half'")
        connection.execute("PRAGMA cache_flush")
        hot = journal.read_bytes()
    assert len(hot) > 512
    store.database.close()
    store.path.unlink()
    journal.write_bytes(hot)

    # WHEN the program starts
    opened = store.open_again()

    # THEN the restored file is whole, and the journal is kept beside
    assert opened.restored_from is not None
    assert store.records.get(record.id) == record
    (aside,) = store.folder.glob(f"{FILE_NAME}.damaged-*")
    assert aside.name.endswith("Z-journal")
    assert aside.read_bytes() == hot


def test_a_damaged_file_and_its_journal_keep_together(store):
    store.backups.take()
    store.database.close()
    store.path.write_bytes(b"")
    journal = store.path.with_name(f"{FILE_NAME}-journal")
    journal.write_bytes(b"journal")
    opened = store.open_again()
    beside = opened.damaged_file.with_name(f"{opened.damaged_file.name}-journal")
    assert beside.read_bytes() == b"journal"


def test_two_damages_at_the_same_moment_are_both_kept(store):
    store.clock.moment = frozen = 1_800_000_000.0
    kept = []
    for number in range(3):
        store.database.close()
        store.path.write_bytes(b"damaged %d" % number)
        opened = open_database(store.folder, now=lambda: frozen)
        store.use(opened.database)
        kept.append(opened.damaged_file)
    assert [path.read_bytes() for path in kept] == [b"damaged 0", b"damaged 1", b"damaged 2"]
