"""Turns a tree of files into a Debian package: what it depends on, its papers, its checksums."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import subprocess
from email.utils import formatdate
from pathlib import Path

from tools import elf
from tools.trim import TAKEN_FROM_SYSTEM

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "packaging" / "linux"
NAME = "reauth-desk"
MAINTAINER = "Reauth Desk contributors <reauth-desk@example.com>"
# Without it the program lacks something that the user may not need.
OPTIONAL = ("*/printsupport/*",)
DEPENDS = "ca-certificates, xkb-data"
RECOMMENDS = "fonts-noto-cjk, gnome-keyring | kwalletmanager | keepassxc, xdg-utils"

CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kibibytes}
Depends: {depends}
Recommends: {recommends}
Section: utils
Priority: optional
Description: correct and resubmit a WeChat mini-program certification
 When WeChat sends the certification of a mini-program back, this program
 (重审助手) shows why, helps at every field, submits it again and gives the
 QR code that the administrator scans. Its window is in Chinese.
 .
 Nothing is lost and nothing is sent twice, whatever happens to the computer
 or the network. A practice mode works without WeChat.
"""
SOURCE = """\
Source: {name}

Package: {name}
Architecture: any
"""
CHANGELOG = """\
{name} ({version}) unstable; urgency=medium

  * Release {version}: see CHANGELOG.md of the project.

 -- {maintainer}  {date}
"""
COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: {name}
Comment: The package holds Python, Qt and other libraries besides the program
 itself. What they are, and all their licence texts, is in
 /usr/lib/{name}/_internal/LICENSES.

Files: *
Copyright: Reauth Desk contributors
License: Expat
{licence}
"""


def architecture() -> str:
    """Debian's name for this computer, as amd64."""
    return _run(["dpkg", "--print-architecture"]).strip()


def build(tree: Path, package: Path, version: str, moment: int) -> None:
    """Write the package `package` from `tree` (which holds usr/), adding what Debian asks for.

    `moment` is the time of the release in seconds since 1970.
    """
    _leave_to_the_system(tree / "usr" / "lib" / NAME / "_internal")
    papers = tree / "usr" / "share" / "doc" / NAME
    papers.mkdir(parents=True)
    (papers / "copyright").write_text(_copyright(), encoding="utf-8")
    date = formatdate(moment)
    text = CHANGELOG.format(name=NAME, version=version, maintainer=MAINTAINER, date=date)
    packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (papers / "changelog.gz").write_bytes(packed)
    overrides = tree / "usr" / "share" / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(SOURCES / "lintian-overrides", overrides / NAME)
    _set_modes(tree)
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(_control(tree, version), encoding="utf-8")
    (control / "md5sums").write_text(_checksums(tree), encoding="utf-8")
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(tree), str(package)]
    _run(command)


def _leave_to_the_system(folder: Path) -> None:
    """Take out what Debian has and keeps safe, OpenSSL above all; it becomes a dependency."""
    for file in folder.glob("lib*.so*"):
        if TAKEN_FROM_SYSTEM.match(file.name) and not file.name.startswith("libpython"):
            file.unlink()


def _copyright() -> str:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8").strip()
    lines = [f" {line}" if line else " ." for line in text.splitlines()]
    return COPYRIGHT.format(name=NAME, licence="\n".join(lines))


def _set_modes(tree: Path) -> None:
    """Readable by all, writable by root; only the program itself is to be executed."""
    for path in tree.rglob("*"):
        if not path.is_symlink():
            executable = path.is_dir() or path.match(f"lib/{NAME}/{NAME}")
            path.chmod(0o755 if executable else 0o644)


def _control(tree: Path, version: str) -> str:
    needed = _dependencies(tree)
    files = [file for file in tree.rglob("*") if file.is_file() and not file.is_symlink()]
    return CONTROL.format(
        name=NAME,
        version=version,
        architecture=architecture(),
        maintainer=MAINTAINER,
        kibibytes=sum(file.stat().st_size for file in files) // 1024,
        depends=f"{needed['Depends']}, {DEPENDS}",
        recommends=", ".join(filter(None, (needed.get("Recommends"), RECOMMENDS))),
    )


def _dependencies(tree: Path) -> dict[str, str]:
    """The packages whose libraries the program loads, with their versions: dpkg-shlibdeps."""
    work = tree.parent / "shlibdeps"
    (work / "debian").mkdir(parents=True)
    (work / "debian" / "control").write_text(SOURCE.format(name=NAME), encoding="utf-8")
    files = elf.files(tree)
    folders = sorted({f"-l{file.parent}" for file in files if ".so" in file.name})
    optional = [file for file in files if any(file.match(pattern) for pattern in OPTIONAL)]
    asked = [f"-e{file}" for file in files if file not in optional]
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *folders]
    if optional:
        asked += ["-dRecommends", *(f"-e{file}" for file in optional)]
    done = subprocess.run([*command, *asked], cwd=work, check=True, stdout=subprocess.PIPE)
    return dict(re.findall(r"^shlibs:(\w+)=(.+)$", done.stdout.decode(), re.MULTILINE))


def _checksums(tree: Path) -> str:
    files = sorted(file for file in (tree / "usr").rglob("*") if file.is_file())
    lines = []
    for file in files:
        if not file.is_symlink():
            digest = hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
            lines.append(f"{digest}  {file.relative_to(tree)}\n")
    return "".join(lines)


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
