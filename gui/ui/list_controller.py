"""The list of records: what its page wants done, the file dialogs, and the undo of a deletion."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from gui.ui.questions import confirm
from gui.ui.records_desk import RecordsDesk
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.exchange import ImportPlan
    from gui.core.store.records import RecordSummary
    from gui.ui.home_page import HomePage

FILTER = "草稿文件 (*.json);;所有文件 (*)"
NOTES_SHOWN = 8


class ListController(QObject):
    """Wires the home page to RecordsDesk; `told` is a title and a text for a message bar."""

    told = Signal(str, str)
    undo_offered = Signal(str)  # name of the deleted record
    failed = Signal(object)  # AppError
    open_wanted = Signal(str)
    new_wanted = Signal(str)
    renamed = Signal(str, str)

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._services = services
        self._records: list[RecordSummary] = []
        self._deleted = ""
        self._to_export: list[str] = []
        self._plan: ImportPlan | None = None
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
        page.delete_requested.connect(self.delete)
        page.export_requested.connect(self.export)
        page.export_all_requested.connect(self.export_all)
        page.import_requested.connect(self.choose_import)
        page.new_requested.connect(self.new_wanted)
        return page

    def _connect(self) -> None:
        desk = self.desk
        desk.listed.connect(self._on_listed)
        desk.plan_ready.connect(self._on_plan)
        desk.imported.connect(self._on_imported)
        desk.exported.connect(self._on_exported)
        desk.renamed.connect(self.renamed)
        desk.failed.connect(self.failed)

    # deleting

    @Slot(str)
    def delete(self, record_id: str) -> None:
        """Take a record away at once, and offer to bring it back."""
        name = next((item.name for item in self._records if item.id == record_id), "")
        self._deleted = record_id
        self.desk.delete(record_id, name)
        self.undo_offered.emit(name)

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
        self._to_export = record_ids
        name = next((r.name for r in self._records if [r.id] == record_ids), "全部记录")
        dialog = self._dialog("导出到文件", QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{_file_name(name)}.json")
        dialog.fileSelected.connect(self._on_export_file)
        dialog.open()

    @Slot()
    def export_all(self) -> None:
        """Everything into one file, for a new computer."""
        self.export([])

    @Slot()
    def choose_import(self) -> None:
        """Ask for a file to import."""
        dialog = self._dialog("导入草稿文件", QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_import_file)
        dialog.open()

    def import_file(self, path: Path) -> None:
        """Import a file that was dropped on the window or given at the start."""
        self.desk.read(path)

    def ask_name(self, record_id: str, name: str) -> None:
        """重命名… of the open record."""
        dialog = QInputDialog(self._window)
        dialog.setObjectName("rename_dialog")
        dialog.setWindowTitle("重命名")
        dialog.setLabelText("记录名称（只在这台电脑上显示）：")
        dialog.setTextValue(name)
        dialog.setOkButtonText("保存名称")
        dialog.setCancelButtonText("取消")
        dialog.setProperty("record_id", record_id)
        dialog.textValueSelected.connect(self._on_name)
        dialog.open()

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setObjectName("file_dialog")
        dialog.setAcceptMode(mode)
        dialog.setNameFilter(FILTER)
        places = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(places))
        return dialog

    @Slot(str)
    def _on_export_file(self, path: str) -> None:
        self.desk.export(self._to_export, Path(path))

    @Slot(str)
    def _on_import_file(self, path: str) -> None:
        self.desk.read(Path(path))

    @Slot(str)
    def _on_name(self, name: str) -> None:
        dialog = self.sender()
        if dialog is not None:
            self.desk.rename(dialog.property("record_id"), name)

    @Slot(object)
    def _on_listed(self, records: list[RecordSummary]) -> None:
        self._records = records
        self.page.set_records(records)

    @Slot(object)
    def _on_plan(self, plan: ImportPlan) -> None:
        """Say what the file holds before anything is made of it."""
        self._plan = plan
        names = "、".join(f"「{record.name}」" for record in plan.records[:3])
        more = f"等 {len(plan.records)} 条" if len(plan.records) > 3 else ""
        lines = [f"将新建 {len(plan.records)} 条记录：{names}{more}。现有记录不会改动。"]
        notes = [*plan.notes, *(note for record in plan.records for note in record.notes)]
        lines += [f"· {note}" for note in notes[:NOTES_SHOWN]]
        if len(notes) > NOTES_SHOWN:
            lines.append(f"· 另有 {len(notes) - NOTES_SHOWN} 条说明")
        confirm(self._window, "导入草稿文件", "\n".join(lines), "导入", "不导入", self._take_in)

    @Slot()
    def _take_in(self) -> None:
        if self._plan is not None:
            self.desk.take_in(self._plan, self._only_account())

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
