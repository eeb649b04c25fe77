"""The way of a certification as a row of dots, each with its name and its state in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.core.progress import Step, StepState
from gui.ui.colours import colour
from gui.ui.icons import icon
from gui.ui.labels import plain_label
from gui.ui.scroll_column import empty

DOT = 22
# state of a step → words, icon on the dot, colour role of the dot
LOOKS: dict[StepState, tuple[str, str, str]] = {
    "done": ("已完成", "check", "success"),
    "now": ("进行中", "", "primary"),
    "failed": ("没有通过", "x", "error"),
    "ahead": ("未开始", "", "control_line"),
}


class StepsLine(QWidget):
    """Shows the steps of gui.core.progress."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progress_steps")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def show_steps(
        self, steps: Sequence[Step], times: Mapping[str, tuple[str, str]] | None = None
    ) -> None:
        """Show these steps; without any the line is not there.

        `times` says by the key of a step when it was over, in short and in exact words.
        """
        empty(self._row)
        for at, step in enumerate(steps):
            dot = _StepDot(step, first=at == 0, last=at == len(steps) - 1)
            dot.show_time(*(times or {}).get(step.key, ("", "")))
            self._row.addWidget(dot, 1)
        told = "，".join(f"{step.name} {LOOKS[step.state][0]}" for step in steps)
        self.setAccessibleName(f"进度：{told}")
        self.setVisible(bool(steps))


class _StepDot(QWidget):
    """A dot on the line, and below it what it stands for."""

    def __init__(self, step: Step, *, first: bool, last: bool) -> None:
        super().__init__()
        self._step, self._first, self._last = step, first, last
        words = LOOKS[step.state][0]
        self.setAccessibleName(f"{step.name}，{words}")
        box = QVBoxLayout(self)
        box.setContentsMargins(2, DOT + 8, 2, 0)
        box.setSpacing(2)
        name = plain_label(step.name, "muted" if step.state == "ahead" else "")
        state = plain_label(words, "error" if step.state == "failed" else "help")
        for label in (name, state):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(label)
        box.addStretch(1)
        self._box = box

    def show_time(self, words: str, exact: str) -> None:
        """When the step was over; nothing for a step that is not."""
        if words:
            label = plain_label(words, "help")
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setToolTip(exact)
            self._box.insertWidget(self._box.count() - 1, label)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, y = self.width() / 2, DOT / 2 + 1
        painter.setPen(QPen(colour("line"), 2))
        if not self._first:
            painter.drawLine(QPointF(0, y), QPointF(middle - DOT / 2 - 4, y))
        if not self._last:
            painter.drawLine(QPointF(middle + DOT / 2 + 4, y), QPointF(self.width(), y))
        self._paint_dot(painter, QRectF(middle - DOT / 2, 1, DOT, DOT))

    def _paint_dot(self, painter: QPainter, dot: QRectF) -> None:
        _words, icon_name, role = LOOKS[self._step.state]
        painter.setPen(QPen(colour(role), 2))
        painter.setBrush(colour(role) if icon_name else colour("surface"))
        painter.drawEllipse(dot.adjusted(1, 1, -1, -1))
        if icon_name:
            icon(icon_name, "surface").paint(painter, dot.toRect().adjusted(4, 4, -4, -4))
        elif self._step.state == "now":
            painter.setBrush(colour(role))
            painter.drawEllipse(dot.adjusted(7, 7, -7, -7))
