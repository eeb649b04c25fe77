"""提交历史 as its user sees it."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from gui.core.form.spec import load_form
from gui.core.paths import RESOURCES
from gui.ui.history_dialog import HistoryDialog
from gui.ui.tasks import TaskRunner
from tests.core.test_receipt import ATTEMPT


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(window):
    attempts = [ATTEMPT, replace(ATTEMPT, id=2, round=1, state="refused", errcode=89635)]
    spec = load_form(RESOURCES / "forms")
    made = HistoryDialog("某某小程序", attempts, spec, TaskRunner(window), window)
    made.open()
    return made


def test_the_newest_is_shown_first_and_the_others_on_demand(dialog):
    # GIVEN the history of two rounds
    # THEN the newest can be read at once
    assert "第 2 次" in dialog._text.toPlainText()
    # WHEN the older one is chosen
    dialog._list.setCurrentRow(1)
    # THEN it is shown instead
    assert "微信没有接受" in dialog._text.toPlainText()


def test_copying_gives_the_text_that_is_shown(dialog, qtbot):
    # WHEN the receipt is copied
    dialog.findChild(QPushButton, "copy_history").click()
    # THEN the clipboard holds what stands there
    assert QGuiApplication.clipboard().text() == dialog._text.toPlainText()


def test_the_pdf_is_a_pdf(dialog, tmp_path, qtbot):
    # WHEN the receipt is kept as a file
    path = tmp_path / "回执.pdf"
    dialog.save_pdf(str(path))
    # THEN a page was written
    qtbot.waitUntil(path.exists)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) > 2000


def test_without_a_submission_there_is_a_sentence_and_nothing_to_press(window):
    # GIVEN a record that was never submitted
    spec = load_form(RESOURCES / "forms")
    made = HistoryDialog("新记录", [], spec, TaskRunner(window), window)
    # THEN copying and keeping are not offered
    assert not made.findChild(QPushButton, "save_history_pdf").isEnabled()


def test_a_pdf_that_cannot_be_written_is_told(dialog, tmp_path, qtbot):
    # GIVEN a place that is not there any more WHEN the PDF shall go there
    dialog.save_pdf(str(tmp_path / "gone" / "回执.pdf"))
    # THEN it is said
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "notice") is not None)
    notice = dialog.findChild(QDialog, "notice")
    assert notice.windowTitle() == "PDF 没有存下"
    notice.accept()
