"""One program for one data folder: a second start brings the first window to the front.

A lock of the operating system, which dies with its process, says who is first. The second start
leaves a note in the folder; the first one watches the folder and takes the note away, which is
its answer. Nothing listens on the network.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher, QObject, Signal, Slot

ANSWER_MS = 3000
LOOK_EVERY = 0.02  # seconds
ANY_PROCESS = -1  # ASFW_ANY


class SingleInstance(QObject):
    """Who is first on `folder`, and the news that somebody started the program again."""

    activated = Signal()
    file_given = Signal(Path)  # absolute: what the second start, or macOS, asked to open

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder / "instance"
        self._lock: int | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_note)

    def acquire(self) -> bool:
        """Become the first. False when another process is: then `wake_first` and leave.

        The lock is held until this process ends, however it ends. Raises OSError when the data
        folder cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(lock):
            os.close(lock)
            return False
        self._lock = lock
        self._watcher.addPath(str(self._folder))
        self._take_notes()
        if sys.platform == "darwin" and (app := QCoreApplication.instance()) is not None:
            from gui.ui.opened_files import OpenedFiles

            OpenedFiles(app).file_given.connect(self.file_given)
        return True

    def release(self) -> None:
        """Stop being the first, as the end of the process does by itself."""
        self._watcher.removePath(str(self._folder))
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def wake_first(self, timeout_ms: int = ANSWER_MS, file: Path | None = None) -> bool:
        """Ask the first to show itself, and to open `file`, and wait until it is told.

        False when it does not answer.
        """
        _let_it_come_to_the_front()
        note = self._folder / f"wake-{os.getpid()}"
        part = self._folder / f"part-{os.getpid()}"  # a note is there with all that it says
        part.touch(mode=0o600)
        if file is not None:
            part.write_bytes(os.fsencode(file.absolute()))
        part.replace(note)
        end = time.monotonic() + timeout_ms / 1000
        while note.exists() and time.monotonic() < end:
            time.sleep(LOOK_EVERY)
        answered = not note.exists()
        note.unlink(missing_ok=True)
        return answered

    @Slot()
    def _on_note(self) -> None:
        notes = self._take_notes()
        if notes:
            self.activated.emit()
        for file in filter(None, notes):
            self.file_given.emit(Path(os.fsdecode(file)))

    def _take_notes(self) -> list[bytes]:
        """What the notes say that lie there: the name of a file, or nothing."""
        taken = []
        for note in self._folder.glob("wake-*"):
            with suppress(FileNotFoundError):  # whoever left it waits no longer
                taken.append(note.read_bytes())
                note.unlink()
        return taken


def _locked(file: int) -> bool:
    """Lock an open file for this process, if nobody else has.

    Not QLockFile: it trusts process numbers, which are given again after a restart.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _let_it_come_to_the_front() -> None:
    """Windows lets a window come to the front only when the one in front allows it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(ANY_PROCESS)
