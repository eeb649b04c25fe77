"""All waiting happens here: functions run off the GUI thread, their results come back to it.

Threads are daemons, so that nothing that hangs (a network, a keyring) can hold up leaving.
Results hop by one queued signal and arrive in bound methods of QObjects; when the receiver is
gone they are dropped. What raises anything but an AppError is a fault of ours and goes to
sys.excepthook, in the GUI thread.
"""

from __future__ import annotations

import inspect
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from gui.core.errors import AppError

Handler = Callable[..., object]
Kind = Literal["progress", "success", "failure", "fault"]


@dataclass(eq=False)
class Task:
    """One function on its way. `cancelled` is what the function may look at to stop early."""

    fn: Callable[..., Any]
    args: tuple[Any, ...]
    handlers: dict[Kind, Handler | None]
    on_finished: Handler | None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Stop caring: no handler is called from now on, whatever the function still does."""
        self.cancelled.set()


@dataclass(frozen=True)
class _News:
    task: Task
    kind: Kind
    values: tuple[Any, ...]


class TaskRunner(QObject):
    """Starts tasks and delivers their results; lives in the GUI thread."""

    failed_unhandled = Signal(object)  # AppError of a task without on_failure
    _arrived = Signal(object)  # _News

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, queue.SimpleQueue[Callable[[], object]]] = {}
        # Queued always: a direct call would run in the worker, or before start() returned.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        fn: Callable[..., Any],
        *args: Any,
        on_success: Handler | None = None,
        on_failure: Handler | None = None,
        on_progress: Handler | None = None,
        on_fault: Handler | None = None,
        on_finished: Handler | None = None,
        lane: str | None = None,
    ) -> Task:
        """Run `fn(*args)` in a thread of its own, or in the one thread of `lane`, in order.

        `on_success(value)`, `on_failure(error: AppError)` or, after a fault of ours, `on_fault()`
        end a task, then comes `on_finished()`: there a panel becomes usable again. A
        function that declares `cancelled` gets the task's Event, one that declares `progress`
        a function whose arguments go to `on_progress`. Handlers are bound methods of QObjects
        (TypeError for others): only those are safe when the receiver is destroyed.
        """
        for handler in (on_success, on_failure, on_progress, on_fault, on_finished):
            _check_handler(handler)
        handlers: dict[Kind, Handler | None] = {
            "success": on_success,
            "failure": on_failure,
            "progress": on_progress,
            "fault": on_fault,
        }
        task = Task(fn, args, handlers, on_finished)
        job = partial(self._run, task)
        if lane is None:
            threading.Thread(target=job, name="task", daemon=True).start()
        else:
            self._lane(lane).put(job)
        return task

    def drain(self, lane: str, timeout_ms: int) -> bool:
        """Wait until what is queued in `lane` has run and been delivered, at most `timeout_ms`.

        For closing, when the last save must reach the disk. False when time ran out.
        """
        if lane not in self._lanes:
            return True
        done = threading.Event()
        self._lanes[lane].put(done.set)
        finished = done.wait(timeout_ms / 1000)
        QCoreApplication.sendPostedEvents(self)
        return finished

    def _lane(self, name: str) -> queue.SimpleQueue[Callable[[], object]]:
        if name not in self._lanes:
            jobs: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
            self._lanes[name] = jobs
            threading.Thread(target=_work, args=(jobs,), name=name, daemon=True).start()
        return self._lanes[name]

    def _run(self, task: Task) -> None:
        if task.cancelled.is_set():
            return
        offers = {"cancelled": task.cancelled, "progress": partial(self._tell, task, "progress")}
        try:
            value = task.fn(*task.args, **_wanted(task.fn, offers))
        except AppError as error:
            self._tell(task, "failure", error)
        except BaseException as fault:  # in a thread nobody else would see it
            self._tell(task, "fault", fault)
        else:
            self._tell(task, "success", value)

    def _tell(self, task: Task, kind: Kind, *values: Any) -> None:
        try:
            self._arrived.emit(_News(task, kind, values))
        except RuntimeError:  # the program is leaving, the runner is gone, nobody listens
            task.cancel()

    @Slot(object)
    def _deliver(self, news: _News) -> None:
        if news.kind == "fault":
            fault = news.values[0]
            sys.excepthook(type(fault), fault, fault.__traceback__)
        if not news.task.cancelled.is_set():
            try:
                self._hand_over(news)
            finally:
                if news.kind != "progress":
                    _call(news.task.on_finished)

    def _hand_over(self, news: _News) -> None:
        handler = news.task.handlers.get(news.kind)
        if handler is None and news.kind == "failure":
            self.failed_unhandled.emit(news.values[0])
        _call(handler, *(news.values if news.kind != "fault" else ()))


def _work(jobs: queue.SimpleQueue[Callable[[], object]]) -> None:
    """Do the jobs of one lane, one after another, for as long as the program lives."""
    while True:
        jobs.get()()


def _wanted(fn: Callable[..., Any], offers: dict[str, Any]) -> dict[str, Any]:
    """Return those of `offers` that `fn` names among its parameters."""
    try:
        names = inspect.signature(fn).parameters
    except ValueError:  # some functions written in C do not tell
        return {}
    return {name: offer for name, offer in offers.items() if name in names}


def _check_handler(handler: Handler | None) -> None:
    if handler is None or isinstance(getattr(handler, "__self__", None), QObject):
        return
    raise TypeError(f"a bound method of a QObject is needed, not {handler!r}")


def _call(handler: Handler | None, *values: Any) -> None:
    """Call `handler` unless its object was destroyed meanwhile."""
    if handler is not None and shiboken6.isValid(getattr(handler, "__self__")):  # noqa: B009
        handler(*values)
