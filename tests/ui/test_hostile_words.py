"""Whatever WeChat (or somebody in its place) writes is text in every view, and breaks none.

REAUTH_DESK_HOSTILE=all tries the whole corpus.
"""

import os

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton

from gui.core.practice.tasks import Step
from gui.ui.history_dialog import document
from tests.ui.clerk import TASKID, until
from tests.ui.hostile_words import MARK, corpus, lure, mischief, readers

ALL = os.environ.get("REAUTH_DESK_HOSTILE") == "all"
pytestmark = pytest.mark.timeout(1800 if ALL else 120)


@pytest.fixture
def words(tmp_path):
    return corpus(lure(tmp_path), everything=ALL)


def asks(clerk):
    """Press 查询状态, and wait for the answer."""
    asked = clerk.world.count("queryauth")
    clerk.press("query_status")
    until(lambda: clerk.world.count("queryauth") > asked, "it is asked")
    until(lambda: clerk.page() != "result_page" or clerk.can_press("query_status"), "the answer")


def test_refusals(clerk, words):
    # GIVEN answers that are right
    clerk.correct()
    for text in words:
        # WHEN the submission is refused with hostile words, and their details are opened
        clerk.world.refuse("reauth", 987654, text)
        if clerk.page() != "check_page":
            clerk.goes_to_check()
        clerk.press("submit")
        until(lambda: not clerk.window.record.submission.flow.busy and clerk.bars(), "a message")
        clerk.bars()[0].findChild(QPushButton, "message_details").click()
        # THEN they are words
        until(lambda: readers(clerk.window), "the words")
        assert mischief(clerk.window) == [], text[:80]
        clerk.window.messages.clear()

    # WHEN the history of all that is read, THEN they are words there, too
    clerk.command("history")
    dialog = clerk.find("history_dialog")
    attempts = dialog.findChild(QListWidget, "history_list")
    for row in range(0, attempts.count(), 1 if ALL else 5):
        attempts.setCurrentRow(row)
        assert (
            MARK in dialog.findChild(type(clerk.find("history_text")), "history_text").toPlainText()
        )
        assert mischief(clerk.window) == []
        pictures = pictures_of(document(dialog._page()))
        assert pictures == []
    dialog.reject()


def pictures_of(paper: QTextDocument):
    """What a printed receipt would load."""
    found, block = [], paper.begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            form = fragments.fragment().charFormat()
            found += [form] if form.isImageFormat() or form.isAnchor() else []
            fragments += 1
        block = block.next()
    return found


def test_reasons_and_reviewers(clerk, words):
    # GIVEN a submission that is being reviewed
    clerk.submits()
    clerk.waits_for("qr_code")
    for text in words:
        # WHEN it fails for good, with hostile words from everybody
        task = clerk.world.tasks[TASKID]
        clerk.world.play(TASKID, Step.FAIL_REVIEW, text)
        task.dispatch = {"provider": text, "contact": text, "dispatch_time": text}
        asks(clerk)
        until(lambda: readers(clerk.window), "the words")
        # THEN they are words
        assert mischief(clerk.window) == [], text[:80]

    # WHEN the list of all records is shown, THEN nothing happens there
    clerk.command("open_list")
    until(lambda: clerk.page() == "home_page", "the list")
    assert mischief(clerk.window) == []


def test_reasons_of_a_return(clerk, words):
    clerk.correct()
    for text in words if ALL else words[::3]:
        # GIVEN a submission
        clerk.goes_to_check()
        clerk.press("submit")
        until(lambda: clerk.sees("qr_code") or clerk.sees("question"), "the code, or a question")
        if clerk.sees("question"):  # nothing was changed since it came back
            clerk.press("question_yes")
        clerk.waits_for("qr_code")
        # WHEN it is sent back for hostile reasons
        clerk.world.play(TASKID, Step.SEND_BACK, text)
        asks(clerk)
        until(lambda: clerk.page() == "form_page", "the form")
        # THEN they are words
        assert MARK in clerk.find("refill_reason_text").text()
        assert mischief(clerk.window) == [], text[:80]
        clerk.window.messages.clear()


def test_the_search_for_mischief_finds_it(clerk, words, tmp_path):
    # GIVEN labels of the careless kind
    label = QLabel(clerk.window.centralWidget())
    label.setGeometry(0, 0, 400, 300)
    label.show()
    found = set()
    for text in [*words, *corpus(lure(tmp_path), everything=True)[:9]]:
        # WHEN hostile words are put into them
        label.setText(text * 3)
        label.setToolTip(text)
        found |= {line.partition(":")[2].split("'")[0].strip() for line in mischief(clerk.window)}
        found |= {line for line in mischief(clerk.window) if line.startswith("rendered")}
    # THEN everything is seen: format, tool tip, odd characters, length, and the picture
    assert {"its format is AutoText", "a tool tip with markup", "holds"} <= found
    assert "rendered in main_window" in found
    assert any(line.endswith("characters") for line in found)
