"""The dialogs that ask for a file: opened with open(), so that nothing stops, and freed after."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.ui.window_size import open_at

LONGEST_NAME = 80
SIZE = (860, 560)
HOME = QStandardPaths.StandardLocation.HomeLocation
DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation
PICTURES = QStandardPaths.StandardLocation.PicturesLocation


def file_dialog(
    parent: QWidget,
    name: str,
    title: str,
    filters: str,
    *,
    folder: str = "",
    place: QStandardPaths.StandardLocation = DOCUMENTS,
) -> QFileDialog:
    """A dialog that chooses a file that is there; `name` is its object name.

    It begins in `folder` as long as that is there, else where things of this kind are kept.
    Of a folder that is not there Qt would make the one of the program.
    """
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    open_at(dialog, SIZE)  # where the system has no dialog of its own
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    dialog.setNameFilter(filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    usual = (QStandardPaths.writableLocation(where) for where in (place, HOME))
    there = (one for one in (folder, *usual) if one and Path(one).is_dir())
    dialog.setDirectory(next(there, ""))
    return dialog


def to_save(dialog: QFileDialog, name: str, suffix: str) -> QFileDialog:
    """The same dialog for a file that is made: proposed is `name` with its suffix."""
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(f"{file_name(name)}.{suffix}")
    return dialog


def file_name(name: str) -> str:
    """A name of somebody's as one that every system takes for a file."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", name)[:LONGEST_NAME]
