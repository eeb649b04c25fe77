"""Warns about a data folder on another computer: a database is not safe there.

Two computers may write to it at once, and its locks are not always kept
(https://www.sqlite.org/howtocorrupt.html, "Filesystems with broken or missing lock
implementations").
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QStorageInfo

TITLE = "数据文件夹在网络盘上"
TEXT = (
    "「{folder}」在另一台电脑或网盘上。网络中断，或者两台电脑同时打开时，记录可能损坏。"
    "现有内容没有改动；请在「设置」里把数据文件夹换到这台电脑的硬盘上。"
)
REMOTE = {
    "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4",
    "smb2", "smb3", "smbfs", "webdav",
}  # fmt: skip
REMOTE_BEHIND_FUSE = ("sshfs", "davfs", "rclone", "gvfsd", "glusterfs", "s3fs", "smbnetfs")
DRIVE_REMOTE = 4  # of GetDriveTypeW


def warning(folder: Path) -> tuple[str, str] | None:
    """Title and text of what has to be told about this data folder, if anything."""
    return (TITLE, TEXT.format(folder=folder)) if is_on_network(folder) else None


def is_on_network(folder: Path) -> bool:
    """Whether the folder, which exists, lies on a file system of another computer."""
    if sys.platform == "win32":
        return _is_remote_drive(folder)
    kind = bytes(QStorageInfo(str(folder)).fileSystemType().data()).decode("ascii", "replace")
    return is_remote(kind)


def is_remote(kind: str) -> bool:
    """Whether a file system of this name is one of another computer."""
    name = kind.lower()
    return name in REMOTE or (
        name.startswith("fuse.") and any(word in name for word in REMOTE_BEHIND_FUSE)
    )


def _is_remote_drive(folder: Path) -> bool:
    import ctypes

    path = str(folder.resolve())
    drives = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    return path.startswith("\\\\") or drives.GetDriveTypeW(folder.resolve().anchor) == DRIVE_REMOTE
