"""docs/automation.md is true, and nothing in the window is without a name."""

import pytest
from PySide6.QtWidgets import QWidget

from gui.ui.accounts_dialog import AccountsDialog
from gui.ui.settings_dialog import SettingsDialog
from tests.ui.clerk import until
from tools.automation import PAGE, PROMISED, _commands, _controls, _fields, named, nameless


def test_the_page_is_what_the_window_says(clerk):
    # GIVEN the window with all its cards
    clerk.window.record.form.view.complete()
    # THEN every line of the page follows from it (run `python -m tools.automation` if not)
    text = PAGE.read_text("utf-8")
    for line in (*_fields(), *_commands(), *_controls(clerk.window)):
        assert line in text


def test_every_control_of_every_page_has_names(clerk):
    # GIVEN every page with something on it
    clerk.window.record.form.view.complete()
    clerk.submits()
    clerk.waits_for("qr_code")
    pages = [
        clerk.window.header,
        clerk.window.record.form,
        clerk.window.record.submission.page,
        clerk.window.record.outcome.page,
        clerk.window.list.page,
    ]
    # THEN whatever can be reached by keyboard or mouse can be found and is spoken of
    assert [line for page in pages for line in nameless(page)] == []


@pytest.mark.parametrize("command", ["accounts", "settings"])
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_every_control_of_a_dialog_has_names(clerk, command):
    clerk.command(command)
    kinds = (AccountsDialog, SettingsDialog)
    until(lambda: any(clerk.window.findChildren(kind) for kind in kinds), "the dialog")
    dialog = next(found for kind in kinds for found in clerk.window.findChildren(kind))
    assert nameless(dialog) == []
    assert named(dialog)
    dialog.reject()


def test_the_promised_names_exist(clerk):
    # GIVEN the window after a submission, and the dialog of the accounts
    clerk.submits()
    clerk.waits_for("qr_code")
    clerk.command("accounts")
    until(lambda: clerk.window.findChildren(AccountsDialog), "the dialog")
    clerk.window.show_list()
    # THEN each promised name is a control or a command
    names = {widget.objectName() for widget in clerk.window.findChildren(QWidget)}
    names |= {action.objectName() for action in clerk.window.commands.all()}
    names.add("check_answers")
    assert [name for name in PROMISED if name not in names] == []
    clerk.window.findChildren(AccountsDialog)[0].reject()
