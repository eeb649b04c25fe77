"""Asks for the records that nobody has open: off the GUI thread, one at a time, calmly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.core.background import Answer, Background, concerns, reason
from gui.core.errors import AppError
from gui.core.store.summaries import RecordSummary
from gui.core.turns import TICK, Turns
from gui.ui.autosave import LANE
from gui.ui.services import Services
from gui.ui.tasks import Handler, Task

if TYPE_CHECKING:
    from gui.core.keystore import Secrets

FIRST_MS = 10_000  # after the start, when everything else is there
LEAST_MS = 20
ASKING = "正在查询…"
NOBODY = "没有需要查询的记录"
NO_LIST = "现在读不到记录，请稍后再试"
OUR_FAULT = "程序遇到了问题"


@dataclass
class _Press:
    """What came of 刷新状态 so far."""

    answered: int = 0
    failed: int = 0
    reason: str = ""

    def words(self) -> str:
        missing = f"{self.failed} 条没有查到：{self.reason}" if self.failed else ""
        updated = f"已更新 {self.answered} 条" if self.answered else ""
        return "，".join(words for words in (updated, missing) if words) or NOBODY


class Follower(QObject):
    """Drives `Turns` with a timer. Only `press` says how it went; whatever else fails is silent."""

    updated = Signal(object)  # RecordSummary
    progressed = Signal(str, str)  # name, words
    went = Signal(str)  # how the refresh that somebody pressed for goes

    def __init__(
        self, services: Services, parent: QObject | None = None, turns: Turns | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._turns = turns or Turns()
        self._background = Background(services.desk, self._secrets, self._proxied)
        self._asked: RecordSummary | None = None
        self._task: Task | None = None
        self._press: _Press | None = None
        self._about_to = False  # 刷新状态 was pressed, and the list is being read
        self._round_wanted = False
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def begin_later(self) -> None:
        """The program has started, perhaps with a record: nobody has read the list yet."""
        QTimer.singleShot(FIRST_MS, self, self.look_again)

    @Slot()
    def look_again(self) -> None:
        """Read which records there are."""
        self._read(self.know, self._on_unread)

    @Slot(object)
    def know(self, records: Sequence[RecordSummary]) -> None:
        """The list as it was just read."""
        if self._stopped:
            return
        self._turns.know(records)
        if self._round_wanted:
            self._round_wanted = False
            self._turns.begin()
        self._step()

    def begin(self) -> None:
        """The list is shown: have a look at all records once it is read."""
        self._stopped = False
        self._turns.open("")
        self._round_wanted = True

    def open(self, record_id: str) -> None:
        """This record is open now: its own page asks for it, and nobody else."""
        self._stopped = False
        self._turns.open(record_id)
        if self._asked is not None and self._asked.id == record_id:
            self._cancel()

    def press(self) -> None:
        """刷新状态: ask now, and say how it went."""
        if self._press is None and not self._about_to:
            self._about_to = True
            self.went.emit(ASKING)
            self._read(self._on_list, self._on_no_list)

    def account_changed(self, appid: str) -> None:
        """What was wrong with an account may be mended."""
        self._turns.account_changed(appid)
        self._step()

    def stop(self) -> None:
        """Nothing may be asked or written any more, until a record or the list is shown."""
        self._stopped = True
        self._press = None
        self._turns.know(())
        self._cancel()

    # reading the list

    def _read(self, on_success: Handler, on_failure: Handler) -> None:
        self._services.tasks.start(
            self._services.desk.records.summaries,
            on_success=on_success,
            on_failure=on_failure,
            lane=LANE,
        )

    @Slot(object)
    def _on_list(self, records: Sequence[RecordSummary]) -> None:
        self._about_to = False
        if not self._stopped:
            self._press = _Press()
            self._turns.know(records)
            self._turns.press()
            self._step()

    @Slot(object)
    def _on_no_list(self, _error: AppError) -> None:
        self._about_to = False
        self.went.emit(NO_LIST)

    @Slot(object)
    def _on_unread(self, _error: AppError) -> None:
        """The disk has its own ways of being told about."""

    # asking

    @Slot()
    def _step(self) -> None:
        self._turns.tick()
        if self._task is None:
            record = self._turns.next()
            if record is not None:
                self._ask(record)
            elif self._press is not None:
                self.went.emit(self._press.words())
                self._press = None
        self._plan()

    def _plan(self) -> None:
        left = TICK if self._task is not None else self._turns.seconds_left()
        if left is None:
            self._timer.stop()
        else:
            self._timer.start(max(LEAST_MS, int(min(left, TICK) * 1000)))

    def _ask(self, record: RecordSummary) -> None:
        self._asked = record
        self._task = self._services.tasks.start(
            self._background.ask,
            record,
            self._turns.is_pressed(record.id),
            on_success=self._on_answer,
            on_failure=self._on_failure,
            on_fault=self._on_fault,
            on_finished=self._on_finished,
        )

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._on_finished()

    @Slot(object)
    def _on_answer(self, answer: Answer) -> None:
        known = self._asked
        if known is None:
            return
        if self._press is not None and self._turns.is_pressed(known.id):
            self._press.answered += 1
        self._turns.answered(known.id, answer.record)
        if answer.record is not None:
            self.updated.emit(answer.record)
            if answer.news:
                self.progressed.emit(answer.record.name, answer.news)

    @Slot(object)
    def _on_failure(self, error: AppError) -> None:
        self._fail(error)

    @Slot()
    def _on_fault(self) -> None:
        self._fail(None)

    def _fail(self, error: AppError | None) -> None:
        known = self._asked
        if known is None:
            return
        pressed = self._turns.is_pressed(known.id)
        more = self._turns.failed(known.id, concerns(error) if error else "everybody")
        if self._press is not None and pressed:
            self._press.failed += 1 + more
            self._press.reason = self._press.reason or (reason(error) if error else OUR_FAULT)

    @Slot()
    def _on_finished(self) -> None:
        self._task = None
        self._asked = None
        self._step()

    # what the question needs

    def _secrets(self) -> Secrets:
        return self._services.secrets

    def _proxied(self) -> bool:
        return self._services.settings.has_proxy_login
