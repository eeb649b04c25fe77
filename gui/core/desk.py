"""What the window asks of the core, in one place.

Every method may block (disk, network, keyring): once the window is there, none is called on the
GUI thread (see gui/ui/tasks.py). Each returns plain frozen data.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any

from gui.core.errors import (
    NOTHING_SENT,
    SAFE,
    AppError,
    NoAccount,
    NoAnswer,
    Refused,
    StoreDamaged,
    StoreError,
)
from gui.core.sheet import Look, Sheet, as_stored
from gui.core.store import progress as told
from gui.core.store.returns import Return
from gui.core.submission import Order, Outcome, Submissions

if TYPE_CHECKING:
    from gui.core.connections import Connections
    from gui.core.store.accounts import Account, Accounts
    from gui.core.store.backups import Backups
    from gui.core.store.journal import Attempt, Journal
    from gui.core.store.pictures import Pictures
    from gui.core.store.records import Record, Records
    from gui.core.wechat.answers import Progress

log = logging.getLogger(__name__)

IN_DOUBT = "它的提交还没有确认结果。请先打开它查询状态，得到结果后再删除。" + SAFE
KEPT_DAYS = 30  # what was deleted can be brought back
# Refusals of a query that would meet the submission as well, by their kind in the catalogue.
STOPS = frozenset({"account", "session"})


class Desk:
    """Records, accounts and submissions together."""

    def __init__(
        self,
        *,
        records: Records,
        journal: Journal,
        accounts: Accounts,
        backups: Backups,
        pictures: Pictures,
        connect: Callable[[], Connections],
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.records = records
        self.accounts = accounts
        self.backups = backups
        self._pictures = pictures
        self._connect = connect
        self._journal = journal
        self._submissions = Submissions(journal, now, monotonic)
        self._now = now

    @cached_property
    def connections(self) -> Connections:
        """The ways to WeChat, made when the first call is: a start needs none."""
        return self._connect()

    def sheet(self, record_id: str) -> Sheet:
        """Everything about one record, from the disk. Raises StoreError, KeyError."""
        record = self.records.get(record_id)
        attempt = self._submissions.latest(record_id)
        in_doubt = attempt is not None and attempt.state == "unknown"
        sheet = Sheet(
            record=record,
            account=self.accounts.get(record.account_id) if record.account_id else None,
            attempt=attempt,
            progress=self._journal.progress(record_id),
            doubt=self._submissions.doubt(attempt) if attempt and in_doubt else None,
        )
        return self._with_rounds(sheet)

    def _with_rounds(self, sheet: Sheet) -> Sheet:
        record_id, attempt = sheet.record.id, sheet.attempt
        returned = self._journal.returned(record_id)
        since = attempt.started_at if attempt else self._now()
        return replace(
            sheet,
            milestones=tuple(self._journal.milestones(record_id, since)),
            returned=returned if returned and returned.taskid == sheet.taskid else None,
            accepted=self._journal.accepted(record_id, sheet.taskid),
        )

    def history(self, record_id: str) -> list[Attempt]:
        """Every submission of a record, the newest first."""
        return self._journal.history(record_id)

    def save(self, record: Record, values: Mapping[str, Any], context: Mapping[str, Any]) -> Record:
        """Autosave: what is on the disk when this returns is never lost. Takes a backup when due.

        A backup that fails is only logged, unless it finds the store damaged: what is saved there
        would not come back. Raises StoreError, EditConflict.
        """
        call = context["call"]
        saved = self.records.save(
            record.id, values=values, rev=record.rev, context=context, call=call
        )
        self._back_up(self.backups.take_if_due)
        return saved

    def delete(self, record_id: str) -> Record:
        """Take a record out of the list. Raises AppError while its submission is in doubt.

        Deleted, it would go on blocking every other record of the same task, out of sight.
        """
        if self._journal.unsettled(record_id) is not None:
            raise AppError(IN_DOUBT, title="这条记录还不能删除", actions=())
        return self.records.delete(record_id)

    def forget_deleted(self) -> int:
        """At a start: what was deleted more than 30 days ago is destroyed, backups included.

        So are the pictures that no record names any more: nothing may be added meanwhile.
        """
        gone = self.records.purge_deleted(kept=KEPT_DAYS * 86_400)
        if gone:
            self.backups.renew()
        self._pictures.sweep()
        return gone

    def destroy(self, record_id: str) -> bool:
        """彻底删除 of a deleted record, backups included; its pictures go at the next start.

        Returns whether it went; not while its submission is in doubt. Raises StoreError.
        """
        gone = self.records.purge_deleted(only=record_id)
        if gone:
            self.backups.renew()
        return bool(gone)

    def set_account(self, record_id: str, account_id: str) -> Sheet:
        """Let a record belong to another account. Raises StoreError, KeyError."""
        self.records.set_account(record_id, account_id)
        return self.sheet(record_id)

    def keep_return(self, record_id: str, change: Callable[[Return], Return]) -> Sheet:
        """Keep what the user says about a return (see core.returning). Raises StoreError."""
        new = Return(self.sheet(record_id).taskid, self._now())
        self._journal.keep_return(record_id, new, change)
        return self.sheet(record_id)

    def ask(self, record_id: str, *, cancelled: Event | None = None) -> Sheet:
        """Ask `queryauth` and keep the answer. Raises WeChatError, AppError without a taskid."""
        sheet = self.sheet(record_id)
        self._keep(sheet, self._query(sheet, cancelled))
        return self.sheet(record_id)

    def look(self, record_id: str, *, cancelled: Event | None = None) -> Look:
        """Whether resubmitting makes sense now.

        Without an answer the user decides; what would refuse the submission just as well
        (no connection, wrong account) is raised.
        """
        sheet = self.sheet(record_id)
        if sheet.record.call == "wxaauth":
            return Look("yes", "", latest=sheet.attempt)
        try:
            seen = self._query(sheet, cancelled)
        except NoAnswer as error:
            text = f"暂时查不到这次认证的状态（{error.title}）。要继续提交吗？"
            return Look("ask", text, latest=sheet.attempt)
        except Refused as error:
            from gui.core.wechat.refusals import explain

            refusal = explain(error, submission=False)
            if refusal.kind in STOPS:
                raise
            words = f"{refusal.title}（{error.errmsg}）"
            text = f"微信没有给出这次认证的状态：{words}。请先核对。还要继续提交吗？"
            return Look("ask", text, latest=sheet.attempt)
        from gui.core.progress import resubmittable

        latest = self._keep(sheet, seen)
        said = resubmittable(seen.task_status, seen.apply_status)
        return Look(said.answer, said.text, seen, latest)

    def submit(
        self,
        record_id: str,
        auth_data: Mapping[str, Any],
        look: Look,
        *,
        cancelled: Event | None = None,
    ) -> tuple[Sheet, Outcome]:
        """Send once (see Submissions.send), with a backup before and after; never after a "no".

        A backup that fails does not stop a submission: the journal is in the store itself, and
        sending begins only when the store has taken it. A store that is found damaged does, for
        a damaged store is replaced at the next start, and the journal with it. Whatever is raised
        is raised before sending.
        """
        from gui.core.local_pictures import require_none

        require_none(auth_data)
        if look.answer == "no":
            raise AppError(look.text + NOTHING_SENT + SAFE, title="现在不适合重新提交")
        sheet = self.sheet(record_id)
        account = self._account(sheet)
        wechat = self.connections.wechat(account, cancelled)
        self._back_up(self.backups.take)
        call, baseline, latest = sheet.record.call, look.seen, look.latest
        order = Order(record_id, call, auth_data, account.appid, baseline, latest)
        outcome = self._submissions.send(wechat, order, cancelled=cancelled)
        return self._after(sheet, outcome.attempt), outcome

    def adopt_taskid(self, record_id: str, taskid: str) -> Sheet:
        """The user knows the taskid of a first submission that was left without an answer."""
        self.records.adopt_taskid(record_id, taskid)
        return self.sheet(record_id)

    def give_up(self, record_id: str) -> Sheet:
        """再次提交 was confirmed: the doubtful attempt counts as not arrived. Raises AppError."""
        sheet = self.sheet(record_id)
        if sheet.attempt is not None and sheet.attempt.state in ("sending", "unknown"):
            self._submissions.give_up(sheet.attempt, asked=bool(sheet.taskid))
        return self.sheet(record_id)

    def _query(self, sheet: Sheet, cancelled: Event | None) -> Progress:
        if not sheet.taskid:
            text = "这条记录还没有任务编号，所以查不到状态。" + SAFE + "请先填写任务编号。"
            raise AppError(text, title="还不能查询状态")
        wechat = self.connections.wechat(self._account(sheet), cancelled)
        return wechat.queryauth(sheet.taskid, cancelled=cancelled)

    def _keep(self, sheet: Sheet, seen: Progress) -> Attempt | None:
        """An answer that was overtaken by a submission is of the round before, and is not kept."""
        latest = self._submissions.latest(sheet.record.id)
        if (latest and latest.id) != (sheet.attempt and sheet.attempt.id):
            return sheet.attempt
        self._journal.save_progress(sheet.record.id, as_stored(seen, sheet.progress, self._now()))
        if seen.apply_status == told.SENT_BACK:
            self._journal.keep_return(sheet.record.id, Return(sheet.taskid, self._now()))
        return self._submissions.note(sheet.attempt, seen) if sheet.attempt else None

    def _account(self, sheet: Sheet) -> Account:
        if sheet.account is None:
            raise NoAccount
        return sheet.account

    def _back_up(self, take: Callable[[], object]) -> None:
        try:
            take()
        except StoreDamaged:
            raise
        except StoreError as error:
            log.warning("no backup: %s", type(error).__name__)

    def _after(self, sheet: Sheet, attempt: Attempt) -> Sheet:
        """Keep what an answer brings. It was sent: a disk that fails now is no failure of that."""
        sheet = replace(sheet, attempt=attempt)
        try:
            if attempt.state == "accepted":
                self._after_acceptance(attempt)
            sheet = self.sheet(attempt.record_id)
            self.backups.take()
        except StoreError as error:
            log.warning("not kept after a submission: %s", type(error).__name__)
        return sheet

    def _after_acceptance(self, attempt: Attempt) -> None:
        """A new round begins: what was known of the one before no longer holds."""
        if attempt.call == "wxaauth" and attempt.answer_taskid:
            self.records.adopt_taskid(attempt.record_id, attempt.answer_taskid)
        now, link = self._now(), attempt.auth_url
        fresh = told.Progress(0, None, link, now if link else None, asked_at=now)
        self._journal.save_progress(attempt.record_id, fresh)
