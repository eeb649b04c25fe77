"""Lays out the practice mode: its accounts, and an example record that waits to be corrected."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from gui.core.desk import Desk
from gui.core.keystore import Secrets
from gui.core.practice.example import another_task, example_accounts, example_record
from gui.core.practice.kept_tasks import keep_tasks
from gui.core.practice.world import World
from gui.core.store.accounts import Account
from gui.core.store.journal import Journal
from gui.core.store.progress import Progress
from gui.core.store.uploads import UploadRows


class Practice:
    """`begin` at each start, `restart` when somebody wants to practise it all over again."""

    def __init__(
        self, desk: Desk, journal: Journal, world: World, now: Callable[[], float] = time.time
    ) -> None:
        self._desk = desk
        self._journal = journal
        self._world = world
        self._now = now

    def begin(self, secrets: Secrets, uploads: UploadRows, folder: Path) -> None:
        """Have the example ready, unless one from before is still being worked on.

        The stand-in takes its tasks from `folder`. Where it has forgotten them, doubts from then
        are settled: nothing arrived. Pictures are always forgotten, and have to be uploaded again.
        """
        remembers = keep_tasks(self._world, folder)
        accounts = _accounts(self._desk, secrets)
        for appid in accounts:
            uploads.forget_all(appid)
        if not remembers:
            self._settle_doubts()
        last = self._desk.records.last_opened()
        if last is None or _is_used_up(self._journal, last.id):
            self._add_record(another_task(self._world) if remembers else "")

    def restart(self) -> str:
        """A fresh example beside the records that are there; returns its id. Raises StoreError."""
        self._world.behave()
        return self._add_record(another_task(self._world))

    def _add_record(self, taskid: str) -> str:
        example = example_record()
        accounts = {account.appid: account for account in self._desk.accounts.all()}
        account = accounts.get(example["account"]["appid"])
        record = self._desk.records.create(
            example["call"],
            example["name"],
            example["values"] | ({"/taskid": taskid} if taskid else {}),
            context=example["context"],
            account_id=account.id if account else None,
        )
        told = Progress(12, 3, refill_reason=example["refill_reason"], asked_at=self._now())
        self._journal.save_progress(record.id, told)
        self._desk.records.mark_opened(record.id)
        return record.id

    def _settle_doubts(self) -> None:
        for summary in self._desk.records.summaries():
            attempt = self._journal.unsettled(summary.id)
            if attempt is not None:
                self._journal.settle(attempt.id, "not_arrived")


def _is_used_up(journal: Journal, record_id: str) -> bool:
    attempt = journal.latest(record_id)
    return attempt is not None and attempt.state == "accepted"


def _accounts(desk: Desk, secrets: Secrets) -> dict[str, Account]:
    known = {account.appid: account for account in desk.accounts.all()}
    for example in example_accounts():
        appid = example["appid"]
        if appid not in known:
            known[appid] = desk.accounts.create(example["name"], appid, "secret", keep=False)
        secrets.set(appid, example["secret"], keep=False)
    return known
