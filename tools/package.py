"""Makes the packages for Linux from dist/reauth-desk: a .deb, and a .tar.xz for everybody else.

Both hold the same tree, one below /usr, the other below any folder such as ~/.local.
Run by `make package`.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import time
from os import environ
from pathlib import Path

from gui import __version__
from tools import app_icon, debian, elf

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
PROGRAM = DIST / "reauth-desk"
SOURCES = ROOT / "packaging" / "linux"
NAME = "reauth-desk"
METAINFO = "cn.reauth_desk.ReauthDesk.metainfo.xml"


def main() -> int:
    """Make both packages and say how large everything is."""
    if not (PROGRAM / NAME).exists():
        print("dist/reauth-desk is not there: run `make build` first.", file=sys.stderr)
        return 1
    architecture = debian.architecture()
    work = ROOT / "build" / "package"
    shutil.rmtree(work, ignore_errors=True)
    tree = work / "deb" / "usr"
    glibc, libraries = elf.needs(PROGRAM)
    words = {
        "VERSION": __version__,
        "ARCH": architecture,
        "DATE": time.strftime("%Y-%m-%d", time.gmtime(moment())),
        "GLIBC": glibc,
        "LIBRARIES": "\n".join(libraries),
    }
    lay_out(tree, words)
    archive = DIST / f"{NAME}_{__version__}_{architecture}.tar.xz"
    pack(tree, archive, work, words)
    package = DIST / f"{NAME}_{__version__}_{architecture}.deb"
    debian.build(work / "deb", package, __version__, moment())
    for path in (PROGRAM, archive, package):
        print(f"{size(path) / 1e6:7.1f} MB  {path.relative_to(ROOT)}")
    print(f"needs glibc {glibc} or newer")
    return 0


def moment() -> int:
    """The time of the build in seconds since 1970 (SOURCE_DATE_EPOCH makes builds comparable)."""
    return int(environ.get("SOURCE_DATE_EPOCH", time.time()))


def lay_out(tree: Path, words: dict[str, str]) -> None:
    """The files below /usr, except what only Debian wants."""
    shutil.copytree(PROGRAM, tree / "lib" / NAME, symlinks=True)
    (tree / "bin").mkdir()
    (tree / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    share = tree / "share"
    put(SOURCES / "reauth-desk.desktop", share / "applications", words)
    put(SOURCES / "reauth-desk.xml", share / "mime" / "packages", words)
    put(SOURCES / METAINFO, share / "metainfo", words)
    manual = put(SOURCES / "reauth-desk.1", share / "man" / "man1", words)
    compress(manual)
    icons = share / "icons" / "hicolor"
    for side in app_icon.SIZES:
        folder = icons / f"{side}x{side}" / "apps"
        folder.mkdir(parents=True)
        (folder / f"{NAME}.png").write_bytes(app_icon.png(side))
    put(app_icon.DRAWING, icons / "scalable" / "apps", {})


def put(source: Path, folder: Path, words: dict[str, str]) -> Path:
    """Copy a text file into `folder`, with every @WORD@ filled in."""
    text = source.read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / source.name
    target.write_text(text, encoding="utf-8")
    return target


def compress(file: Path) -> None:
    """Replace a file by its .gz, the same bytes for the same content."""
    packed = gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)
    file.with_name(f"{file.name}.gz").write_bytes(packed)
    file.unlink()


def pack(tree: Path, archive: Path, work: Path, words: dict[str, str]) -> None:
    """The tree with a README on top, as small as xz makes it."""
    top = work / f"{NAME}-{__version__}"
    shutil.copytree(tree, top, symlinks=True)
    put(SOURCES / "README.txt", top, words)
    owner = ["--owner=0", "--group=0", "--numeric-owner"]
    same = ["--sort=name", f"--mtime=@{moment()}", *owner]
    command = ["tar", *same, "-C", str(work), "-I", "xz -9 -T1", "-cf", str(archive), top.name]
    subprocess.run(command, check=True)


def size(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    plain = (file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    return path.stat().st_size if path.is_file() else sum(file.stat().st_size for file in plain)


if __name__ == "__main__":
    sys.exit(main())
