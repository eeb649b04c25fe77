"""After a crash and after a restored backup: what may have been sent is in doubt."""

from dataclasses import replace

import pytest

from gui.core.errors import AlreadySubmitting
from gui.core.store.journal import INTERRUPTED, RESTORED

BODY = {"auth_data": {"taskid": "task-1"}}
STATES = ("sending", "accepted", "refused", "not_sent", "unknown", "not_arrived")


def test_a_start_up_doubts_what_was_being_sent(store):
    # GIVEN attempts in every state, of which two are sending
    states = [*STATES, "sending"]
    attempts = []
    for state in states:
        record = store.records.create("reauth", state, {})
        attempt = store.journal.begin(record.id, "reauth", {}, "wx1", {})
        if state == "not_arrived":
            store.journal.settle(attempt.id, "unknown")
        attempts.append(attempt if state == "sending" else store.journal.settle(attempt.id, state))
    ours, others = attempts[-1], attempts[:-1]

    # WHEN the program starts while one of them is its own
    recovered = store.journal.recover(except_ids=[ours.id])

    # THEN the other is in doubt, and nothing else changed
    assert recovered == [
        replace(others[0], state="unknown", cause=INTERRUPTED, unknown_since=store.clock.moment)
    ]
    kept = [ours, *others[1:]]
    assert [store.journal.get(attempt.id) for attempt in kept] == kept
    assert store.journal.recover(except_ids=[ours.id]) == []


def test_after_a_restored_backup_every_record_is_in_doubt(store):
    # GIVEN a record in every state, one that was never sent, two of one task, a deleted one
    account = store.accounts.create("甲", "wx9", "secret")
    never = store.records.create("reauth", "never", {"/taskid": "task-1"}, account_id=account.id)
    twin = store.records.create("reauth", "twin", {"/taskid": "task-1"}, account_id=account.id)
    deleted = store.records.create("wxaauth", "deleted", {})
    store.records.delete(deleted.id)
    last = {}
    for state in STATES:
        record = store.records.create("reauth", state, {})
        attempt = store.journal.begin(record.id, "reauth", {}, "wx1", {})
        if state == "not_arrived":
            store.journal.settle(attempt.id, "unknown")
        if state != "sending":
            attempt = store.journal.settle(attempt.id, state)
        last[record.id] = attempt

    # WHEN everything is marked, twice
    store.journal.mark_all_unknown_after_restore()
    everybody = [never.id, twin.id, deleted.id, *last]
    marked = {record_id: store.journal.history(record_id) for record_id in everybody}
    store.journal.mark_all_unknown_after_restore()

    # THEN each record is in doubt exactly once, in sight, and what is known stays known
    assert {line.id for line in store.records.summaries()} == set(everybody)
    assert {record_id: store.journal.history(record_id) for record_id in everybody} == marked
    assert {history[0].state for history in marked.values()} == {"unknown"}
    new = marked[never.id][0]
    assert (new.round, new.call, new.appid, new.taskid) == (1, "reauth", "wx9", "")
    assert (new.payload, new.baseline, new.cause) == ({}, {}, RESTORED)
    assert new.unknown_since == new.started_at
    for record_id, attempt in last.items():
        history = marked[record_id]
        if attempt.state in ("sending", "unknown"):
            assert [it.id for it in history] == [attempt.id]
        else:
            assert (history[0].cause, history[0].round) == (RESTORED, 2)
            assert history[1] == attempt
    with pytest.raises(AlreadySubmitting):
        store.journal.begin(never.id, "reauth", BODY, "wx9", {})
