"""What is told on the desktop: only news, only to who does not look, and only if it is wanted."""

import shutil
import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from gui.core.practice.tasks import Step
from gui.ui.notifier import LONGEST_NAME
from tests.notification_service import notification_service, own_bus
from tests.ui.clerk import TASKID, until

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a bus of Linux"
)


@pytest.fixture
def told(private_home, monkeypatch):
    """What the desktop was told: titles and texts."""
    with own_bus(private_home) as address, notification_service(address) as shown:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield shown


@contextmanager
def other_work(clerk):
    """Somebody looks at another window."""
    other = QWidget()
    other.show()
    other.activateWindow()
    until(lambda: not clerk.window.isActiveWindow(), "another window is looked at")
    yield
    other.close()
    other.deleteLater()


@pytest.fixture
def away(clerk, told):
    """The clerk has submitted, and looks at something else."""
    clerk.submits()
    clerk.waits_for("qr_code")
    with other_work(clerk):
        yield clerk


def words(told):
    """Titles and texts."""
    return [body[3:5] for body in told]


def goes_on(clerk, step):
    """Something happens, and the program asks by itself."""
    clerk.world.play(TASKID, step)
    asked = clerk.world.count("queryauth")
    clerk.window.record.outcome._watcher.due.emit()
    until(lambda: clerk.world.count("queryauth") > asked, "it is asked")
    until(lambda: not clerk.window.record.outcome._asking, "it is answered")


def test_a_change_is_told_once_with_the_name_and_nothing_else(away, told):
    # GIVEN somebody who does other work WHEN the certification goes on
    goes_on(away, Step.AGREE)
    until(lambda: told, "it is told")
    # THEN the name and the state are told, in words of the program
    title = f"「{away.window.record.session.sheet.record.name}」有新进展"
    assert words(told) == [(title, "等待人脸核验")]
    # AND nothing when nothing changed
    goes_on(away, Step.AGREE)
    assert len(told) == 1
    # AND what the review writes stays in the window
    goes_on(away, Step.CODE_OK)
    goes_on(away, Step.SEND_BACK)
    until(lambda: len(told) > 2, "it is told")
    assert words(told)[-1] == (title, "待重填")


def test_who_looks_or_does_not_want_it_is_not_told(clerk, told):
    # GIVEN somebody who looks at the window
    clerk.submits()
    clerk.waits_for("qr_code")
    goes_on(clerk, Step.AGREE)
    # AND somebody who has switched it off
    services = clerk.window.services
    services.keep_settings(replace(services.settings, notifications=False))
    with other_work(clerk):
        goes_on(clerk, Step.FACE_OK)
        # WHEN it is wanted again, THEN only what comes from then on is told
        services.keep_settings(replace(services.settings, notifications=True))
        goes_on(clerk, Step.CODE_OK)
        until(lambda: told, "it is told")
    assert [text for _title, text in words(told)] == ["审核中"]


def test_what_happens_to_a_record_that_is_not_open_is_told_as_well(clerk, told):
    # GIVEN a record that was submitted a while ago, and left for another one
    clerk.submits()
    clerk.waits_for("qr_code")
    name = clerk.window.record.session.sheet.record.name
    with clerk.disk() as other:
        other.execute("UPDATE progress SET asked_at = asked_at - 600")
        other.commit()
    clerk.world.play(TASKID, Step.AGREE)
    # WHEN somebody looks at another window
    with other_work(clerk):
        clerk.command("new_draft")
        # THEN its news is told in the same way
        until(lambda: told, "it is told")
    assert words(told) == [(f"「{name}」有新进展", "等待人脸核验")]


def test_a_long_name_is_cut(clerk, told):
    with other_work(clerk):
        clerk.window.dialogs.notify("长" * 200, "审核中")
        until(lambda: told, "it is told")
    assert len(words(told)[0][0]) < LONGEST_NAME + 10
