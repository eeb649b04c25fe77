"""认证进度: the line of steps, where it stands in words, who reviews, and what happened when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from gui.core.progress import Step
from gui.ui.labels import plain_label
from gui.ui.moments import exact_words, moment_words
from gui.ui.scroll_column import empty
from gui.ui.steps_line import StepsLine

SEEN = "时间是这个程序查到的时间，可能比实际晚"
REVIEWER = (("provider", "审核机构"), ("contact", "联系方式"), ("time", "分派时间"))


@dataclass(frozen=True)
class ProgressView:
    """`times` are of the steps, by key; `events` are (seconds since 1970, words), oldest first.

    `reviewer` is the dispatch_info of queryauth, `reason` its fail_reason: WeChat's own words.
    """

    steps: tuple[Step, ...] = ()
    text: str = ""
    times: Mapping[str, float] = field(default_factory=dict)
    events: tuple[tuple[float, str], ...] = ()
    reviewer: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


class ProgressCard(QFrame):
    """Shows a ProgressView; whatever is not known takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName("认证进度")
        self._steps = StepsLine()
        self._status = plain_label("", selectable=True)
        self._status.setObjectName("status_text")
        self._reason = _Block("没有通过的原因", "fail_reason")
        self._reviewer = _Block("审核信息", "reviewer")
        self._events = _Block("经过", "progress_events", SEEN)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(14)
        for part in (self._steps, self._status, self._reason, self._reviewer, self._events):
            box.addWidget(part)

    def show_progress(self, view: ProgressView, title: str, now: float) -> None:
        """Show how far it is; the words are left out where they are the `title` of the page."""
        self._steps.show_steps(view.steps, _when(view.times, now))
        self._status.setText(view.text)
        self._status.setVisible(view.text not in ("", title))
        self._reason.show_lines([("", view.reason)] if view.reason else [])
        lines = [(words, view.reviewer.get(name, "")) for name, words in REVIEWER]
        self._reviewer.show_lines([line for line in lines if line[1]])
        told = [(moment_words(at, now), words) for at, words in reversed(view.events)]
        self._events.show_lines(told if len(told) > 1 else [])
        self.setVisible(bool(view.steps or view.text))

    def status(self) -> str:
        """The words about where it stands."""
        return self._status.text()


class _Block(QWidget):
    """A small heading and lines of a name and plain words, both as they came."""

    def __init__(self, title: str, name: str, hint: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        head = plain_label(title, role="question", wrap=False)
        head.setToolTip(hint)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(head)
        box.addLayout(self._grid)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show these; without any the block is not there."""
        empty(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, words) in enumerate(lines):
            told = plain_label(words, selectable=True)
            if name:
                self._grid.addWidget(plain_label(name, role="muted", wrap=False), row, 0, top)
                self._grid.addWidget(told, row, 1, top)
            else:
                self._grid.addWidget(told, row, 0, 1, 2, top)
        self.setVisible(bool(lines))


def _when(times: Mapping[str, float], now: float) -> dict[str, tuple[str, str]]:
    """Short and exact words for the time of each step."""
    return {key: (moment_words(at, now), exact_words(at)) for key, at in times.items()}
