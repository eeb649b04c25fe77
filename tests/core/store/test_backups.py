"""Backups: rolling, checked, in the order they were taken, and untouched when one fails."""

import shutil
from contextlib import closing

import pytest

from gui.core.errors import StoreDamaged, StoreError
from gui.core.store.backups import Backups, stored_backups
from gui.core.store.connection import Database, connect


def names(store):
    return [path.name for path in sorted((store.folder / "backups").iterdir())]


def test_a_copy_holds_what_the_store_held(store):
    record = store.records.create("reauth", "记录", {"/a": "字"})
    taken = store.backups.take()
    store.records.save(record.id, values={"/a": "后来"}, rev=1)

    with closing(connect(taken.path, writable=False)) as copy:
        assert copy.execute("SELECT answers FROM records").fetchone()[0] == '{"/a":"字"}'
    assert taken.taken_at == store.clock.moment - 1  # the save has looked at the clock since
    assert store.backups.newest_first() == [taken]


def test_five_are_kept_the_newest_first(store):
    taken = [store.backups.take() for _ in range(7)]
    assert store.backups.newest_first() == taken[:1:-1]
    assert [stored.number for stored in taken] == [1, 2, 3, 4, 5, 6, 7]


def test_the_order_outlives_a_wrong_clock(store):
    # GIVEN a backup from a time when the clock was ten years ahead
    store.clock.moment += 10 * 365 * 86400
    ahead = store.backups.take()
    store.clock.moment -= 10 * 365 * 86400

    # WHEN the next one is due and taken
    later = store.backups.take_if_due(600)

    # THEN the later one is the newest
    assert later.taken_at < ahead.taken_at
    assert store.backups.newest_first() == [later, ahead]


def test_a_copy_is_due_after_ten_minutes(store):
    first = store.backups.take_if_due()
    assert first is not None
    store.clock.moment = first.taken_at + 598
    assert store.backups.take_if_due() is None
    assert store.backups.take_if_due() is not None
    assert len(store.backups.newest_first()) == 2


def test_copies_from_before_an_upgrade_are_not_counted(store):
    kept = store.backups.take()
    kept.path.rename(kept.path.with_name(kept.path.name.replace("backup", "before-upgrade")))
    for _ in range(6):
        store.backups.take()
    assert [stored.kind for stored in store.backups.newest_first()] == [
        *["backup"] * 5,
        "before-upgrade",
    ]


def test_renewing_removes_every_older_copy(store):
    old = store.backups.take()
    old.path.rename(old.path.with_name(old.path.name.replace("backup", "before-upgrade")))
    store.backups.take()
    assert store.backups.newest_first()[1].kind == "before-upgrade"
    store.backups.renew()
    assert [stored.number for stored in store.backups.newest_first()] == [3]


def test_other_files_in_the_folder_are_not_ours(store):
    taken = store.backups.take()
    folder = store.folder / "backups"
    for name in (
        *("note.txt", f"{taken.path.name}.old", "backup-1-20260101T000000000Z.sqlite3"),
        "backup-00000009-20261399T000000000Z.sqlite3",
    ):
        (folder / name).write_text("x")
    assert store.backups.newest_first() == [taken]
    store.backups.renew()
    assert (folder / "note.txt").read_text() == "x"


def test_a_missing_folder_is_made_again(store):
    store.backups.take()
    shutil.rmtree(store.folder / "backups")
    assert stored_backups(store.folder) == []
    assert store.backups.take().path.exists()


def test_a_damaged_store_pushes_out_no_good_copy(store):
    # GIVEN five good backups, and then an answer that changes on the disk under us
    record = store.records.create("reauth", "记录", {"/a": "6222020200112233445"})
    for _ in range(5):
        store.backups.take()
    good = names(store)
    content = store.path.read_bytes()
    store.path.write_bytes(content.replace(b"6222020200112233445", b"6222020200112233446"))

    # WHEN the next backup is taken (by a program that reads the file anew)
    with closing(connect(store.path)) as connection, pytest.raises(StoreDamaged):
        Backups(Database(store.path, connection), store.clock).take()

    # THEN all five are still there, nothing else is, and the next start goes back to the newest
    assert names(store) == good
    opened = store.open_again()
    assert opened.restored_from is not None
    assert store.records.get(record.id) == record


def test_what_a_killed_backup_left_goes_with_the_next(store):
    taken = store.backups.take()
    half = taken.path.with_name("backup-00000002-20260101T000000000Z.sqlite3.part")
    half.write_bytes(b"half")
    second = store.backups.take()
    assert names(store) == [taken.path.name, second.path.name]


def test_a_full_disk_leaves_the_old_copies(small_disk):
    # GIVEN a store with backups on a disk that becomes full
    store, fill, _ = small_disk
    store.records.create("reauth", "记录", {"/a": "字" * 2000})
    store.backups.take()
    store.backups.take()
    good = names(store)
    fill(share=0.5)

    # WHEN backups are taken
    for action in (store.backups.take, store.backups.renew, lambda: store.backups.take_if_due(0)):
        with pytest.raises(StoreError):
            action()

    # THEN the old ones are there and whole, and no half one lies about
    assert names(store) == good
    for stored in store.backups.newest_first():
        with closing(connect(stored.path, writable=False)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
