"""清除本机数据: everything of this user goes from this computer, secrets first."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from gui.core.keystore import PROXY_PASSWORD
from gui.core.store.blobs import Blobs
from gui.core.store.pictures import FOLDER as PICTURES

if TYPE_CHECKING:
    from gui.core.keystore import Secrets
    from gui.core.store.accounts import Accounts
    from gui.core.store.backups import Backups
    from gui.core.store.connection import Database

# Children before parents: the tables refer to each other.
TABLES = ("uploads", "pictures", "progress", "attempts", "records", "accounts")
LOGS, PUT_ASIDE = "reauth-desk.log*", "*.damaged-*"


class Eraser:
    """What is erased cannot be brought back: the window asks twice before it comes here."""

    def __init__(
        self, database: Database, accounts: Accounts, backups: Backups, secrets: Secrets
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._backups = backups
        self._secrets = secrets

    def erase(self, folder: Path, cancelled: Event | None = None) -> None:
        """Forget secrets, records, pictures, submissions, accounts, backups, logs and settings.

        The secrets go first: when the keyring refuses, everything else is still there, and the
        user can try again. The database overwrites what it deletes (secure_delete). Raises
        KeystoreError, Cancelled, StoreError.
        """
        for account in self._accounts.all():
            self._secrets.delete(account.appid, cancelled)
        self._secrets.delete(PROXY_PASSWORD, cancelled)
        with self._database.transaction() as connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
        self._backups.renew()
        Blobs(folder / PICTURES).keep_only(frozenset())
        for path in (*folder.glob(LOGS), *folder.glob(PUT_ASIDE), folder / "settings.json"):
            path.unlink(missing_ok=True)
