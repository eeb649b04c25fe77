"""What the programs and libraries of a folder need from the Linux system that runs them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)")
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
_OF_GLIBC = re.compile(r"(ld-linux|lib(c|m|dl|rt|pthread|util|resolv))\b")
_MAGIC = b"\x7fELF"


def files(folder: Path) -> list[Path]:
    """Every ELF file below `folder`; links are not followed."""
    plain = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sorted(file for file in plain if _starts_with(file, _MAGIC))


def _starts_with(file: Path, magic: bytes) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(magic)) == magic


def needs(folder: Path) -> tuple[str, list[str]]:
    """The oldest glibc that all files below `folder` load on (as "2.34"), and library names.

    The libraries are those that are not below `folder` themselves, without glibc's own.
    """
    headers = [_private_headers(file) for file in files(folder)]
    versions = {tuple(map(int, found)) for text in headers for found in _GLIBC.findall(text)}
    own = {file.name for file in folder.rglob("*.so*")}
    names = {name for text in headers for name in _NEEDED.findall(text)} - own
    libraries = sorted(name for name in names if not _OF_GLIBC.match(name))
    return ".".join(map(str, max(versions))), libraries


def _private_headers(file: Path) -> str:
    command = ["objdump", "--private-headers", str(file)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
