"""One rotating log file, from which secrets are kept by construction and then once more by force.

Our own lines are fixed English messages; what varies goes through `extra=` and is written only if
its name is in FIELDS. Whatever else gets in (other libraries, tracebacks) is redacted as a whole.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "reauth-desk.log"
FIELDS = (
    "call", "endpoint", "state", "code", "rid", "kind", "reason", "record_id", "count", "size",
    "seconds", "version", "platform",
)  # fmt: skip
_LARGEST = 1_000_000
_OLDER_FILES = 3
_GONE = "***"
_NAMED = r"access_token|refresh_token|[a-z_]*secret|token|ticket|password|passwd"
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (rf"""((?:{_NAMED})\\*["']?\s*[=:]\s*\\*["']?)[^\s"'\\&,;}})\]]+""", rf"\1{_GONE}"),
        (
            r"""(authorization\\*["']?\s*[=:]\s*\\*["']?)(?:(?:basic|bearer)\s+)?\S+""",
            rf"\1{_GONE}",
        ),
        (r"://[^/\s@]+@", f"://{_GONE}@"),
        (r"""\?[\w.%-]+=[^\s"'<>)]*""", f"?{_GONE}"),
        (r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", _GONE),
        (r"[\w-]{64,}", _GONE),  # tokens are long, and words are not
    )
)


def redact(text: str) -> str:
    """`text` without whatever looks like a secret."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


@dataclass(frozen=True)
class Log:
    """What `setup` opened; `close` ends it and gives the file free."""

    handler: logging.Handler

    def close(self) -> None:
        """Stop writing."""
        logging.getLogger().removeHandler(self.handler)
        self.handler.close()


def setup(folder: Path, level: int = logging.INFO) -> Log:
    """Write the program's log to a file in `folder` that only the owner may read (4 MB in all).

    Our lines from `level`, those of others from WARNING. A disk that takes no log stops nothing.
    """
    handler: logging.Handler
    try:
        handler = _OwnersFile(folder / NAME)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_RedactingFormatter())
    logging.getLogger().addHandler(handler)
    logging.getLogger("gui").setLevel(level)
    logging.getLogger("urllib3").setLevel(logging.WARNING)  # its DEBUG lines hold whole URLs
    logging.getLogger("PIL").setLevel(logging.WARNING)  # its DEBUG lines hold what pictures say
    return Log(handler)


class _OwnersFile(RotatingFileHandler):
    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            maxBytes=_LARGEST,
            backupCount=_OLDER_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        descriptor = os.open(self.baseFilename, flags, 0o600)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)  # an older file may be open to others
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Nothing: logging's own way prints the arguments, unredacted, to stderr."""


class _RedactingFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's name
        """One line, however many the message has, and the allowed fields."""
        line = " ".join(super().formatMessage(record).splitlines())
        found = [(name, record.__dict__[name]) for name in FIELDS if name in record.__dict__]
        return line + "".join(f" {name}={value!r}" for name, value in found)

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry with its traceback, redacted."""
        return redact(super().format(record))
