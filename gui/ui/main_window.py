"""The one window: header, messages and pages, menus and shortcuts. It decides where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gui.ui.actions import Actions
from gui.ui.dialogs import Dialogs
from gui.ui.header_bar import HeaderBar
from gui.ui.list_controller import ListController
from gui.ui.message_center import MessageCenter
from gui.ui.record_controller import RecordController
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.desk import Sheet
    from gui.ui.outcome_controller import OutcomeController

LIST = "认证记录"
SIZE = (1080, 760)
SMALLEST = (820, 560)
ON_RECORD = ("save_draft", "rename_record", "export_draft", "check", "next_error", "previous_error")
SECTION_KEYS = range(1, 10)


class MainWindow(QMainWindow):
    """Puts pages and controllers together; `leaving` comes when everything is saved."""

    painted = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._leave = False
        self._name = "home"
        self._was_painted = False
        self.setObjectName("main_window")
        self.resize(*SIZE)
        self.restoreGeometry(QByteArray.fromBase64(services.settings.window_geometry.encode()))
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.commands = Actions(self)
        self.header = HeaderBar(self.commands, practice=services.world is not None)
        self.messages = MessageCenter()
        self.list = ListController(services, self)
        self.record = RecordController(services, self)
        self.dialogs = Dialogs(services, self)
        self.pages = QStackedWidget()
        self._page_of: dict[str, Callable[[], QWidget]] = {
            "home": lambda: self.list.page,
            "form": lambda: self.record.form,
            "check": lambda: self.record.outcome.check,
            "result": lambda: self.record.outcome.result,
        }
        self._build()
        self._connect()
        self._connect_commands()

    def _build(self) -> None:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.header, self.messages):
            box.addWidget(widget)
        box.addWidget(self.pages, 1)
        self.setCentralWidget(inside)
        self.commands.fill(self.menuBar())
        self.addActions(list(self.commands.all()))
        panel = self.dialogs.practice_panel()
        if panel is not None:
            self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)

    def _connect(self) -> None:
        record, messages, dialogs = self.record, self.messages, self.dialogs
        self.header.list_requested.connect(self.show_list)
        self.header.account_chosen.connect(record.set_account)
        self.header.accounts_requested.connect(dialogs.show_accounts)
        messages.action_requested.connect(self._on_action)
        record.page_wanted.connect(self.show_page)
        record.shown.connect(self._on_record)
        record.problems_counted.connect(self._show_title)
        record.failed.connect(messages.show_failure)
        record.quiet.connect(messages.clear)
        dialogs.accounts_changed.connect(self.header.show_accounts)
        dialogs.account_saved.connect(record.on_account_saved)
        dialogs.played.connect(record.query)
        self._services.tasks.failed_unhandled.connect(messages.show_failure)
        record.outcome_made.connect(self._connect_outcome)
        self._connect_list()

    @Slot(object)
    def _connect_outcome(self, outcome: OutcomeController) -> None:
        outcome.told.connect(self.messages.show_failure)
        outcome.warned.connect(self.messages.show_warning)
        outcome.question.connect(self.dialogs.ask_to_go_on)
        outcome.link_wanted.connect(self.dialogs.open_link)
        outcome.list_wanted.connect(self.show_list)
        outcome.resend_wanted.connect(self.dialogs.ask_to_resend)
        self.dialogs.go_on.connect(outcome.flow.go_on)
        self.dialogs.stop.connect(outcome.flow.stop)
        self.dialogs.resend.connect(outcome.resend)

    def _connect_list(self) -> None:
        list_ = self.list
        list_.open_wanted.connect(self.open_record)
        list_.new_wanted.connect(self.record.create)
        list_.told.connect(self.messages.show_done)
        list_.undo_offered.connect(self.messages.offer_undo)
        list_.failed.connect(self.messages.show_failure)
        list_.renamed.connect(self.record.on_renamed)

    def _connect_commands(self) -> None:
        record = self.record
        does: dict[str, Callable[[], object]] = {
            "new_draft": record.create_reauth,
            "new_first_submission": record.create_wxaauth,
            "open_list": self.show_list,
            "save_draft": record.save,
            "rename_record": self._rename,
            "import_draft": self.list.choose_import,
            "export_draft": self._export,
            "export_all": self.list.export_all,
            "quit": self.close,
            "check": record.check_answers,
            "next_error": record.next_error,
            "previous_error": record.previous_error,
            "accounts": self.dialogs.show_accounts,
            "settings": self.dialogs.show_settings,
            "about": self.dialogs.show_about,
        }
        for name, do in does.items():
            self.commands[name].triggered.connect(do)
        for number in SECTION_KEYS:
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.setProperty("number", number)
            shortcut.activated.connect(self._on_section_key)

    # going places

    @Slot(str)
    def show_page(self, name: str) -> None:
        """home, form, check or result."""
        page = self._page_of[name]()
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        if name == "home":
            self.header.show_list()
            self.list.desk.refresh()
        elif self.record.session.sheet is not None:
            sheet = self.record.session.sheet
            self.header.show_record(sheet.record.name, sheet.record.call)
        self._name = name
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.commands.enable(ON_RECORD, name != "home")
        self._show_title(self.record.form.summary.open_count())

    @Slot()
    def show_list(self) -> None:
        """The list of all records; what is open is saved first."""
        self.record.leave()
        self.messages.clear()
        self.show_page("home")

    @Slot(str)
    def open_record(self, record_id: str) -> None:
        """Open one record."""
        self.messages.clear()
        self.record.session.open(record_id)

    @Slot(object)
    def _on_record(self, sheet: Sheet) -> None:
        self.header.show_record(sheet.record.name, sheet.record.call)
        self.header.show_account(sheet.account)
        self.dialogs.set_task(sheet.taskid)
        self._show_title(0)

    @Slot(int)
    def _show_title(self, wrong: int) -> None:
        sheet = self.record.session.sheet
        home = self._name == "home"
        name = sheet.record.name if sheet is not None and not home else LIST
        count = f"（{wrong} 处需修改）" if wrong and not home else ""
        practice = " · 演练" if self._services.world is not None else ""
        self.setWindowTitle(f"{name}{count}{practice}")  # Qt adds the program's name

    # what is pressed

    @Slot(str)
    def _on_action(self, key: str) -> None:
        """The buttons of the message bars."""
        does: dict[str, Callable[[], object]] = {
            "undo": self.list.undo,
            "retry": self.record.retry,
            "retry_save": self.record.save,
            "query_status": self.record.query,
            "edit_account": self.dialogs.show_accounts,
            "network_settings": self.dialogs.show_settings,
            "show_allowlist_steps": self.dialogs.show_allowlist_steps,
            "export_draft": self._export,
            "save_copy": self.record.save_copy,
        }
        does.get(key, self.record.go_to_answer)()

    @Slot()
    def _rename(self) -> None:
        sheet = self.record.session.sheet
        if sheet is not None:
            self.list.ask_name(sheet.record.id, sheet.record.name)

    @Slot()
    def _export(self) -> None:
        if self.record.session.record_id:
            self.record.save()
            self.list.export([self.record.session.record_id])

    @Slot()
    def _on_section_key(self) -> None:
        key = self.sender()
        if key is not None and self._name == "form":
            self.record.form.go_to_section(key.property("number"))

    # the window itself

    @Slot()
    def come_to_front(self) -> None:
        """The program was started again: show the window that is there."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            self.list.import_file(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, and close without a question; stay only when saving did not succeed."""
        if self._leave or self.record.flush():
            self._keep_geometry()
            event.accept()
        else:
            event.ignore()
            self.dialogs.ask_about_closing()

    @Slot()
    def leave_anyway(self) -> None:
        """The user gave up what could not be saved."""
        self._leave = True
        self.close()

    def _keep_geometry(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        settings = replace(
            self._services.settings,
            window_geometry=geometry,
            last_record=self.record.session.record_id,
        )
        self._services.keep_settings(settings)


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].isLocalFile() and urls[0].toLocalFile().endswith(".json"):
        return Path(urls[0].toLocalFile())
    return None
