"""Lays out the practice mode: its accounts, and an example record that waits to be corrected."""

from __future__ import annotations

import time
from collections.abc import Callable

from gui.core.desk import Desk
from gui.core.keystore import Secrets
from gui.core.practice.example import example_accounts, example_record
from gui.core.store.accounts import Account
from gui.core.store.journal import Journal
from gui.core.store.progress import Progress
from gui.core.store.uploads import UploadRows


def lay_out_example(
    desk: Desk,
    journal: Journal,
    secrets: Secrets,
    uploads: UploadRows,
    now: Callable[[], float] = time.time,
) -> None:
    """Have the example ready, unless one from before is still being worked on.

    The stand-in has forgotten every earlier run, so doubts from then are settled: nothing arrived,
    and every picture has to be uploaded again.
    """
    accounts = _accounts(desk, secrets)
    for appid in accounts:
        uploads.forget_all(appid)
    for summary in desk.records.summaries():
        attempt = journal.unsettled(summary.id)
        if attempt is not None:
            journal.settle(attempt.id, "not_arrived")
    last = desk.records.last_opened()
    if last is not None and not _is_used_up(journal, last.id):
        return
    example = example_record()
    record = desk.records.create(
        example["call"],
        example["name"],
        example["values"],
        context=example["context"],
        account_id=accounts[example["account"]["appid"]].id,
    )
    told = Progress(12, 3, refill_reason=example["refill_reason"], asked_at=now())
    journal.save_progress(record.id, told)
    desk.records.mark_opened(record.id)


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
