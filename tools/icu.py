"""Makes Qt's library of language data small: 32 MB for all languages, 5 MB for the ones shown.

Linux only; on Windows and macOS Qt uses the data of the system. What stays: Chinese and English
with the rules below all languages (sorting, letters, time zones), and the Chinese encodings.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from tools.trim import Entry

PATH = f"{os.environ['PATH']}:/usr/sbin"  # where Debian puts icupkg
LIBRARY = re.compile(r"libicudata\.so\.(\d+)$")
LANGUAGE = re.compile(r"(?:.*/)?([a-z]{2,3})(?:_\w*)?\.res$")
LANGUAGES = {"en", "zh"}
ENCODING = re.compile(r"(?!gb18030|ibm-13(73|83|86)|windows-9(36|50))[^/]*\.cnv$")
# Line breaks, transliteration and numbers in words: libQt6Core.so asks ICU only for sorting,
# encodings and time zones (`nm -D --undefined-only` tells).
OTHER = re.compile(r"(brkitr|rbnf|translit)/")

SOURCE = """\
.section .note.GNU-stack,"",@progbits
.section .rodata
.globl {symbol}
.type {symbol}, @object
.balign 16
{symbol}:
.incbin "{data}"
.size {symbol}, . - {symbol}
"""


def with_small_data(binaries: list[Entry], folder: Path) -> list[Entry]:
    """`binaries` of a build with the small library in the place of Qt's, made in `folder`.

    Where that does not work everything stays as it is, and a line says so.
    """
    whole = [entry for entry in binaries if LIBRARY.search(entry[0]) and "/" in entry[0]]
    if not whole:
        return binaries
    place, source, kind = whole[0]
    try:
        small = (place, str(filtered(Path(source), folder)), kind)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        print(f"WARNING: the language data of Qt stays whole, 27 MB more: {error}")
        print(f"         {getattr(error, 'stderr', None) or 'install icu-devtools and binutils'}")
        return binaries
    return [small if entry == whole[0] else entry for entry in binaries]


def filtered(library: Path, folder: Path) -> Path:
    """Write a smaller libicudata.so of the same name into `folder`; returns its path.

    `library` is Qt's own. It takes Debian's icu-devtools and binutils: FileNotFoundError when one
    is missing, CalledProcessError when one refuses (icupkg does when something that stays needs
    something that goes). Raises ValueError when the name is not that of a library of ICU data.
    """
    found = LIBRARY.search(library.name)
    if found is None:
        raise ValueError(library.name)
    name = f"icudt{found.group(1)}"  # icupkg wants the file to carry the name of the package
    whole, small = folder / "whole" / f"{name}l.dat", folder / "small" / f"{name}l.dat"
    for file in (whole, small):
        file.parent.mkdir(parents=True, exist_ok=True)
    _run(["objcopy", "-O", "binary", "--only-section=.rodata", str(library), str(whole)])
    removed = folder / "removed.txt"
    items = _run(["icupkg", "--list", str(whole)]).splitlines()
    removed.write_text("\n".join(filter(_is_other_language, items)), encoding="utf-8")
    _run(["icupkg", "--remove", str(removed), str(whole), str(small)])
    return _as_library(small, f"{name}_dat", folder / library.name)


def _is_other_language(name: str) -> bool:
    language = LANGUAGE.match(name)
    if language is not None and language.group(1) not in LANGUAGES:
        return True
    return ENCODING.match(name) is not None or OTHER.match(name) is not None


def _as_library(data: Path, symbol: str, library: Path) -> Path:
    source, compiled = data.with_suffix(".s"), data.with_suffix(".o")
    source.write_text(SOURCE.format(symbol=symbol, data=data), encoding="utf-8")
    _run(["as", "-o", str(compiled), str(source)])
    link = ["ld", "-shared", "-z", "noexecstack", "-soname", library.name, "-o", str(library)]
    _run([*link, str(compiled)])
    return library


def _run(command: list[str]) -> str:
    environment = {**os.environ, "PATH": PATH}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return done.stdout
