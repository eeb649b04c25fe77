"""Where the uploads of the open record stand, and having them begin by themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.core.upload_state import State
from gui.ui.tasks import TaskRunner
from gui.ui.upload_news import UploadNews

if TYPE_CHECKING:
    from gui.core.store.accounts import Account
    from gui.core.uploads import Uploads

LANE = "uploads"


class PictureStates(QObject):
    """Of the account that the open record belongs to; without one nothing is uploaded."""

    changed = Signal(str)  # sha256

    def __init__(
        self,
        uploads: Callable[[], Uploads],
        news: UploadNews,
        tasks: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._uploads = uploads
        self._tasks = tasks
        self._account: Account | None = None
        self._started: set[str] = set()
        self._states: dict[str, State] = {}
        self._heard: set[str] = set()
        news.arrived.connect(self._on_news)

    def state(self, sha256: str) -> State | None:
        """Where a picture stands; None when nothing is known, or no account is chosen."""
        return self._states.get(sha256)

    def left(self) -> int:
        """How many uploads are waiting or under way."""
        return sum(state.kind in ("waiting", "sending") for state in self._states.values())

    def follow(self, wanted: Collection[str], account: Account | None) -> None:
        """Upload these for this account, as far as that was not begun before."""
        if account != self._account:
            self._account = account
            self.restart()
        new = [one for one in wanted if one not in self._started]
        if account is not None and new:
            self._started.update(new)
            self._ask(self._start, new)

    def restart(self) -> None:
        """The account can do more than before, or is another one: begin anew."""
        known, self._states = self._states, {}
        self._started = set()
        for sha256 in known:
            self.changed.emit(sha256)

    def retry(self, sha256: str) -> None:
        """Once more what did not succeed."""
        self._ask(self._start, [sha256])

    def again(self, sha256: str) -> None:
        """Upload a picture although WeChat has it."""
        self._ask(self._again, [sha256])

    def cancel(self, sha256: str) -> None:
        """Stop one upload."""
        self._ask(self._cancel, [sha256])

    # off the GUI thread

    def _ask(self, work: Callable[..., dict[str, State]], pictures: list[str]) -> None:
        if self._account is not None:
            self._heard = set()
            args = (work, pictures, self._account)
            self._tasks.start(*args, on_success=self._on_states, lane=LANE)

    def _start(self, pictures: list[str], account: Account) -> dict[str, State]:
        self._uploads().start(pictures, account)
        return self._uploads().states(pictures, account)

    def _again(self, pictures: list[str], account: Account) -> dict[str, State]:
        for one in pictures:
            self._uploads().again(one, account)
        return self._uploads().states(pictures, account)

    def _cancel(self, pictures: list[str], account: Account) -> dict[str, State]:
        for one in pictures:
            self._uploads().cancel(one, account)
        return self._uploads().states(pictures, account)

    # news

    @Slot(object)
    def _on_states(self, states: dict[str, State]) -> None:
        """Every change is told as well: what has been heard meanwhile is newer."""
        for sha256, state in states.items():
            if sha256 not in self._heard:
                self._take(state)

    @Slot(object)
    def _on_news(self, state: State) -> None:
        self._heard.add(state.sha256)
        self._take(state)

    def _take(self, state: State) -> None:
        if self._account is not None and state.appid == self._account.appid:
            self._states[state.sha256] = state
            self.changed.emit(state.sha256)
