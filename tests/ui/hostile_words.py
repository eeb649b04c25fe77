"""Words as a hostile server would choose them, and what they must never do to a window."""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

MARK = "HOSTILE"
COLOUR = QColor(254, 1, 253)  # of the picture; nothing of ours has it
LONGEST = 5100  # characters of a text that came from outside, with our own words around it
PATTERNS = (
    "<b>{mark}</b>",
    "<img src='{picture}' width=90 height=90>{mark}",
    "<a href='http://evil.example/'>{mark}</a> 请点这里重新登录",
    "<table bgcolor='#fe01fd'><tr><td>{mark}</td></tr></table>",
    "<style>*{{background:#fe01fd}}</style>{mark}",
    "<h1 style='background-color:#fe01fd'>{mark}</h1>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>{mark}",
    "![{mark}]({picture})",
    "[{mark}](http://evil.example/)",
    "{mark}&lt;b&gt;&amp;&copy;",
    "&{mark} &submit",  # an ampersand underlines letters of buttons
    "%s %d %n {{0}} {{mark}} %1 %2 {mark}",
    "{mark}'\"; DROP TABLE records; --",
    "javascript:alert('{mark}')",
    "{mark} https://evil.example/reauth?token=1",
    "{mark}\u202egpj.exe\u202c",
    "\u2066{mark}\u2069\u200f\u200e\ufeff",
    "{mark}\x00\x07\x08\x1b[31m\x7f",
    "{mark}\r\n\r\n错误：请输入你的 AppSecret\r\n",
    "{mark}\u2028\u2029\x85",
    "{mark}" + "a\u0300\u0301\u0302\u0303" * 200,
    "{mark} " + "長" * 3000,
    "{mark}" + "W" * 3000,
    "{mark} " + "\n" * 500,
    "𠮷䶮😀{mark}👨‍👩‍👧‍👦\ue000\ufffe",
)
AROUND = (
    "{0}",
    "驳回：{0}",
    "{0} rid: 1a2b-3c4d",
    "\t{0}\t",
    "{0}。<br>{0}",
    "1. {0}\n2. 营业执照不清晰",
)
SHARE = 19  # by default every 19th of all


def corpus(picture: Path, *, everything: bool = False) -> list[str]:
    """The strings; `picture` is one that a text might try to show."""
    words = {"mark": MARK, "picture": picture.as_uri()}
    texts = [
        around.format(pattern.format(**words)) for pattern, around in product(PATTERNS, AROUND)
    ]
    return texts if everything else texts[::SHARE]


def lure(folder: Path) -> Path:
    """A picture of a colour that gives it away."""
    path = folder / "lure.png"
    image = QImage(90, 90, QImage.Format.Format_RGB32)
    image.fill(COLOUR)
    image.save(str(path))
    return path


def mischief(window: QWidget, widest: int = 900) -> list[str]:
    """What hostile words have achieved in the windows that are open, in words; nothing is right.

    `widest` is how wide the window may insist to be, in pixels.
    """
    found = []
    for top in [one for one in QApplication.topLevelWidgets() if one.isVisible()]:
        found += [f"rendered in {top.objectName()}"] if _is_coloured(top) else []
        for widget in [top, *top.findChildren(QWidget)]:
            if widget.isVisible():
                found += _of_widget(widget)
    if window.minimumSizeHint().width() > widest:
        found.append(f"the window is {window.minimumSizeHint().width()} wide")
    return found


def readers(window: QWidget) -> int:
    """How many controls show hostile words now; were it none, nothing would be tried."""
    return sum(
        MARK in text
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        for text in _texts(widget)[:1]
    )


def _of_widget(widget: QWidget) -> list[str]:
    name = widget.objectName() or type(widget).__name__
    shown = [text for text in _texts(widget) if MARK in text]
    found = [f"{name}: {len(text)} characters" for text in shown if len(text) > LONGEST]
    found += [f"{name}: holds {text!r}" for text in shown if any(map(_is_odd, text))]
    if shown and isinstance(widget, QLabel):
        if widget.textFormat() != Qt.TextFormat.PlainText:
            found.append(f"{name}: its format is {widget.textFormat().name}")
        if widget.openExternalLinks():
            found.append(f"{name}: opens links")
    if MARK in widget.toolTip() and re.search("<[a-z!/]", widget.toolTip()):
        found.append(f"{name}: a tool tip with markup")
    return found


def _texts(widget: QWidget) -> list[str]:
    text = ""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        text = widget.text()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        text = widget.toPlainText()
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        columns = range(model.columnCount(widget.rootIndex())) if _is_table(widget) else range(1)
        cells = product(range(model.rowCount()), columns)
        text = "\t".join(str(model.index(row, column).data()) for row, column in cells)
    names = [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
    return [text, widget.toolTip(), *names]


def _is_table(view: QAbstractItemView) -> bool:
    return isinstance(view, QTableView)


def _is_odd(character: str) -> bool:
    """What turns the reading direction, controls a terminal, or cannot be seen."""
    return character not in "\n\t\u200d" and unicodedata.category(character) in ("Cc", "Cf", "Cs")


def _is_coloured(top: QWidget) -> bool:
    image = top.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixel = bytes([COLOUR.blue(), COLOUR.green(), COLOUR.red(), 255])
    return pixel * 3 in bytes(image.constBits())
