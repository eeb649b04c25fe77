"""The folders: where the shipped files are found and how the user's own folder is made."""

import errno
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gui.core import paths
from gui.core.errors import DiskFull, StoreReadOnly

ROOT = Path(__file__).resolve().parents[2]


def test_resources_of_a_checkout_are_beside_the_package():
    # GIVEN a checkout, as this test runs in
    # WHEN the folder of the shipped files is asked for
    # THEN it is the one beside the package, with the rule table in it
    assert paths.RESOURCES == ROOT / "resources"
    assert (paths.RESOURCES / "forms" / "auth_data.schema.json").is_file()


def test_resources_of_an_installed_wheel_are_inside_the_package(tmp_path):
    # GIVEN a wheel of this project, unpacked where nothing of the checkout can be found
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("reauth_desk-*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    # WHEN the installed program looks for its files
    code = "from gui.core.paths import RESOURCES; print(RESOURCES)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    # THEN they are in the package
    resources = tmp_path / "site" / "gui" / "resources"
    assert found.stdout.decode().strip() == str(resources)
    assert (resources / "forms" / "auth_data.schema.json").is_file()


def test_the_data_folder_is_local_and_practice_has_its_own(private_home):
    # GIVEN a user with an empty home
    # WHEN both data folders are asked for
    real = paths.default_data_folder()
    practice = paths.default_data_folder(practice=True)
    # THEN they are different, named after the program, in the user's home, and not made yet
    assert real.name == "reauth-desk"
    assert practice.name == "reauth-desk-practice"
    assert real.is_relative_to(private_home)
    assert practice.is_relative_to(private_home)
    assert not real.exists()


def test_a_new_data_folder_is_closed_to_others(tmp_path):
    # GIVEN a place where several folders are still missing
    folder = tmp_path / "a" / "数据"
    # WHEN the data folder is made, twice
    made = paths.make_private(folder)
    paths.make_private(folder)
    # THEN only this user may enter it
    assert made == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_existing_folder_keeps_its_rights(tmp_path):
    # GIVEN a folder that the user shares with others
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o750)
    # WHEN it is chosen as data folder
    paths.make_private(folder)
    # THEN its rights are as before
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    # GIVEN a file where the folder should be
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="ascii")
    # WHEN the data folder is made below it
    with pytest.raises(StoreReadOnly) as caught:
        paths.make_private(blocked / "data")
    # THEN the words name the folder and the original cause is kept for the log
    assert str(blocked / "data") in caught.value.text
    assert isinstance(caught.value.__cause__, OSError)


class FullDisk(type(Path())):
    """A place on a disk without space."""

    def mkdir(self, *_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_called_full():
    # GIVEN a disk without space
    # WHEN the data folder is made on it
    # THEN the words are about space, not about rights
    with pytest.raises(DiskFull):
        paths.make_private(FullDisk("data"))
