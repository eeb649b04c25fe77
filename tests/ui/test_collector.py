"""Garbage is collected in the GUI thread, and nowhere else."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from gui.ui.collector import Collector


class Loop:
    """Something that only the collector frees; it notes where that happened."""

    def __init__(self, ends):
        self.itself = self
        weakref.finalize(self, lambda: ends.append(threading.current_thread()))


@pytest.fixture
def collector(qapp):
    parent = QObject()
    collector = Collector(parent)
    collector._timer.setInterval(10)
    collector.install()
    yield collector
    collector.give_back()


def test_what_another_thread_leaves_ends_in_the_gui_thread(collector, qtbot):
    # GIVEN a thread that makes much garbage
    ends = []

    def work():
        for _ in range(3000):
            Loop(ends)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    # THEN none of it ended there
    assert ends == []
    # AND all of it ends here, while the window lives
    qtbot.waitUntil(lambda: len(ends) == 3000)
    assert set(ends) == {threading.main_thread()}


def test_afterwards_the_interpreter_does_it_again(qapp):
    parent = QObject()
    collector = Collector(parent)
    collector.install()
    assert not gc.isenabled()
    collector.give_back()
    assert gc.isenabled()
