"""The manual's page: chapters in the colours of the theme, pictures that fit, no link outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from gui.core.manual.chapters import HELP, Chapter
from gui.ui.colours import Scheme, colour, current_scheme

COLUMN = 720  # px: the widest that is good to read
MARGIN = 28  # px at each side of the text
RESIZED_MS = 120
ADDRESS = re.compile(r"[a-z-]+\.html\Z")
PICTURE = re.compile(r"[a-z-]+\.png\Z")
SMALLEST_POINTS = 9.0
# White like a card; Mid and Link are the colours of lines and of the focus (see gui.ui.theme).
FRAME = """
QTextBrowser { background: palette(base); border: 1px solid palette(mid); border-radius: 8px; }
QTextBrowser:focus { border: 2px solid palette(link); }
"""
# What the style sheet below names → role of palettes.json.
COLOURS = ("text", "muted", "line", "sunken", "link", "info_soft")
STYLE = """
body {{ color: {text}; }}
h1 {{ font-size: {h1}pt; font-weight: 600; margin-top: 4px; margin-bottom: 14px; }}
h2 {{ font-size: {h2}pt; font-weight: 600; margin-top: 30px; margin-bottom: 10px; }}
h3 {{ font-size: {body}pt; font-weight: 600; margin-top: 0px; margin-bottom: 4px; }}
p {{ margin-top: 0px; margin-bottom: 10px; line-height: 118%; }}
ol, ul {{ margin-top: 0px; margin-bottom: 10px; }}
li {{ margin-bottom: 6px; line-height: 118%; }}
a {{ color: {link}; text-decoration: none; }}
.small {{ font-size: {small}pt; color: {muted}; margin-bottom: 0px; }}
.shot {{ margin-top: 6px; margin-bottom: 16px; line-height: 100%; }}
table {{ margin-top: 8px; margin-bottom: 14px; }}
table.box {{ background-color: {info_soft}; }}
table.card {{ background-color: {sunken}; margin-top: 8px; margin-bottom: 2px; }}
table.rows {{ border-collapse: collapse; }}
table.rows td, table.rows th {{ border-bottom: 1px solid {line}; }}
th {{ text-align: left; color: {muted}; font-weight: 600; }}
"""


class HelpPage(QTextBrowser):
    """`chapter_shown` comes with each chapter, however it was reached."""

    chapter_shown = Signal(str)  # key

    def __init__(self, chapters: Sequence[Chapter], folder: Path = HELP) -> None:
        super().__init__()
        self._chapters = {chapter.key: chapter for chapter in chapters}
        self._folder = folder
        self._words: list[str] = []
        self._landed = 0
        self.setObjectName("help_page")
        self.setAccessibleName("帮助内容")
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setStyleSheet(FRAME)
        self.document().setUndoRedoEnabled(False)
        self._soon = QTimer(self, singleShot=True, interval=RESIZED_MS)
        self._soon.timeout.connect(self._show_again)
        self.anchorClicked.connect(self._on_link)
        self.sourceChanged.connect(self._on_source)
        self._restyle()

    # where one is

    def go_to(self, key: str, anchor: str = "", words: Sequence[str] = ()) -> None:
        """Show a chapter, from `anchor` on, with `words` marked. Unknown keys are left alone."""
        if key not in self._chapters:
            return
        self._words = list(words)
        address = f"{key}.html"
        if self.source().fileName() == address:
            self._mark()
        self.setSource(QUrl(f"{address}#{anchor}" if anchor else address))
        self._land()

    def _land(self) -> None:
        """To where the address leads; noted, to be found again when the text flows anew."""
        anchor = self.source().fragment()
        if anchor:
            self.scrollToAnchor(anchor)
        else:
            self.verticalScrollBar().setValue(0)
        self._landed = self.verticalScrollBar().value()

    def key(self) -> str:
        """Which chapter is shown."""
        return _key(self.source())

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        """Links lead to other chapters; a link to anywhere else leads nowhere."""
        name = url.path() or self.source().path()
        if not url.scheme() and not url.host() and ADDRESS.match(name):
            self.go_to(name.removesuffix(".html"), url.fragment())

    @Slot(QUrl)
    def _on_source(self, url: QUrl) -> None:
        self._keep_column()
        self._mark()
        self.chapter_shown.emit(_key(url))  # source() still is what was shown before

    # what Qt asks for

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """Chapters and pictures of the manual, and nothing else of this computer or any other."""
        name = QUrl(url).fileName()
        if kind == QTextDocument.ResourceType.HtmlResource.value and ADDRESS.match(name):
            chapter = self._chapters.get(name.removesuffix(".html"))
            return chapter.html if chapter else ""
        if kind == QTextDocument.ResourceType.ImageResource.value and PICTURE.match(name):
            return self._picture(name)
        return None

    def _picture(self, name: str) -> QImage:
        """A picture in the colours of the theme, shrunk here: Qt would shrink it roughly."""
        dark = self._folder / f"{name.removesuffix('.png')}-dark.png"
        light = self._folder / name
        picture = QImage(str(dark if current_scheme() == "dark" and dark.is_file() else light))
        if picture.isNull():
            return picture
        ratio = self.devicePixelRatioF()
        room = int(self._room() * ratio)
        widest = min(room, int(picture.width() * ratio))
        if picture.width() > widest:
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(widest, smooth)
        picture = picture.convertToFormat(QImage.Format.Format_RGB32)
        painter = QPainter(picture)
        painter.setPen(colour("line"))
        painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def _room(self) -> int:
        return max(200, min(COLUMN, self.viewport().width()) - 2 * MARGIN)

    # looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_column()
        self._soon.start()

    def _keep_column(self) -> None:
        """Lines stay short enough to be read, in the middle, however wide the window is."""
        frame = self.document().rootFrame()
        look = frame.frameFormat()
        side = max(0, self.viewport().width() - COLUMN) // 2
        look.setMargin(MARGIN)
        look.setLeftMargin(MARGIN + side)
        look.setRightMargin(MARGIN + side)
        frame.setFrameFormat(look)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_soon"):
            self._soon.start()

    def sizeHint(self) -> QSize:
        return QSize(COLUMN, 600)

    @Slot()
    def _show_again(self) -> None:
        """In the colours, the size of text and the width of now; the place stays."""
        bar = self.verticalScrollBar()
        place, is_landed = bar.value() / max(1, bar.maximum()), bar.value() == self._landed
        self._restyle()
        if not self.source().isValid():
            return
        self.reload()
        self._keep_column()
        if is_landed:
            self._land()
        else:
            bar.setValue(round(place * bar.maximum()))
        self._mark()

    def _restyle(self) -> None:
        points = self.font().pointSizeF()
        sizes = {"body": points, "h1": points * 1.6, "h2": points * 1.2}
        shown = {name: f"{size:.2f}" for name, size in sizes.items()}
        shown["small"] = f"{max(SMALLEST_POINTS, points * 0.9):.2f}"
        self.document().setDefaultStyleSheet(STYLE.format(**shown, **_colours(self)))

    def _mark(self) -> None:
        """Mark what was looked for, all over the chapter."""
        marks = []
        look = QTextCharFormat()
        if current_scheme() is not None:
            look.setBackground(colour("warning_line"))
        else:
            look.setBackground(self.palette().highlight())
            look.setForeground(self.palette().highlightedText())
        for word in self._words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                marks.append(_selection(cursor, look))
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(marks)


def _key(url: QUrl) -> str:
    return url.fileName().removesuffix(".html")


def _selection(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    mark: Any = QTextEdit.ExtraSelection()  # its stubs lack its fields
    mark.cursor, mark.format = cursor, look
    selection: QTextEdit.ExtraSelection = mark
    return selection


def _colours(widget: QWidget) -> dict[str, str]:
    """Our colours, or in the system's high contrast those of the system."""
    scheme: Scheme | None = current_scheme()
    if scheme is not None:
        return {name: colour(name).name() for name in COLOURS}
    palette = widget.palette()
    roles = dict.fromkeys(("sunken", "info_soft"), QPalette.ColorRole.Base)
    return {
        name: palette.color(roles.get(name, QPalette.ColorRole.Text)).name() for name in COLOURS
    }
