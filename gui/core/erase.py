"""清除本机数据: everything of this user goes from this computer, secrets first."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from gui.core.errors import KeyringMissing, StoreError
from gui.core.keystore import PROXY_PASSWORD
from gui.core.practice.kept_tasks import FILE as PRACTICE_TASKS
from gui.core.settings import FILE as SETTINGS
from gui.core.store.blobs import Blobs
from gui.core.store.connection import store_errors
from gui.core.store.pictures import FOLDER as PICTURES
from gui.core.store.purging import OF_A_RECORD

if TYPE_CHECKING:
    from gui.core.keystore import Secrets
    from gui.core.store.accounts import Accounts
    from gui.core.store.backups import Backups
    from gui.core.store.connection import Database

# Children before parents: the tables refer to each other.
TABLES = (
    *("uploads", "pictures", "identities", "remembered"),
    *OF_A_RECORD,
    *("records", "accounts"),
)
LOGS, PUT_ASIDE = "reauth-desk.log*", "*.damaged-*"
FILES = (SETTINGS, PRACTICE_TASKS)
NOT_ALL = "数据没有全部清除"
NOT_ALL_TEXT = "有文件删除不了，可能正被别的程序占用。请关闭其他程序后再清除一次。"


@dataclass(frozen=True)
class Holdings:
    """How much there is to erase, for the question before it. `doubts` wait for their result."""

    records: int
    submissions: int
    doubts: int
    accounts: int
    pictures: int
    backups: int


class Eraser:
    """What is erased cannot be brought back: the window asks twice before it comes here."""

    def __init__(
        self, database: Database, accounts: Accounts, backups: Backups, secrets: Secrets
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._backups = backups
        self._secrets = secrets

    def holdings(self) -> Holdings:
        """What would go. Raises StoreError."""
        return Holdings(
            records=self._count("records WHERE deleted_at IS NULL"),
            submissions=self._count("attempts WHERE payload <> '{}'"),
            doubts=self._count("attempts WHERE state IN ('sending', 'unknown')"),
            accounts=self._count("accounts"),
            pictures=self._count("pictures"),
            backups=len(self._backups.newest_first()),
        )

    def erase(self, folder: Path, cancelled: Event | None = None) -> None:
        """Forget secrets, records, pictures, submissions, accounts, backups, logs and settings.

        The secrets go first: when the keyring refuses, everything else is still there, and the
        user can try again. The database overwrites what it deletes (secure_delete). Raises
        KeystoreError, Cancelled, StoreError.
        """
        self._forget_secrets(cancelled)
        try:
            with self._database.transaction() as connection:
                for table in TABLES:
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
            self._backups.renew()
            Blobs(folder / PICTURES).keep_only(frozenset())
            _end_log(folder)
            with store_errors():
                found = (*folder.glob(LOGS), *folder.glob(PUT_ASIDE))
                for path in (*found, *(folder / name for name in FILES)):
                    path.unlink(missing_ok=True)
        except StoreError as error:
            raise StoreError(
                NOT_ALL_TEXT, title=NOT_ALL, actions=(), details=error.details
            ) from None

    def _forget_secrets(self, cancelled: Event | None) -> None:
        """Where there is no keyring at all, nothing that was not to be kept can be in it."""
        for account in self._accounts.all():
            with suppress(*(() if account.keep else (KeyringMissing,))):
                self._secrets.delete(account.appid, cancelled)
        with suppress(KeyringMissing):
            self._secrets.delete(PROXY_PASSWORD, cancelled)

    def _count(self, what: str) -> int:
        row = self._database.row(f"SELECT COUNT(*) AS number FROM {what}")  # noqa: S608 - ours
        return row["number"] if row else 0


def _end_log(folder: Path) -> None:
    """Some systems delete no file that is still written to; nothing is to be written any more."""
    for handler in logging.getLogger().handlers[:]:
        if isinstance(handler, logging.FileHandler) and Path(handler.baseFilename).parent == folder:
            logging.getLogger().removeHandler(handler)
            handler.close()
