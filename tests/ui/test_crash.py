"""A fault of ours: the work is saved first, nothing leaks, nobody is told twice."""

import gc
import logging
import sys
import threading
from datetime import datetime

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from gui.ui.crash import CrashReporter, say_at_start
from gui.ui.icons import icon

CANARY = "canary-6228480402564890018"


class Desk:
    """Where the work is: it can be saved, or not."""

    def __init__(self, answer=True):
        self.answer = answer
        self.saves = 0

    def save_now(self):
        self.saves += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def hooks():
    """The hooks of the interpreter are as before after the test."""
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = before


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def reporter(qapp, hooks, desk):
    reporter = CrashReporter("1.2.3", desk.save_now, lambda: datetime(2026, 11, 24, 14, 32, 5))
    reporter.install()
    yield reporter
    for window in crash_windows():
        window.reject()
    reporter.deleteLater()


def crash_windows():
    return [
        w for w in QApplication.topLevelWidgets() if w.objectName() == "crash" and w.isVisible()
    ]


def words(window):
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def press(window, name):
    window.findChild(QPushButton, name).click()


def break_something():
    """A fault inside our package, with a secret in its message and in its variables."""
    secret = CANARY
    icon(secret)


def break_with_a_cause():
    try:
        break_something()
    except FileNotFoundError as cause:
        raise ValueError(CANARY) from cause


def test_a_fault_in_a_slot_saves_the_work_and_says_so(qtbot, reporter, desk, caplog):
    # WHEN a slot fails
    caplog.set_level(logging.CRITICAL)
    QTimer.singleShot(0, break_with_a_cause)
    qtbot.waitUntil(lambda: len(crash_windows()) == 1)

    # THEN the work was saved and the window says it, without a word of what was inside
    (window,) = crash_windows()
    assert desk.saves == 1
    assert window.windowTitle() == "程序出现内部错误，草稿已保存"

    # and the report holds what helps, and nothing else
    press(window, "copy_report")
    report = QGuiApplication.clipboard().text()
    head, types = report.splitlines()[:2], [line for line in report.splitlines() if "Error" in line]
    assert head == ["重审助手 1.2.3", "2026-11-24 14:32:05"]
    assert types == ["ValueError", "caused by FileNotFoundError"]
    assert "gui/ui/icons.py:" in report
    for text in (report, words(window), caplog.text):
        assert CANARY not in text
        assert "tests" not in text
    assert report in caplog.text


def test_a_fault_in_a_thread_is_told_too(qtbot, reporter, desk):
    thread = threading.Thread(target=break_something)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(crash_windows()) == 1)
    assert desk.saves == 1


def test_a_fault_while_something_is_thrown_away_is_told_too(qtbot, reporter):
    class Careless:
        def __del__(self):
            raise ZeroDivisionError

    Careless()
    gc.collect()
    qtbot.waitUntil(lambda: len(crash_windows()) == 1)


@pytest.mark.parametrize("answer", [False, OSError("disk")])
def test_work_that_was_not_saved_is_not_called_saved(qtbot, reporter, desk, answer):
    desk.answer = answer
    QTimer.singleShot(0, break_something)
    qtbot.waitUntil(lambda: len(crash_windows()) == 1)
    (window,) = crash_windows()
    assert window.windowTitle() == "程序出现内部错误"
    assert "请先不要关闭窗口" in words(window)


def test_the_same_fault_again_is_told_once(qtbot, reporter, desk):
    for _ in range(5):
        QTimer.singleShot(0, break_something)
    qtbot.waitUntil(lambda: len(crash_windows()) == 1)
    press(crash_windows()[0], "crash_close")
    QTimer.singleShot(0, break_something)
    qtbot.wait(50)
    assert crash_windows() == []
    assert desk.saves == 1


def test_another_fault_while_the_window_is_open_only_saves_again(qtbot, reporter, desk):
    QTimer.singleShot(0, break_something)
    qtbot.waitUntil(lambda: len(crash_windows()) == 1)
    QTimer.singleShot(0, break_with_a_cause)
    qtbot.waitUntil(lambda: desk.saves == 2)
    assert len(crash_windows()) == 1


def test_a_fault_of_the_report_itself_ends_there(qapp, hooks):
    def broken_clock():
        raise ZeroDivisionError

    reporter = CrashReporter("1.2.3", Desk().save_now, broken_clock)
    reporter.handle(ValueError, ValueError(CANARY), None)
    assert crash_windows() == []
    reporter.deleteLater()


def test_a_fault_before_the_window_is_told_and_can_be_reported(qapp, hooks, capsys):
    # GIVEN a program that fails while it starts, with something private in its message
    def press():
        (window,) = crash_windows()
        seen.extend(label.text() for label in window.findChildren(QLabel))
        window.findChild(QPushButton, "copy_report").click()
        window.findChild(QPushButton, "crash_close").click()

    seen = []
    QTimer.singleShot(0, press)
    # WHEN it ends
    try:
        icon("no such icon: " + CANARY)
    except FileNotFoundError:
        say_at_start(*sys.exc_info())
    # THEN a window says what happened, and that nothing was lost or sent
    assert "重审助手没有打开" in seen
    assert any("没有改动" in words and "没有提交" in words for words in seen)
    # AND the report names the place and nothing private
    report = QGuiApplication.clipboard().text()
    assert "gui/ui/icons.py" in report
    assert CANARY not in report + "".join(seen)
    assert "FileNotFoundError" in capsys.readouterr().err
