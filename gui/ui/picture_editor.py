"""The editor of pictures: tiles to look at and to sort, and every way to add more of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.core.album import Room
from gui.core.form.spec import Field
from gui.ui.editor import Editor, chain
from gui.ui.focus_view import bring_into_view
from gui.ui.picture_bar import PictureBar
from gui.ui.picture_notice import Kind, PictureNotice, refusals
from gui.ui.picture_sources import Given, given_in, holds_pictures, passes_by
from gui.ui.stop_before import stop_before
from gui.ui.theme import set_state
from gui.ui.tile_grid import TileGrid

if TYPE_CHECKING:
    from gui.core.album import Added

NOTHING_COPIED = "剪贴板里没有图片，请先截图或复制图片"
WORDS_COPIED = "剪贴板里是文字，不是图片。素材编号请粘贴到「已有素材编号？」后面"
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OPEN_END = 99  # pictures in a list for which the rules name no limit


class PictureEditor(Editor):
    """One picture for a string field, `field.limit` at most for an array field.

    It keeps the order and the typed ids; everything that reads, turns, uploads or asks for
    pictures is announced with the field's pointer, and PictureController answers.
    """

    given = Signal(str, object)  # list[Given]
    wished = Signal(str, str, str)  # deed of tile.DEEDS, sha256
    unknown = Signal(str)  # pictures are shown of which nothing is known yet
    files_wanted = Signal(str)
    used_wanted = Signal(str)
    stop_wanted = Signal(str)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._single = field.type != "array"
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click says where Ctrl+V goes
        self._undo: list[str] | None = None
        self.grid = TileGrid(field, self.watch, self)
        self.notice = PictureNotice(field, self)
        self.bar = PictureBar(field, self)
        self.entry = self.bar.entry
        self._marks: dict[str, bool] = {}
        self._told = ""
        for widget in (self.grid, self.notice, self.bar):
            self.box.addWidget(widget)
        self._connect()
        self._show([])

    def _connect(self) -> None:
        self.watch(self.entry)
        self.entry.written.connect(self._on_typed)
        self.grid.changed.connect(self._on_sorted)
        self.grid.removed.connect(self._on_removed)
        self.grid.wished.connect(self._on_wished)
        self.grid.failing.connect(self.bar.show_failed)
        self.bar.retry_pressed.connect(self.grid.retry_all)
        self.notice.pressed.connect(self._on_notice)
        self.bar.add_pressed.connect(self._on_add)
        self.bar.used_pressed.connect(self._on_used)

    # the answer

    def value(self) -> str | list[str]:
        found = [text for text in (*self.grid.values(), self.entry.text()) if text]
        if self._single and len(found) < 2:
            return found[0] if found else ""
        return found

    def set_value(self, value: Any) -> None:
        if value != self.value():
            self._show([str(one) for one in (value if isinstance(value, list) else [value]) if one])

    def room(self) -> Room:
        """How many more pictures there is room for; the only one is exchanged."""
        limit = 1 if self._single else self.field.limit or OPEN_END
        taken = 0 if self._single else len(self.listed())
        return Room(self.field.label, limit, max(0, limit - taken))

    def would_exchange(self) -> bool:
        """Whether one more would take the place of the one that is there."""
        return self._single and bool(self.listed())

    def with_more(self, references: Sequence[str]) -> str | list[str]:
        """The answer with pictures behind those that are there."""
        return references[-1] if self._single else [*self.listed(), *references]

    def listed(self) -> list[str]:
        """The answer as a list, also where it is a single picture."""
        value = self.value()
        return value if isinstance(value, list) else [value] if value else []

    def controls(self) -> list[QWidget]:
        return [*self.grid.controls(), self.bar.add, self.entry]

    def stops(self) -> list[QWidget]:
        return [*self.grid.stops(), *self.notice.stops(), *self.bar.stops()]

    def best_first(self, controls: list[QWidget]) -> list[QWidget]:
        """What is to be mended: a tile that failed, else the way to add one."""
        failed = [tile for tile in self.grid.tiles if tile.property("failed")]
        return [*failed, self.bar.add, *controls]

    def lines(self) -> list[QLineEdit]:
        """What ids are typed into: those on tiles, and the one for more."""
        return [*(tile.line for tile in self.grid.ids()), self.entry]

    def texts(self) -> list[str]:
        return [line.text() for line in self.lines()]

    def replace_text(self, index: int, text: str) -> None:
        line = self.lines()[index]
        line.selectAll()
        line.insert(text)
        self._tell()

    def forget_history(self) -> None:
        self._undo = None
        self.notice.forget()
        for line in self.lines():
            line.setText(line.text())
            line.setCursorPosition(0)

    def set_state(self, name: str, on: bool) -> None:
        self._marks[name] = on
        for control in (self.bar, *self.lines()):
            set_state(control, name, on)

    def describe(self, text: str) -> None:
        self._told = text
        self.setAccessibleDescription(text)
        for tile in self.grid.tiles:
            tile.describe(text)
        for control in (self.bar.add, self.entry):
            control.setAccessibleDescription(text)

    def _show(self, values: Sequence[str]) -> None:
        self.entry.show_text("")
        came = self.grid.show_values(values)
        for name, on in self._marks.items():
            self.set_state(name, on)
        self.describe(self._told)
        self._settle()
        if came and self.grid.pictures():
            self.unknown.emit(self.field.pointer)

    def _settle(self) -> None:
        """Names, offers and the order of Tab follow what is there."""
        count = len(self.grid.tiles)
        self.entry.setObjectName(f"{self.field.pointer}/{count}")
        full = self.room().free == 0
        self.bar.offer(full=full, replaces=self._single and count > 0)
        chain([*(stop_before(self, self.bar.add) if count else []), *self.stops()])

    def _tell(self) -> None:
        self._settle()
        self.changed.emit(self.value())

    # what the controller tells

    def show_busy(self, files: int) -> None:
        """Files are being read."""
        self._undo = None
        self.notice.say("info", f"正在添加 {files} 个文件…", "停止")

    def show_added(self, added: Added, before: Sequence[str]) -> None:
        """What became of a choice of files; `before` is the answer that was exchanged, if any."""
        words = refusals([error.text for error in added.refused], added.left)
        exchanged = self._single and bool(before) and list(before) != self.listed()
        self._undo = list(before) if exchanged else None
        if words:
            kind: Kind = "error" if added.refused else "warning"
            self.notice.say(kind, words, "撤销" if exchanged else "")
        elif exchanged:
            self.notice.say("info", "已换成新的图片", "撤销")
        else:
            self.notice.forget()

    # what the user does

    def give(self, given: Sequence[Given]) -> None:
        """Pictures were chosen, dropped or pasted."""
        if given:
            self.given.emit(self.field.pointer, list(given))

    def paste(self) -> None:
        """Ctrl+V: pictures or files. Ids have their own line: any copied text could be one."""
        mime = QGuiApplication.clipboard().mimeData()
        if holds_pictures(mime):
            self.give(given_in(mime))
        else:
            self.notice.say("warning", WORDS_COPIED if mime.hasText() else NOTHING_COPIED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Undo) and self._undo is not None:
            self._on_notice()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of the lines for ids: pictures are for the editor, Enter is the end of an id."""
        if passes_by(event):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste):
                mime = QGuiApplication.clipboard().mimeData()
                ids = mime.text().split() if watched is self.entry else []
                if holds_pictures(mime):
                    self.paste()
                    return True
                if len(ids) > 1 and mime.text().isascii():
                    self._append(ids)
                    return True
            if watched is self.entry and event.key() in ENTER_KEYS and self.entry.text():
                self._append([])
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _on_typed(self) -> None:
        """Several ids become tiles of their own, and the last goes on being written."""
        texts = self.entry.text().split()
        if len(texts) > 1 and not self._single:
            self._show([*self.grid.values(), *texts[:-1]])
            self.entry.show_text(texts[-1])
        self._tell()

    def _append(self, ids: Sequence[str]) -> None:
        """What stands in the line, and more ids, as tiles; the only one is exchanged."""
        typed = [*self.entry.text().split(), *ids]
        before = self.grid.values()
        self._show(typed if self._single else [*before, *typed])
        if self._single and before:
            self._undo = before
            self.notice.say("info", "已换成新的素材编号", "撤销")
        self._tell()
        self.left.emit()

    @Slot(int)
    def _on_removed(self, at: int) -> None:
        values = self.grid.values()
        self._undo = [*values, *self.entry.text().split()]
        name = self.grid.tiles[at].short_name()
        typed = self.entry.text()
        self._show([*values[:at], *values[at + 1 :]])
        self.entry.show_text(typed)
        self.notice.say("info", f"已删除「{name}」", "撤销")
        bring_into_view(self.notice)
        if not self.grid.take_focus(at):
            self.bar.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()
        self.left.emit()

    @Slot()
    def _on_notice(self) -> None:
        """撤销, or 停止 while files are read."""
        if self._undo is None:
            self.stop_wanted.emit(self.field.pointer)
            return
        undone, self._undo = self._undo, None
        self.notice.forget()
        self._show(undone)
        if not self.grid.take_focus(0):
            self.take_focus()
        self._tell()
        self.left.emit()

    @Slot()
    def _on_sorted(self) -> None:
        self._tell()

    @Slot(str, str)
    def _on_wished(self, deed: str, sha256: str) -> None:
        self.wished.emit(self.field.pointer, deed, sha256)

    @Slot()
    def _on_add(self) -> None:
        self.files_wanted.emit(self.field.pointer)

    @Slot()
    def _on_used(self) -> None:
        self.used_wanted.emit(self.field.pointer)
