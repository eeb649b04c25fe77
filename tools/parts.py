"""Finds out which parts of other people are inside a build: their versions and their licences."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tools.trim import SYSTEM_FOLDERS, Entry

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "packaging" / "licences"
# The wheels of Qt bring no licence texts.
QT = ("PySide6_Essentials", "shiboken6")
QT_TEXTS = ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt")
ALWAYS = ("pyinstaller",)  # its bootloader is the executable
LICENCE_NAMES = ("licen", "copying", "notice", "copyright")


@dataclass(frozen=True)
class Part:
    """One component: `licence` is an SPDX expression where the author gives one."""

    name: str
    version: str
    licence: str
    purl: str
    texts: tuple[Path, ...]
    is_expression: bool = False


def find(modules: Iterable[str], files: Iterable[Entry]) -> list[Part]:
    """Every part of a build, by name.

    `modules` are the names of its Python modules, `files` its other entries (see tools.trim).
    Raises LookupError when a part has no licence text: then the build must not be given away.
    """
    files = list(files)
    names = {name.partition(".")[0] for name in modules}
    names |= {_top(place) for place, _, _ in files}
    found = [_python(), _icons(), *_packages(names), *_of_system(files)]
    lacking = [part.name for part in found if not part.texts]
    if lacking:
        raise LookupError(f"no licence text for {', '.join(lacking)}")
    return sorted(found, key=lambda part: part.name.lower())


def _top(place: str) -> str:
    return place.replace("\\", "/").partition("/")[0].partition(".")[0]


def _python() -> Part:
    version = platform.python_version()
    standard = Path(sys.base_prefix)
    folders = (standard / "lib" / f"python{version.rpartition('.')[0]}", standard)
    texts = [folder / "LICENSE.txt" for folder in folders]
    debian = Path(f"/usr/share/doc/python{version.rpartition('.')[0]}/copyright")
    texts = [text for text in (*texts, debian) if text.is_file()]
    return Part("CPython", version, "PSF-2.0", f"pkg:generic/cpython@{version}", tuple(texts), True)


def _icons() -> Part:
    text = ROOT / "resources" / "icons" / "LICENSE"
    return Part("Lucide icons", "1.62.0", "ISC", "pkg:npm/lucide-static@1.62.0", (text,), True)


def _packages(names: set[str]) -> Iterator[Part]:
    """The Python packages that top-level `names` of modules belong to."""
    owners = metadata.packages_distributions()
    distributions = {owner for name in names for owner in owners.get(name, [])}
    for name in sorted({*distributions, *ALWAYS}):
        distribution = metadata.distribution(name)
        about = distribution.metadata.json
        licence = str(about.get("license_expression", ""))
        plain = str(about.get("license", "")) or _classified(distribution)
        yield Part(
            distribution.name,
            distribution.version,
            licence or plain.splitlines()[0],
            f"pkg:pypi/{distribution.name.lower().replace('_', '-')}@{distribution.version}",
            _texts(distribution),
            is_expression=bool(licence),
        )


def _classified(distribution: metadata.Distribution) -> str:
    given = distribution.metadata.get_all("Classifier") or []
    kinds = [line.rpartition(":: ")[2] for line in given if line.startswith("License ::")]
    return " / ".join(kinds) or "see the licence text"


def _texts(distribution: metadata.Distribution) -> tuple[Path, ...]:
    if distribution.name in QT:
        return tuple(TEXTS / name for name in QT_TEXTS)
    files = [file for file in distribution.files or [] if ".dist-info" in file.parts[0]]
    inner = {file: "/".join(file.parts[1:]).lower() for file in files}
    named = [file for file in files if any(word in inner[file] for word in LICENCE_NAMES)]
    return tuple(Path(str(distribution.locate_file(file))) for file in named)


def _of_system(files: list[Entry]) -> Iterator[Part]:
    """Debian packages whose libraries are in the build; nothing where there is no dpkg."""
    sources = [Path(source) for place, source, _ in files if "/" not in place]
    libraries = [str(path.resolve()) for path in sources if str(path).startswith(SYSTEM_FOLDERS)]
    if not libraries or shutil.which("dpkg-query") is None:
        return
    search = ["dpkg-query", "--search", *libraries]
    owners = {line.partition(":")[0] for line in _run(search).splitlines()}
    for name in sorted(owners):
        shown = ["dpkg-query", "--show", "--showformat=${Version}\n", name]
        version = _run(shown).splitlines()[0]
        text = Path("/usr/share/doc") / name / "copyright"
        texts = (text,) if text.is_file() else ()
        yield Part(name, version, "see the licence text", f"pkg:deb/debian/{name}@{version}", texts)


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
