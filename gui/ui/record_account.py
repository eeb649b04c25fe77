"""The account of the open record: chosen, made for it, changed or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.ui.autosave import LANE
from gui.ui.record_session import RecordSession
from gui.ui.services import Services

if TYPE_CHECKING:
    from gui.core.store.accounts import Account


class RecordAccount(QObject):
    """Keeps the record and the list of accounts in agreement."""

    def __init__(self, services: Services, session: RecordSession, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session

    @Slot(str)
    def choose(self, account_id: str) -> None:
        """Let the open record belong to another account."""
        if self._session.record_id:
            self._services.tasks.start(
                self._services.desk.set_account,
                self._session.record_id,
                account_id,
                on_success=self._session.take,
                lane=LANE,
            )

    @Slot(object)
    def on_account_saved(self, account: Account) -> None:
        """A record without an account takes the one that was just made."""
        sheet = self._session.sheet
        if sheet is not None and sheet.account is None:
            self.choose(account.id)

    @Slot(object)
    def on_listed(self, accounts: list[Account]) -> None:
        """The accounts were read again: the open record's may have changed, or be gone."""
        sheet = self._session.sheet
        if sheet is not None and sheet.account is not None and sheet.account not in accounts:
            self._session.refresh()
