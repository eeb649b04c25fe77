"""After a check: every error in one list whose lines jump to their field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.core.form.validation import Problem
from gui.ui.buttons import Mark
from gui.ui.form_model import FormModel
from gui.ui.labels import announce, plain_label
from gui.ui.theme import set_state


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
        head.setSpacing(8)
        self._title = plain_label("", role="heading")
        head.addWidget(Mark("alert-circle", "error", 20))
        head.addWidget(self._title, 1)
        box.addLayout(head)
        self._box = box
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
        title = f"有 {len(problems)} 处需要修改"
        self._title.setText(title)
        self.setAccessibleName(title)
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
            left = self.open_count()
            self._title.setText(f"有 {left} 处需要修改" if left else "都改好了，可以再次检查")


class _SummaryLine(QPushButton):
    """One error as something to press."""

    def __init__(self, problem: Problem, parent: QWidget) -> None:
        super().__init__(parent)
        self.pointer = problem.pointer
        self.mended = False
        self.setObjectName(f"error:{problem.pointer}")
        self._say(problem.text)
        self.setProperty("role", "summary-line")
        # A long line must not make the form wider than the window: its end is in the tool tip.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def follow(self, problem: Problem | None) -> None:
        """Tick the line off, or say what is wrong now."""
        self.mended = problem is None
        set_state(self, "mended", self.mended)
        text = problem.text if problem else f"✓ 已修改：{self.text().removeprefix('✓ 已修改：')}"
        self._say(text)

    def _say(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)
