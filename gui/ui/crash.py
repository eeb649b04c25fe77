"""The end of every fault of ours: saved work, a redacted report in the log, one calm window.

The report is built from an allow-list: version, time, types of the exceptions, and the places in
our own package. Messages and values of variables never enter it, for they may hold anything.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion
from PySide6.QtWidgets import QApplication, QWidget

from gui import __version__
from gui.ui.buttons import CopyButton, make_button
from gui.ui.labels import plain_label
from gui.ui.questions import CARE, Notice

log = logging.getLogger(__name__)

PACKAGE = __name__.partition(".")[0]
DEEPEST_CAUSE = 3
MOST_PLACES = 8  # the innermost
SAVED = "程序出现内部错误，草稿已保存"
NOT_SAVED = "程序出现内部错误"
SAVED_TEXT = "你填写的内容已保存在这台电脑上。"
NOT_SAVED_TEXT = "最近的修改可能还没有保存，请先不要关闭窗口，把草稿另存为文件。"
NO_START = "重审助手没有打开"
NO_START_TEXT = (
    "程序出现内部错误。已经保存的内容没有改动，也没有提交任何资料。请重新打开一次；"
    "仍然这样时，请把报告发给技术支持，报告里没有你填写的内容。"
)
ADVICE = (
    "可以继续使用；如果窗口显示不正常，请关闭程序后重新打开。"
    "如果刚才正在提交，请先查询状态，再决定要不要提交。"
    "可以把报告发给技术支持，报告里没有你填写的内容。"
)


class CrashReporter(QObject):
    """Catches what nobody caught, in any thread, and tells the user once."""

    _reported = Signal(str)

    def __init__(
        self,
        version: str,
        save_now: Callable[[], bool],
        now: Callable[[], datetime] = datetime.now,
        parent: QObject | None = None,
    ) -> None:
        """`save_now` puts everything on the disk and says whether it did; it may raise."""
        super().__init__(parent)
        self._version = version
        self._save_now = save_now
        self._now = now
        self._seen: set[str] = set()
        self._window: CrashWindow | None = None
        self._reported.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of the interpreter."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self.handle
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def handle(
        self,
        kind: type[BaseException],
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Log one fault and have it shown; the same fault again is neither. Never raises."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault or kind(), trace)
            return
        try:
            places = "\n".join(_lines(kind, fault, trace))
            if places in self._seen:
                return
            self._seen.add(places)
            report = f"{_head(self._version, self._now())}\n{places}"
            log.critical("internal fault\n%s", report)
            self._reported.emit(report)
        except Exception:  # noqa: S110 - a fault in here has nobody left to go to
            pass

    def _on_thread(self, fault: threading.ExceptHookArgs) -> None:
        self.handle(fault.exc_type, fault.exc_value, fault.exc_traceback)

    def _on_unraisable(self, fault: sys.UnraisableHookArgs) -> None:
        self.handle(fault.exc_type, fault.exc_value, fault.exc_traceback)

    @Slot(str)
    def _show(self, report: str) -> None:
        saved = self._saved()
        if self._window is None:  # one at a time, and none about a fault of this window
            self._window = CrashWindow(report, saved, QApplication.activeWindow())
            self._window.finished.connect(self._on_closed)
            self._window.open()

    def _saved(self) -> bool:
        try:
            return bool(self._save_now())
        except Exception:
            log.exception("the work could not be saved after a fault")
            return False

    @Slot()
    def _on_closed(self) -> None:
        self._window = None


class CrashWindow(Notice):
    """Says that the work is safe (or is not), and offers the report."""

    def __init__(self, report: str, saved: bool, parent: QWidget | None = None) -> None:
        text = (SAVED_TEXT if saved else NOT_SAVED_TEXT) + ADVICE
        super().__init__(parent, "crash", SAVED if saved else NOT_SAVED, text, CARE)
        self.words.addWidget(plain_label(report, "help", selectable=True))
        self.add_button(CopyButton("复制报告", "copy_report", content=report))
        go_on = self.add_button(make_button("继续使用", "crash_close"))
        go_on.clicked.connect(self.accept)
        self.set_safe(go_on)


def say_at_start(
    kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None
) -> None:
    """The hook for a fault before there is a window: without words it would seem not to start.

    Shows the report, waits until it is closed, and lets the program end.
    """
    sys.__excepthook__(kind, fault or kind(), trace)
    app = QApplication.instance()
    if app is None or issubclass(kind, KeyboardInterrupt):
        return
    report = "\n".join([_head(__version__, datetime.now()), *_lines(kind, fault, trace)])
    notice = Notice(None, "crash", NO_START, NO_START_TEXT, CARE)
    notice.words.addWidget(plain_label(report, "help", selectable=True))
    notice.add_button(CopyButton("复制报告", "copy_report", content=report))
    leave = notice.add_button(make_button("退出", "crash_close"))
    leave.clicked.connect(notice.accept)
    notice.set_safe(leave)
    notice.exec()


def _head(version: str, now: datetime) -> str:
    versions = f"Python {platform.python_version()}，Qt {qVersion()}，{platform.system()}"
    return f"重审助手 {version}\n{now:%Y-%m-%d %H:%M:%S}\n{versions}"


def _lines(
    kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None
) -> Iterator[str]:
    """Yield the types of the exceptions and the places in our package, newest exception first."""
    yield _type_name(kind)
    yield from _places(trace)
    for _ in range(DEEPEST_CAUSE):
        fault = _cause(fault)
        if fault is None:
            return
        yield f"caused by {_type_name(type(fault))}"
        yield from _places(fault.__traceback__)


def _type_name(kind: type[BaseException]) -> str:
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def _places(trace: TracebackType | None) -> Iterator[str]:
    places: deque[str] = deque(maxlen=MOST_PLACES)
    for frame, line in traceback.walk_tb(trace):
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == PACKAGE:
            places.append(f"  {module.replace('.', '/')}.py:{line} {frame.f_code.co_qualname}")
    yield from places


def _cause(fault: BaseException | None) -> BaseException | None:
    if fault is None or fault.__suppress_context__:
        return fault.__cause__ if fault else None
    return fault.__cause__ or fault.__context__
