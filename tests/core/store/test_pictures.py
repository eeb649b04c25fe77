"""Pictures of drafts: kept with their originals, and really gone with their last draft."""

import hashlib
import random
from dataclasses import dataclass, replace

import pytest

from gui.core.errors import PictureLost
from gui.core.store.pictures import PREFIX, Pictures
from gui.core.store.uploads import UploadRows

CANARY = b"canary-of-a-passport"
KILLS, MOST_KILLS = 40, 400
SEED = 20260131


@dataclass(frozen=True)
class Made:
    """What the preparing of a picture gives, as far as the store cares."""

    content: bytes = CANARY + b" small"
    content_type: str = "image/jpeg"
    width: int = 1600
    height: int = 1200
    note: str = "已转为 JPG"
    warning: str = ""
    page: int = 0
    turn: int = 0

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


ORIGINAL = CANARY + b" large" * 1000


@pytest.fixture
def pictures(store):
    return Pictures(store.database, store.clock)


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def names_in(store):
    return {path.name for path in (store.folder / "pictures").iterdir()}


def test_a_picture_comes_back_with_its_original(store, pictures):
    # GIVEN a picture that was kept
    made = Made(page=2, turn=90, warning="小")
    (kept,) = pictures.keep(ORIGINAL, "执照\ud800.jpg", [made])
    # WHEN the program starts again
    store.open_again()
    pictures = Pictures(store.database, store.clock)
    # THEN it is there, with its original and with what was said of it
    assert pictures.get(made.sha256) == kept
    assert kept.reference == PREFIX + made.sha256
    assert pictures.content(kept.sha256) == made.content
    assert pictures.original(kept) == ORIGINAL
    assert (kept.name, kept.page, kept.turn, kept.warning) == ("执照\ufffd.jpg", 2, 90, "小")
    assert (kept.size, kept.original_size) == (len(made.content), len(ORIGINAL))
    with pytest.raises(KeyError):
        pictures.get("0" * 64)


def test_a_content_is_kept_once(store, pictures):
    # GIVEN a document of two pages, and the same page once more from another file
    first, second = Made(), Made(content=b"second", page=1)
    pictures.keep(ORIGINAL, "a.pdf", [first, second])
    pictures.keep(ORIGINAL, "again.pdf", [first, second])
    assert len(names_in(store)) == 3
    # WHEN the same picture comes from another file, THEN it is kept once, and is that file's
    (kept,) = pictures.keep(first.content, "b.jpg", [replace(first, note="")])
    assert pictures.get(first.sha256) == kept
    assert (kept.name, kept.original, kept.note) == ("b.jpg", first.sha256, "")
    assert len(names_in(store)) == 3


def test_only_those_in_records_are_offered_again(store, pictures):
    # GIVEN pictures in records of two accounts, one of them deleted, and one in none
    account = store.accounts.create("甲", "wx1", "secret").id
    kept = [pictures.keep(ORIGINAL, "x", [Made(bytes((n,)))])[0] for n in range(4)]
    store.records.create("reauth", "a", {"/a": kept[0].reference}, account_id=account)
    store.records.create("reauth", "b", {"/b": ["id", kept[1].reference]})
    gone = store.records.create("reauth", "c", {"/b": [kept[2].reference]}, account_id=account)
    store.records.delete(gone.id)
    # THEN those that records use are offered, the newest first
    assert pictures.all() == [kept[2], kept[1], kept[0]]
    assert pictures.all(account) == [kept[2], kept[0]]


def test_what_no_record_names_is_destroyed(store, pictures):
    # GIVEN a picture in a record and its copy, and one that an open form holds
    (kept,) = pictures.keep(ORIGINAL, "执照.jpg", [Made()])
    (held,) = pictures.keep(b"held original", "x", [Made(b"held")])
    record = store.records.create("reauth", "a", {"/qualification": kept.reference})
    copy = store.records.duplicate(record.id)
    UploadRows(store.database).keep(kept.sha256, "wx1", "media")
    # WHEN the record goes, THEN the picture stays as long as something names it
    store.records.delete(record.id)
    assert pictures.sweep({held.sha256}) == 0
    store.records.purge_deleted()
    assert pictures.sweep({held.sha256}) == 0
    store.records.save(copy.id, values={"/qualification": ""}, rev=copy.rev)
    store.records.save(copy.id, values={"/qualification": kept.reference}, rev=copy.rev + 1)
    assert pictures.sweep({held.sha256}) == 0
    assert pictures.content(kept.sha256) == Made().content
    # AND is gone with the last one, to the last byte
    store.records.save(copy.id, values={}, rev=copy.rev + 2)
    assert pictures.sweep({held.sha256}) == 1
    store.backups.renew()
    assert CANARY not in everything_in(store.folder)
    assert "执照.jpg".encode() not in everything_in(store.folder)
    assert UploadRows(store.database).of("wx1") == {}
    assert pictures.content(held.sha256) == b"held"
    assert pictures.sweep() == 1
    assert names_in(store) == set()


def test_an_original_stays_as_long_as_one_of_its_pages(store, pictures):
    first, second = pictures.keep(ORIGINAL, "a.pdf", [Made(), Made(b"second", page=1)])
    store.records.create("reauth", "a", {"/b": [second.reference]})
    assert pictures.sweep() == 1
    assert pictures.original(second) == ORIGINAL
    with pytest.raises(PictureLost):
        pictures.content(first.sha256)


def test_files_without_a_row_are_swept_up(store, pictures):
    # GIVEN what a process left that was killed between the files and their row
    (kept,) = pictures.keep(ORIGINAL, "x", [Made()])
    store.records.create("reauth", "a", {"/a": kept.reference})
    (store.folder / "pictures" / ("0" * 64)).write_bytes(CANARY)
    (store.folder / "pictures" / ("1" * 64 + ".part")).write_bytes(CANARY)
    # WHEN the next start sweeps, THEN only what counts is left
    assert pictures.sweep() == 0
    assert names_in(store) == {kept.sha256, kept.original}


def test_no_picture_goes_for_a_damaged_database(store, pictures):
    # GIVEN a picture, and a database that is damaged and begins empty
    (kept,) = pictures.keep(ORIGINAL, "x", [Made()])
    store.records.create("reauth", "a", {"/a": kept.reference})
    store.database.close()
    store.path.write_bytes(b"damaged")
    assert store.open_again().damaged_file is not None
    pictures = Pictures(store.database, store.clock)
    # WHEN it is swept, THEN the files stay, for whoever repairs the damaged one
    assert pictures.sweep() == 0
    assert names_in(store) == {kept.sha256, kept.original}
    # AND what is deleted now still goes
    (other,) = pictures.keep(b"other original", "x", [Made(b"other")])
    assert pictures.sweep() == 1
    assert names_in(store) == {kept.sha256, kept.original}
    with pytest.raises(PictureLost):
        pictures.content(other.sha256)


def test_a_restored_backup_may_name_what_is_lost(store, pictures):
    # GIVEN a backup from when a record had a picture that was deleted since
    (kept,) = pictures.keep(ORIGINAL, "x", [Made()])
    record = store.records.create("reauth", "a", {"/a": kept.reference})
    store.backups.take()
    store.records.save(record.id, values={}, rev=record.rev)
    pictures.sweep()
    store.database.close()
    store.path.write_bytes(b"damaged")
    # WHEN that backup comes back
    assert store.open_again().restored_from is not None
    pictures = Pictures(store.database, store.clock)
    # THEN the picture is known, and is said to be lost
    with pytest.raises(PictureLost) as failure:
        pictures.content(pictures.get(kept.sha256).sha256)
    assert "重新添加" in failure.value.text


def test_kills_while_adding_lose_nothing_that_was_acknowledged(store, start_program):
    # GIVEN a program that adds pictures, puts them into a record, and sweeps
    record = store.records.create("reauth", "记录", {"/pictures": []})
    store.records.mark_opened(record.id)
    program = start_program("adding_pictures.py", store.folder)
    dice = random.Random(SEED)
    acknowledged = cut = number = 0
    while number < KILLS or (acknowledged <= KILLS and number < MOST_KILLS):
        number += 1
        # WHEN it is killed somewhere
        store.database.close()
        program.stdin.write(f"{dice.uniform(0.005, 0.1)}\n")
        program.stdin.flush()
        said = [line.split()[1] for line in iter(program.stdout.readline, "dead\n")]
        cut += any(name.endswith(".part") for name in names_in(store))
        acknowledged += len(said)
        # THEN what it acknowledged last is in the record, whole, with its original
        opened = store.open_again()
        assert opened.damaged_file is None, number
        pictures = Pictures(store.database, store.clock)
        named = store.records.get(record.id).values["/pictures"]
        assert set(said[-1:]) <= set(named), number
        for reference in named:
            kept = pictures.get(reference.removeprefix(PREFIX))
            assert pictures.original(kept) == pictures.content(kept.sha256) * 3, number
        # AND nothing else is left after a sweep
        pictures.sweep()
        assert len(names_in(store)) == 2 * len(named), number
    print(f"{number} kills, {acknowledged} acknowledged, {cut} in the middle of a file")
    assert acknowledged > KILLS
