"""The journal: on the disk before anything is sent, one attempt at a time, and no step back."""

import hashlib
import json
import sqlite3
from dataclasses import replace

import pytest

from gui.core.errors import AlreadySubmitting, AppError, StoreError
from gui.core.store.attempts import FOLLOWS, payload_bytes
from gui.core.store.connection import connect
from gui.core.store.journal import Attempt, Observation, Progress

BODY = {"auth_data": {"taskid": "task-1", "account_name": "𠮷䶮小程序😀"}}
BASELINE = {"task_status": 3, "apply_status": 3, "auth_url": "https://mp.weixin.qq.com/old"}
STATES = ("sending", "accepted", "refused", "not_sent", "unknown", "not_arrived")


@pytest.fixture
def record(store):
    return store.records.create("reauth", "记录", {"/taskid": "task-1"})


def bring_to(store, record, state):
    attempt = store.journal.begin(record.id, "reauth", BODY, "wx1", BASELINE)
    if state == "not_arrived":
        store.journal.settle(attempt.id, "unknown")
    return attempt if state == "sending" else store.journal.settle(attempt.id, state)


def test_it_is_on_the_disk_before_anything_is_sent(store, record):
    # WHEN a submission begins
    attempt = store.journal.begin(record.id, "reauth", BODY, "wx1", BASELINE)

    # THEN whoever opens the file sees it at once, exactly as it will be sent
    other = connect(store.path, writable=False)
    row = other.execute("SELECT * FROM attempts").fetchone()
    other.close()
    assert (row["state"], row["record_id"], row["round"]) == ("sending", record.id, 1)
    sent = json.dumps(BODY, ensure_ascii=False, separators=(",", ":")).encode()
    assert row["payload"].encode() == sent
    assert row["payload_sha256"] == hashlib.sha256(sent).hexdigest()

    # AND the program knows all of it after a new start
    store.open_again()
    assert store.journal.latest(record.id) == attempt == store.journal.unsettled(record.id)
    assert attempt == Attempt(
        id=attempt.id,
        record_id=record.id,
        round=1,
        call="reauth",
        taskid="task-1",
        appid="wx1",
        payload=BODY,
        payload_sha256=row["payload_sha256"],
        baseline=BASELINE,
        state="sending",
        started_at=attempt.started_at,
        sent_at=None,
        settled_at=None,
        auth_url="",
        answer_taskid="",
        errcode=None,
        errmsg="",
        rid="",
        cause="",
        observations=(),
        unknown_since=None,
    )
    assert attempt.started_at <= store.clock.moment


@pytest.mark.parametrize("body", [BODY, BODY["auth_data"]])
def test_the_taskid_is_found_in_a_body_and_in_its_data(store, record, body):
    assert store.journal.begin(record.id, "reauth", body, "wx1", {}).taskid == "task-1"


@pytest.mark.parametrize("body", [{}, {"auth_data": {}}, {"auth_data": []}, {"taskid": 5}])
def test_a_body_without_a_taskid(store, record, body):
    assert store.journal.begin(record.id, "wxaauth", body, "wx1", {}).taskid == ""


def test_an_answer_is_kept_with_everything(store, record):
    attempt = store.journal.begin(record.id, "reauth", BODY, "wx1", BASELINE)
    settled = store.journal.settle(
        attempt.id,
        "accepted",
        auth_url="https://mp.weixin.qq.com/new",
        answer_taskid="task-2",
        rid="a-b-c",
        sent_at=attempt.started_at + 0.5,
    )
    assert settled == replace(
        attempt,
        state="accepted",
        auth_url="https://mp.weixin.qq.com/new",
        answer_taskid="task-2",
        rid="a-b-c",
        sent_at=attempt.started_at + 0.5,
        settled_at=store.clock.moment,
    )
    store.open_again()
    assert store.journal.get(attempt.id) == settled


def test_a_refusal_of_any_size_is_kept(store, record):
    attempt = store.journal.begin(record.id, "reauth", BODY, "wx1", {})
    settled = store.journal.settle(
        attempt.id, "refused", errcode=2**80, errmsg="名\ud83d<b>", rid="\udc00", cause="Refused"
    )
    assert (settled.errcode, settled.errmsg, settled.rid) == (2**80, "名\ufffd<b>", "\ufffd")


def test_a_doubt_keeps_its_cause_and_what_was_seen(store, record):
    # GIVEN an attempt without an answer
    attempt = store.journal.begin(record.id, "reauth", BODY, "wx1", BASELINE)
    doubted = store.journal.settle(attempt.id, "unknown", cause="AnswerTimeout")
    assert (doubted.cause, doubted.settled_at) == ("AnswerTimeout", None)
    assert doubted.unknown_since == store.clock.moment

    # WHEN queryauth is asked
    seen = [Observation(10.0, 0, 3, "https://mp.weixin.qq.com/x"), Observation(41.0, None, 99, "")]
    for observation in seen:
        observed = store.journal.observe(attempt.id, observation)
    assert observed == replace(doubted, observations=tuple(seen))

    # AND the doubt ends, THEN what comes later changes nothing
    settled = store.journal.settle(attempt.id, "accepted", auth_url="https://mp.weixin.qq.com/y")
    assert settled == replace(
        observed,
        state="accepted",
        auth_url="https://mp.weixin.qq.com/y",
        settled_at=store.clock.moment,
    )
    assert store.journal.observe(attempt.id, seen[0]) == settled


def test_only_the_newest_hundred_observations_are_kept(store, record):
    attempt = bring_to(store, record, "unknown")
    for number in range(103):
        attempt = store.journal.observe(attempt.id, Observation(float(number), 0, 2**70, ""))
    assert [seen.at for seen in attempt.observations] == [float(n) for n in range(3, 103)]
    assert attempt.observations[0].apply_status == 2**70


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("wanted", STATES)
def test_steps_that_are_not_allowed_change_nothing(store, record, state, wanted):
    attempt = bring_to(store, record, state)
    if wanted in FOLLOWS.get(state, ()):
        assert store.journal.settle(attempt.id, wanted).state == wanted
        return
    with pytest.raises(ValueError, match=f"is {state} and cannot become {wanted}"):
        store.journal.settle(attempt.id, wanted, auth_url="https://mp.weixin.qq.com/z")
    assert store.journal.get(attempt.id) == attempt


def test_the_allowed_steps_are_these():
    assert {state: set(following) for state, following in FOLLOWS.items()} == {
        "sending": {"accepted", "refused", "not_sent", "unknown"},
        "unknown": {"accepted", "refused", "not_arrived", "unknown"},
    }


def test_what_is_not_there(store, record):
    assert store.journal.latest(record.id) is None
    assert store.journal.unsettled(record.id) is None
    assert store.journal.history(record.id) == []
    for call in (store.journal.get, lambda it: store.journal.settle(it, "accepted")):
        with pytest.raises(KeyError):
            call(77)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        store.journal.begin("nobody", "reauth", BODY, "wx1", {})


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_an_unsettled_attempt_stops_the_next(store, record, state):
    attempt = bring_to(store, record, state)
    with pytest.raises(AlreadySubmitting, match="上一次提交还没有确认结果"):
        store.journal.begin(record.id, "reauth", BODY, "wx1", {})
    assert store.journal.history(record.id) == [attempt]


@pytest.mark.parametrize("state", ["accepted", "refused", "not_sent", "not_arrived"])
def test_a_settled_attempt_lets_the_next_round_through(store, record, state):
    first = bring_to(store, record, state)
    second = store.journal.begin(record.id, "reauth", BODY, "wx1", {})
    assert (first.round, second.round) == (1, 2)
    assert store.journal.history(record.id) == [second, first]
    assert store.journal.latest(record.id) == second


def test_half_a_character_is_never_begun(store, record):
    with pytest.raises(AppError, match="资料没有提交") as caught:
        store.journal.begin(record.id, "reauth", {"a": "字\ud83d"}, "wx1", {})
    assert "\ud83d" not in str(caught.value)
    assert store.journal.history(record.id) == []
    with pytest.raises(ValueError, match="Out of range"):
        payload_bytes({"a": float("nan")})


def test_progress_comes_back(store, record):
    assert store.journal.progress(record.id) is None
    first = Progress(task_status=0, apply_status=None, asked_at=5.0)
    store.journal.save_progress(record.id, first)
    assert store.journal.progress(record.id) == first

    second = Progress(
        task_status=12,
        apply_status=2**70,
        auth_url="https://mp.weixin.qq.com/x",
        auth_url_at=4.5,
        refill_reason="名称\ufffd不符 <b>",
        fail_reason="—",
        dispatch={"provider": "某机构", "contact": "010-1", "dispatch_time": 1},
        orderid="401234567890123",
        asked_at=6.0,
    )
    store.journal.save_progress(record.id, replace(second, refill_reason="名称\ud83d不符 <b>"))
    store.open_again()
    assert store.journal.progress(record.id) == second


def test_a_beginning_that_seemed_to_fail_was_certainly_not_sent(wrongly_failing):
    # GIVEN a beginning that is kept while the disk reports a failure
    journal = wrongly_failing.journal
    record = wrongly_failing.records.create("reauth", "记录", {})
    wrongly_failing.database.failing = True
    with pytest.raises(StoreError):
        journal.begin(record.id, "reauth", BODY, "wx1", {})

    # THEN nobody has to wait for it, and the next one may go
    assert [attempt.state for attempt in journal.history(record.id)] == ["not_sent"]
    assert journal.begin(record.id, "reauth", BODY, "wx1", {}).round == 2
