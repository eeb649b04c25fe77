"""Says whether what was typed is on the disk: in the footer always, in a message when it is not."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.errors import AppError
from gui.ui.autosave import Autosave
from gui.ui.form_page import FormPage

SAVING = "正在保存…"


class SavingNotice(QObject):
    """`failed` is said once; attempts that follow by themselves say nothing new."""

    failed = Signal(object)  # AppError
    recovered = Signal()

    def __init__(self, saving: Autosave, form: FormPage, parent: QObject) -> None:
        super().__init__(parent)
        self._saving = saving
        self._form = form
        self._asked = False
        self._told: type[AppError] | None = None
        saving.unsaved.connect(self._on_unsaved)
        saving.saved.connect(self._on_saved)
        saving.failed.connect(self._on_failed)
        saving.refused.connect(self.failed)

    @Slot()
    def save(self) -> None:
        """保存 answers although everything is saved by itself."""
        self._form.view.commit()
        if self._saving.is_saved():
            self._form.show_saved(_at("已保存"))
        else:
            self._asked = True
            self._saving.save_now()

    def begin(self) -> None:
        """Another record is open from now on."""
        self._asked = False
        self._form.show_saved("")
        self._recover()

    @Slot()
    def _on_unsaved(self) -> None:
        if self._told is None:
            self._form.show_saved(SAVING)

    @Slot()
    def _on_saved(self) -> None:
        self._form.show_saved(_at("已保存" if self._asked else "已自动保存"))
        self._asked = False
        self._recover()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self._form.show_saved(f"未保存：{error.title}", failed=True)
        if self._asked or self._told is not type(error):
            self.failed.emit(error)
        self._asked = False
        self._told = type(error)

    def _recover(self) -> None:
        if self._told is not None:
            self._told = None
            self.recovered.emit()


def _at(words: str) -> str:
    return f"✓ {words} {time.strftime('%H:%M')}"
