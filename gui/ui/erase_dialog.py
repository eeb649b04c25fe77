"""清除本机数据: says in numbers what will go, asks once more, and does it."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from gui.core.erase import Eraser, Holdings
from gui.core.errors import AppError, Cancelled
from gui.ui.buttons import make_button
from gui.ui.fitting import fit_height
from gui.ui.labels import announce, plain_label
from gui.ui.messages import MessageStack
from gui.ui.scroll_column import make_card
from gui.ui.tasks import TaskRunner
from gui.ui.waiting_footer import WaitingFooter

WIDTH = 520
COUNTING, ERASING = "正在清点…", "正在清除…"
BEFORE = "需要留底的记录，请先用「文件」里的「导出全部」另外保存。已经提交给微信的资料不受影响。"
DOUBTS = (
    "其中 {doubts} 次提交还没有确认结果。清除之后，这台电脑上再也查不到它们有没有提交成功，"
    "请先打开这些记录查询状态。"
)
AGAIN = "清除后没有办法恢复，程序会关闭，下次打开时和第一次使用一样。"
SURE = "我知道清除后没有办法恢复"


class EraseDialog(QDialog):
    """Opened with open(). `erased`: nothing is left, and the program has to close."""

    erased = Signal()

    def __init__(self, eraser: Eraser, tasks: TaskRunner, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._eraser, self._tasks, self._folder = eraser, tasks, folder
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("erase_dialog")
        self.setWindowTitle("清除本机数据")
        self.setFixedWidth(WIDTH)
        self._messages = MessageStack()
        self._title = plain_label("", "heading")
        self._title.setObjectName("erase_title")
        self._words = plain_label("", selectable=True)
        self._words.setObjectName("erase_words")
        self._doubts, doubts_box = make_card("banner-warning")
        self._doubts_words = plain_label("")
        doubts_box.addWidget(self._doubts_words)
        self._sure = QCheckBox(SURE)
        self._sure.setObjectName("erase_sure")
        self._footer = WaitingFooter(tasks)
        self._build()
        for widget in (self._doubts, self._sure, self._erase):
            widget.hide()
        self._go_on.setEnabled(False)
        self._count()

    def _build(self) -> None:
        self._keep = self._footer.add(make_button("不清除", "keep_local_data"))
        self._keep.clicked.connect(self.reject)
        self._go_on = self._footer.add(make_button("继续", "erase_go_on", "primary"))
        self._go_on.clicked.connect(self._ask_again)
        self._erase = self._footer.add(make_button("清除全部数据", "erase_now", "danger"))
        self._erase.clicked.connect(self._on_erase)
        self._sure.toggled.connect(self._on_sure)
        self._footer.busy_changed.connect(self._on_busy)
        inside = QVBoxLayout()
        inside.setContentsMargins(24, 24, 24, 20)
        inside.setSpacing(12)
        for widget in (self._messages, self._title, self._words, self._doubts, self._sure):
            inside.addWidget(widget)
        self._footer.put_below(inside, self)

    # what is there

    def _count(self) -> None:
        self._title.setText(COUNTING)
        self._keep.setFocus()  # where Enter does no harm
        self._tasks.start(
            self._eraser.holdings, on_success=self._on_counted, on_failure=self._on_failed
        )

    @Slot(object)
    def _on_counted(self, found: Holdings) -> None:
        self._title.setText("会删除这台电脑上的：")
        self._words.setText(f"{words_of(found)}\n\n{BEFORE}")
        self._doubts_words.setText(DOUBTS.format(doubts=found.doubts))
        self._doubts.setVisible(found.doubts > 0)
        self._go_on.setEnabled(True)
        fit_height(self, WIDTH)
        announce(self._title, f"{self._title.text()}{self._words.text()}")

    # the second question

    @Slot()
    def _ask_again(self) -> None:
        self._title.setText("确定要清除吗")
        self._words.setText(AGAIN)
        self._go_on.hide()
        self._sure.show()
        self._erase.show()
        self._erase.setEnabled(False)
        self._sure.setFocus()
        fit_height(self, WIDTH)
        announce(self._title, f"{self._title.text()}。{AGAIN}")

    @Slot(bool)
    def _on_sure(self, on: bool) -> None:
        self._erase.setEnabled(on)

    @Slot()
    def _on_erase(self) -> None:
        self._messages.clear()
        self._footer.run(
            ERASING,
            _erased,
            self._eraser,
            self._folder,
            on_success=self._on_erased,
            on_failure=self._on_failed,
        )

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        self._sure.setDisabled(busy)
        if not busy:
            self._erase.setEnabled(self._sure.isChecked())

    @Slot(object)
    def _on_erased(self, _nothing: object) -> None:
        self.accept()
        self.erased.emit()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        if isinstance(error, Cancelled):
            self._messages.show_message("info", error.title, "没有清除任何内容。")
        else:
            self._messages.show_message("error", error.title, error.text, (), error.details)
        fit_height(self, WIDTH)

    def reject(self) -> None:
        """Esc and 不清除: first out of what is waited for."""
        if self._footer.is_waiting():
            self._footer.stop()
            return
        super().reject()


def words_of(found: Holdings) -> str:
    """What will go, in numbers, a line each."""
    lines = (
        f"· {found.records} 条记录，{found.submissions} 次提交",
        f"· {found.pictures} 张图片",
        f"· {found.accounts} 个账号，以及系统钥匙串里的密钥",
        f"· {found.backups} 个备份，运行日志和设置",
    )
    return "\n".join(lines)


def _erased(eraser: Eraser, folder: Path, stop: Event) -> None:
    eraser.erase(folder, stop)
