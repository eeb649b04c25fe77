"""Dialogs for files: where they begin, what they propose, and that they are gone afterwards."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QStandardPaths
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from gui.ui.file_dialogs import DOCUMENTS, file_dialog, to_save

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # dialogs, offscreen


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_it_begins_where_the_last_file_was(window, tmp_path):
    dialog = file_dialog(window, "some_file", "打开", "文本 (*.txt)", folder=str(tmp_path))
    assert Path(dialog.directory().absolutePath()) == tmp_path
    assert dialog.objectName() == "some_file"


def test_without_that_folder_it_begins_among_the_documents(window, tmp_path):
    # GIVEN somebody with and without a folder of documents
    documents = Path(QStandardPaths.writableLocation(DOCUMENTS))
    for wanted in (documents.parent, documents):
        wanted.mkdir(parents=True, exist_ok=True)
        # WHEN the folder of last time is gone, THEN it begins there, not beside the program
        gone = str(tmp_path / "gone")
        dialog = file_dialog(window, "some_file", "打开", "文本 (*.txt)", folder=gone)
        assert Path(dialog.directory().absolutePath()) == wanted


def test_a_proposed_name_is_one_that_every_system_takes(window):
    dialog = to_save(file_dialog(window, "f", "存", "文本 (*.txt)"), 'a/b:c*"年审"', "txt")
    assert Path(dialog.selectedFiles()[0]).name == "a_b_c_年审_.txt"
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave


def test_it_is_gone_when_it_was_closed(window, qtbot):
    dialog = file_dialog(window, "some_file", "打开", "文本 (*.txt)")
    dialog.open()
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChild(QFileDialog) is None
