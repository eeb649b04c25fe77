"""The pictures on the check page: small, by name, with what becomes of those not uploaded yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core.local_pictures import sha256_of
from gui.core.upload_state import State
from gui.ui.buttons import Mark, make_button
from gui.ui.labels import plain_label
from gui.ui.picture_shelf import PictureShelf
from gui.ui.picture_states import PictureStates
from gui.ui.record_session import RecordSession
from gui.ui.scroll_column import make_card
from gui.ui.thumbnail import Thumbnail
from gui.ui.tile_words import WITHOUT_PICTURE, called
from gui.ui.value_text import ValueText

if TYPE_CHECKING:
    from gui.ui.check_page import CheckPage
    from gui.ui.form_model import FormModel

SIDE = 56  # px
LATER = "还没有上传，提交前会自动上传"
STATES = {"sending": "正在上传", "done": "已上传", "failed": "没有传成功，提交前会再试一次"}
NO_ACCOUNT = "还没有选择小程序账号，提交前请先选好"


class CheckPictures(QObject):
    """Puts lines into the page's answers, and keeps them as things are."""

    account_wanted = Signal()

    def __init__(
        self,
        pointers: Collection[str],
        model: FormModel,
        session: RecordSession,
        shelf: PictureShelf,
        states: PictureStates,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._pointers = pointers
        self._model = model
        self._session = session
        self._shelf = shelf
        self._states = states
        self._lines: list[_Line] = []
        self._banner: QFrame | None = None
        shelf.arrived.connect(self._on_change)
        states.changed.connect(self._on_change)
        session.changed_sheet.connect(self._on_sheet)

    def show_on(self, page: CheckPage) -> None:
        """The page shows its summary: add what words cannot say."""
        self._lines = []
        for pointer in self._pointers:
            value = self._model.value(pointer)
            answer = page.answer(pointer)
            if answer is not None and value:
                self._add(answer, value if isinstance(value, list) else [value])
        self._shelf.read([line.sha256 for line in self._lines if line.sha256])
        self._banner = self._no_account()
        page.put_on_top(self._banner)
        self._on_sheet(None)

    def _add(self, answer: ValueText, values: list[str]) -> None:
        holder = answer.parentWidget()
        around = holder.layout() if holder is not None else None
        if not isinstance(around, QVBoxLayout):
            return
        answer.show_text(f"{len(values)} 张")
        for at, value in enumerate(values, 1):
            line = _Line(value, f"{answer.accessibleName()}，第 {at} 张")
            around.insertWidget(at, line)
            line.name.setObjectName(f"{answer.objectName()}/{at - 1}")
            self._lines.append(line)
            self._show(line)

    def _no_account(self) -> QFrame:
        banner, box = make_card("banner-warning")
        banner.setObjectName("no_account")
        banner.setAccessibleName(NO_ACCOUNT)
        choose = make_button("选择账号", "choose_account_here", "link")
        choose.clicked.connect(self.account_wanted)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Mark("alert-triangle", "warning_mark"))
        line.addWidget(plain_label(NO_ACCOUNT), 1)
        line.addWidget(choose)
        box.addLayout(line)
        return banner

    def _show(self, line: _Line) -> None:
        known = self._shelf.get(line.sha256)
        if known is not None:
            shown, image = known
            line.name.show_text(called(shown.picture))
            line.thumbnail.show_image(image)
        line.show_state(self._states.state(line.sha256))

    @Slot(str)
    def _on_change(self, sha256: str) -> None:
        for line in self._lines:
            if line.sha256 == sha256 and shiboken6.isValid(line):  # not of a page that is over
                self._show(line)

    @Slot(object)
    def _on_sheet(self, _: object) -> None:
        sheet = self._session.sheet
        if self._banner is not None and shiboken6.isValid(self._banner):
            self._banner.setVisible(sheet is None or sheet.account is None)


class _Line(QWidget):
    """One picture, or one id that was typed."""

    def __init__(self, value: str, name: str) -> None:
        super().__init__()
        self.sha256 = sha256_of(value) or ""
        self.thumbnail = Thumbnail(self, SIDE)
        self.name = ValueText("图片" if self.sha256 else value, name)
        self._state = plain_label("" if self.sha256 else WITHOUT_PICTURE, "help")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self._state)
        words.addStretch(1)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(10)
        box.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)

    def show_state(self, state: State | None) -> None:
        """What becomes of it."""
        if self.sha256:
            self._state.setText(STATES.get(state.kind if state else "", LATER))
