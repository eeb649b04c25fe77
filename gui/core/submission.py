"""Submitting, at most once: journal before the first byte, and never a repeat while in doubt.

    sending (on disk) → accepted | refused | not_sent | unknown
    unknown → accepted (WeChat shows that it arrived) | not_arrived (the user sends again)

Only a parsed answer settles an attempt, or a failure that proves that nothing was sent. All else
is `unknown`, and only asking `queryauth` gets out of it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from threading import Event
from typing import TYPE_CHECKING, Any

from gui.core.doubt import Watch
from gui.core.errors import (
    SAFE,
    AccountIncomplete,
    AlreadySubmitting,
    AppError,
    CancelledUnsent,
    KeystoreError,
    NotSent,
    Refused,
    StoreError,
)
from gui.core.store.journal import INTERRUPTED, Attempt, Journal, Observation

if TYPE_CHECKING:
    from gui.core.store.progress import Progress as Stored
    from gui.core.wechat.answers import Progress, Submitted
    from gui.core.wechat.client import WeChat

log = logging.getLogger(__name__)

BUSY = -1
# What proves that the submission itself was not sent; all other failures leave it in doubt.
NEVER_LEFT = (NotSent, CancelledUnsent, AccountIncomplete, KeystoreError)
IT_IS_THERE = frozenset({89604, 89605, 89608})


@dataclass(frozen=True)
class Order:
    """What to send, and what was known when it was decided on.

    `baseline` is WeChat's state then, `latest` the newest attempt of the record then.
    """

    record_id: str
    call: str
    auth_data: Mapping[str, Any]
    appid: str
    baseline: Progress | None = None
    latest: Attempt | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one press: the settled attempt, and the failure to explain, if any."""

    attempt: Attempt
    error: AppError | None = None


@dataclass(frozen=True)
class Doubt:
    """Where an unknown attempt stands: may the user send again now, or in how many seconds."""

    attempt: Attempt
    may_resend: bool
    seconds_left: float


class Submissions:
    """The use case. Every method blocks; `now` is seconds since 1970, `monotonic` only grows."""

    def __init__(
        self,
        journal: Journal,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._journal = journal
        self._now = now
        self._monotonic = monotonic
        self._watches: dict[int, Watch] = {}
        self._owed: dict[int, dict[str, Any]] = {}

    def latest(self, record_id: str) -> Attempt | None:
        """The newest attempt; what the disk would not take of it before is written now."""
        attempt = self._journal.latest(record_id)
        if attempt is None or attempt.id not in self._owed:
            return attempt
        return self._settle_or_owe(attempt, self._owed[attempt.id])

    def send(self, wechat: WeChat, order: Order, *, cancelled: Event | None = None) -> Outcome:
        """Send once. `cancelled` counts until the request leaves.

        Raises AlreadySubmitting, StoreError, CancelledUnsent and what a missing token raises: then
        nothing was sent. A disk that fails afterwards does not raise: see `latest`.
        """
        wechat.prepare(cancelled=cancelled)
        if self.latest(order.record_id) != order.latest:
            raise AlreadySubmitting(
                "这条记录刚刚在别处提交过，没有再次提交。" + SAFE + "请先查询结果。"
            )
        if cancelled is not None and cancelled.is_set():
            raise CancelledUnsent
        noted = asdict(order.baseline) if order.baseline else {}
        attempt = self._journal.begin(
            order.record_id, order.call, dict(order.auth_data), order.appid, noted
        )
        return self._deliver(wechat, attempt)

    def note(self, attempt: Attempt, seen: Progress) -> Attempt:
        """Take in what `queryauth` said about a doubtful attempt.

        Only a changed status, or a link other than the one before sending, proves arrival.
        """
        if attempt.state != "unknown":
            return attempt
        told = (seen.task_status, seen.apply_status, seen.auth_url)
        attempt = self._journal.observe(attempt.id, Observation(self._now(), *told))
        self._watch(attempt).hear(told, self._monotonic())
        if attempt.errcode not in IT_IS_THERE and not arrived(attempt.baseline, seen):
            return attempt
        return self._settle(
            attempt,
            {"state": "accepted", "auth_url": seen.auth_url, "answer_taskid": attempt.taskid},
        )

    def doubt(self, attempt: Attempt) -> Doubt:
        """Whether 再次提交 may be offered: ≥ 60 s, and two equal answers ≥ 30 s apart."""
        left = self._watch(attempt).seconds_left(self._monotonic())
        return Doubt(attempt, may_resend=left <= 0, seconds_left=left)

    def give_up(self, attempt: Attempt, *, asked: bool) -> Attempt:
        """The user confirmed 再次提交: the doubtful attempt counts as not arrived.

        `asked` is False only for a first submission, which cannot be asked for.
        Raises AppError while it is still being sent, or the waiting time is not over.
        """
        if attempt.state == "sending" or (asked and not self.doubt(attempt).may_resend):
            text = "还需要再查询一次结果，确认微信没有收到，才能再次提交。" + SAFE
            raise AppError(text, title="还不能再次提交", actions=("query_status",))
        return self._settle(attempt, {"state": "not_arrived"})

    def _deliver(self, wechat: WeChat, attempt: Attempt) -> Outcome:
        """Send what the journal holds, and nothing that was changed since."""
        settled: dict[str, Any] = {"state": "unknown", "cause": INTERRUPTED}
        error: AppError | None = None
        call = wechat.reauth if attempt.call == "reauth" else wechat.wxaauth
        try:
            settled = _accepted(call(attempt.payload), attempt)
        except Refused as refused:
            error, settled = refused, self._refused(refused, attempt)
        except AppError as failure:
            error, settled = failure, _failed(failure)
        finally:
            attempt = self._settle_or_owe(attempt, settled)
        return Outcome(attempt, error)

    def _settle(self, attempt: Attempt, settled: Mapping[str, Any]) -> Attempt:
        try:
            return self._journal.settle(attempt.id, **settled)
        except ValueError:  # somebody else was quicker, and has settled it for good
            return self._journal.get(attempt.id)

    def _settle_or_owe(self, attempt: Attempt, settled: dict[str, Any]) -> Attempt:
        """An answer must not get lost because the disk takes nothing just now."""
        try:
            kept = self._settle(attempt, settled)
        except StoreError as error:
            log.warning("attempt %d is not settled yet: %s", attempt.id, type(error).__name__)
            self._owed[attempt.id] = settled
            return replace(attempt, **settled)
        self._owed.pop(attempt.id, None)
        return kept

    def _watch(self, attempt: Attempt) -> Watch:
        return self._watches.setdefault(attempt.id, Watch(self._monotonic()))

    def _refused(self, refused: Refused, attempt: Attempt) -> dict[str, Any]:
        told = {"errcode": refused.code, "errmsg": refused.errmsg, "rid": refused.rid}
        doubted = refused.code in IT_IS_THERE and self._was_in_doubt(attempt)
        state = "unknown" if refused.code == BUSY or doubted else "refused"
        return {"state": state, "cause": "Refused", **told}

    def _was_in_doubt(self, attempt: Attempt) -> bool:
        """After an attempt of this round that may have arrived, "under way" means that it did."""
        earlier = self._journal.history(attempt.record_id)[1:]
        return any(
            one.state == "not_arrived" and one.taskid in ("", attempt.taskid)
            for one in takewhile(lambda one: one.state != "accepted", earlier)
        )


def arrived(baseline: Mapping[str, Any], seen: Progress | Stored) -> bool:
    """Whether what WeChat says now differs from what it said before sending.

    A number that is missing in one of them proves nothing. Without a baseline, a state in which
    nobody could submit proves that somebody did.
    """
    if baseline and seen.auth_url not in ("", baseline.get("auth_url", "")):
        return True
    if baseline.get("task_status") is None:
        from gui.core.progress import resubmittable

        return resubmittable(seen.task_status, seen.apply_status).answer == "no"
    numbers = (
        (baseline["task_status"], seen.task_status),
        (baseline.get("apply_status"), seen.apply_status),
    )
    return any(None not in pair and pair[0] != pair[1] for pair in numbers)


def _accepted(answer: Submitted, attempt: Attempt) -> dict[str, Any]:
    """The sample's own success has neither taskid nor link: the one we sent stays valid [S]."""
    taskid = answer.taskid or attempt.taskid
    return {"state": "accepted", "auth_url": answer.auth_url, "answer_taskid": taskid}


def _failed(failure: AppError) -> dict[str, Any]:
    state = "not_sent" if isinstance(failure, NEVER_LEFT) else "unknown"
    return {"state": state, "cause": type(failure).__name__}
