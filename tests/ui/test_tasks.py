"""Work off the GUI thread: nothing is lost, nothing arrives at the wrong place, nothing holds."""

import subprocess
import sys
import threading
import time

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QLabel

from gui.core.errors import Cancelled, DiskFull
from gui.core.paths import RESOURCES
from gui.ui.tasks import TaskRunner

DEADLINE = 10  # seconds
MANY = 2000


class Panel(QObject):
    """Somebody who waits for results."""

    def __init__(self):
        super().__init__()
        self.news = []
        self.threads = set()

    def note(self, *news):
        self.news.append(news)
        self.threads.add(QThread.currentThread())

    @Slot(object)
    def succeeded(self, value):
        self.note("success", value)

    @Slot(object)
    def failed(self, error):
        self.note("failure", type(error))

    @Slot()
    def progressed(self, done, total):
        self.note("progress", done, total)

    @Slot()
    def finished(self):
        self.note("finished")

    @Slot(object)
    def stumble(self, value):
        raise ZeroDivisionError


@pytest.fixture
def runner(qapp):
    runner = TaskRunner()
    yield runner
    shiboken6.delete(runner)


@pytest.fixture
def panel(qapp):
    return Panel()


def count_to(total, *, progress, cancelled):
    for done in range(total):
        progress(done + 1, total)
    return cancelled.is_set()


def fail():
    raise DiskFull


def stumble():
    raise ZeroDivisionError


# delivery


def test_a_result_comes_in_the_gui_thread_with_its_progress_before_it(qtbot, runner, panel):
    runner.start(
        count_to,
        2,
        on_success=panel.succeeded,
        on_progress=panel.progressed,
        on_finished=panel.finished,
    )
    qtbot.waitUntil(lambda: ("finished",) in panel.news)
    assert panel.news == [("progress", 1, 2), ("progress", 2, 2), ("success", False), ("finished",)]
    assert panel.threads == {panel.thread()}


def test_of_many_quick_results_none_is_lost_or_early(qtbot, runner, panel):
    for number in range(MANY):
        runner.start(abs, -number, on_success=panel.succeeded, lane="quick")
        assert panel.news == []
    qtbot.waitUntil(lambda: len(panel.news) == MANY)
    assert panel.news == [("success", number) for number in range(MANY)]


def test_a_function_gets_only_what_it_names(qtbot, runner, panel):
    runner.start(len, "abc", on_success=panel.succeeded)
    runner.start(time.sleep, 0, on_success=panel.succeeded)  # written in C, tells no signature
    qtbot.waitUntil(lambda: len(panel.news) == 2)
    assert sorted(panel.news, key=str) == [("success", 3), ("success", None)]


def test_a_lane_keeps_the_order_and_does_one_thing_at_a_time(qtbot, runner, panel):
    # GIVEN a lane whose first task waits
    gate = threading.Event()
    runner.start(gate.wait, DEADLINE, on_success=panel.succeeded, lane="db")
    runner.start(str, "second", on_success=panel.succeeded, lane="db")

    # WHEN something without a lane runs meanwhile
    runner.start(str, "free", on_success=panel.succeeded)
    qtbot.waitUntil(lambda: panel.news == [("success", "free")])

    # THEN the second came only after the first
    gate.set()
    qtbot.waitUntil(lambda: len(panel.news) == 3)
    assert panel.news[1:] == [("success", True), ("success", "second")]


# failures


def test_a_failure_for_people_comes_to_its_handler(qtbot, runner, panel):
    runner.start(fail, on_failure=panel.failed, on_finished=panel.finished)
    qtbot.waitUntil(lambda: len(panel.news) == 2)
    assert panel.news == [("failure", DiskFull), ("finished",)]


def test_a_failure_without_handler_goes_to_everybody(qtbot, runner):
    with qtbot.waitSignal(runner.failed_unhandled) as heard:
        runner.start(fail)
    assert isinstance(heard.args[0], DiskFull)


@pytest.mark.parametrize("lane", [None, "net"])
def test_a_fault_of_ours_goes_to_the_excepthook_and_the_panel_is_free_again(
    qtbot, runner, panel, lane
):
    with qtbot.captureExceptions() as faults:
        runner.start(stumble, on_failure=panel.failed, on_finished=panel.finished, lane=lane)
        qtbot.waitUntil(lambda: panel.news == [("finished",)])
    assert [fault[0] for fault in faults] == [ZeroDivisionError]

    # and the lane goes on working
    runner.start(int, "7", on_success=panel.succeeded, lane=lane)
    qtbot.waitUntil(lambda: ("success", 7) in panel.news)


def test_a_fault_in_a_handler_goes_to_the_excepthook_too(qtbot, runner, panel):
    with qtbot.captureExceptions() as faults:
        runner.start(int, "7", on_success=panel.stumble, on_finished=panel.finished)
        qtbot.waitUntil(lambda: panel.news == [("finished",)])
    assert [fault[0] for fault in faults] == [ZeroDivisionError]


# cancelling and going away


def test_after_cancel_nothing_is_heard_and_the_function_can_know(qtbot, runner, panel):
    # GIVEN a task that waits for its cancellation, and would complain then
    seen = threading.Event()

    def wait(*, cancelled):
        if cancelled.wait(DEADLINE):
            seen.set()
        raise Cancelled

    task = runner.start(
        wait, on_success=panel.succeeded, on_failure=panel.failed, on_finished=panel.finished
    )

    # WHEN the user no longer wants to wait
    task.cancel()

    # THEN the function stops and the panel hears nothing, not even of a later task's order
    assert seen.wait(DEADLINE)
    runner.start(int, "1", on_success=panel.succeeded)
    qtbot.waitUntil(lambda: panel.news == [("success", 1)])


def test_a_task_cancelled_in_the_queue_is_never_begun(qtbot, runner, panel):
    gate, begun = threading.Event(), threading.Event()
    runner.start(gate.wait, DEADLINE, lane="net")
    runner.start(begun.set, lane="net").cancel()
    gate.set()
    assert runner.drain("net", DEADLINE * 1000)
    assert not begun.is_set()


def test_a_result_for_somebody_who_is_gone_is_dropped(qtbot, runner, panel):
    # GIVEN results on their way to a panel and to a label
    gate, label = threading.Event(), QLabel()
    runner.start(gate.wait, DEADLINE, on_success=panel.succeeded, on_finished=panel.finished)
    runner.start(lambda: gate.wait(DEADLINE) and "text", on_success=label.setText, lane="a")

    # WHEN both are destroyed before the results come
    shiboken6.delete(panel)
    shiboken6.delete(label)
    gate.set()

    # THEN nobody complains (an exception in a slot would fail this test)
    assert runner.drain("a", DEADLINE * 1000)
    witness = Panel()
    runner.start(int, "1", on_success=witness.succeeded)
    qtbot.waitUntil(lambda: witness.news == [("success", 1)])


def test_a_runner_that_is_gone_does_not_trouble_its_threads(qapp):
    gate, ended = threading.Event(), threading.Event()
    runner = TaskRunner()

    def work(*, progress):
        gate.wait(DEADLINE)
        progress(1, 2)
        ended.set()

    runner.start(work)
    shiboken6.delete(runner)
    gate.set()
    assert ended.wait(DEADLINE)


def test_handlers_that_would_not_be_safe_are_refused(runner):
    with pytest.raises(TypeError, match="bound method of a QObject"):
        runner.start(int, on_success=lambda value: None)


# leaving


def test_drain_delivers_what_the_lane_did(runner, panel):
    # GIVEN a save that takes a moment and one that fails
    gate = threading.Event()
    threading.Timer(0.05, gate.set).start()
    runner.start(gate.wait, DEADLINE, on_success=panel.succeeded, lane="db")
    runner.start(fail, on_failure=panel.failed, lane="db")

    # WHEN the window closes without going back to the event loop
    assert runner.drain("db", DEADLINE * 1000)

    # THEN it knows how both ended
    assert panel.news == [("success", True), ("failure", DiskFull)]


def test_drain_gives_up_in_time(runner):
    gate = threading.Event()
    runner.start(gate.wait, DEADLINE, lane="db")
    assert runner.drain("db", 30) is False
    assert runner.drain("never used", 30) is True
    gate.set()


LEAVE = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QTimer
from gui.ui.tasks import TaskRunner
app = QCoreApplication([])
runner = TaskRunner(app)
runner.start(threading.Event().wait)
runner.start(threading.Event().wait, lane="keyring")
QTimer.singleShot(0, app.quit)
sys.exit(app.exec())
"""


def test_leaving_never_waits_for_what_hangs():
    done = subprocess.run(
        [sys.executable, "-c", LEAVE],
        cwd=RESOURCES.parent,
        timeout=30,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
