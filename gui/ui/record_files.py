"""The files of records: where they are looked for, what one holds before it is taken, and news."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.ui.questions import confirm
from gui.ui.records_desk import RecordsDesk
from gui.ui.services import Services

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from gui.core.store.records import Record
    from gui.core.transfers import Exported, FilePlan

FILTER = "记录文件 (*.reauth *.json);;所有文件 (*)"
IMPORT = "导入文件"
NOTES_SHOWN = 8
LEFT = "有 {n} 张图片在这台电脑上已经读不出来，不在文件里，请在记录里重新添加。"
PRIVATE = "里面没有密钥，有你填写的资料{pictures}，请妥善保管。"


class RecordFiles(QObject):
    """`told` is a title and a text for a message bar."""

    told = Signal(str, str)
    open_wanted = Signal(str)

    def __init__(self, services: Services, desk: RecordsDesk, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._services = services
        self._desk = desk
        self._to_export: list[str] = []
        self._open: Callable[[], Record | None] | None = None
        desk.plan_ready.connect(self._on_plan)
        desk.imported.connect(self._on_imported)
        desk.exported.connect(self._on_exported)

    def export(self, record_ids: list[str], names: Sequence[str]) -> None:
        """Ask where to, then write the records into one file."""
        self._to_export, self._open = record_ids, None
        self._ask_where(names[0] if len(names) == 1 else f"{len(names)} 条记录")

    def export_open(self, name: str, snapshot: Callable[[], Record | None]) -> None:
        """Export the open record as it stands in the window when the file has been chosen."""
        self._open = snapshot
        self._ask_where(name)

    @Slot()
    def export_all(self) -> None:
        """Everything into one file, for a new computer."""
        self._to_export, self._open = [], None
        self._ask_where("全部记录")

    @Slot()
    def choose_import(self) -> None:
        """Ask for a file to import."""
        dialog = self._dialog(IMPORT)
        dialog.fileSelected.connect(self._on_import_file)
        dialog.open()

    def _ask_where(self, name: str) -> None:
        from gui.ui.file_dialogs import to_save

        dialog = to_save(self._dialog("导出到文件"), name, "reauth")
        dialog.fileSelected.connect(self._on_export_file)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        from gui.ui.file_dialogs import file_dialog

        folder = self._services.settings.last_folder
        dialog = file_dialog(self._window, "file_dialog", title, FILTER, folder=folder)
        dialog.fileSelected.connect(self._keep_folder)
        return dialog

    @Slot(str)
    def _keep_folder(self, path: str) -> None:
        folder = str(Path(path).parent)
        if folder != self._services.settings.last_folder:
            self._services.keep_settings(replace(self._services.settings, last_folder=folder))

    @Slot(str)
    def _on_export_file(self, path: str) -> None:
        if self._open is None:
            self._desk.export(self._to_export, Path(path))
            return
        record = self._open()
        if record is not None:
            self._desk.export_record(record, Path(path))

    @Slot(str)
    def _on_import_file(self, path: str) -> None:
        self._desk.read(Path(path))

    @Slot(object)
    def _on_plan(self, plan: FilePlan) -> None:
        """Say what the file holds before anything is made of it."""
        names = "、".join(f"「{record.name}」" for record in plan.records[:3])
        more = f"等 {len(plan.records)} 条" if len(plan.records) > 3 else ""
        with_them = f"，带着 {len(plan.parcels)} 张图片" if plan.parcels else ""
        count = len(plan.records)
        lines = [f"将新建 {count} 条记录：{names}{more}{with_them}。现有记录不会改动。"]
        notes = [*plan.notes, *(note for record in plan.records for note in record.notes)]
        lines += [f"· {note}" for note in notes[:NOTES_SHOWN]]
        if len(notes) > NOTES_SHOWN:
            lines.append(f"· 另有 {len(notes) - NOTES_SHOWN} 条说明")
        text = "\n".join(lines)
        question = confirm(self._window, IMPORT, text, "导入", "不导入", self._take_in)
        question.setProperty("plan", plan)  # another file may be dropped meanwhile

    @Slot()
    def _take_in(self) -> None:
        question = self.sender()
        if question is not None:
            self._desk.take_in(question.property("plan"), self._only_account())

    @Slot(object)
    def _on_imported(self, ids: tuple[str, ...]) -> None:
        if len(ids) == 1:
            self.open_wanted.emit(ids[0])
        self.told.emit("已导入", f"新建了 {len(ids)} 条记录，都在「全部记录」里。")

    @Slot(object)
    def _on_exported(self, exported: Exported) -> None:
        left = LEFT.format(n=exported.left) if exported.left else ""
        pictures = f"和 {exported.pictures} 张图片" if exported.pictures else ""
        private = PRIVATE.format(pictures=pictures)
        self.told.emit("已导出", f"文件在「{exported.path}」。{left}{private}")

    def _only_account(self) -> str | None:
        accounts = self._services.known_accounts
        return accounts[0].id if len(accounts) == 1 else None
