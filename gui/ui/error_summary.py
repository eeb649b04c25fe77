"""After a check: every error in one list whose lines jump to their field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.core.form.validation import Problem
from gui.ui.buttons import Mark
from gui.ui.editor import chain
from gui.ui.form_model import FormModel
from gui.ui.labels import announce, plain_label
from gui.ui.theme import TARGET, colour

MARK = 20
GAP = 8
FRAME = 8  # px: around the words of a line


class ErrorSummary(QFrame):
    """有 2 处需要修改: a mended line is ticked off and stays, so that the list does not jump."""

    field_requested = Signal(str)

    def __init__(self, model: FormModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._lines: list[_SummaryLine] = []
        self.setObjectName("error_summary")
        self.setProperty("role", "banner-error")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        self._title = plain_label("", role="heading")
        head.addWidget(Mark("alert-circle", "error", MARK))
        head.addWidget(self._title, 1)
        box.addLayout(head)
        self._box = QVBoxLayout()
        self._box.setContentsMargins(MARK + GAP - FRAME, 0, 0, 0)
        self._box.setSpacing(0)
        box.addLayout(self._box)
        model.problem_changed.connect(self._on_problem)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List the errors (none: go away), say how many, and take the focus."""
        self.clear()
        for problem in problems:
            line = _SummaryLine(problem, self)
            line.clicked.connect(self._on_line)
            self._lines.append(line)
            self._box.addWidget(line)
        chain([self, *self._lines])
        title = self._show_title()
        self.setAccessibleDescription("；".join(problem.text for problem in problems))
        self.setVisible(bool(problems))
        if problems:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, title)

    def clear(self) -> None:
        """Go away."""
        for line in self._lines:
            self._box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        self.hide()

    def open_count(self) -> int:
        """How many of the listed fields still have an error."""
        return sum(not line.mended for line in self._lines)

    @Slot()
    def _on_line(self) -> None:
        line = self.sender()
        if isinstance(line, _SummaryLine):
            self.field_requested.emit(line.pointer)

    @Slot(str)
    def _on_problem(self, pointer: str) -> None:
        for line in self._lines:
            if line.pointer == pointer:
                line.follow(self._model.error(pointer))
        if self._lines:
            self._show_title()

    def _show_title(self) -> str:
        left = self.open_count()
        title = f"有 {left} 处需要修改" if left else "都改好了，可以再次检查"
        self._title.setText(title)
        self.setAccessibleName(title)
        return title


class _SummaryLine(QPushButton):
    """One error as something to press. It wraps a long one, which no button of Qt can."""

    def __init__(self, problem: Problem, parent: QWidget) -> None:
        super().__init__(problem.text, parent)
        self.pointer = problem.pointer
        self.mended = False
        self._listed = problem.text
        self.setObjectName(f"error:{problem.pointer}")
        self.setAccessibleName(problem.text)
        self.setProperty("role", "summary-line")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def follow(self, problem: Problem | None) -> None:
        """Tick off what was listed, or say what is wrong now."""
        self.mended = problem is None
        text = problem.text if problem else f"✓ 已修改：{self._listed}"
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter too: elsewhere it presses no button, here it only leads to a field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        inside = QRect(0, 0, width - 2 * FRAME, 0)
        words = self.fontMetrics().boundingRect(inside, Qt.TextFlag.TextWordWrap, self.text())
        return max(TARGET, words.height() + FRAME)

    def paintEvent(self, _event: QPaintEvent) -> None:
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(colour("success" if self.mended else "error"))
        inside = self.rect().adjusted(FRAME, 0, -FRAME, 0)
        painter.drawText(
            inside, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter, self.text()
        )
