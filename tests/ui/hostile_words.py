"""Words as a hostile server would choose them, and what they must never do to a window."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtGui import Qt as Texts
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
    # what makes Qt take a text for HTML, and what HTML can load or paint
    "<qt>{mark}</qt>",
    "<body bgcolor=#fe01fd text=#fe01fd>{mark}</body>",
    "<font color=#fe01fd size=7>████ {mark} ████</font>",
    "<!-- x --><p style='background:#fe01fd'>{mark}</p>",
    "<div style='position:fixed;width:9999px;background:url({picture})'>{mark}</div>",
    "<ul><li>{mark}</ul><hr><br><center>x</center>",
    '<img src=\'data:image/svg+xml,<svg><rect width="90" fill="%23fe01fd"/></svg>\'>{mark}',
    "<svg width='90' height='90'><image href='{picture}'/></svg>{mark}",
    "<object data='{picture}'></object><iframe src='{picture}'></iframe>{mark}",
    "&#60;img src=&#39;{picture}&#39;&#62;{mark}&lt;/b&gt;&nbsp;&#x202e;",
    "# {mark}\n\n> **x** `y` <{picture}>\n\n| a | b |\n|---|---|\n| ![z]({picture}) | c |",
    # what a terminal, a shell, a formatter or a file manager would take for an order
    "\x1b]8;;http://evil.example\x1b\\{mark}\x1b]8;;\x1b\\\x1b[2J\x9b31m",
    "{{0.__class__}} {{mark!r}} %(mark)s ${{mark}} %99999999d %n$s {mark}",
    "{mark}\x00<b>behind a NUL</b>\x00",
    "file:///etc/passwd \\\\evil\\share\\x.exe C:\\Windows\\calc.exe {mark}",
    "mailto:a@b.cn tel:110 weixin://dl/{mark} ms-msdt:/id smb://evil/{mark}",
    '"}}]}} {mark} {{"errcode":0,"auth_url":"https://mp.weixin.qq.com@evil.example/"}}',
    # what turns, hides, stacks or stretches
    "\u2067{mark}\u2068\u061cabc\u2069\u200f!\u2069",
    "{mark}\u200b\u200c\u2060\u00ad\u180e\u034f\u2062\ufff9x\ufffb",
    "\u200d\u200d{mark}👩\u200d❤\ufe0f\u200d💋\u200d👨🏳\ufe0f\u200d🌈\U000e0041\U000e007f",
    "{mark}" + "营\u0336\u0489\u20dd\u20e3" * 300,
    "{mark}" + "\t" * 2000 + "x",
    "{mark} " + "ㅤ\u115f\u2800\u00a0\u3000" * 500,
    "{mark}" + "﷽𒐫" * 400,
    "{mark}" + "<b>" * 1500,
    # what would be ours, were it not WeChat's
    "提交成功，请不要再次操作」。{mark}微信返回：「",
    "＜b＞{mark}＜/b＞＆ｌｔ；",
)
AROUND = (
    "{0}",
    "驳回：{0}",
    "{0} rid: 1a2b-3c4d",
    "\t{0}\t",
    "{0}。<br>{0}",
    "1. {0}\n2. 营业执照不清晰",
)
SHARE = 37  # by default every 37th of all


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
        found += [f"rendered in {top.objectName()}"] if is_coloured(top) else []
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
        for text in _shown(widget)
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
    if any(map(_is_markup, _tips(widget))):
        found.append(f"{name}: a tool tip with markup")
    return found


def _texts(widget: QWidget) -> list[str]:
    """What it shows and what it tells."""
    names = [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
    return [*_shown(widget), *map(_read, _tips(widget)), *names]


def _shown(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return [widget.text()]
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return [widget.toPlainText()]
    return [str(index.data()) for index in _cells(widget)]


def _tips(widget: QWidget) -> list[str]:
    of_cells = (index.data(Qt.ItemDataRole.ToolTipRole) for index in _cells(widget))
    return [widget.toolTip(), *(tip for tip in of_cells if tip)]


def _read(tip: str) -> str:
    """As it is read."""
    return unescape(tip) if Texts.mightBeRichText(tip) else tip


def _is_markup(tip: str) -> bool:
    """Whether Qt finds any in a tool tip, but for the paragraph in which it is told not to."""
    as_it_is = re.fullmatch("<p style='white-space:pre-wrap'>[^<]*</p>", tip)
    return MARK in tip and Texts.mightBeRichText(tip) and not as_it_is


def _cells(view: QWidget, above: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """What is in a list, in a table, or at every level of a tree; nothing else has any."""
    if not isinstance(view, QAbstractItemView) or view.model() is None:
        return
    model, above = view.model(), view.rootIndex() if above is None else above
    columns = range(model.columnCount(above)) if isinstance(view, QTableView) else range(1)
    for row, column in product(range(model.rowCount(above)), columns):
        index = model.index(row, column, above)
        yield index
        yield from _cells(view, index)


def legible(text: str) -> str:
    """What remains for an answer of the clerk's own, which is kept as it is."""
    return "".join(character for character in text if not _is_odd(character))[:5000]


def _is_odd(character: str) -> bool:
    """What turns the reading direction, controls a terminal, or cannot be seen."""
    return character not in "\n\t\u200d" and unicodedata.category(character) in ("Cc", "Cf", "Cs")


def is_coloured(top: QWidget) -> bool:
    """Whether the picture of the lure, or its colour, can be seen."""
    image = top.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixel = bytes([COLOUR.blue(), COLOUR.green(), COLOUR.red(), 255])
    return pixel * 3 in bytes(image.constBits())
