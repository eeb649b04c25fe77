"""The system ends the program: everything is saved first, and nobody is asked."""

import json
import os
import signal

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gui.ui.session_end import SessionEnd
from tests.ui.clerk import until

pytestmark = pytest.mark.usefixtures("loops_run_again")
EMAIL = "/contact_info/email"


class Calls(QObject):
    """Notes what is called."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def save(self):
        self.calls.append("save")

    def end(self):
        self.calls.append("end")

    def quit(self):
        self.calls.append("quit")


class Manager:
    """A session that wants everything saved."""

    hint = None

    def setRestartHint(self, hint):
        self.hint = hint


@pytest.fixture
def calls(qapp):
    calls = Calls()
    qapp.aboutToQuit.connect(calls.quit)
    yield calls
    qapp.aboutToQuit.disconnect(calls.quit)


@pytest.fixture
def session_end(qapp, calls):
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    end = SessionEnd(qapp, calls.save, calls.end, calls)
    end.install()
    yield end
    end.give_back()
    assert {number: signal.getsignal(number) for number in handlers} == handlers
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_heard_while_nothing_happens_in_the_window(session_end, calls, number):
    os.kill(os.getpid(), number)
    until(lambda: "end" in calls.calls, "it is heard")
    assert calls.calls[0] == "end"


def test_the_end_of_the_session_saves_in_silence(session_end, calls):
    manager = Manager()
    session_end._on_commit(manager)
    assert calls.calls == ["save"]
    assert manager.hint is not None


def test_told_to_end_the_window_saves_and_closes(clerk, qapp):
    clerk.write(EMAIL, "last@example.com")
    os.kill(os.getpid(), signal.SIGTERM)
    until(lambda: not clerk.window.isVisible(), "it closes")
    assert json.loads(clerk.stored()["answers"])[EMAIL] == "last@example.com"


def test_told_to_end_it_asks_nothing_even_if_the_disk_is_full(clerk):
    database = clerk.window.services.database
    database.rows(f"PRAGMA max_page_count = {database.row('PRAGMA page_count')[0]}")
    clerk.editor("/invoice_info/electronic/desc").setFocus()
    clerk.editor("/invoice_info/electronic/desc").insertPlainText("长" * 40_000)
    os.kill(os.getpid(), signal.SIGTERM)
    until(lambda: not clerk.window.isVisible(), "it closes")
    assert not [w for w in QApplication.topLevelWidgets() if w.objectName() == "question"]
    database.rows("PRAGMA max_page_count = 1000000")
