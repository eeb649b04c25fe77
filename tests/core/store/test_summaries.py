"""The list of records: what it shows, what its search finds, and how fast."""

import time

import pytest

from gui.core.store.progress import Progress
from gui.core.store.returns import Return
from gui.core.store.summaries import RecordSummary


def test_the_list_shows_account_state_and_task(store):
    # GIVEN a record of an account that was submitted, and a fresh one
    account = store.accounts.create("甲公司", "wx1", "secret")
    values = {"/taskid": "task-1", "/account_name": "小程序"}
    sent = store.records.create("reauth", "甲的年审", values, account_id=account.id)
    for state in ("refused", "accepted"):
        attempt = store.journal.begin(sent.id, "reauth", {"taskid": "task-1"}, "wx1", {})
        settled = store.journal.settle(attempt.id, state)
    fresh = store.records.create("wxaauth", "乙的年审", {"/taskid": 5})

    # THEN the list has both, the last changed first
    assert store.records.summaries() == [
        RecordSummary(fresh.id, "乙的年审", "wxaauth", "", "", "draft", fresh.changed_at, ""),
        RecordSummary(
            *(sent.id, "甲的年审", "reauth", "甲公司", "wx1", "accepted", settled.settled_at),
            *("task-1", "小程序"),
        ),
    ]


@pytest.mark.parametrize(
    "search",
    [
        *("年审", "NIANSHEN", "nianshen", "甲公司", "wxab", "WXAB", "Task-9", "小程序"),
        *("ｎｉａｎ　ｔａｓｋ", "  年审   甲公司 ", "100%_", "straße", "STRASSE"),
    ],
)
def test_search_finds_by_every_name(store, search):
    account = store.accounts.create("甲公司", "wxAB", "secret")
    values = {"/taskid": "TASK-9", "/account_name": "小程序 100%_ Straße"}
    found = store.records.create("reauth", "NianShen 年审", values, account_id=account.id)
    store.records.create("reauth", "另一条", {"/secret_answer": "年审"})
    assert [line.id for line in store.records.summaries(search)] == [found.id]


@pytest.mark.parametrize("search", ["没有", "年审 没有", "%", "_", "'", '"', "\x00", "\ud83d"])
def test_search_finds_nothing_else(store, search):
    store.records.create("reauth", "年审", {})
    assert store.records.summaries(search) == []


def test_ten_thousand_records_are_listed_at_once(store):
    # GIVEN ten thousand filled records, half of them submitted
    account = store.accounts.create("甲公司", "wx1", "secret")
    record = store.records.create("reauth", "0", {"/text": "填" * 700})
    with store.database.transaction() as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)"
            " INSERT INTO records (id, account_id, call, name, program, taskid, rev, created_at,"
            "                      changed_at, answers, extras, context)"
            " SELECT 'r' || i, ?, call, 'record ' || i, program, 't' || i, 1, i, i,"
            "        answers, extras, context FROM n, records WHERE id = ?",
            (account.id, record.id),
        )
        connection.execute(
            "INSERT INTO attempts (record_id, round, call, taskid, appid, state, started_at,"
            "                      payload_sha256, payload, baseline)"
            " SELECT id, 1, call, '', '', 'accepted', 1, '', '{}', '{}' FROM records"
            " WHERE rowid % 2 = 0"
        )
        connection.execute(
            "INSERT INTO progress (record_id, task_status, apply_status, auth_url, refill_reason,"
            "                      fail_reason, dispatch, orderid, asked_at)"
            " SELECT id, '12', '3', '', '', '', '{}', '', 1 FROM records"
        )
        connection.execute(
            "INSERT INTO returns (record_id, taskid, seen_at, deadline, refill_after, reason,"
            "                     added, removed) SELECT id, taskid, 1, '', 0, '', '[]', '[]'"
            " FROM records"
        )

    # WHEN the list is made and searched, and the program is started
    started = time.perf_counter()
    everything = store.records.summaries()
    listed = time.perf_counter()
    found = store.records.summaries("record 777")
    searched = time.perf_counter()
    store.open_again()
    opened = time.perf_counter()

    # THEN nobody waits (generous limits, for a busy computer)
    assert len(everything) == 10_000
    assert len(found) == 19  # 777, nine that end with it, ten that begin with it, one of both
    assert sum(line.state == "accepted" for line in everything) == 5_000
    assert sum(line.apply_status == 3 for line in everything) == 10_000
    assert listed - started < 1.0
    assert searched - listed < 1.0
    assert opened - searched < 3.0


def test_the_list_shows_what_wechat_said_last(store):
    # GIVEN a record that was sent back, with a day that the user knows
    record = store.records.create("reauth", "记录", {"/taskid": "T"})
    store.journal.save_progress(record.id, Progress(12, 3, "https://x", 7.0, asked_at=9.0))
    store.journal.keep_return(record.id, Return("T", 5.0, deadline="2026-07-01"))
    (line,) = store.records.summaries()
    assert (line.task_status, line.apply_status, line.link_at) == (12, 3, 7.0)
    assert (line.returned_at, line.deadline) == (5.0, "2026-07-01")
    assert line.asked_at == 9.0

    # AND one line alone is the same, until it is deleted
    store.records.create("reauth", "another", {})
    assert store.records.summary(record.id) == line
    store.records.delete(record.id)
    assert store.records.summary(record.id) is None
