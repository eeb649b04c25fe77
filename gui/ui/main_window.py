"""The one window: header, messages and pages, menus and shortcuts. It decides where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
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
from gui.ui.closing import Closing
from gui.ui.deeds import of_commands, of_messages
from gui.ui.dialogs import Dialogs
from gui.ui.header_bar import HeaderBar
from gui.ui.list_controller import ListController
from gui.ui.message_center import MessageCenter
from gui.ui.record_controller import RecordController
from gui.ui.services import Services
from gui.ui.window_size import place

if TYPE_CHECKING:
    from gui.core.sheet import Sheet

LIST = "认证记录"
SIZE = (1080, 760)
SMALLEST = (820, 560)
PANEL_WIDTH = 300  # of the practice panel, beside the pages
ON_RECORD = ("save_draft", "rename_record", "history", "query_record", "export_draft")
ON_LIST = ("refresh_states", "undo_delete")
ON_FORM = ("check", "next_error", "previous_error")
SECTION_KEYS = range(1, 10)
OUTSIDE_PRACTICE = ("practice", "first_run")
DRAFT_ENDINGS = (".reauth", ".json")


class MainWindow(QMainWindow):
    """Puts pages and controllers together."""

    painted = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self._name = ""
        self._was_painted = False
        self.setObjectName("main_window")
        panel_width = PANEL_WIDTH if services.world is not None else 0
        first, smallest = (QSize(size[0] + panel_width, size[1]) for size in (SIZE, SMALLEST))
        place(self, first, smallest, services.settings.window_geometry)
        self.setAcceptDrops(True)
        self.commands = Actions(self)
        self.header = HeaderBar(self.commands, practice=services.world is not None)
        self.messages = MessageCenter()
        self.list = ListController(services, self)
        self.record = RecordController(services, self)
        self.dialogs = Dialogs(services, self)
        self.closing = Closing(self.record, self)
        self.pages = QStackedWidget()
        self._page_of: dict[str, Callable[[], QWidget]] = {
            "home": lambda: self.list.page,
            "form": lambda: self.record.form,
            "check": lambda: self.record.submission.page,
            "result": lambda: self.record.outcome.page,
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
        self.commands.fill(self.menuBar(), self.header.account_menu)
        for name in OUTSIDE_PRACTICE:
            self.commands[name].setVisible(self.services.world is None)
        self.addActions(list(self.commands.all()))
        panel = self.dialogs.practice_panel()
        if panel is not None:
            self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
            self.resizeDocks([panel], [PANEL_WIDTH], Qt.Orientation.Horizontal)

    def _connect(self) -> None:
        record, messages, dialogs = self.record, self.messages, self.dialogs
        self.header.list_requested.connect(self.show_list)
        self.header.account_chosen.connect(record.account.choose)
        self.header.accounts_requested.connect(dialogs.show_accounts)
        messages.action_requested.connect(self._on_action)
        dialogs.accounts_changed.connect(self.header.show_accounts)
        dialogs.accounts_changed.connect(record.account.on_listed)
        for part in (record.account, record.pictures, record.asks):
            dialogs.account_saved.connect(part.on_account_saved)
        dialogs.failed.connect(messages.show_failure)
        dialogs.memory_cleared.connect(record.answers.look_again)
        dialogs.played.connect(record.query)
        dialogs.restarted.connect(record.open)
        dialogs.go_on.connect(record.go_on)
        dialogs.stop.connect(record.stop)
        dialogs.resend.connect(record.resend)
        self.closing.serve(dialogs)
        self.closing.done.connect(self.close)
        self.services.tasks.failed_unhandled.connect(messages.show_failure)
        self._connect_record()
        self._connect_list()

    def _connect_record(self) -> None:
        record, messages, dialogs = self.record, self.messages, self.dialogs
        record.page_wanted.connect(self.show_page)
        record.shown.connect(self._on_record)
        record.problems_counted.connect(self._show_title)
        record.list_wanted.connect(self.show_list)
        record.settled_elsewhere.connect(self.list.look_again)
        record.session.opened.connect(self.list.on_opened)
        record.session.opened.connect(messages.forget_undo)
        record.question.connect(dialogs.ask_to_go_on)
        record.link_wanted.connect(dialogs.open_link)
        record.resend_wanted.connect(dialogs.ask_to_resend)
        record.told.connect(messages.show_failure)
        record.pictures.account_wanted.connect(self.header.open_accounts)
        record.warned.connect(messages.show_warning)
        record.noted.connect(messages.show_answer)
        record.progressed.connect(dialogs.notify)
        record.quiet.connect(messages.clear)
        record.saving.failed.connect(messages.show_unsaved)
        record.saving.recovered.connect(messages.forget_unsaved)

    def _connect_list(self) -> None:
        list_ = self.list
        list_.open_wanted.connect(self.record.open)
        list_.new_wanted.connect(self.record.create)
        list_.told.connect(self.messages.show_done)
        list_.undo_offered.connect(self.messages.offer_undo)
        list_.undone.connect(self.messages.forget_undo)
        list_.filled.connect(self.commands["export_all"].setEnabled)
        list_.failed.connect(self.messages.show_failure)
        list_.renamed.connect(self.record.on_renamed)
        list_.progressed.connect(self.dialogs.notify)
        self.dialogs.account_saved.connect(list_.on_account_saved)
        self.closing.erase_now.connect(list_.stop)

    def _connect_commands(self) -> None:
        for name, do in of_commands(self).items():
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
            self.list.begin()
        elif self.record.session.sheet is not None:
            sheet = self.record.session.sheet
            self.header.show_record(sheet.record.name, sheet.record.call)
        if name != self._name:
            self._name = name
            self.pages.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.commands.enable(ON_RECORD, name != "home")
        self.commands.enable(ON_LIST, name == "home")
        self.commands.enable(ON_FORM, name in ("form", "check"))
        self._show_title(self.record.form.summary.open_count())

    @Slot()
    def show_list(self) -> None:
        """The list of all records; what is open is saved first."""
        self.messages.clear()
        self.record.leave()
        self.show_page("home")

    @Slot(object)
    def _on_record(self, sheet: Sheet) -> None:
        if self._name != "home":
            self.header.show_record(sheet.record.name, sheet.record.call)
        self.header.show_account(sheet.account)
        self.messages.take_account(sheet.account)
        self.dialogs.set_task(sheet.taskid)
        self._show_title(self.record.form.summary.open_count())

    @Slot(int)
    def _show_title(self, wrong: int) -> None:
        sheet = self.record.session.sheet
        home = self._name == "home"
        name = sheet.record.name if sheet is not None and not home else LIST
        count = f"（{wrong} 处需修改）" if wrong and not home else ""
        practice = " · 演练" if self.services.world is not None else ""
        self.setWindowTitle(f"{name}{count}{practice}")  # Qt adds the program's name

    # what is pressed

    @Slot(str)
    def _on_action(self, key: str) -> None:
        """The buttons of the message bars."""
        deed = of_messages(self).get(key)
        if deed is not None:
            deed()
        else:
            self.record.act(key)

    @Slot()
    def rename(self) -> None:
        """重命名…"""
        sheet = self.record.session.sheet
        if sheet is not None:
            self.list.ask_name(sheet.record.id, sheet.record.name)

    @Slot()
    def history(self) -> None:
        """提交历史…"""
        sheet = self.record.session.sheet
        if sheet is not None:
            self.dialogs.show_history(sheet.record.id, sheet.record.name)

    @Slot()
    def export(self) -> None:
        """The record as it stands in the window, even if it cannot be saved."""
        record = self.record.session.snapshot()
        if record is not None:
            self.record.form.view.commit()
            self.list.export_open(record.name, self.record.session.snapshot)

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
        """Save, and close without a question; stay only when something would be lost."""
        if self.closing.may_close():
            if not self.closing.erased:
                self._keep_geometry()
            event.accept()
        else:
            event.ignore()

    def _keep_geometry(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        settings = replace(
            self.services.settings,
            window_geometry=geometry,
            last_record=self.record.session.record_id,
        )
        self.services.keep_settings(settings)
        self.services.settings_written()


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) == 1 and urls[0].toLocalFile().lower().endswith(DRAFT_ENDINGS):
        return Path(urls[0].toLocalFile())
    return None
