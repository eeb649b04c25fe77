"""Which mini programs this computer speaks for; their secrets are in the keyring, never here."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from gui.core.errors import AppError
from gui.core.store.connection import Database
from gui.core.store.text import storable

Method = Literal["secret", "token"]


@dataclass(frozen=True)
class Account:
    """How one AppID gets its token: by its own AppSecret, or by a token that the user pastes.

    `keep` False is 仅本次使用: the secret stays in memory. There is no place for a secret.
    """

    id: str
    name: str
    appid: str
    method: Method
    keep: bool


class Accounts:
    """The accounts, by AppID one each. Every method raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, appid: str, method: Method, *, keep: bool = False) -> Account:
        """Add an account. Raises AppError when the AppID is there already."""
        account = Account(os.urandom(16).hex(), name, appid, method, keep)
        with _appid_taken(), self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO accounts (id, name, appid, method, keep)"
                " VALUES (:id, :name, :appid, :method, :keep)",
                _columns(account),
            )
        return self.get(account.id)

    def save(self, account: Account) -> Account:
        """Replace the account with this id. Raises AppError, or KeyError when it is not there."""
        with _appid_taken(), self._database.transaction() as connection:
            connection.execute(
                "UPDATE accounts SET name = :name, appid = :appid, method = :method, keep = :keep"
                " WHERE id = :id",
                _columns(account),
            )
        return self.get(account.id)

    def delete(self, account_id: str) -> None:
        """Remove the account; its records stay, without an account."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE records SET account_id = NULL WHERE account_id = ?", (account_id,)
            )
            connection.execute("DELETE FROM accounts WHERE id = ?", (account_id,))

    def get(self, account_id: str) -> Account:
        """Raises KeyError."""
        row = self._database.row("SELECT * FROM accounts WHERE id = ?", (account_id,))
        if row is None:
            raise KeyError(account_id)
        return _account(row)

    def all(self) -> list[Account]:
        """All accounts by name."""
        accounts = [_account(row) for row in self._database.rows("SELECT * FROM accounts")]
        return sorted(accounts, key=lambda account: (account.name.casefold(), account.appid))


@contextmanager
def _appid_taken() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
            raise
        text = "每个 AppID 只需要一个账号，账号列表没有改动。请在列表里打开原来的账号。"
        raise AppError(text, title="这个 AppID 已经在账号列表里") from None


def _columns(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": storable(account.name),
        "appid": storable(account.appid),
        "method": account.method,
        "keep": int(account.keep),
    }


def _account(row: sqlite3.Row) -> Account:
    return Account(row["id"], row["name"], row["appid"], row["method"], bool(row["keep"]))
