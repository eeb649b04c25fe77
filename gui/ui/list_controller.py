"""The list of records: what its page wants done, the file dialogs, and the undo of a deletion."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.ui.questions import confirm
from gui.ui.records_desk import RecordsDesk
from gui.ui.services import Services

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from gui.core.exchange import ImportPlan
    from gui.core.sheet import Sheet
    from gui.core.store.accounts import Account
    from gui.core.store.records import Record, RecordSummary
    from gui.ui.follower import Follower
    from gui.ui.home_page import HomePage

FILTER = "草稿文件 (*.reauth *.json);;所有文件 (*)"
NOTES_SHOWN = 8


class ListController(QObject):
    """Wires the home page to RecordsDesk; `told` is a title and a text for a message bar."""

    told = Signal(str, str)
    undo_offered = Signal(str)  # name of the deleted record
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
        self._deleted = ""
        self._to_export: list[str] = []
        self._open: Callable[[], Record | None] | None = None
        self.desk = RecordsDesk(services, self)
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
        page.export_all_requested.connect(self.export_all)
        page.import_requested.connect(self.choose_import)
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
        desk.deleted.connect(self._on_deleted)
        desk.listed.connect(self._on_listed)
        desk.plan_ready.connect(self._on_plan)
        desk.imported.connect(self._on_imported)
        desk.exported.connect(self._on_exported)
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

    # deleting

    @Slot(object)
    def _on_deleted(self, record: Record) -> None:
        """A record is gone from the list: offer to bring it back."""
        self._deleted = record.id
        self.undo_offered.emit(record.name)

    @Slot()
    def undo(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            self.desk.restore(self._deleted)
            self._deleted = ""

    # files

    @Slot(list)
    def export(self, record_ids: list[str]) -> None:
        """Ask where to, then write the records into one file."""
        self._to_export, self._open = record_ids, None
        names = [record.name for record in self._records if record.id in record_ids]
        self._ask_where(names[0] if len(names) == 1 else f"{len(names)} 条记录")

    def export_open(self, name: str, snapshot: Callable[[], Record | None]) -> None:
        """Export the open record as it stands in the window when the file has been chosen."""
        self._open = snapshot
        self._ask_where(name)

    def _ask_where(self, name: str) -> None:
        dialog = self._dialog("导出到文件")
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("reauth")
        dialog.selectFile(f"{_file_name(name)}.reauth")
        dialog.fileSelected.connect(self._on_export_file)
        dialog.open()

    @Slot()
    def export_all(self) -> None:
        """Everything into one file, for a new computer."""
        self._to_export, self._open = [], None
        self._ask_where("全部记录")

    @Slot()
    def choose_import(self) -> None:
        """Ask for a file to import."""
        dialog = self._dialog("导入草稿文件")
        dialog.setFileMode(dialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_import_file)
        dialog.open()

    def import_file(self, path: Path) -> None:
        """Import a file that was dropped on the window or given at the start."""
        self.desk.read(path)

    def ask_name(self, record_id: str, name: str) -> None:
        """重命名… of the open record."""
        from gui.ui.name_dialog import NameDialog

        dialog = NameDialog(record_id, name, self._window)
        dialog.named.connect(self.desk.rename)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        from PySide6.QtCore import QStandardPaths, Qt
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, title)
        dialog.setObjectName("file_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(FILTER)
        places = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(places))
        return dialog

    @Slot(str)
    def _on_export_file(self, path: str) -> None:
        if self._open is None:
            self.desk.export(self._to_export, Path(path))
            return
        record = self._open()
        if record is not None:
            self.desk.export_record(record, Path(path))

    @Slot(str)
    def _on_import_file(self, path: str) -> None:
        self.desk.read(Path(path))

    @Slot(object)
    def _on_listed(self, records: list[RecordSummary]) -> None:
        self._records = records
        self.page.set_records(records)
        if "follower" in vars(self):
            self.follower.know(records)

    @Slot(object)
    def _on_plan(self, plan: ImportPlan) -> None:
        """Say what the file holds before anything is made of it."""
        names = "、".join(f"「{record.name}」" for record in plan.records[:3])
        more = f"等 {len(plan.records)} 条" if len(plan.records) > 3 else ""
        lines = [f"将新建 {len(plan.records)} 条记录：{names}{more}。现有记录不会改动。"]
        notes = [*plan.notes, *(note for record in plan.records for note in record.notes)]
        lines += [f"· {note}" for note in notes[:NOTES_SHOWN]]
        if len(notes) > NOTES_SHOWN:
            lines.append(f"· 另有 {len(notes) - NOTES_SHOWN} 条说明")
        text = "\n".join(lines)
        question = confirm(self._window, "导入草稿文件", text, "导入", "不导入", self._take_in)
        question.setProperty("plan", plan)  # another file may be dropped meanwhile

    @Slot()
    def _take_in(self) -> None:
        question = self.sender()
        if question is not None:
            self.desk.take_in(question.property("plan"), self._only_account())

    @Slot(object)
    def _on_imported(self, ids: tuple[str, ...]) -> None:
        if len(ids) == 1:
            self.open_wanted.emit(ids[0])
        self.told.emit("已导入", f"新建了 {len(ids)} 条记录，都在「全部记录」里。")

    @Slot(object)
    def _on_exported(self, path: str) -> None:
        self.told.emit("已导出", f"文件在「{path}」。里面没有密钥，有你填写的资料，请妥善保管。")

    def _only_account(self) -> str | None:
        accounts = self._services.known_accounts
        return accounts[0].id if len(accounts) == 1 else None


def _file_name(name: str) -> str:
    """A record's name as a file name that every system takes."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)[:80]
