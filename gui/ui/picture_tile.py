"""The tiles of the picture editor: one with a picture of this computer, one with WeChat's id."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from gui.core.form.spec import Field
from gui.core.store.pictures import PREFIX
from gui.ui import tile_words
from gui.ui.answer_line import AnswerLine
from gui.ui.buttons import Mark, make_button
from gui.ui.elided_label import ElidedLabel
from gui.ui.labels import plain_label
from gui.ui.text_editors import TEXT_AT_MOST
from gui.ui.theme import set_state
from gui.ui.tile import Tile

if TYPE_CHECKING:
    from gui.core.album import Shown
    from gui.core.upload_state import State

MOVES = ("forward", "back")


class PictureTile(Tile):
    """A picture that is kept here: thumbnail, name, size, and where its upload stands."""

    def __init__(self, sha256: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.sha256 = sha256
        self._state: State | None = None
        self._lost = False
        self._shown: Shown | None = None
        self._look: tuple[str, ...] | None = None
        self._build()
        self.show_state(None)

    def _build(self) -> None:
        self._file = ElidedLabel("question", self)
        self._file.show_words(tile_words.READING)
        self._facts = plain_label("", "help")
        self._note = plain_label("", "help")
        self._warning = plain_label("", "tile-warning")
        self._mark = Mark("clock", "muted", 16)
        self._words = plain_label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._reason = plain_label("", "tile-error")
        self.retry = make_button(tile_words.OFFERS["retry"], "", "link")
        self.retry.clicked.connect(self._on_deed)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._mark)
        state.addWidget(self._words, 1)
        state.addWidget(self.retry)
        for widget in (self._file, self._facts, self._note, self._warning):
            self.words.addWidget(widget)
        self.words.addLayout(state)
        self.words.addWidget(self._bar)
        self.words.addWidget(self._reason)
        self.words.addStretch(1)
        self._fill_buttons()
        for label in (self._facts, self._note, self._warning, self._reason):
            label.hide()

    def _fill_buttons(self) -> None:
        for deed in ("look", "turn_right"):
            self.buttons.addWidget(self.add_button(deed))
        self._again = self.add_button("again")
        self.buttons.addWidget(self._again)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.more)
        self.buttons.addWidget(self.add_button("remove"))
        self.words.addLayout(self.buttons)

    def value(self) -> str:
        return PREFIX + self.sha256

    def stops(self) -> list[QWidget]:
        return [self, self.retry, self.more]

    def deeds(self) -> tuple[str, ...]:
        found = ["look", "turn_right", "turn_left"] if self._shown is not None else []
        kind = self._state.kind if self._state else ""
        found += {"failed": ["retry"], "sending": ["cancel"], "done": ["again", "copy_id"]}.get(
            kind, []
        )
        return (*found, *MOVES, "remove")

    def number(self, index: int, count: int) -> None:
        self.retry.setObjectName(f"{self.field.pointer}/{index}/retry")
        super().number(index, count)
        self.retry.setAccessibleName(f"{self.name}：{self.retry.text()}")

    def summary(self) -> str:
        parts = (self._file.all_words(), self._words.text(), self._warning.text())
        return "，".join(part for part in parts if part)

    def short_name(self) -> str:
        return self._file.all_words()

    def state_text(self) -> str:
        """Where the upload stands, in words."""
        return self._words.text()

    # what the controller tells

    def become(self, sha256: str) -> None:
        """Another picture takes its place; until that is read, this one is still seen."""
        self.sha256 = sha256
        self._lost, self._shown = False, None
        self.show_state(None)

    def show_picture(self, shown: Shown, image: QImage) -> None:
        """What is known of it has been read."""
        if shown is self._shown:
            return
        picture, self._shown = shown.picture, shown
        self.thumbnail.show_image(image)
        self._file.show_words(picture.name or "图片")
        for label, text in (
            (self._facts, tile_words.facts(picture)),
            (self._note, picture.note),
            (self._warning, picture.warning),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.tell()

    def show_lost(self) -> None:
        """It is not on this computer any more."""
        self._lost = True
        self._file.show_words("图片")
        self.show_state(self._state)

    def show_state(self, state: State | None) -> None:
        """Its upload stands elsewhere; None while no account is chosen."""
        self._state = state
        words = tile_words.state_words(state, time.time())
        if self._lost:
            words = tile_words.StateWords(
                "读不出来", "alert-circle", "error", reason=tile_words.LOST
            )
        if words.text == self._words.text() and _look(words) == self._look:
            return
        self._words.setText(words.text)
        self._bar.setValue(max(words.percent, 0))
        if _look(words) != self._look:  # not for each per cent
            self._look = _look(words)
            self._dress(words)
        self._again.setVisible(state is not None and state.kind == "done")
        self.tell()

    def _dress(self, words: tile_words.StateWords) -> None:
        self._mark.show_icon(words.icon, words.role)
        set_state(self._words, "role", words.role)
        self._bar.setVisible(words.percent >= 0)
        self._reason.setText(words.reason)
        self._reason.setVisible(bool(words.reason))
        self.retry.setProperty("deed", words.deed)
        self.retry.setText(tile_words.OFFERS.get(words.deed, ""))
        self.retry.setAccessibleName(f"{self.name}：{self.retry.text()}")
        self.retry.setVisible(words.deed in tile_words.OFFERS)
        set_state(self, "failed", words.role == "error")


def _look(words: tile_words.StateWords) -> tuple[str, ...]:
    return words.icon, words.role, words.reason, words.deed


class IdTile(Tile):
    """An id that WeChat gave elsewhere: it can be read and mended, but not looked at."""

    edited = Signal()

    def __init__(self, media_id: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = AnswerLine(media_id, self)
        self.line.setMaxLength(TEXT_AT_MOST)
        self.line.setCursorPosition(0)
        self.line.written.connect(self._on_written)
        self._words = plain_label(tile_words.WITHOUT_PICTURE, "help")
        self._reason = plain_label("", "tile-error")
        self._reason.hide()
        self.words.addWidget(self._words)
        self.words.addWidget(self.line)
        self.words.addWidget(self._reason)
        self.words.addStretch(1)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.more)
        self.buttons.addWidget(self.add_button("remove"))
        self.words.addLayout(self.buttons)

    def _on_written(self, _text: str) -> None:
        self.show_refused(False)
        self.edited.emit()

    def value(self) -> str:
        return self.line.text()

    def stops(self) -> list[QWidget]:
        return [self, self.line, self.more]

    def deeds(self) -> tuple[str, ...]:
        return ("copy_id", *MOVES, "remove")

    def number(self, index: int, count: int) -> None:
        super().number(index, count)
        self.line.setObjectName(f"{self.field.pointer}/{index}/id")
        self.line.setAccessibleName(self.name)

    def summary(self) -> str:
        return f"{tile_words.WITHOUT_PICTURE}，{self._reason.text() or self.value()}"

    def short_name(self) -> str:
        return self.value()

    def describe(self, text: str) -> None:
        super().describe(text)
        self.line.setAccessibleDescription(text)

    def show_refused(self, on: bool) -> None:
        """WeChat does not know the id."""
        self._reason.setText(tile_words.NOT_KNOWN if on else "")
        self._reason.setVisible(on)
        set_state(self, "failed", on)
        self.tell()
