"""A double click on a file of ours on macOS, where the file comes as an event."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent

from gui.ui.opened_files import OpenedFiles


def test_a_file_that_the_system_hands_over_is_given_on(qapp, tmp_path):
    # GIVEN the program WHEN the system asks it to open a file, and something that is none
    files, given = OpenedFiles(qapp), []
    files.file_given.connect(given.append)
    path = tmp_path / "某店.reauth"
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(str(path)))
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.com/a.reauth")))
    # THEN the file is given on, and nothing else
    assert given == [Path(path)]
    files.deleteLater()
