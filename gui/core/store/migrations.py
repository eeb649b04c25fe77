"""The tables of the store: each step runs once, in one transaction with the number of the step.

A step that was released is never changed. Later steps only CREATE, or ALTER TABLE … ADD COLUMN:
the text of other changes differs between versions of SQLite, and the text is checked at start-up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial

Migration = Callable[[sqlite3.Connection], None]

_FIRST_TABLES = (
    """
    CREATE TABLE accounts (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        appid TEXT NOT NULL UNIQUE,
        method TEXT NOT NULL CHECK (method IN ('secret', 'token')),
        keep INTEGER NOT NULL CHECK (keep IN (0, 1)),
        digest INTEGER
    )
    """,
    # program and taskid repeat two of the answers, for the list and its search.
    """
    CREATE TABLE records (
        id TEXT PRIMARY KEY NOT NULL,
        account_id TEXT REFERENCES accounts (id),
        call TEXT NOT NULL CHECK (call IN ('reauth', 'wxaauth')),
        name TEXT NOT NULL,
        program TEXT NOT NULL,
        taskid TEXT NOT NULL,
        rev INTEGER NOT NULL,
        created_at REAL NOT NULL,
        changed_at REAL NOT NULL,
        opened_at REAL,
        deleted_at REAL,
        digest INTEGER,
        answers TEXT NOT NULL,
        extras TEXT NOT NULL,
        context TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        record_id TEXT NOT NULL REFERENCES records (id),
        round INTEGER NOT NULL,
        call TEXT NOT NULL,
        taskid TEXT NOT NULL,
        appid TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('sending', 'accepted', 'refused', 'not_sent', 'unknown', 'not_arrived')),
        started_at REAL NOT NULL,
        sent_at REAL,
        unknown_since REAL,
        settled_at REAL,
        auth_url TEXT NOT NULL DEFAULT '',
        answer_taskid TEXT NOT NULL DEFAULT '',
        errcode TEXT,
        errmsg TEXT NOT NULL DEFAULT '',
        rid TEXT NOT NULL DEFAULT '',
        cause TEXT NOT NULL DEFAULT '',
        digest INTEGER,
        payload_sha256 TEXT NOT NULL,
        payload TEXT NOT NULL,
        baseline TEXT NOT NULL,
        observations TEXT NOT NULL DEFAULT '[]'
    )
    """,
    "CREATE UNIQUE INDEX one_attempt_per_round ON attempts (record_id, round)",
    """
    CREATE UNIQUE INDEX one_unsettled_per_record ON attempts (record_id)
        WHERE state IN ('sending', 'unknown')
    """,
    # A duplicate of a record must not send the same task past the doubt of the first.
    """
    CREATE UNIQUE INDEX one_unsettled_per_task ON attempts (appid, taskid)
        WHERE state IN ('sending', 'unknown') AND taskid <> ''
    """,
    """
    CREATE TABLE progress (
        record_id TEXT PRIMARY KEY NOT NULL REFERENCES records (id),
        task_status TEXT,
        apply_status TEXT,
        auth_url TEXT NOT NULL,
        auth_url_at REAL,
        refill_reason TEXT NOT NULL,
        fail_reason TEXT NOT NULL,
        dispatch TEXT NOT NULL,
        orderid TEXT NOT NULL,
        asked_at REAL NOT NULL,
        digest INTEGER
    )
    """,
)


_PICTURE_TABLES = (
    # The files themselves are in a folder of their own: see store/blobs.py.
    """
    CREATE TABLE pictures (
        sha256 TEXT PRIMARY KEY NOT NULL,
        original TEXT NOT NULL,
        page INTEGER NOT NULL,
        turn INTEGER NOT NULL CHECK (turn IN (0, 90, 180, 270)),
        name TEXT NOT NULL,
        content_type TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        size INTEGER NOT NULL,
        original_size INTEGER NOT NULL,
        note TEXT NOT NULL,
        warning TEXT NOT NULL,
        added_at REAL NOT NULL,
        digest INTEGER
    )
    """,
    """
    CREATE TABLE uploads (
        sha256 TEXT NOT NULL REFERENCES pictures (sha256),
        appid TEXT NOT NULL,
        media_id TEXT NOT NULL,
        uploaded_at REAL NOT NULL,
        digest INTEGER,
        PRIMARY KEY (sha256, appid)
    )
    """,
    "CREATE INDEX uploads_by_media_id ON uploads (appid, media_id)",
)


_PROGRESS_TABLES = (
    # Every state that was heard of once, so that each step of a certification has its time.
    """
    CREATE TABLE milestones (
        record_id TEXT NOT NULL REFERENCES records (id),
        at REAL NOT NULL,
        task_status TEXT,
        apply_status TEXT,
        digest INTEGER
    )
    """,
    "CREATE INDEX milestones_of_record ON milestones (record_id, at)",
    # What is known of a return beyond WeChat's answer, most of it from the user.
    """
    CREATE TABLE returns (
        record_id TEXT PRIMARY KEY NOT NULL REFERENCES records (id),
        taskid TEXT NOT NULL,
        seen_at REAL NOT NULL,
        deadline TEXT NOT NULL,
        refill INTEGER,
        refill_after INTEGER NOT NULL,
        reason TEXT NOT NULL,
        added TEXT NOT NULL,
        removed TEXT NOT NULL,
        digest INTEGER
    )
    """,
)


_HELP_TABLES = (
    # What WeChat told about an account, and what was filled in for it: both go with it.
    """
    CREATE TABLE identities (
        account_id TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        tree TEXT NOT NULL,
        asked_at REAL NOT NULL,
        digest INTEGER
    )
    """,
    """
    CREATE TABLE remembered (
        account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        section TEXT NOT NULL,
        subject TEXT NOT NULL,
        answers TEXT NOT NULL,
        filled_at REAL NOT NULL,
        digest INTEGER,
        PRIMARY KEY (account_id, section)
    )
    """,
)


def _execute(statements: Iterable[str], connection: sqlite3.Connection) -> None:
    for statement in statements:
        connection.execute(statement)


MIGRATIONS: tuple[Migration, ...] = tuple(
    partial(_execute, statements)
    for statements in (_FIRST_TABLES, _PICTURE_TABLES, _PROGRESS_TABLES, _HELP_TABLES)
)
