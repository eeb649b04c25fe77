"""Makes the environment that `make` needs, or says in plain words what is missing.

It comes before everything else, so it runs with the standard library alone and on older Pythons
too. A second run finds everything in place and touches neither the network nor the packages.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "run": "requirements.lock",
    "test": "requirements-dev.lock",
    "package": "requirements-dev.lock",
}
# 3.13 is the last one that the locked Qt has wheels for.
SUITABLE = "import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
SHARED_LIBRARY = "import sysconfig; print(*sysconfig.get_config_vars('LIBDIR', 'INSTSONAME'))"
PYTHONS = ("python3", "python3.13", "python3.12", "python3.11")

# What Qt's wheels load from the system, and the Debian package that brings it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
PROGRAMS = {"run": {"fc-list": "fontconfig"}}
PROGRAMS["test"] = {
    **PROGRAMS["run"],
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "ip": "iproute2",
    "objdump": "binutils",  # for PyInstaller
    "openbox": "openbox",
    "strace": "strace",
    "wmctrl": "wmctrl",
    "xclip": "xclip",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
}
PROGRAMS["package"] = {
    **PROGRAMS["run"],
    "dpkg-shlibdeps": "dpkg-dev",
    "objdump": "binutils",
    "xz": "xz-utils",
}
# What is no command on the PATH.
FILES: dict[str, dict[Path, str]] = {
    "run": {},
    "test": {Path("/usr/libexec/at-spi-bus-launcher"): "at-spi2-core"},
    "package": {Path("/usr/sbin/icupkg"): "icu-devtools"},
}
CHINESE_FONT = "fonts-noto-cjk"

NO_DISPLAY = """\
There is no screen to show the window on (neither DISPLAY nor WAYLAND_DISPLAY is set).
Run this in a terminal of a desktop session.
没有可用的屏幕，窗口无法显示。请在桌面环境的终端里运行。"""
NO_PYTHON = """\
Python 3.11, 3.12 or 3.13 with its venv module is needed, and none was found.
需要 Python 3.11、3.12 或 3.13（含 venv），没有找到。"""
PACKAGES_MISSING = """\
Packages of the system are missing. Please install them once, then try again:
还缺少系统软件包，请先执行下面的命令，再重新运行：

    {command}
"""


class CannotContinueError(Exception):
    """Something is missing that only the user can bring; the text says what and how."""


def missing_packages(purpose: str) -> list[str]:
    """Debian packages that `purpose` (a key of LOCKS) lacks on this Linux system."""
    if sys.platform != "linux":
        return []
    missing = {package for soname, package in LIBRARIES.items() if not _loads(soname)}
    missing |= {pack for name, pack in PROGRAMS[purpose].items() if shutil.which(name) is None}
    missing |= {pack for path, pack in FILES[purpose].items() if not path.exists()}
    if not _has_chinese_font():
        missing.add(CHINESE_FONT)
    return sorted(missing)


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listing = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False)
    return bool(listing.stdout.strip())


def missing_python_packages(purpose: str, python: str | None) -> list[str]:
    """Debian packages of Python itself that are lacking to make the environment with `python`.

    PyInstaller packs Python's shared library, which Debian keeps apart from the program.
    """
    if sys.platform != "linux":
        return []
    new_enough = (3, 11) <= sys.version_info[:2] <= (3, 13)
    missing = ["python3-venv"] if python is None and new_enough else []
    if purpose != "run":
        asked = [python or sys.executable, "-c", SHARED_LIBRARY]
        output = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
        folder, name = output.split()
        package, shared, _ = name.partition(".so")
        if shared and not (Path(folder, name).exists() or _loads(name)):
            missing.append(package)
    return missing


def install_command(packages: list[str], prefix: str = "") -> str:
    """The exact line that installs `packages`, to run or to show."""
    names = " ".join(packages)
    install = "apt-get install -y --no-install-recommends"
    return f"{prefix}apt-get update && {prefix}{install} {names}"


def install_packages(packages: list[str]) -> None:
    """Install by apt where that is allowed, else stop with the command to run.

    On a system without apt the names are only told: its own packages may be named otherwise.
    """
    if shutil.which("apt-get") is None:
        print("Missing, by their Debian names:", " ".join(packages))
        return
    prefix, may_install = _rights()
    if may_install:
        print("Installing packages of the system:", " ".join(packages), flush=True)
        line = install_command(packages, f"{prefix}env DEBIAN_FRONTEND=noninteractive ")
        if subprocess.run(["sh", "-c", line], check=False).returncode == 0:
            return
    by_su = f"su - -c '{install_command(packages)}'"
    command = by_su if prefix == "su" else install_command(packages, prefix)
    raise CannotContinueError(PACKAGES_MISSING.format(command=command))


def _rights() -> tuple[str, bool]:
    """How this user comes to install packages, and whether that needs no password."""
    if os.geteuid() == 0:
        return "", True
    if shutil.which("sudo") is None:
        return "su", False
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return "sudo ", asked.returncode == 0


def find_python() -> str | None:
    """The first Python of this system that can make the environment."""
    for name in PYTHONS:
        path = shutil.which(name)
        if path is not None:
            probe = subprocess.run([path, "-c", SUITABLE], capture_output=True, check=False)
            if probe.returncode == 0:
                return path
    return None


class Environment:
    """The folder with Python packages; a stamp in it tells which locks it was made from."""

    def __init__(self, folder: Path, lock: Path) -> None:
        self.python = folder / "bin" / "python"
        self._folder = folder
        self._lock = lock
        self._stamp = folder / f"{lock.name}.sha256"
        self._digest = hashlib.sha256(lock.read_bytes()).hexdigest()

    def is_ready(self) -> bool:
        """True when the folder holds what the lock names."""
        return self.python.exists() and self._read_stamp() == self._digest

    def build(self, python: str) -> None:
        """Install the lock: hashes checked, and wheels only, so that nothing is compiled."""
        print(f"Making {self._folder.name} from {self._lock.name}, once ...", flush=True)
        if not self._can_be_added_to():
            _run([python, "-m", "venv", "--clear", str(self._folder)])
        pip = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check"]
        # The lock names everything. An older pip that follows dependencies all the same
        # reaches for the newest `coverage[toml]`, and stops because that is not locked.
        exact = ["--no-deps", "--require-hashes", "--only-binary=:all:"]
        _run([*pip, *exact, "-r", str(self._lock)])
        self._stamp.write_text(self._digest, encoding="ascii")

    def _can_be_added_to(self) -> bool:
        """True when another lock was installed here in full and this one never was."""
        stamps = set(self._folder.glob("*.sha256"))
        return self.python.exists() and bool(stamps) and self._stamp not in stamps

    def _read_stamp(self) -> str | None:
        return self._stamp.read_text(encoding="ascii") if self._stamp.exists() else None


def _run(command: list[str]) -> None:
    code = subprocess.run(command, check=False).returncode
    if code != 0:
        raise CannotContinueError(f"This command ended with {code}: {' '.join(command)}")


def _has_screen() -> bool:
    variables = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in variables)


def prepare(purpose: str, environment: Environment) -> None:
    """Bring system and environment to what `purpose` needs."""
    if purpose == "run" and not _has_screen():
        raise CannotContinueError(NO_DISPLAY)
    packages = missing_packages(purpose)
    ready = environment.is_ready()
    if not ready:
        packages += missing_python_packages(purpose, find_python())
    if packages:
        install_packages(packages)
    if not ready:
        python = find_python()
        if python is None:
            raise CannotContinueError(NO_PYTHON)
        environment.build(python)


def main(arguments: list[str]) -> int:
    """Entry of `python3 tools/bootstrap.py run|test|package`; 0 when all is there."""
    purpose = arguments[0]
    try:
        prepare(purpose, Environment(ROOT / ".venv", ROOT / LOCKS[purpose]))
    except CannotContinueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
