"""Files on their way into fields: one choice after the other, off the GUI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.ui.picture_sources import Given, as_source
from gui.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from gui.core.album import Added, Album, Room, Shown


@dataclass(eq=False)
class _Choice:
    """What was chosen, dropped or pasted at once for one field."""

    pointer: str
    given: Sequence[Given]
    stopped: Event = field(default_factory=Event)


class PictureIntake(QObject):
    """`room` says how much a field takes, and is asked when its turn comes; `prepare` makes
    ready for the screen, off the GUI thread.

    Nothing is added before `begin`: until then pictures that no record names are swept away.
    """

    begun = Signal(str, int)  # pointer, files
    added = Signal(str, object)  # pointer, Shown
    ended = Signal(str, object)  # pointer, Added

    def __init__(
        self,
        album: Callable[[], Album],
        room: Callable[[str], Room],
        prepare: Callable[[Shown], Shown],
        tasks: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._album = album
        self._room = room
        self._prepare = prepare
        self._tasks = tasks
        self._waiting: deque[_Choice] = deque()
        self._now: _Choice | None = None
        self._task: Task | None = None
        self._open = False

    def take(self, pointer: str, given: Sequence[Given]) -> None:
        """Add these as soon as the ones before are done."""
        self._waiting.append(_Choice(pointer, given))
        self._go_on()

    @Slot()
    def begin(self) -> None:
        """From now on."""
        self._open = True
        self._go_on()

    def is_idle(self) -> bool:
        """Whether nothing is being added, or waits for its turn."""
        return self._now is None and not self._waiting

    def stop(self, pointer: str) -> None:
        """No more for this field; what was added stays."""
        self._waiting = deque(one for one in self._waiting if one.pointer != pointer)
        if self._now is not None and self._now.pointer == pointer:
            self._now.stopped.set()

    def forget(self) -> bool:
        """Another record is open: what is not added yet is not for it. True if there was any."""
        lost = not self.is_idle()
        self._waiting.clear()
        if self._now is not None and self._task is not None:
            self._now.stopped.set()
            self._task.cancel()
        self._now = self._task = None
        return lost

    def _go_on(self) -> None:
        if not self._open or self._now is not None or not self._waiting:
            return
        self._now = choice = self._waiting.popleft()
        self.begun.emit(choice.pointer, len(choice.given))
        self._task = self._tasks.start(
            self._add,
            choice,
            self._room(choice.pointer),
            on_progress=self._on_added,
            on_success=self._on_ended,
            on_finished=self._on_over,
        )

    def _add(self, choice: _Choice, room: Room, progress: Callable[[Shown], None]) -> Added:
        sources = [as_source(one) for one in choice.given]

        def tell(shown: Shown) -> None:
            progress(self._prepare(shown))

        return self._album().add_all(sources, room, tell=tell, cancelled=choice.stopped)

    @Slot(object)
    def _on_added(self, shown: Shown) -> None:
        if self._now is not None:
            self.added.emit(self._now.pointer, shown)

    @Slot(object)
    def _on_ended(self, added: Added) -> None:
        if self._now is not None:
            self.ended.emit(self._now.pointer, added)

    @Slot()
    def _on_over(self) -> None:
        self._now = self._task = None
        self._go_on()
