"""提交历史: every submission of a record, to read, copy, print or keep as PDF."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF, Qt, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from gui.core.errors import AppError
from gui.core.files import not_written, write_whole
from gui.core.form.spec import FormSpec
from gui.core.receipt import NO_NAMES, STATES, Receipt, as_html, as_text, receipt
from gui.core.store.journal import Attempt
from gui.ui.buttons import CopyButton, make_button
from gui.ui.dialog_footer import DialogFooter, dialog_body
from gui.ui.file_dialogs import file_dialog, to_save
from gui.ui.labels import plain_label
from gui.ui.moments import moment_words
from gui.ui.questions import inform
from gui.ui.tasks import TaskRunner

SIZE = (860, 560)
LIST_WIDTH = 240
PAGE_MARGIN = 18.0  # mm
EMPTY = "这条记录还没有提交过。"


class HistoryDialog(QDialog):
    """The newest submission is shown first."""

    def __init__(
        self,
        name: str,
        attempts: Sequence[Attempt],
        spec: FormSpec,
        tasks: TaskRunner,
        parent: QWidget,
        pictures: Mapping[str, str] = NO_NAMES,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("history_dialog")
        self.setWindowTitle(f"提交历史：{name}")
        self._name = name
        self._tasks = tasks
        self.resize(*SIZE)
        self._papers: list[Receipt] = [
            receipt(name, attempt, spec, pictures) for attempt in attempts
        ]
        self._build(attempts)
        self._list.currentRowChanged.connect(self._show)
        self._pdf.clicked.connect(self._on_pdf)
        self._print.clicked.connect(self._on_print)
        if attempts:
            self._list.setCurrentRow(0)

    def _build(self, attempts: Sequence[Attempt]) -> None:
        self._list = QListWidget()
        self._list.setObjectName("history_list")
        self._list.setAccessibleName("每一次提交")
        self._list.setFixedWidth(LIST_WIDTH)
        self._list.ensurePolished()  # or lines are measured without what the style adds
        for attempt in attempts:
            when = moment_words(attempt.started_at, time.time())
            words = f"第 {attempt.round} 次 · {when}\n{STATES[attempt.state]}"
            self._list.addItem(QListWidgetItem(words))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setObjectName("history_text")
        self._text.setAccessibleName("这一次提交的内容")
        body = QHBoxLayout()
        body.addWidget(self._list)
        body.addWidget(self._text, 1)
        inside = dialog_body()
        if not attempts:
            inside.addWidget(plain_label(EMPTY, "muted"))
        inside.addLayout(body, 1)
        self._footer(bool(attempts)).put_below(inside, self)

    def _footer(self, any_there: bool) -> DialogFooter:
        self._copy = CopyButton("复制为文本", "copy_history")
        self._print = make_button("打印…", "print_history")
        self._pdf = make_button("存为 PDF…", "save_history_pdf", icon_name="download")
        close = make_button("关闭", "close_history", "primary")
        close.clicked.connect(self.reject)
        footer = DialogFooter()
        for button in (self._copy, self._print, self._pdf):
            button.setEnabled(any_there)
            footer.add_left(button)
        footer.add(close)
        return footer

    @Slot(int)
    def _show(self, row: int) -> None:
        text = as_text(self._papers[row])
        self._text.setPlainText(text)
        self._copy.content = text

    def _page(self) -> str:
        return as_html(self._papers[max(0, self._list.currentRow())])

    @Slot()
    def _on_pdf(self) -> None:
        dialog = file_dialog(self, "save_pdf_dialog", "存为 PDF", "PDF (*.pdf)")
        to_save(dialog, f"提交回执 {self._name}", "pdf")
        dialog.fileSelected.connect(self.save_pdf)
        dialog.open()

    @Slot(str)
    def save_pdf(self, path: str) -> None:
        """Write the shown receipt as an A4 page or more; say so when the disk does not take it."""
        self._tasks.start(_write_pdf, self._page(), Path(path), on_failure=self._on_not_saved)

    @Slot(object)
    def _on_not_saved(self, error: AppError) -> None:
        inform(self, error.title, error.text)

    @Slot()
    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._printer = QPrinter()
        dialog = QPrintDialog(self._printer, self)
        dialog.accepted.connect(self._print_now)
        dialog.setModal(True)
        dialog.show()

    @Slot()
    def _print_now(self) -> None:
        document(self._page()).print_(self._printer)


def _write_pdf(page: str, path: Path) -> None:
    """Not for the GUI thread: fonts are read and packed, and the disk may be slow."""
    pages = QBuffer()
    pages.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(pages)
    margins = QMarginsF(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setCreator("Reauth Desk")
    document(page).print_(writer)
    del writer  # it writes its end now
    try:
        write_whole(path, bytes(pages.data().data()))
    except OSError as error:
        raise not_written(error, "PDF 没有存下") from None


def document(page: str) -> QTextDocument:
    """A receipt in HTML, ready for paper."""
    made = QTextDocument()
    made.setHtml(page)
    return made
