"""What this program is made of that others wrote, with the texts of their licences.

The packaged program carries a folder made by tools/licences.py. From source the installed
packages are asked, so that the list is never older than what runs.
"""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from gui import __version__
from gui.core.paths import RESOURCES

PACKAGED = RESOURCES.parent / "LICENSES"
LIST = "README.txt"
GAP = "    "  # between the name with the version, and the licence
OWN = "重审助手"
OWN_LICENCE = "MIT"
# The direct dependencies, as in pyproject.toml.
PACKAGES = (
    "PySide6-Essentials",
    "email-validator",
    "jeepney",
    "jsonschema",
    "keyring",
    "multipart",
    "pi-heif",
    "pillow",
    "platformdirs",
    "pypdfium2",
    "python-stdnum",
    "requests",
    "segno",
    "tenacity",
    "truststore",
)
QT = ("pyside6-essentials", "shiboken6")  # their wheels bring no texts
QT_TEXTS = RESOURCES.parent / "packaging" / "licences"
TEXT_NAMES = ("licen", "copying", "notice", "copyright")
LONGEST_KIND = 60  # some authors put the whole text where its name belongs


@dataclass(frozen=True)
class Licence:
    """One part: `kind` is the name of its licence, "" when its author gives none."""

    name: str
    version: str
    kind: str
    files: tuple[Path, ...]

    def text(self) -> str:
        """All its texts; "" when none came with it, or none can be read."""
        return "\n\n".join(filter(None, map(_read, self.files)))


def licences(folder: Path = PACKAGED) -> list[Licence]:
    """This program first, then every part by name."""
    if (folder / LIST).is_file():
        own, parts = folder / "LICENSE.txt", list(_packaged(folder))
    else:
        own, parts = RESOURCES.parent / "LICENSE", [*_of_others(), *_installed()]
    parts.sort(key=lambda part: part.name.lower())
    return [Licence(OWN, __version__, OWN_LICENCE, (own,)), *parts]


def _packaged(folder: Path) -> Iterator[Licence]:
    for line in _read(folder / LIST).splitlines():
        what, gap, kind = line.partition(GAP)
        name, _, version = what.rpartition(" ")
        texts = folder / name.replace(" ", "-")
        if gap and name and texts.is_dir():
            yield Licence(name, version, kind.strip(), tuple(sorted(texts.iterdir())))


def _of_others() -> Iterator[Licence]:
    """What is no Python package."""
    standard = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    version = sysconfig.get_python_version()
    yield Licence("Python", version, "PSF-2.0", (standard,))
    yield Licence("Lucide", "", "ISC", (RESOURCES / "icons" / "LICENSE",))


def _installed() -> Iterator[Licence]:
    """The packages, and what they need in turn, as far as they are installed here."""
    waiting, seen = list(PACKAGES), set[str]()
    while waiting:
        name = _plain(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system
        waiting += _needs(found.requires or ())
        yield Licence(found.name, found.version, _kind(found), _texts(name, found))


def _needs(lines: Iterable[str]) -> list[str]:
    return [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in lines if "extra ==" not in line]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _kind(found: metadata.Distribution) -> str:
    about = found.metadata.json
    given = str(about.get("license_expression") or about.get("license") or "")
    if not given or "\n" in given or len(given) > LONGEST_KIND:
        classes = found.metadata.get_all("Classifier") or []
        given = next((c.rpartition(":: ")[2] for c in classes if c.startswith("License ::")), "")
    return given


def _texts(name: str, found: metadata.Distribution) -> tuple[Path, ...]:
    if name in QT:
        return tuple(sorted(QT_TEXTS.glob("*.txt"), reverse=True))  # the LGPL before the GPL
    files = [file for file in found.files or [] if ".dist-info" in file.parts[0]]
    inner = {file: "/".join(file.parts[1:]).lower() for file in files}
    named = [file for file in files if any(word in inner[file] for word in TEXT_NAMES)]
    return tuple(Path(str(found.locate_file(file))) for file in named)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
