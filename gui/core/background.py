"""Asks for a record that nobody has open, without ever asking the user for anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from gui.core.errors import AccountIncomplete, AppError, KeystoreError, NoAccount, Refused
from gui.core.list_state import list_state
from gui.core.store.summaries import RecordSummary
from gui.core.turns import Whose

if TYPE_CHECKING:
    from gui.core.desk import Desk
    from gui.core.keystore import Secrets

TOO_OFTEN = frozenset({45009, 45011})
BUSY = -1
# No such AppID, wrong secret, frozen secret, none sent: the account itself has to be changed.
SECRET_REFUSED = frozenset({40013, 40125, 40243, 41002, 41004})
ARRIVED = "已确认提交成功"


@dataclass(frozen=True)
class Answer:
    """The line of the list after a question, None when the record is gone; `news` in words."""

    record: RecordSummary | None
    news: str = ""


class Background:
    """`secrets` are made when they are first wanted; `proxied`: a proxy wants a password."""

    def __init__(
        self, desk: Desk, secrets: Callable[[], Secrets], proxied: Callable[[], bool]
    ) -> None:
        self._desk = desk
        self._secrets = secrets
        self._proxied = proxied

    def ask(self, known: RecordSummary, pressed: bool, cancelled: Event | None = None) -> Answer:
        """Ask `queryauth`; only if somebody `pressed` for it may the keyring show its window.

        Raises what Desk.ask does, and KeyringLocked where the keyring would have to be unlocked.
        """
        try:
            if not pressed:
                self._need_nobody(known, cancelled)
            self._desk.ask(known.id, cancelled=cancelled)
            now = self._desk.records.summary(known.id)
        except KeyError:  # it was deleted meanwhile
            return Answer(None)
        return Answer(now, news(known, now) if now else "")

    def _need_nobody(self, known: RecordSummary, cancelled: Event | None) -> None:
        account = self._desk.sheet(known.id).account
        if account is None:
            raise NoAccount
        if self._proxied():
            from gui.core.keystore import PROXY_PASSWORD

            self._secrets().at_hand(PROXY_PASSWORD, cancelled)
        self._desk.connections.prepare(account, cancelled)


def news(before: RecordSummary, now: RecordSummary) -> str:
    """What is new about a record, in a few words; empty when nothing is."""
    if before.state == "unknown" and now.state == "accepted":
        return ARRIVED
    words = list_state(now).words
    return "" if before.asked_at is None or words == list_state(before).words else words


def concerns(error: AppError) -> Whose:
    """Whom a failure stops: everybody (no network, too often), an account, or one record."""
    if isinstance(error, KeystoreError | AccountIncomplete):
        return "secret"
    if not isinstance(error, Refused) or error.code == BUSY:
        return "everybody"
    if error.code in TOO_OFTEN:
        return "too_often"
    if error.code in SECRET_REFUSED:
        return "secret"
    from gui.core.wechat.refusals import explain

    kind = explain(error, submission=False).kind
    return "account" if kind in ("account", "session") else "record"


def reason(error: AppError) -> str:
    """The same in a few words."""
    if isinstance(error, Refused):
        from gui.core.wechat.refusals import explain

        return explain(error, submission=False).title
    return error.title
