"""A list of records in every state, for pictures: names and numbers of nobody."""

from __future__ import annotations

import time
from typing import NamedTuple

from gui.core.store.attempts import State
from gui.core.store.connection import Database
from gui.core.store.journal import Journal
from gui.core.store.progress import Progress
from gui.core.store.records import Call, Records
from gui.core.store.returns import Return

DAY, HOUR = 86_400.0, 3600.0
LINK = "https://mp.weixin.qq.com/practice/only/wxaauth?round=1"


class Example(NamedTuple):
    """One record: how its last submission ended (None without one), what queryauth said."""

    name: str
    call: Call
    days_ago: float
    attempt: State | None = None
    task_status: int | None = None
    apply_status: int | None = None
    seen_days_ago: float = 0.0


EXAMPLES = (
    Example("青禾烘焙点单", "reauth", 0.02, None, 12, 3, 2),
    Example("云岭茶叶商城", "reauth", 0.1, None, 12, 3, 27),
    Example("北辰口腔预约", "reauth", 0.3, "accepted", 0, 0, 0.9),
    Example("江南旧书店", "reauth", 0.9, "accepted", 15, 1),
    Example("小满花艺", "reauth", 1.2, "accepted", 12, 2),
    Example("拾光照相馆", "reauth", 1.4, "accepted", 5, 0),
    Example("海风民宿", "reauth", 3, "accepted", 12, 4),
    Example("知行驾校", "reauth", 9, "accepted", 12, 5),
    Example("西街修表铺", "wxaauth", 12),
    Example("东篱书画院", "reauth", 20, "unknown"),
    Example("沐阳宠物医院", "reauth", 33, "accepted", 12, 4),
)


def lay_out(database: Database, account_ids: list[str]) -> None:
    """Add the examples, in turn for each account."""
    for number, example in enumerate(EXAMPLES):
        _add(database, example, account_ids[number % len(account_ids)], f"EXAMPLE{number:04}")


def _add(database: Database, example: Example, account_id: str, taskid: str) -> None:
    now = time.time() - example.days_ago * DAY
    values = {"/account_name": example.name}
    if example.call == "reauth":
        values["/taskid"] = taskid
    journal = Journal(database, lambda: now)
    records = Records(database, lambda: now)
    record = records.create(
        example.call,
        example.name,
        values,
        context={"call": example.call},
        account_id=account_id,
    )
    if example.attempt is not None:
        attempt = journal.begin(record.id, example.call, {"taskid": taskid}, taskid, {})
        journal.settle(attempt.id, example.attempt)
    if example.task_status is not None:
        seen = time.time() - example.seen_days_ago * DAY
        told = Progress(
            example.task_status, example.apply_status, LINK, seen, "照片不清晰", asked_at=now
        )
        journal.save_progress(record.id, told)
        if example.apply_status == 3:
            journal.keep_return(record.id, Return(taskid, seen))
