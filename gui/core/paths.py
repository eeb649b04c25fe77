"""Where files are: what the program ships, and the folder that keeps the user's work."""

from __future__ import annotations

import errno
from pathlib import Path

from gui.core.errors import DiskFull, StoreReadOnly

_PACKAGE = Path(__file__).resolve().parents[1]
_CANDIDATES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")

#: The shipped data files. A wheel holds them inside the package; a checkout and the packaged
#: program hold them beside it.
RESOURCES = next((folder for folder in _CANDIDATES if folder.is_dir()), _CANDIDATES[-1])

DISTRIBUTION = "reauth-desk"


def default_data_folder(*, practice: bool = False) -> Path:
    """The user's own folder on this computer; practice mode keeps apart from real work.

    Local, never roaming: a database must not travel over the network between two computers.
    The folder may not exist yet: see `make_private`.
    """
    from platformdirs import user_data_path

    name = f"{DISTRIBUTION}-practice" if practice else DISTRIBUTION
    return user_data_path(name, appauthor=False, roaming=False)


def make_private(folder: Path) -> Path:
    """Make `folder` with access for this user alone (0700), and return it.

    A folder that exists is taken as it is: whoever chose it decides who else may enter.
    Raises DiskFull or StoreReadOnly, each naming the folder where that helps.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from error
        text = f"「{folder}」不允许写入，没有改动任何内容。请检查文件夹权限，或换一个数据文件夹。"
        raise StoreReadOnly(text, title="数据文件夹暂时不能使用", actions=()) from error
    return folder
