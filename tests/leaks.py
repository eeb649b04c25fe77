"""Finds a secret in whatever a program left behind, in every shape that it may have there."""

from __future__ import annotations

import base64
import gzip
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

GZIP, ZIP, PDF = b"\x1f\x8b", b"PK\x03\x04", b"%PDF"


def shapes(secret: str) -> set[bytes]:
    """How a secret might look in bytes: as it is, escaped, in UTF-16, hexadecimal or base64."""
    raw = secret.encode()
    found = {raw, raw[::-1], raw.hex().encode(), raw.hex().upper().encode()}
    found |= {secret.encode("utf-16-le"), secret.encode("utf-16-be")}
    found |= {quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode()}
    for shift in range(3):
        # What does not depend on the neighbours, wherever in the text the secret begins.
        encoded = base64.b64encode(b"x" * shift + raw)
        core = encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4]
        found |= {core, core.translate(bytes.maketrans(b"+/", b"-_"))}
    return found


class Scanner:
    """Looks for secrets by name; the shapes are made once."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        for name, secret in secrets.items():
            assert len(secret.encode()) >= 8, f"{name} is too short to be told from chance"
        self._shapes = {name: shapes(secret) for name, secret in secrets.items()}

    def names_in(self, data: bytes) -> set[str]:
        """The names of the secrets that are in `data`, or in what is packed in it."""
        found: set[str] = set()
        for layer in _layers(data):
            for name, wanted in self._shapes.items():
                if any(shape in layer for shape in wanted):
                    found.add(name)
        return found

    def places(self, left: Mapping[str, bytes]) -> list[tuple[str, str]]:
        """(name of a secret, place) for each secret in each of the things that were left."""
        return [(name, place) for place, data in left.items() for name in self.names_in(data)]


def files_below(*folders: Path, besides: Iterable[Path] = ()) -> dict[str, bytes]:
    """Name and content of every file, the names themselves included."""
    left: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file() or any(_is_in(path, one) for one in besides):
                continue
            with suppress(OSError):  # gone meanwhile
                left[str(path)] = str(path).encode(errors="replace") + b"\n" + path.read_bytes()
    return left


def process_facts(pid: int) -> dict[str, bytes]:
    """What every other program may read of a process that runs."""
    names = ("cmdline", "environ", "comm")
    return {f"process:{name}": Path(f"/proc/{pid}/{name}").read_bytes() for name in names}


def _is_in(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def _layers(data: bytes) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield data
    start = data.find(b"\n") + 1 if data.startswith(b"/") else 0  # behind the name of a file
    body = data[start:]
    if body.startswith(GZIP):
        with suppress(OSError, EOFError):
            yield gzip.decompress(body)
    elif body.startswith(ZIP):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(BytesIO(body)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    elif body.startswith(PDF):
        yield _words_of_pdf(body).encode()


def _words_of_pdf(body: bytes) -> str:
    import pypdfium2

    with suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(body)
        try:
            # Lines are broken anywhere: a secret must be found across them.
            return "".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()
    return ""
