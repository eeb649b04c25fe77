"""Decides what of PyInstaller's finds does not go into the packaged program.

Everything here is left out for one of two reasons: nothing of ours uses it, or every desktop has
its own. What the program cannot do without is named in gui.core.selftest and gui.ui.selftest,
which the packaged program runs on itself.
"""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import PurePath

#: One entry of a PyInstaller table: place in the build, file on this computer, kind.
Entry = tuple[str, str, str]

# Python modules that something imports and nothing of ours gets to.
UNUSED_MODULES = [
    "PIL.AvifImagePlugin",
    "PIL._avif",
    "PIL._imagingft",
    "PySide6.QtDBus",
    "PySide6.QtNetwork",
    "_codecs_iso2022",
    "_codecs_jp",
    "_codecs_kr",
    "dns",  # email-validator asks no name server here
    "hypothesis",
    # PyInstaller would import all of it at every start, which takes 40 ms.
    "multiprocessing",
    "numpy",
    "pytest",
    "setuptools",
    "tkinter",
]
# SecretStorage needs it on Linux; elsewhere requests would merely pick it up.
LINUX_ONLY_MODULES = ["_cffi_backend", "cffi", "cryptography"]

UNUSED_FILES = (
    # Qt speaks neither TLS nor HTTP here, and there is no embedded screen, 3D or other toolkit.
    "*/plugins/tls/*",
    "*/plugins/networkinformation/*",
    "*/plugins/generic/*",
    "*/plugins/egldeviceintegrations/*",
    "*/plugins/xcbglintegrations/*",
    "*/plugins/wayland-graphics-integration-client/*",
    "*/plugins/platforms/*eglfs*",
    "*/plugins/platforms/*linuxfb*",
    "*/plugins/platforms/*minimal*",
    "*/plugins/platforms/*vkkhrdisplay*",
    "*/plugins/platforms/*vnc*",
    "*/plugins/platforms/*wayland-egl*",
    "*/plugins/platforms/qdirect2d*",
    "*/plugins/platformthemes/*gtk3*",
    "*/plugins/wayland-shell-integration/*fullscreen*",
    "*/plugins/wayland-shell-integration/*ivi*",
    "*/plugins/wayland-shell-integration/*qt-shell*",
    "*/plugins/imageformats/*icns*",
    "*/plugins/imageformats/*pdf*",
    "*/plugins/imageformats/*tga*",
    "*/plugins/imageformats/*wbmp*",
    "*libQt6EglF*",
    "*libQt6Network*",
    "*libQt6OpenGL*",
    "*Qt6Network.dll",
    "*Qt6OpenGL.dll",
    "*QtNetwork.framework*",
    "*QtOpenGL.framework*",
    "*libQt6WaylandEglClientHwIntegration*",
    "*opengl32sw.dll",
    "*d3dcompiler_*.dll",
    # Data of libraries for countries and tests that do not occur.
    "jsonschema/benchmarks/*",
    "stdnum/*.dat",
)
CHINESE_OF_QT = re.compile(r"/translations/(?!qtbase_zh_CN\.qm$)[^/]*\.qm$")

# From the folders of the system only what Python itself and a screen without other Qt programs
# may lack; fonts, X11, glib, D-Bus, C++ and the rest must fit the computer that runs them.
SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")
TAKEN_FROM_SYSTEM = re.compile(
    r"lib(python3|ssl|crypto|ffi|sqlite3"
    r"|xcb-(cursor|icccm|image|keysyms|render-util|util)|xkbcommon)\b"
)


def is_used(entry: Entry) -> bool:
    """True when a file (of `Analysis.binaries` or `.datas`) belongs into the build."""
    place, source, kind = entry
    path = PurePath(place).as_posix()
    if any(fnmatch(path, pattern) for pattern in UNUSED_FILES):
        return False
    if CHINESE_OF_QT.search(path):
        return False
    return kind == "EXTENSION" or not _is_of_every_desktop(path, source)


def _is_of_every_desktop(path: str, source: str) -> bool:
    from_system = "/" not in path and source.startswith(SYSTEM_FOLDERS)
    return from_system and TAKEN_FROM_SYSTEM.match(path) is None
