"""Walks the real program past every screen, for whoever wants to look at them all.

Pictures are taken on the way (`make screens`), and tests measure and press what is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDockWidget,
    QLineEdit,
    QWidget,
)

from gui.core.keystore import MemoryStore, Secrets
from gui.core.practice.example import example_accounts, example_record
from gui.core.practice.faults import Fault
from gui.core.practice.server import StandIn
from gui.core.practice.tasks import Step
from gui.ui.main_window import MainWindow
from tools.example_office import lay_out

WAIT_S = 20
STEP_MS = 10
TAX_NUMBER = "/invoice_info/electronic/id"
SUBJECT, IDENTITY = "/customer_type", "/auth_identification"
AGAIN = "联系人电话无法接通，请核实联系人姓名和手机号后重新提交。"
INDIVIDUAL = 15


class Scene(NamedTuple):
    """One screen: its name, and the window that shows it."""

    name: str
    window: QWidget


class Walker:
    """Finds, presses and waits in one window."""

    def __init__(self, window: MainWindow, stand_in: StandIn) -> None:
        self.window = window
        self.world = stand_in.world

    def scene(self, name: str) -> Scene:
        """The window as it is now."""
        settle()
        return Scene(name, self.window)

    def dialog(self, name: str) -> Iterator[Scene]:
        """The dialog that opens now; it is closed again afterwards."""
        until(lambda: self._open_dialog() is not None, name)
        dialog = self._open_dialog()
        if dialog is None:
            raise LookupError(name)
        settle()
        yield Scene(name, dialog)
        dialog.close()
        until(lambda: self._open_dialog() is not dialog, f"{name} closes")

    def _open_dialog(self) -> QDialog | None:
        shown = (dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible())
        return next(shown, None)

    def find(self, name: str, inside: QWidget | None = None) -> QWidget:
        """The visible control of a name, once it is there."""
        place = inside or self.window
        until(lambda: bool(_shown(place, name)), name)
        return _shown(place, name)[0]

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Click a button once it can be pressed."""
        button = self.find(name, inside)
        until(button.isEnabled, f"{name} can be pressed")
        cast("QAbstractButton", button).click()
        settle()

    def write(self, name: str, text: str, inside: QWidget | None = None) -> None:
        """Fill in a line by its own name or that of the field around it."""
        holder = self.find(name, inside)
        line = holder if isinstance(holder, QLineEdit) else holder.findChild(QLineEdit)
        if line is None:
            raise LookupError(name)
        line.setFocus()
        line.selectAll()
        line.insert(text)


class FirstDay(Walker):
    """A new computer: the window is an ordinary one on an empty folder."""

    def __init__(self, window: MainWindow, stand_in: StandIn) -> None:
        super().__init__(window, stand_in)
        cast("Any", window.services).secrets = Secrets(MemoryStore(), MemoryStore())

    def scenes(self) -> Iterator[Scene]:
        """The three steps, the empty list, help and about."""
        first = self.find("first_run")
        settle()
        yield Scene("first_run_1", first)
        self.press("first_run_next", first)
        yield Scene("first_run_2", first)
        account = example_accounts()[0]
        for name, text in (("name", "某某科技"), *((k, account[k]) for k in ("appid", "secret"))):
            self.write(f"account_{name}", text, first)
        self.press("first_run_next", first)
        self.find("test_connection", first)
        self.world.misbehave("getaccountbasicinfo", Fault.WRONG_IP)
        self.press("test_connection", first)
        self.find("ip_panel", first)
        settle()
        yield Scene("first_run_3", first)
        first.close()
        yield self.scene("home_empty")
        for name in ("about", "practice"):
            self.window.commands[name].trigger()
            yield from self.dialog(name if name == "about" else "practice_start")
        self.window.commands["help"].trigger()
        top = QApplication.topLevelWidgets
        until(lambda: any(w.isVisible() for w in top() if w.objectName() == "help_window"))
        help_ = next(w for w in top() if w.objectName() == "help_window" and w.isVisible())
        yield Scene("help", help_)
        help_.close()


class MainJob(Walker):
    """A record sent back, mended and submitted: the window is one of practice mode."""

    def scenes(self) -> Iterator[Scene]:
        """From the form to the list with records in every state, and every dialog."""
        window = self.window
        until(window.record.is_ready, "the checks are ready")
        until(lambda: not window.record.form.view.is_incomplete(), "the form is complete")
        yield self.scene("practice_panel")
        dock = window.findChild(QDockWidget)
        if dock is not None:
            dock.hide()
        yield from self._form()
        yield from self._submission()
        yield from self._return()
        yield from self._lists()

    def _form(self) -> Iterator[Scene]:
        form = self.window.record.form
        yield self.scene("form")
        bar = form.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        yield self.scene("form_end")
        self.press("check_answers")
        yield self.scene("errors")
        self.press("change_marks")
        yield from self.dialog("marks")
        self.press("change_chance")
        yield from self.dialog("chance")

    def _submission(self) -> Iterator[Scene]:
        reason = example_record()["refill_reason"].partition("执照上是")[2]
        self.write(TAX_NUMBER, "".join(c for c in reason if c.isascii() and c.isalnum()))
        self.press("check_answers")
        self.find("check_page")
        yield self.scene("check")
        self.world.misbehave("reauth", Fault.DROP_AFTER_RECEIVING)
        self.press("submit")
        self.find("doubt_panel")
        yield self.scene("doubt")
        self.press("query_status")
        self.find("auth_link")
        yield self.scene("result")
        for step in (Step.AGREE, Step.FACE_OK, Step.CODE_OK):
            self._play(step)
        steps = self.find("progress_steps")
        until(lambda: "审核 进行中" in steps.accessibleName(), "it is reviewed")
        yield self.scene("progress")

    def _return(self) -> Iterator[Scene]:
        self._play(Step.SEND_BACK, AGAIN)
        self.find("return_chance")
        yield self.scene("returned")
        self.window.commands["history"].trigger()
        yield from self.dialog("history")
        self.window.commands["rename_record"].trigger()
        yield from self.dialog("rename")
        self.window.record.form.view.go_to(SUBJECT)
        self.press(f"{SUBJECT}={INDIVIDUAL}")
        self.press(f"helper:{IDENTITY}")
        yield from self.dialog("identities")

    def _lists(self) -> Iterator[Scene]:
        services = cast("Any", self.window.services)
        lay_out(services.database, [account.id for account in services.known_accounts])
        self.window.show_list()
        self.find("filter_unknown")
        yield self.scene("home")
        for name in ("settings", "accounts"):
            self.window.commands[name].trigger()
            yield from self.dialog(name)
        self.window.dialogs.show_diagnostics()
        yield from self.dialog("diagnostics")
        self.window.dialogs.show_erase()
        yield from self.dialog("erase")

    def _play(self, step: Step, reason: str = "") -> None:
        record = self.window.record
        if record.session.sheet is None:
            raise LookupError
        self.world.play(record.session.sheet.taskid, step, reason)
        asked = self.world.count("queryauth")
        record.query()
        until(lambda: self.world.count("queryauth") > asked, "it is asked")
        settle()


def until(holds: Callable[[], object], what: str = "") -> None:
    """Let the program work until something holds. Raises TimeoutError."""
    end = time.monotonic() + WAIT_S
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what)
        QTest.qWait(STEP_MS)


def settle() -> None:
    """Let everything take its place."""
    for _ in range(8):
        QTest.qWait(STEP_MS)


def _shown(place: QWidget, name: str) -> list[QWidget]:
    found = [place] if place.objectName() == name else place.findChildren(QWidget, name)
    return [widget for widget in found if widget.isVisible()]
