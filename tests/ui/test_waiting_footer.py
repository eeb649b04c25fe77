"""Whatever is waited for is named, can be stopped, and always tells what became of it."""

import threading

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QLabel, QPushButton

from gui.core.errors import AppError, Cancelled
from gui.ui.buttons import make_button
from gui.ui.tasks import TaskRunner
from gui.ui.waiting_footer import WaitingFooter


class Receiver(QObject):
    def __init__(self):
        super().__init__()
        self.values, self.errors, self.busy = [], [], []

    @Slot(object)
    def take(self, value):
        self.values.append(value)

    @Slot(object)
    def fail(self, error):
        self.errors.append(error)

    @Slot(bool)
    def note(self, busy):
        self.busy.append(busy)


@pytest.fixture
def receiver(qapp):
    return Receiver()


@pytest.fixture
def footer(qapp, show, receiver):
    footer = WaitingFooter(TaskRunner(qapp))
    footer.add_left(make_button("删除", "delete"))
    footer.add(make_button("保存", "save", "primary"))
    footer.busy_changed.connect(receiver.note)
    show(footer)
    return footer


def until_stopped(stop):
    if stop.wait(10):
        raise Cancelled
    return "too late"


def find(footer, name, kind=QPushButton):
    return footer.findChild(kind, name)


def test_a_result_comes_back_and_the_buttons_work_again(qtbot, footer, receiver):
    footer.run("正在保存…", lambda value, _: value, 7, on_success=receiver.take,
               on_failure=receiver.fail)  # fmt: skip
    assert not find(footer, "save").isEnabled()
    qtbot.waitUntil(lambda: not footer.is_waiting())
    assert receiver.values == [7]
    assert receiver.busy == [True, False]
    assert find(footer, "save").isEnabled()
    assert not find(footer, "cancel_wait").isVisible()


def test_a_wait_is_named_and_can_be_stopped(qtbot, footer, receiver):
    find(footer, "save").setFocus()
    footer.run("正在等待系统钥匙串…", until_stopped, on_success=receiver.take,
               on_failure=receiver.fail)  # fmt: skip
    qtbot.waitUntil(find(footer, "cancel_wait").isVisible)
    assert find(footer, "waiting_words", QLabel).text() == "正在等待系统钥匙串…"

    qtbot.mouseClick(find(footer, "cancel_wait"), Qt.MouseButton.LeftButton)

    assert footer.is_stopping()
    qtbot.waitUntil(lambda: not footer.is_waiting())
    assert [type(error) for error in receiver.errors] == [Cancelled]
    assert find(footer, "save").hasFocus()


def test_what_was_done_in_spite_of_stopping_is_told(qtbot, footer, receiver):
    go = threading.Event()
    footer.run("…", lambda _: go.wait(5), on_success=receiver.take, on_failure=receiver.fail)
    footer.stop()
    go.set()
    qtbot.waitUntil(lambda: receiver.values == [True])


def test_after_a_failure_the_next_run_starts_afresh(qtbot, footer, receiver):
    def fail(_stop):
        raise AppError

    footer.run("…", fail, on_success=receiver.take, on_failure=receiver.fail)
    qtbot.waitUntil(lambda: not footer.is_waiting())
    footer.run("…", lambda _: 1, on_success=receiver.take, on_failure=receiver.fail)
    qtbot.waitUntil(lambda: receiver.values == [1])
    assert len(receiver.errors) == 1


def test_buttons_stand_where_they_were_put(qtbot, footer):
    assert find(footer, "delete").x() < find(footer, "save").x()
