"""Files named after their content: whole, kept once, private, and overwritten when they go."""

import hashlib
import os

import pytest

from gui.core.errors import DiskFull, PictureLost
from gui.core.store.blobs import Blobs

CONTENT = b"a picture, more or less" * 1000
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pictures"


@pytest.fixture
def blobs(folder):
    return Blobs(folder)


def test_a_content_is_kept_once_and_for_the_owner_alone(blobs, folder):
    # GIVEN an empty folder
    # WHEN the same content is kept twice
    assert blobs.put(CONTENT) == NAME
    assert blobs.put(CONTENT) == NAME
    # THEN it is there once, and nobody else may read it
    (path,) = folder.iterdir()
    assert (path.name, path.read_bytes(), blobs.get(NAME)) == (NAME, CONTENT, CONTENT)
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", [b"", CONTENT[:-1], CONTENT[:-1] + b"x"])
def test_what_was_damaged_is_lost_and_can_be_put_back(blobs, folder, damage):
    blobs.put(CONTENT)
    (folder / NAME).write_bytes(damage)
    with pytest.raises(PictureLost):
        blobs.get(NAME)
    blobs.put(CONTENT)
    assert blobs.get(NAME) == CONTENT


def test_what_is_not_there_is_lost(blobs):
    with pytest.raises(PictureLost):
        blobs.get(NAME)


def test_what_a_killed_process_left_is_no_obstacle(blobs, folder):
    folder.mkdir()
    (folder / f"{NAME}.part").write_bytes(b"half")
    blobs.put(CONTENT)
    assert blobs.get(NAME) == CONTENT


def test_what_goes_is_overwritten_first(blobs, folder, tmp_path):
    # GIVEN two contents, and somebody who holds on to the blocks of their files
    other = blobs.put(b"other" * 700_000)
    for name in (blobs.put(CONTENT), other):
        os.link(folder / name, tmp_path / name)
    # WHEN one goes by name, the other because it is not wanted, and half a file as well
    (folder / "x.part").write_bytes(CONTENT)
    blobs.destroy(other)
    assert blobs.keep_only(set()) == 2
    # THEN nothing is left, neither in the folder nor in the blocks
    assert list(folder.iterdir()) == []
    for name in (NAME, other):
        assert set((tmp_path / name).read_bytes()) == {0}
    blobs.destroy(other)


def test_what_is_wanted_stays(blobs):
    other = blobs.put(b"other")
    blobs.put(CONTENT)
    assert blobs.keep_only({NAME}) == 1
    assert blobs.get(NAME) == CONTENT
    with pytest.raises(PictureLost):
        blobs.get(other)


def test_without_a_folder_nothing_goes(blobs):
    assert blobs.keep_only(set()) == 0


def test_a_full_disk_leaves_no_half_file(small_disk):
    # GIVEN a disk that is nearly full
    store, fill, free = small_disk
    blobs = Blobs(store.folder / "pictures")
    fill()
    # WHEN a picture is kept, THEN that is said
    with pytest.raises(DiskFull):
        blobs.put(os.urandom(400_000))
    free()
    # AND with room again it works, and only what is whole counts
    blobs.put(CONTENT)
    blobs.keep_only({NAME})
    assert [path.name for path in (store.folder / "pictures").iterdir()] == [NAME]
