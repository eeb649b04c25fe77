"""Puts the licence texts of all parts of a build into one folder, with a page that lists them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from tools.parts import ROOT, Part
from tools.trim import Entry

PLACE = "LICENSES"
HEAD = """\
重审助手用到的开源软件与许可证
Open-source parts of this program and their licences

重审助手本身按 MIT 许可证发布（见 LICENSE.txt）。下面每一项的许可证全文在同名文件夹里。
Qt、PySide6 与 libheif、libde265 按 LGPL-3.0 使用，python-stdnum 按 LGPL-2.1 使用：它们是单独的文件
（PySide6、shiboken6、pi_heif.libs 和 stdnum 文件夹），可以换成你自己的版本。
This program is under the MIT licence (LICENSE.txt). Qt, PySide6, libheif and libde265 are used
under the LGPL-3.0 and python-stdnum under the LGPL-2.1: they are files of their own (folders
PySide6, shiboken6, pi_heif.libs, stdnum) that you may replace with builds of your own.
Sources: https://download.qt.io, https://github.com/strukturag/libheif,
https://github.com/strukturag/libde265, https://github.com/arthurdejong/python-stdnum

"""


def write(parts: Iterable[Part], folder: Path) -> list[Entry]:
    """Copy every text into `folder`; returns the entries for PyInstaller's table of data files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    lines = []
    for part in parts:
        lines.append(f"{part.name} {part.version}    {part.licence}")
        own = folder / part.name.replace(" ", "-")
        own.mkdir()
        for number, text in enumerate(part.texts):
            name = text.name if not (own / text.name).exists() else f"{number}-{text.name}"
            shutil.copyfile(text, own / name)
    (folder / "README.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [(f"{PLACE}/{file.relative_to(folder)}", str(file), "DATA") for file in files]
