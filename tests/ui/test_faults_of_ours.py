"""A fault of ours anywhere: the work is saved, the report is clean, and everything works again."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from tests.ui.clerk import TASKID, until

CANARY = "CANARY-6228480402564890018"
NAME = "/contact_info/name"
ENDS = ("quit",)  # the program is over then


def fault(name):
    """An exception of its own class, for the same fault is told only once."""
    return type(f"Fault{name.title().replace('_', '')}", (Exception,), {})(CANARY)


def raiser(name):
    """A function that fails whatever it is called with."""

    def fail(*_arguments, **_options):
        local = CANARY  # noqa: F841 - variables must not get into the report either
        raise fault(name)

    return fail


def reports():
    """The windows that tell of a fault, whichever window is in front."""
    tops = QApplication.topLevelWidgets()
    return [top for top in tops if top.objectName() == "crash" and top.isVisible()]


def told(clerk, name):
    """Wait for the report of a fault, copy it, and go on."""
    until(reports, f"the report of {name}")
    (window,) = reports()
    clerk.press("copy_report", window)
    report = QGuiApplication.clipboard().text()
    shown = clerk.words(window)
    title = window.windowTitle()
    clerk.press("crash_close", window)
    until(lambda: not reports(), "the report is closed")
    assert f"Fault{name.title().replace('_', '')}" in report
    assert CANARY not in report + shown
    return title


def close_dialogs():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog) and window.isVisible():
            window.reject()


def logged(clerk):
    return (clerk.folder / "reauth-desk.log").read_text(encoding="utf-8")


def names_of_commands(window):
    return [action.objectName() for action in window.commands.all()]


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_in_the_slot_of_every_command(clerk):
    names = [name for name in names_of_commands(clerk.window) if name not in ENDS]
    assert len(names) > 15
    for number, name in enumerate(names):
        # GIVEN something that was typed a moment ago
        if clerk.page() != "form_page":
            clerk.opens("演练小程序")
            until(lambda: clerk.page() == "form_page", "the form")
        clerk.write(NAME, f"Somebody {number}")
        action = clerk.action(name)
        fail = raiser(name)
        action.triggered.connect(fail)
        if not action.isEnabled():
            continue
        # WHEN its slot fails
        record = clerk.window.record.session.record_id
        action.trigger()
        # THEN the work is saved and that is said, with nothing of what was inside
        assert told(clerk, name) == "程序出现内部错误，草稿已保存", name
        assert f"Somebody {number}" in clerk.stored(record)["answers"], name
        action.triggered.disconnect(fail)
        close_dialogs()
    # THEN the window works as before
    assert CANARY not in logged(clerk)
    clerk.submits() if clerk.page() == "form_page" else clerk.opens("演练小程序")


DEEDS = {
    "save": lambda clerk: clerk.write(NAME, "Somebody Else"),
    "history": lambda clerk: clerk.command("history"),
    "ask": lambda clerk: clerk.window.record.query(),
    "look": lambda clerk: clerk.press("submit"),
    "submit": lambda clerk: clerk.press("submit"),
}


@pytest.mark.parametrize("name", DEEDS)
def test_in_what_the_window_asks_for(clerk, name):
    # GIVEN a record that is right, at its check page
    clerk.correct()
    if name in ("look", "submit"):
        clerk.goes_to_check()
    desk = clerk.window.services.desk
    # WHEN what is asked for fails by a fault of ours
    setattr(desk, name, raiser(name))
    DEEDS[name](clerk)
    told(clerk, name)
    # THEN it can be asked for again, and succeeds
    delattr(desk, name)
    until(lambda: not clerk.window.record.submission.flow.busy, "nothing is waited for")
    close_dialogs()
    clerk.window.show_page("form")
    clerk.write(NAME, "Somebody After All")
    clerk.window.record.saving.save()
    until(lambda: "Somebody After All" in clerk.stored()["answers"], "it is saved")
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.waits_for("qr_code")
    assert clerk.world.bodies_of(TASKID) == 1
