"""The last look before anything is sent: all answers to read, what is new, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core.form.summary import SectionSummary
from gui.ui.buttons import Mark, make_button
from gui.ui.editor import chain
from gui.ui.labels import numbered, plain_label
from gui.ui.scroll_column import ScrollColumn, empty, make_card
from gui.ui.summary_card import EditButton, SummaryCard
from gui.ui.value_text import ValueText

COLUMN_WIDTH = 720
BELOW_HEAD = 1
DOUBLE_CLICK_MS = 1000  # a double click is two clicks, and a submission is sent once
SUBMIT_WORDS = {"reauth": "提交重填", "wxaauth": "提交认证"}
WHAT_FOLLOWS = (
    "微信会给出授权链接和二维码，由你发给小程序管理员。",
    "管理员要在 24 小时内用微信扫码授权，并按提示完成人脸核验和手机验证。",
    "之后资料进入审核。审核员可能拨打联系人的电话核实，请保持电话畅通。",
    "审核结果出来之前，不能再修改这次提交的内容。",
)


class Warned(Protocol):
    """A warning of the form, as gui.core.form.validation.Problem is one."""

    @property
    def pointer(self) -> str: ...
    @property
    def text(self) -> str: ...


class CheckPage(QWidget):
    """查看与修改. Whatever is pressed is announced; the window decides and answers."""

    edit_requested = Signal(str)
    back_requested = Signal()
    submit_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check_page")
        self.setAccessibleName("查看与修改")
        self._words = SUBMIT_WORDS["reauth"]
        self._guard = QTimer(self, singleShot=True, interval=DOUBLE_CLICK_MS)
        self._busy = False
        self._scroll = ScrollColumn("check_answers_list", "提交前的全部内容", COLUMN_WIDTH)
        self._build_footer()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._scroll, 1)
        box.addWidget(self._footer)
        self._connect()

    def _build_footer(self) -> None:
        self._footer = QFrame()
        self._footer.setProperty("role", "footer")
        self._back = make_button("返回修改", "back_to_form", icon_name="arrow-left")
        self._stage = plain_label("", role="muted", wrap=False)
        self._stage.setObjectName("submit_stage")
        self._cancel = make_button("取消提交", "cancel_submit")
        self._submit = make_button(self._words, "submit", role="primary")
        self._cancel.hide()
        box = QHBoxLayout(self._footer)
        box.setContentsMargins(24, 12, 24, 12)
        box.setSpacing(12)
        box.addWidget(self._back)
        box.addStretch(1)
        for widget in (self._stage, self._cancel, self._submit):
            box.addWidget(widget)

    def _connect(self) -> None:
        self._back.clicked.connect(self.back_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        self._submit.clicked.connect(self._on_submit)

    # what the window tells

    def show_summary(
        self,
        sections: Sequence[SectionSummary],
        warnings: Sequence[Warned],
        call: str,
        unchanged: str = "",
    ) -> None:
        """Show all answers of a record that is about to be sent by `call`.

        `unchanged` says what ought to be new since last time, and is not.
        """
        self._words = SUBMIT_WORDS[call]
        self.set_busy(None)
        column = self._scroll.column
        empty(column)
        column.addWidget(_head(sections))
        if unchanged:
            column.addWidget(_unchanged(unchanged))
        if warnings:
            column.addWidget(self._warnings(sections, warnings))
        for section in sections:
            card = SummaryCard(section)
            card.edit_requested.connect(self.edit_requested)
            column.addWidget(card)
        column.addWidget(_what_follows())
        column.addStretch(1)
        edits = [edit for part in self._parts() for edit in part.findChildren(EditButton)]
        chain([self._scroll, *edits, self._back, self._cancel, self._submit])
        self._scroll.verticalScrollBar().setValue(0)

    def _parts(self) -> list[QWidget]:
        """What stands on the page now; what stood there before is its child a little longer."""
        column = self._scroll.column
        found = (column.itemAt(at).widget() for at in range(column.count()))
        return [part for part in found if part is not None]

    def answer(self, pointer: str) -> ValueText | None:
        """Where the answer to a question stands."""
        found = (part.findChild(ValueText, f"answer:{pointer}") for part in self._parts())
        return next((answer for answer in found if answer is not None), None)

    def put_on_top(self, widget: QWidget) -> None:
        """Something to be known before the answers are read, until the next summary."""
        self._scroll.column.insertWidget(BELOW_HEAD, widget)

    def set_busy(self, stage_text: str | None, cancellable: bool = False) -> None:
        """Say what is going on, with a way out while nothing was sent; None: it is over."""
        before, self._busy = self._busy, stage_text is not None
        held = (before or self._busy) and self._holds_focus()
        if held:  # what gets disabled would give it to whatever comes next, even out of the page
            self.setFocus()
        self._guard.stop()
        self._stage.setText(stage_text or "")
        self._stage.setAccessibleName(stage_text or "")
        for edit in self._scroll.findChildren(EditButton):
            edit.setEnabled(not self._busy)
        self._back.setEnabled(not self._busy)
        self._cancel.setVisible(self._busy and cancellable)
        self._show_submit()
        if held and not self._busy:
            self._submit.setFocus()
        elif held and cancellable:
            self._cancel.setFocus()

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    # what is pressed

    @Slot()
    def _on_submit(self) -> None:
        if not self._guard.isActive():
            self._guard.start()
            self.submit_requested.emit()

    @Slot()
    def _show_submit(self) -> None:
        words = "正在提交…" if self._busy else self._words
        self._submit.setText(words)
        self._submit.setAccessibleName(words)
        self._submit.setEnabled(not self._busy)

    def _warnings(self, sections: Sequence[SectionSummary], warnings: Sequence[Warned]) -> QFrame:
        labels = {row.pointer: row.label for section in sections for row in section.rows}
        box_frame, box = make_card("banner-warning")
        box_frame.setObjectName("warnings")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Mark("alert-triangle", "warning_mark"))
        title = f"有 {len(warnings)} 处建议再核对，不影响提交"
        head.addWidget(plain_label(title, role="question"), 1)
        box_frame.setAccessibleName(title)
        box.addLayout(head)
        box.setSpacing(2)
        for warning in warnings:
            line = QHBoxLayout()
            line.setContentsMargins(26, 0, 0, 0)
            line.addWidget(plain_label(warning.text, role="warning"), 1)
            edit = EditButton(warning.pointer, labels.get(warning.pointer, ""), "edit_warning")
            edit.pressed_for.connect(self.edit_requested)
            line.addWidget(edit, alignment=Qt.AlignmentFlag.AlignTop)
            box.addLayout(line)
        return box_frame


def _unchanged(words: str) -> QFrame:
    card, box = make_card("banner-warning")
    card.setObjectName("unchanged")
    card.setAccessibleName(words)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(Mark("alert-triangle", "warning_mark"), alignment=Qt.AlignmentFlag.AlignTop)
    line.addWidget(plain_label(words, role="question"), 1)
    box.addLayout(line)
    return card


def _head(sections: Sequence[SectionSummary]) -> QWidget:
    head = QWidget()
    box = QVBoxLayout(head)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(4)
    box.addWidget(plain_label("请核对要提交的内容", role="title"))
    box.addWidget(plain_label(_introduction(sections), role="muted"))
    return head


def _introduction(sections: Sequence[SectionSummary]) -> str:
    changed = sum(row.changed for section in sections for row in section.rows)
    if changed:
        return f"和上次提交相比，修改了 {changed} 处。还要改的话，点右边的「修改」。"
    return "还要改的话，点右边的「修改」。"


def _what_follows() -> QFrame:
    card, box = make_card("banner-info")
    card.setObjectName("what_follows")
    card.setAccessibleName("提交后会发生什么")
    box.addWidget(plain_label("提交后会发生什么", role="question"))
    box.addLayout(numbered(plain_label(words) for words in WHAT_FOLLOWS))
    return card
