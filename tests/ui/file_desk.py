"""The clerk with files of records: what the dialogs of the system would do, done for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from tests.ui.clerk import Clerk, until


def saves_to(clerk: Clerk, path: Path) -> None:
    """Choose where the export that was asked for goes."""
    until(lambda: clerk.window.findChildren(QFileDialog, "file_dialog"), "the file dialog")
    dialog = clerk.window.findChildren(QFileDialog, "file_dialog")[-1]
    dialog.fileSelected.emit(str(path))
    dialog.close()


def imports(clerk: Clerk, path: Path) -> str:
    """Choose a file and confirm; gives what was told before."""
    clerk.window.list.import_file(path)
    until(lambda: clerk.sees("question_yes"), "what the file holds is told first")
    words = clerk.words()
    clerk.press("question_yes")
    return words
