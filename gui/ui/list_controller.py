"""The list of records: what its page wants done, and how the records get on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.ui.deletions import Deletions
from gui.ui.record_files import RecordFiles
from gui.ui.records_desk import RecordsDesk
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.sheet import Sheet
    from gui.core.store.accounts import Account
    from gui.core.store.records import Record, RecordSummary
    from gui.ui.follower import Follower
    from gui.ui.home_page import HomePage


class ListController(QObject):
    """Wires the home page to RecordsDesk; `told` is a title and a text for a message bar."""

    told = Signal(str, str)
    undo_offered = Signal(str)  # name of the deleted record
    undone = Signal()
    filled = Signal(bool)  # whether there are records
    failed = Signal(object)  # AppError
    open_wanted = Signal(str)
    new_wanted = Signal(str)
    renamed = Signal(str, str)
    progressed = Signal(str, str)  # name, words: for the desktop

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._records: list[RecordSummary] = []
        self._open_id = ""
        self._to_select = ""
        self.desk = RecordsDesk(services, self)
        self.files = RecordFiles(services, self.desk, parent)
        self.deletions = Deletions(self.desk, parent)
        self._connect()

    @cached_property
    def page(self) -> HomePage:
        """The list, made when it is first wanted: a start with a record needs none."""
        from gui.ui.home_page import HomePage

        page, desk = HomePage(), self.desk
        page.open_requested.connect(self.open_wanted)
        page.rename_requested.connect(desk.rename)
        page.duplicate_requested.connect(desk.duplicate)
        page.delete_requested.connect(desk.delete)
        page.export_requested.connect(self.export)
        page.export_all_requested.connect(self.files.export_all)
        page.import_requested.connect(self.files.choose_import)
        page.new_requested.connect(self.new_wanted)
        page.refresh_requested.connect(self.refresh_states)
        return page

    @cached_property
    def follower(self) -> Follower:
        """Who asks for the records that are not open, likewise."""
        from gui.ui.follower import Follower

        made = Follower(self._services, self)
        made.open(self._open_id)
        made.updated.connect(self._on_updated)
        made.progressed.connect(self.progressed)
        made.went.connect(self._on_went)
        return made

    def _connect(self) -> None:
        desk = self.desk
        desk.listed.connect(self._on_listed)
        desk.copied.connect(self._on_copied)
        for part in (self.files, self.deletions):
            part.told.connect(self.told)
        self.files.open_wanted.connect(self.open_wanted)
        self.deletions.offered.connect(self.undo_offered)
        self.deletions.undone.connect(self.undone)
        desk.renamed.connect(self.renamed)
        desk.failed.connect(self.failed)

    # how the records get on

    def follow(self) -> None:
        """The first paint is over: from now on the records are asked for."""
        if not self._open_id:
            self.follower.begin()
        self.follower.begin_later()

    def begin(self) -> None:
        """The list is shown: read it, and have a look at what may be new."""
        self._open_id = ""
        if "follower" in vars(self):
            self.follower.begin()
        self.desk.refresh()

    @Slot(object)
    def on_opened(self, sheet: Sheet) -> None:
        """A record is opened, which asks for itself."""
        self._open_id = sheet.record.id
        if "follower" in vars(self):
            self.follower.open(self._open_id)
            self.follower.look_again()  # the one before may have been submitted

    @Slot(object)
    def on_account_saved(self, account: Account) -> None:
        """What was wrong with an account may be mended."""
        self.follower.account_changed(account.appid)

    @Slot()
    def look_again(self) -> None:
        """A record that is not open any more got its result."""
        if self._open_id:
            self.follower.look_again()
        else:
            self.desk.refresh()

    @Slot()
    def refresh_states(self) -> None:
        """刷新状态."""
        self.follower.press()

    @Slot()
    def stop(self) -> None:
        """Everything is about to be erased: nothing is asked or written any more."""
        self.follower.stop()

    @Slot(object)
    def _on_updated(self, record: RecordSummary) -> None:
        if "page" in vars(self):
            self.page.update_record(record)

    @Slot(str)
    def _on_went(self, words: str) -> None:
        self.page.show_note(words)

    # files

    @Slot(list)
    def export(self, record_ids: list[str]) -> None:
        """Ask where to, then write the records into one file."""
        names = [record.name for record in self._records if record.id in record_ids]
        self.files.export(record_ids, names)

    def export_open(self, name: str, snapshot: Callable[[], Record | None]) -> None:
        """Export the open record as it stands in the window when the file has been chosen."""
        self.files.export_open(name, snapshot)

    def import_file(self, path: Path) -> None:
        """Import a file that was dropped on the window or given at the start."""
        self.desk.read(path)

    def ask_name(self, record_id: str, name: str) -> None:
        """重命名… of the open record."""
        from gui.ui.name_dialog import NameDialog

        dialog = NameDialog(record_id, name, self._window)
        dialog.named.connect(self.desk.rename)
        dialog.open()

    @Slot(object)
    def _on_listed(self, records: list[RecordSummary]) -> None:
        self._records = records
        self.page.set_records(records)
        if "follower" in vars(self):
            self.follower.know(records)
        self.filled.emit(bool(records))
        if self._to_select:
            self.page.select(self._to_select)
            self._to_select = ""

    @Slot(str)
    def _on_copied(self, record_id: str) -> None:
        """The list that comes next shows it."""
        self._to_select = record_id
