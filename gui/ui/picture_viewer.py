"""放大查看: one picture as it is sent, closely, turned, and beside what it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.ui.buttons import make_button
from gui.ui.elided_label import ElidedLabel
from gui.ui.labels import plain_label
from gui.ui.picture_canvas import PictureCanvas
from gui.ui.tile_words import facts, size_words
from gui.ui.window_size import open_at

if TYPE_CHECKING:
    from gui.core.album import Shown

SIZE = (940, 700)
READING = "正在读取…"
SENT, ORIGINAL = "上传的图片", "原图"
COMPARE = {False: "和原图对比", True: "看上传的图片"}  # by whether the original is seen


class PictureViewer(QDialog):
    """`turn_wanted` asks for a turn, `original_wanted` for the picture before it was prepared."""

    turn_wanted = Signal(str, str, int)  # pointer, sha256, degrees
    original_wanted = Signal(str)  # sha256

    def __init__(self, pointer: str, shown: Shown, parent: QWidget) -> None:
        super().__init__(parent)
        self._pointer = pointer
        self._images: dict[bool, QImage] = {}
        self.sha256 = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("picture_viewer")
        open_at(self, SIZE)
        self.canvas = PictureCanvas(self)
        self._name = ElidedLabel("heading", self)
        self._facts = plain_label("", "muted", wrap=False)
        self._percent = plain_label("", "muted", wrap=False)
        self._build()
        self._connect()
        self.show_picture(shown)

    def _build(self) -> None:
        self._farther = make_button("缩小", "zoom_out", "quiet", "minus")
        self._closer = make_button("放大", "zoom_in", "quiet", "plus")
        self._fit = make_button("适合窗口", "zoom_fit", "quiet")
        self._full = make_button("原始大小", "zoom_full", "quiet")
        self._left = make_button("向左旋转", "turn_left", "quiet", "rotate-ccw")
        self._right = make_button("向右旋转", "turn_right", "quiet", "rotate-cw")
        self._compare = make_button(COMPARE[False], "compare", "", "eye")
        self._compare.setCheckable(True)
        self._close = make_button("关闭", "close_viewer", "primary")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._name, 1)
        head.addWidget(self._facts)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for widget in (self._farther, self._percent, self._closer, self._fit, self._full):
            tools.addWidget(widget)
        tools.addStretch(1)
        for button in (self._left, self._right, self._compare, self._close):
            tools.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addLayout(head)
        box.addWidget(self.canvas, 1)
        box.addLayout(tools)

    def _connect(self) -> None:
        self._farther.clicked.connect(self._on_farther)
        self._closer.clicked.connect(self._on_closer)
        self._fit.clicked.connect(self.canvas.fit)
        self._full.clicked.connect(self.canvas.actual_size)
        self._left.clicked.connect(self._on_left)
        self._right.clicked.connect(self._on_right)
        self._compare.toggled.connect(self._on_compare)
        self._close.clicked.connect(self.accept)
        self.canvas.zoomed.connect(self._on_zoomed)

    def show_picture(self, shown: Shown) -> None:
        """Another picture, or the same one turned; its image follows."""
        self._shown = shown
        self._images = {}
        self.sha256 = shown.picture.sha256
        self.setWindowTitle(shown.picture.name)
        self._name.show_words(shown.picture.name)
        self._compare.setChecked(False)
        self._set_turning(True)
        self._show_facts()

    def show_image(self, image: QImage, *, original: bool) -> None:
        """The picture has been read."""
        self._images[original] = image
        if original == self._compare.isChecked():
            self._show(image)
        self._set_turning(False)

    def say(self, text: str) -> None:
        """Something did not work out."""
        self._facts.setText(text)
        self._set_turning(False)

    def _show(self, image: QImage) -> None:
        if self._compare.isChecked():
            self.canvas.stand_in(image)
        else:
            self.canvas.show_image(image)
        self._show_facts()

    def _show_facts(self) -> None:
        picture = self._shown.picture
        if self._compare.isChecked():
            image = self._images.get(True)
            size = f" · {image.width()}×{image.height()}" if image else ""
            words = f"{ORIGINAL}：{size_words(picture.original_size)}{size}"
        else:
            words = f"{SENT}：{facts(picture)}"
        self._facts.setText(words)

    def _set_turning(self, on: bool) -> None:
        for button in (self._left, self._right):
            button.setDisabled(on)

    # what is pressed

    @Slot(bool)
    def _on_compare(self, on: bool) -> None:
        words = COMPARE[on]
        self._compare.setText(words)
        self._compare.setAccessibleName(words)
        image = self._images.get(on)
        if image is not None:
            self.canvas.stand_in(image)
        elif on:
            self._facts.setText(READING)
            self.original_wanted.emit(self.sha256)
            return
        self._show_facts()

    @Slot()
    def _on_left(self) -> None:
        self._turn(270)

    @Slot()
    def _on_right(self) -> None:
        self._turn(90)

    def _turn(self, degrees: int) -> None:
        self._set_turning(True)
        self.turn_wanted.emit(self._pointer, self.sha256, degrees)

    @Slot()
    def _on_closer(self) -> None:
        self.canvas.zoom(1)

    @Slot()
    def _on_farther(self) -> None:
        self.canvas.zoom(-1)

    @Slot(int)
    def _on_zoomed(self, percent: int) -> None:
        self._percent.setText(f"{percent}%")

    def showEvent(self, event: QShowEvent) -> None:
        """What stands beside the button must not move when its words change."""
        super().showEvent(event)
        widths = []
        for words in (COMPARE[True], COMPARE[False]):
            self._compare.setText(words)
            widths.append(self._compare.sizeHint().width())
        self._compare.setMinimumWidth(max(widths))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_R: self._right, Qt.Key.Key_L: self._left, Qt.Key.Key_C: self._compare}
        button: QPushButton | None = turns.get(Qt.Key(event.key()))
        if button is not None and button.isEnabled():
            button.click()
        else:
            super().keyPressEvent(event)
