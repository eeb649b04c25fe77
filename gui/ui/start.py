"""The start of the window: what is shown first, and what waits until after the first paint."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from gui import __version__
from gui.core.errors import AppError
from gui.ui.autosave import LANE
from gui.ui.main_window import MainWindow
from gui.ui.questions import inform
from gui.ui.services import Services
from gui.ui.theme import chinese_font_installed

if TYPE_CHECKING:
    from gui.core.form.spec import FormSpec
    from gui.core.form.validation import Checker
    from gui.core.store.accounts import Account
    from gui.core.store.database import Opened

RESTORED = "数据文件损坏，已恢复到 {when} 的备份"
RESTORED_TEXT = "损坏的文件另外保留着。备份之后的修改不在里面；每条记录的提交结果需要重新查询。"
LOST = "数据文件损坏，没有找到可用的备份"
LOST_TEXT = "损坏的文件保留在「{file}」，可以请技术支持查看。现在从空白开始。"
READ_ONLY = "现在只能查看，不能保存"
READ_ONLY_TEXT = "数据文件夹不允许写入。请检查文件夹权限后重新打开。"
NO_FONT = "这台电脑没有中文字体，文字可能显示为方框"
NO_FONT_TEXT = "No Chinese font is installed: please install fonts-noto-cjk."


class Start(QObject):
    """Opens the record of last time at once; loads validators and the rest after the paint."""

    def __init__(self, app: QApplication, window: MainWindow, services: Services) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._services = services
        self._file: Path | None = None
        self._is_first_day = False
        self._taken: list[Callable[[], object]] = []
        window.painted.connect(self._after_first_paint)

    def open_first(self, opened: Opened, file: Path | None) -> None:
        """Show what was worked on last, and say how the store was opened if that is news.

        `file` is a draft file to import, once the window is there.
        """
        self._file = file
        last = self._services.desk.records.last_opened()
        new_here = last is None and file is None and not opened.read_only
        self._is_first_day = new_here and self._services.world is None
        if last is None:
            self._window.show_page("home")
        else:
            self._window.record.session.show(self._services.desk.sheet(last.id))
        if opened.restored_from is not None:
            when = time.strftime("%m月%d日 %H:%M", time.localtime(opened.restored_from))
            self._window.messages.show_note(RESTORED.format(when=when), RESTORED_TEXT)
        elif opened.damaged_file is not None:
            self._window.messages.show_note(LOST, LOST_TEXT.format(file=opened.damaged_file))
        if opened.read_only:
            self._window.messages.show_note(READ_ONLY, READ_ONLY_TEXT)

    @Slot()
    def _after_first_paint(self) -> None:
        from gui.core import log
        from gui.ui import network_folder
        from gui.ui.collector import Collector
        from gui.ui.crash import CrashReporter
        from gui.ui.focus_view import FocusView
        from gui.ui.guards import WheelGuard
        from gui.ui.session_end import SessionEnd

        window, tasks = self._window, self._services.tasks
        written = log.setup(self._services.data_folder)
        crashes = CrashReporter(__version__, window.record.flush, parent=window)
        end = SessionEnd(self._app, window.record.flush, window.closing.at_once, self)
        wheel, view = WheelGuard(self._app), FocusView(self._app)
        collector = Collector(self)
        for part in (crashes, end, wheel, view, collector):
            part.install()
        self._taken = [written.close, crashes.uninstall, end.give_back, collector.give_back]
        self._taken += [wheel.deleteLater, view.deleteLater]
        window.record.form.view.complete_soon()
        tasks.start(_make_checker, self._services.spec, on_success=window.record.set_checker)
        tasks.start(self._read_accounts, on_success=self._on_accounts, lane=LANE)
        begin = window.record.pictures.intake.begin
        tasks.start(self._forget_deleted, on_finished=begin, lane=LANE)
        window.list.follow()
        remote = network_folder.warning(self._services.data_folder)
        if remote:
            window.messages.show_note(*remote)
        if not chinese_font_installed():
            window.messages.show_note(NO_FONT, NO_FONT_TEXT)
        if self._file is not None:
            window.list.import_file(self._file)

    @Slot(object)
    def _on_accounts(self, accounts: list[Account]) -> None:
        self._window.dialogs.take_accounts(accounts)
        if self._is_first_day and not accounts:
            self._window.dialogs.show_first_run()

    def give_back(self) -> None:
        """The program is over: what was taken from the system is given back."""
        for give_back in self._taken:
            give_back()
        self._taken = []

    def _forget_deleted(self) -> int:
        return self._services.desk.forget_deleted()

    def _read_accounts(self) -> list[Account]:
        return self._services.accounts.list()


def say_and_leave(app: QApplication, error: AppError) -> int:
    """The program cannot start: say why in a window of its own; returns the exit code."""
    notice = inform(None, error.title, error.text, "退出")
    notice.finished.connect(app.quit)
    app.exec()
    return 1


def say_fault_and_leave(*fault: Any) -> None:
    """The hook of the interpreter until CrashReporter takes over."""
    from gui.ui.crash import say_at_start

    say_at_start(*fault)


def _make_checker(spec: FormSpec) -> Checker:
    from gui.core.form.validation import Checker

    return Checker(spec)
