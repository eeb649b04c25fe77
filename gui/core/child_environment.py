"""Gives programs that are started from here the library path of the system, not ours.

PyInstaller starts the packaged program on Linux with LD_LIBRARY_PATH set to its own folder, which
every child inherits: a browser that is opened from here would load our libraries and may not
start. The loader has read the variable by then, so our own libraries are still found afterwards.
https://pyinstaller.org/en/stable/runtime-information.html#ld-library-path-libpath-considerations
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping

_PATH = "LD_LIBRARY_PATH"
_BEFORE = f"{_PATH}_ORIG"  # only there when the user had a path


def restore_library_path(
    environment: MutableMapping[str, str], *, packaged: bool = hasattr(sys, "frozen")
) -> None:
    """Make `environment` (os.environ) what it was before the packaged program was started.

    A program that runs from source leaves it alone.
    """
    if not packaged:
        return
    before = environment.pop(_BEFORE, "")
    environment.pop(_PATH, None)
    if before:
        environment[_PATH] = before
