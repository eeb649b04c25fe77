"""What helps a clerk with the answers: what WeChat can be asked, and what was filled in before.

Every method may block (disk, network, keyring): none is called on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any

from gui.core.errors import CHOOSE_ACCOUNT, SAFE, NoAccount
from gui.core.wechat.answers import Identity

if TYPE_CHECKING:
    from gui.core.desk import Desk
    from gui.core.store.accounts import Account
    from gui.core.store.identities import IdentityRows, Node
    from gui.core.store.memory import Memory, Remembered
    from gui.core.wechat.answers import AccountFacts, NameCheck
    from gui.core.wechat.client import WeChat


@dataclass(frozen=True)
class IdentityTree:
    """The identities an individual may choose, as WeChat gave them at `asked_at` (since 1970)."""

    tops: tuple[Identity, ...]
    asked_at: float

    def leaf(self, name: str) -> Identity | None:
        """The identity of this name that can be chosen, or None."""
        return next((leaf for leaf in leaves(self.tops) if leaf.name == name), None)


class AnswerDesk:
    """Speaks for the account of a record. Without one, what asks WeChat raises NoAccount."""

    def __init__(self, desk: Desk, identities: IdentityRows, memory: Memory) -> None:
        self._desk = desk
        self._identities = identities
        self._memory = memory

    def facts(self, record_id: str, *, cancelled: Event | None = None) -> AccountFacts:
        """What WeChat knows about the record's account. Raises WeChatError."""
        wechat = self._wechat(self._account(record_id), cancelled)
        return wechat.getaccountbasicinfo(cancelled=cancelled)

    def check_name(self, record_id: str, name: str, *, cancelled: Event | None = None) -> NameCheck:
        """Whether WeChat wants proof for a name. Raises WeChatError; 41033: not for this app."""
        wechat = self._wechat(self._account(record_id), cancelled)
        return wechat.checkwxverifynickname(name, cancelled=cancelled)

    def identities(self, record_id: str, *, cancelled: Event | None = None) -> IdentityTree:
        """The tree as it was kept, else as WeChat gives it now. Raises StoreError, WeChatError."""
        kept = self._identities.of(self._account(record_id).id)
        if kept is None:
            return self.fresh_identities(record_id, cancelled=cancelled)
        nodes, asked_at = kept
        return IdentityTree(_read(nodes), asked_at)

    def fresh_identities(self, record_id: str, *, cancelled: Event | None = None) -> IdentityTree:
        """刷新: ask WeChat again, and keep what it says. Raises StoreError, WeChatError."""
        account = self._account(record_id)
        tops = self._wechat(account, cancelled).authidentitytree(cancelled=cancelled)
        return IdentityTree(tops, self._identities.keep(account.id, _written(tops)))

    def remember(
        self, record_id: str, subject: str, sections: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Keep a checked record's company data for the account's next record. Raises StoreError."""
        account = self._desk.sheet(record_id).account
        if account is not None:
            self._memory.keep(account.id, subject, sections)

    def remembered(self, record_id: str, subject: str) -> dict[str, Remembered]:
        """What may be offered to a record, by section (see `Memory.of`). Raises StoreError."""
        account = self._desk.sheet(record_id).account
        return self._memory.of(account.id, subject) if account is not None else {}

    def forget_remembered(self) -> int:
        """清除记住的资料: also out of the backups; returns how much it was. Raises StoreError."""
        gone = self._memory.clear()
        if gone:
            self._desk.backups.renew()
        return gone

    def _account(self, record_id: str) -> Account:
        account = self._desk.sheet(record_id).account
        if account is None:
            raise NoAccount(CHOOSE_ACCOUNT + SAFE)  # nothing was to be submitted
        return account

    def _wechat(self, account: Account, cancelled: Event | None) -> WeChat:
        return self._desk.connections.wechat(account, cancelled)


def leaves(nodes: tuple[Identity, ...]) -> list[Identity]:
    """All identities that can be chosen: those with a name and with nothing below them."""
    found = []
    for node in nodes:
        found += leaves(node.children) if node.children else [node] if node.name else []
    return found


def _written(nodes: tuple[Identity, ...]) -> list[Node]:
    return [[n.name, n.node_id, n.requirement, _written(n.children)] for n in nodes]


def _read(nodes: list[Node]) -> tuple[Identity, ...]:
    return tuple(Identity(name, key, text, _read(below)) for name, key, text, below in nodes)
