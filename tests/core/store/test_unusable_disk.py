"""Full disks and forbidden folders: said in words, nothing lost, and it goes on afterwards."""

import pytest

from gui.core.errors import DiskFull, StoreError, StoreReadOnly
from gui.core.store.database import FILE_NAME, open_database
from gui.core.store.migrations import MIGRATIONS
from tests.core.rights import give_away, somebody_without_rights
from tests.core.store.conftest import Store


def test_a_full_disk_keeps_what_was_saved(small_disk):
    # GIVEN a record on a disk that becomes full
    store, fill, free = small_disk
    record = store.records.create("reauth", "记录", {"/a": "字"})
    fill()

    # WHEN edits, submissions and new records arrive, more than there is space for
    failures = []
    saved = record
    for number in range(1, 40):
        try:
            values = {"/a": f"{number}" + "字" * 1000 * number}
            saved = store.records.save(record.id, values=values, rev=saved.rev)
        except StoreError as error:
            failures.append(error)
    with pytest.raises(StoreError):
        store.journal.begin(record.id, "reauth", {"/a": "字" * 100_000}, "wx1", {})
    with pytest.raises(StoreError):
        store.records.create("reauth", "x", {"/a": "字" * 100_000})

    # THEN each failure was said, and what was said to be saved is there
    assert failures
    assert store.records.get(record.id) == saved
    assert store.journal.history(record.id) == []

    # AND it goes on as soon as there is space, without a new start, and after one
    free()
    later = store.records.save(record.id, values={"/a": "字" * 60_000}, rev=saved.rev)
    opened = store.open_again()
    assert opened.damaged_file is None
    assert store.records.get(record.id) == later


def test_a_full_file_is_said_as_a_full_disk(store):
    # GIVEN a store that may not grow
    record = store.records.create("reauth", "记录", {"/a": "字"})
    pages = store.database.row("PRAGMA page_count")[0]
    store.database.rows(f"PRAGMA max_page_count = {pages}")

    # WHEN more is typed than there is space for
    with pytest.raises(DiskFull, match="磁盘空间不足") as caught:
        store.records.save(record.id, values={"/a": "字" * 100_000}, rev=1)

    # THEN the old text is there, and after tidying up the new one, too
    assert caught.value.details == {"错误": "SQLITE_FULL"}
    assert store.records.get(record.id) == record
    store.database.rows("PRAGMA max_page_count = 1000000")
    assert store.records.save(record.id, values={"/a": "字" * 100_000}, rev=1).rev == 2


def test_a_damaged_store_on_a_full_disk_stays_where_it_is(small_disk):
    # GIVEN a damaged store with a backup on a full disk
    store, fill, free = small_disk
    record = store.records.create("reauth", "记录", {"/a": "字"})
    store.backups.take()
    store.database.close()
    store.path.write_bytes(b"damaged" * 1000)
    fill()

    # WHEN the program starts, THEN it says why it cannot, and moves nothing
    with pytest.raises(StoreError, match="没有打开"):
        open_database(store.folder)
    assert store.path.read_bytes() == b"damaged" * 1000

    # AND with space the backup comes back
    free()
    opened = store.open_again()
    assert opened.damaged_file.read_bytes() == b"damaged" * 1000
    assert store.records.get(record.id) == record


@pytest.fixture(params=["folder", "file"])
def forbidden_store(request, open_folder, clock):
    """A store whose folder, or whose file, became read-only, seen by a user without rights."""
    store = Store.new(open_folder / "data", clock)
    record = store.records.create("reauth", "记录", {"/a": "字"})
    give_away(store.folder)
    store.path.chmod(0o400)
    store.folder.chmod(0o500 if request.param == "folder" else 0o700)
    yield store, record
    store.folder.chmod(0o700)


def test_a_read_only_store_can_be_read(forbidden_store):
    # GIVEN a store that may only be read
    store, record = forbidden_store
    with somebody_without_rights():
        # WHEN the program starts
        opened = store.open_again()

        # THEN it says so, and everything can be looked at
        assert opened.read_only
        assert store.records.get(record.id) == record
        assert [line.id for line in store.records.summaries("记录")] == [record.id]
        assert store.journal.recover() == []
        assert store.records.save(record.id, values={"/a": "字"}, rev=1) == record

        # AND every write is refused in words
        for write in (
            lambda: store.records.save(record.id, values={"/a": "新"}, rev=1),
            lambda: store.journal.begin(record.id, "reauth", {}, "wx1", {}),
            lambda: store.records.delete(record.id),
        ):
            with pytest.raises(StoreReadOnly, match="不允许写入"):
                write()
        store.database.close()


def test_a_read_only_store_of_an_older_program_is_left_alone(forbidden_store):
    store, _ = forbidden_store
    store.database.close()
    before = store.path.read_bytes()
    newer = (*MIGRATIONS, lambda connection: connection.execute("CREATE TABLE new (x)"))
    with somebody_without_rights(), pytest.raises(StoreReadOnly, match="data"):
        open_database(store.folder, migrations=newer)
    assert store.path.read_bytes() == before


def test_a_read_only_disk_can_be_read(tmp_path, clock, mounted, store):
    # GIVEN a store on a disk that was mounted read-only
    record = store.records.create("reauth", "记录", {"/a": "字"})
    store.database.close()
    if not mounted("--bind", store.folder, store.folder):
        pytest.skip("no disk may be mounted here; a read-only folder is tried below")
    assert mounted("-o", "remount,ro,bind", store.folder)
    # WHEN the program starts, THEN it can be read, and only that
    can_only_be_read(store, record)


def test_a_read_only_folder_can_be_read(clock, open_folder):
    # GIVEN a store in a folder in which this user may not write any more
    store = Store.new(open_folder / "data", clock)
    record = store.records.create("reauth", "记录", {"/a": "字"})
    store.database.close()
    give_away(store.folder)
    store.folder.chmod(0o500)
    # WHEN the program starts, THEN it can be read, and only that
    with somebody_without_rights():
        can_only_be_read(store, record)
    store.folder.chmod(0o700)


def can_only_be_read(store, record):
    opened = store.open_again()
    assert opened.read_only
    assert store.records.get(record.id) == record
    with pytest.raises(StoreReadOnly):
        store.records.rename(record.id, "x")
    with pytest.raises(StoreReadOnly):
        store.backups.take()


@pytest.mark.parametrize("mode", [0o500, 0o400, 0o000])
def test_a_forbidden_folder_is_named(open_folder, mode):
    # GIVEN a folder without a store, in which this user may not write
    folder = open_folder / "data"
    folder.mkdir()
    give_away(folder)
    folder.chmod(mode)

    # WHEN the program starts, THEN the user reads which folder it is
    with somebody_without_rights(), pytest.raises(StoreReadOnly, match="data") as caught:
        open_database(folder)
    assert caught.value.title == "数据没有打开"
    assert str(folder) in caught.value.text
    folder.chmod(0o700)


def test_a_store_in_a_forbidden_folder_is_not_taken_for_a_new_one(store, open_folder):
    record = store.records.create("reauth", "记录", {})
    store.database.close()
    folder = open_folder / "data"
    store.folder.rename(folder)
    give_away(folder)
    folder.chmod(0o000)
    with somebody_without_rights(), pytest.raises(StoreReadOnly, match="data"):
        open_database(folder)
    folder.chmod(0o700)
    opened = open_database(folder)
    assert opened.database.row("SELECT id FROM records")[0] == record.id
    assert (folder / FILE_NAME).exists()
    opened.database.close()
