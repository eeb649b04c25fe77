"""A new computer: the first steps, the empty list, and what explains the program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from gui.core.keystore import MemoryStore, Secrets
from gui.core.practice.example import example_accounts
from gui.core.practice.faults import Fault
from gui.core.practice.server import StandIn
from gui.ui.main_window import MainWindow
from tools.tour.walker import Scene, Walker, settle, until


class FirstDay(Walker):
    """The window is an ordinary one on an empty folder."""

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
        yield from self._connecting(first)
        first.close()
        yield self.scene("home_empty")
        self.command("about")
        about = self.find("about")
        self.press("show_licences", about)
        yield from self.dialog("licences", about)
        yield from self.dialog("about")
        self.command("practice")
        yield from self.dialog("practice_start")
        self.command("help")
        until(lambda: self.windows("help_window"), "help")
        yield Scene("help", self.windows("help_window")[0])
        self.windows("help_window")[0].close()

    def _connecting(self, first: QWidget) -> Iterator[Scene]:
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
        self.press("show_allowlist_steps", first)
        yield from self.dialog("allowlist_steps", first)
