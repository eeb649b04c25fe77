"""A record with all that is known about it, and what WeChat said of it just before sending."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from gui.core.store import progress as told
from gui.core.submission import Doubt, arrived

if TYPE_CHECKING:
    from gui.core.store.accounts import Account
    from gui.core.store.journal import Attempt
    from gui.core.store.records import Record
    from gui.core.store.returns import Return
    from gui.core.wechat.answers import Progress


@dataclass(frozen=True)
class Sheet:
    """A record with all that is known about it. `doubt` is there while the outcome is unknown.

    `milestones` are the states of this round, `returned` is what is kept about the last return,
    `accepted` counts the resubmissions of the task that went through.
    """

    record: Record
    account: Account | None = None
    attempt: Attempt | None = None
    progress: told.Progress | None = None
    doubt: Doubt | None = None
    milestones: tuple[told.Milestone, ...] = ()
    returned: Return | None = None
    accepted: int = 0

    @property
    def taskid(self) -> str:
        """The task to ask for: in doubt the one that was sent, else the form's.

        The one that was answered counts as long as the form holds the one that was sent.
        """
        hidden = self.record.call == "wxaauth"
        filled = "" if hidden else str(self.record.values.get("/taskid") or "")
        if self.attempt is None:
            return filled
        if self.attempt.state == "unknown" and self.attempt.taskid:
            return self.attempt.taskid
        same = filled in ("", self.attempt.taskid)
        return (same and self.attempt.answer_taskid) or filled

    @property
    def auth_url(self) -> str:
        """The newest link as it came; it still has to pass the URL gate.

        While WeChat still tells the state from before the submission, its link is the old one.
        """
        known, attempt = self.progress, self.attempt
        answered = attempt.auth_url if attempt else ""
        if known is None or (attempt and not arrived(attempt.baseline, known)):
            return answered
        return known.auth_url or answered


@dataclass(frozen=True)
class Look:
    """WeChat's state just before a submission: `answer` is yes, no or ask; `text` says why.

    `latest` is the record's newest attempt before this look: a newer one makes the look stale.
    """

    answer: str
    text: str
    seen: Progress | None = None
    latest: Attempt | None = None


def as_stored(seen: Progress, before: told.Progress | None, now: float) -> told.Progress:
    """An answer of queryauth as it is kept; a link that was there already keeps its time."""
    known = before is not None and before.auth_url == seen.auth_url
    return told.Progress(
        task_status=seen.task_status,
        apply_status=seen.apply_status,
        auth_url=seen.auth_url,
        auth_url_at=before.auth_url_at if before and known else now,
        refill_reason=seen.refill_reason,
        fail_reason=seen.fail_reason,
        dispatch=asdict(seen.dispatch) if seen.dispatch else {},
        orderid=seen.orderid,
        asked_at=now,
    )
