"""Words on the screen that are only words: never taken for markup, and heard when need be."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.core.outside_text import one_line

TIP_LINE = 2048  # characters: a link is not cut


def plain_label(
    text: str,
    role: str = "",
    *,
    wrap: bool = True,
    selectable: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """Return a label that shows `text` as it is, whatever a server wrote into it.

    `role` is a look of app.qss. Selecting with the mouse costs time at the start: only where
    somebody would want to copy.
    """
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setMinimumWidth(1)  # or one word without end would widen the whole window
    if role:
        label.setProperty("role", role)
    return label


def numbered(lines: Iterable[QLabel]) -> QGridLayout:
    """Lay out steps one below the other, each behind its number."""
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(8)
    for row, line in enumerate(lines):
        number = plain_label(f"{row + 1}.", "muted", wrap=False)
        grid.addWidget(number, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(line, row, 1)
    return grid


def plain_tip(text: str) -> str:
    """`text` as a tool tip that shows it as it is, without characters that cannot be seen.

    Qt takes a tool tip with tags for HTML, and loads the pictures that it names.
    """
    from PySide6.QtGui import Qt as Texts

    text = "\n".join(one_line(line, TIP_LINE) for line in text.split("\n"))
    if not Texts.mightBeRichText(text):
        return text
    from html import escape

    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>"


def announce(source: QObject, words: str) -> None:
    """Have screen readers say `words` although the focus stays where it is."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, words))
