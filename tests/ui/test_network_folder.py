"""A data folder on another computer is told, one on this computer is not."""

import pytest
from PySide6.QtCore import QStorageInfo

from gui.ui import network_folder
from gui.ui.network_folder import TITLE, is_on_network, is_remote
from tests.ui.clerk import until


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.gvfsd-fuse", "9p", "SMBFS"]
)
def test_file_systems_of_other_computers(kind):
    assert is_remote(kind)


@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "tmpfs", "overlay", "apfs", "NTFS", "fuse.ntfs-3g", "fuseblk", ""]
)
def test_file_systems_of_this_computer(kind):
    assert not is_remote(kind)


def kind_of(folder):
    return bytes(QStorageInfo(str(folder)).fileSystemType().data()).decode()


def test_a_folder_of_this_computer(tmp_path):
    assert not is_on_network(tmp_path)


def test_the_start_tells_it(hire, monkeypatch, tmp_path):
    # GIVEN a system that says where the folder is
    monkeypatch.setattr(network_folder, "REMOTE", network_folder.REMOTE | {kind_of(tmp_path)})
    # WHEN the program starts there
    clerk = hire()
    # THEN it is told once, with the way out, and nothing else is different
    until(lambda: any(TITLE in title for title in clerk.titles()), "the warning")
    assert "请在「设置」里" in clerk.words()
