"""What was sent for each record and what became of it, on the disk before the first byte leaves.

States: sending → accepted | refused | not_sent | unknown, and out of the doubt
unknown → accepted | refused | not_arrived. A record has at most one attempt that is sending or
unknown, across threads and processes, because an index of the database says so.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Any, Unpack

from gui.core.errors import AlreadySubmitting, StoreError
from gui.core.store.attempts import (
    FOLLOWS,
    INTERRUPTED,
    RESTORED,
    Answer,
    Attempt,
    Observation,
    State,
    attempt_of,
    frozen,
    taskid_of,
)
from gui.core.store.connection import Database
from gui.core.store.progress import (
    Milestone,
    Progress,
    load_milestones,
    load_progress,
    store_progress,
)
from gui.core.store.returns import Return, keep_return, load_return
from gui.core.store.text import storable, to_json

__all__ = ["INTERRUPTED", "RESTORED", "Answer", "Attempt", "Journal", "Observation", "Progress"]

ANOTHER = "另一条记录的提交还没有结果"
_OBSERVATIONS_KEPT = 100


class Journal:
    """The attempts of all records, and the progress last heard of. Methods raise StoreError."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(
        self,
        record_id: str,
        call: str,
        payload: Mapping[str, Any],
        appid: str,
        baseline: Mapping[str, Any],
    ) -> Attempt:
        """Write down that `payload` is about to be sent; only after this may it be.

        `payload` is the body or its auth_data. Raises AlreadySubmitting when an attempt of this
        record, of another one with the same taskid, or another first submission of the same AppID
        is not settled.
        """
        columns = {
            "record_id": record_id,
            "call": call,
            "taskid": taskid_of(payload),
            "appid": storable(appid),
            "started_at": self._now(),
            **frozen(payload),
            "baseline": to_json(baseline),
        }
        try:
            with self._database.transaction() as connection:
                self._require_only_first(columns)
                attempt_id = connection.execute(_BEGIN, columns).lastrowid or 0
                attempt = self.get(attempt_id)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise
            raise self._already_submitting(columns) from None
        except StoreError:
            with suppress(StoreError):  # the next start-up doubts it instead
                self._withdraw(columns)
            raise
        return attempt

    def settle(self, attempt_id: int, state: State, **answer: Unpack[Answer]) -> Attempt:
        """Keep what became of an attempt. Raises ValueError for a step that is not allowed."""
        moment = self._now()
        doubted = state == "unknown"
        columns: dict[str, object] = {
            **dict.fromkeys(Answer.__annotations__),
            **{name: _kept(value) for name, value in answer.items()},
            "id": attempt_id,
            "state": state,
            "unknown_since": moment if doubted else None,
            "settled_at": None if doubted else moment,
        }
        with self._database.transaction() as connection:
            was = self.get(attempt_id).state
            if state not in FOLLOWS.get(was, ()):
                message = f"attempt {attempt_id} is {was} and cannot become {state}"
                raise ValueError(message)
            connection.execute(_SETTLE, columns)
            return self.get(attempt_id)

    def observe(self, attempt_id: int, observation: Observation) -> Attempt:
        """Keep one answer of queryauth; an attempt that is settled meanwhile stays as it is."""
        with self._database.transaction() as connection:
            seen = [*self.get(attempt_id).observations, observation][-_OBSERVATIONS_KEPT:]
            connection.execute(
                "UPDATE attempts SET observations = ? WHERE id = ? AND state = 'unknown'",
                (to_json(seen), attempt_id),
            )
            return self.get(attempt_id)

    def get(self, attempt_id: int) -> Attempt:
        """Raises KeyError."""
        found = self._attempts("SELECT * FROM attempts WHERE id = ?", attempt_id)
        if not found:
            raise KeyError(attempt_id)
        return found[0]

    def unsettled(self, record_id: str) -> Attempt | None:
        """The attempt that is sending or unknown."""
        return next(iter(self._attempts(_UNSETTLED_OF_RECORD, record_id)), None)

    def latest(self, record_id: str) -> Attempt | None:
        """The attempt of the last round."""
        return next(iter(self.history(record_id)), None)

    def history(self, record_id: str) -> list[Attempt]:
        """All attempts, the newest first."""
        query = "SELECT * FROM attempts WHERE record_id = ? ORDER BY round DESC"
        return self._attempts(query, record_id)

    def accepted(self, record_id: str, taskid: str) -> int:
        """How many resubmissions of a task went through from this record."""
        row = self._database.row(_ACCEPTED, (record_id, taskid))
        return row["number"] if row else 0

    def recover(self, except_ids: Collection[int] = ()) -> list[Attempt]:
        """At start-up: whatever says sending was interrupted, so its outcome is unknown.

        `except_ids` are attempts that this process is sending right now.
        """
        query = "SELECT id FROM attempts WHERE state = 'sending'"
        found = [row["id"] for row in self._database.rows(query) if row["id"] not in except_ids]
        return [self.settle(attempt_id, "unknown", cause=INTERRUPTED) for attempt_id in found]

    def mark_all_unknown_after_restore(self) -> None:
        """After a backup came back: every record may have been sent since, so ask for each.

        Gives each record without an unsettled attempt a new one that is unknown, with an empty
        payload and the cause RESTORED; deleted ones are listed again, for what is in doubt must
        be in sight. `open_database` has done it before the file takes its place; doing it twice
        changes nothing.
        """
        self.recover()
        moment = self._now()
        with self._database.transaction() as connection:
            connection.execute(_MARK_UNKNOWN, {**frozen({}), "moment": moment, "cause": RESTORED})
            connection.execute(_UNDELETE)

    def save_progress(self, record_id: str, progress: Progress) -> None:
        """Keep what queryauth said last."""
        store_progress(self._database, record_id, progress)

    def progress(self, record_id: str) -> Progress | None:
        """What queryauth said last, None before the first answer."""
        return load_progress(self._database, record_id)

    def milestones(self, record_id: str, since: float = 0.0) -> list[Milestone]:
        """The states that queryauth told from `since` on, each with when it was first heard of."""
        return load_milestones(self._database, record_id, since)

    def keep_return(
        self, record_id: str, new: Return, change: Callable[[Return], Return] = lambda kept: kept
    ) -> None:
        """A return was heard of: the first time of a task counts. `change` what is kept of it."""
        keep_return(self._database, record_id, new, change)

    def returned(self, record_id: str) -> Return | None:
        """What is kept about the last return, None before the first."""
        return load_return(self._database, record_id)

    def _attempts(self, query: str, key: object) -> list[Attempt]:
        return [attempt_of(row) for row in self._database.rows(query, (key,))]

    def _withdraw(self, columns: Mapping[str, object]) -> None:
        """A row may be kept although the disk reported a failure: certainly nothing was sent."""
        with self._database.transaction() as connection:
            connection.execute(_WITHDRAW, columns)

    def _require_only_first(self, columns: Mapping[str, object]) -> None:
        """A first submission has no taskid: its AppID says that two of them are the same."""
        other = self._database.row(_HOLDER_OF_APPID, columns)
        if other is not None:
            raise AlreadySubmitting(
                f"记录「{other['name']}」用同一个 AppID 做过首次提交，结果还没有确认。"
                "这次没有提交。请先打开那条记录，得到结果后再提交这一条。",
                title=ANOTHER,
                actions=("open_list",),
            )

    def _already_submitting(self, columns: Mapping[str, object]) -> AlreadySubmitting:
        other = self._database.row(_HOLDER_OF_TASK, columns)
        if other is None:
            return AlreadySubmitting()
        return AlreadySubmitting(
            f"记录「{other['name']}」用同一个任务编号提交过，还没有确认结果，没有再次提交。"
            "请先打开那条记录，查询结果。",
            title=ANOTHER,
            actions=("open_list",),
        )


def _kept(value: object) -> object:
    """Text that can be stored; whole numbers as text, for a server may send any size."""
    if isinstance(value, int):
        return str(value)
    return storable(value) if isinstance(value, str) else value


_UNSETTLED_OF_RECORD = (
    "SELECT * FROM attempts WHERE record_id = ? AND state IN ('sending', 'unknown')"
)
_ACCEPTED = """
    SELECT COUNT(*) AS number FROM attempts
    WHERE record_id = ? AND taskid = ? AND call = 'reauth' AND state = 'accepted'
"""
_HOLDER_OF_TASK = """
    SELECT r.name FROM attempts AS a JOIN records AS r ON r.id = a.record_id
    WHERE a.state IN ('sending', 'unknown') AND a.appid = :appid AND a.taskid = :taskid
          AND a.taskid <> '' AND a.record_id <> :record_id
"""
_HOLDER_OF_APPID = """
    SELECT r.name FROM attempts AS a JOIN records AS r ON r.id = a.record_id
    WHERE a.state IN ('sending', 'unknown') AND a.call = 'wxaauth' AND :call = 'wxaauth'
          AND a.appid = :appid AND a.appid <> '' AND a.record_id <> :record_id
"""
_BEGIN = """
    INSERT INTO attempts (record_id, round, call, taskid, appid, state, started_at,
                          payload, payload_sha256, baseline)
    VALUES (:record_id,
            (SELECT COALESCE(MAX(round), 0) + 1 FROM attempts WHERE record_id = :record_id),
            :call, :taskid, :appid, 'sending', :started_at,
            :payload, :payload_sha256, :baseline)
"""
_WITHDRAW = """
    UPDATE attempts SET state = 'not_sent', settled_at = started_at, cause = 'StoreError'
    WHERE record_id = :record_id AND state = 'sending' AND started_at = :started_at
          AND payload_sha256 = :payload_sha256
"""
_SETTLE = """
    UPDATE attempts SET state = :state, settled_at = :settled_at,
           unknown_since = COALESCE(:unknown_since, unknown_since),
           sent_at = COALESCE(:sent_at, sent_at),
           auth_url = COALESCE(:auth_url, auth_url),
           answer_taskid = COALESCE(:answer_taskid, answer_taskid),
           errcode = COALESCE(:errcode, errcode),
           errmsg = COALESCE(:errmsg, errmsg),
           rid = COALESCE(:rid, rid),
           cause = COALESCE(:cause, cause)
    WHERE id = :id
"""
# Without a taskid, so that two records of one task can both be in doubt.
_MARK_UNKNOWN = """
    INSERT INTO attempts (record_id, round, call, taskid, appid, state, started_at, unknown_since,
                          payload, payload_sha256, baseline, cause)
    SELECT r.id, (SELECT COALESCE(MAX(round), 0) + 1 FROM attempts WHERE record_id = r.id),
           r.call, '', COALESCE(a.appid, ''), 'unknown', :moment, :moment,
           :payload, :payload_sha256, '{}', :cause
    FROM records AS r LEFT JOIN accounts AS a ON a.id = r.account_id
    WHERE r.id NOT IN (SELECT record_id FROM attempts WHERE state IN ('sending', 'unknown'))
"""
_UNDELETE = """
    UPDATE records SET deleted_at = NULL WHERE id IN
           (SELECT record_id FROM attempts WHERE state IN ('sending', 'unknown'))
"""
