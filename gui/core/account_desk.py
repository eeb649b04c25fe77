"""Changing accounts: where a secret goes, in which order, and whether WeChat knows the account.

The keyring is written before the row and emptied after it, so that no account ever says that its
secret is kept while it is not, and no failure leaves less than there was.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event

from gui.core.account_draft import (
    FILL_SECRET,
    AccountDraft,
    appid_problem,
    joined,
    problems,
    tidy_appid,
)
from gui.core.connections import Connections
from gui.core.errors import (
    AccountIncomplete,
    AppError,
    Cancelled,
    KeyringMismatch,
    KeyringTimeout,
    KeystoreError,
)
from gui.core.keystore import Secrets
from gui.core.store.accounts import Account, Accounts
from gui.core.wechat.client import WeChat

log = logging.getLogger(__name__)

# After these nobody knows what the keyring holds: the write may have arrived and been taken back.
IN_DOUBT = (Cancelled, KeyringTimeout, KeyringMismatch)


@dataclass(frozen=True)
class AccountState:
    """What the program has of an account at this moment, and the same in words for a list."""

    has_secret: bool
    has_token: bool
    words: str


@dataclass(frozen=True)
class Connected:
    """What WeChat told about the account; name and principal (certified) may be empty."""

    name: str
    appid: str
    principal: str


class AccountDesk:
    """What the accounts dialog asks. Every method may block; none is for the GUI thread."""

    def __init__(self, accounts: Accounts, secrets: Secrets, connections: Connections) -> None:
        self._accounts = accounts
        self._secrets = secrets
        self._connections = connections
        self._entered: set[str] = set()  # AppIDs whose secret came for this session only

    def list(self) -> list[Account]:
        """All accounts by name. Raises StoreError."""
        return self._accounts.all()

    def state(self, account: Account) -> AccountState:
        """What there is of an account, without asking the keyring: it might ask the user."""
        if account.method == "token":
            pasted = self._connections.has_token(account)
            return AccountState(False, pasted, "凭证已粘贴" if pasted else "需要粘贴凭证")
        if account.keep:
            return AccountState(True, False, "密钥在系统钥匙串")
        return AccountState(account.appid in self._entered, False, "密钥仅本次使用")

    def save(self, draft: AccountDraft, cancelled: Event | None = None) -> Account:
        """Keep an account and its secret or token; blanks in a pasted secret are removed.

        Raises AppError for what `problems` finds and for an AppID that is there already,
        AccountIncomplete when the secret to keep is nowhere, KeystoreError, Cancelled,
        StoreError, and KeyError for an account that is not there.
        """
        old = self._accounts.get(draft.id) if draft.id else None
        self._check(draft, old)
        secret = self._secret_to_write(draft, old, cancelled)
        if secret is not None:
            self._write_secret(draft, old, secret, cancelled)
        with self._taken_back(draft, old, secret):
            account = self._write_row(draft, old)
        self._use(account, draft, old)
        if old is not None and old.method == "secret":
            self._forget_old_secret(account, old, secret, cancelled)
        return account

    def delete(
        self, account: Account, cancelled: Event | None = None, *, leave_secret: bool = False
    ) -> None:
        """Remove an account with its secret; its records stay. Raises StoreError.

        After KeystoreError or Cancelled the account is still there, so that no secret is left
        behind unseen; `leave_secret` then removes the account all the same.
        """
        if account.keep and not leave_secret:
            self._secrets.delete(account.appid, cancelled)
        self._accounts.delete(account.id)
        self._connections.forget(account.id)
        if account.method == "secret" and not account.keep:
            self._drop(account.appid, cancelled)
        self._entered.discard(account.appid)

    def test(self, draft: AccountDraft, cancelled: Event | None = None) -> Connected:
        """Ask WeChat about the account with what was filled in, else with what is kept.

        Nothing is saved. Raises AccountIncomplete, AppError for a token of another mini program,
        KeystoreError, Cancelled, WeChatError.
        """
        old = self._accounts.get(draft.id) if draft.id else None
        appid, wrong = tidy_appid(draft.appid), appid_problem(draft.appid)
        if wrong:
            raise AppError(f"{wrong}。", title="AppID 需要修改")
        facts = self._trial(draft, old, cancelled).check_connection(cancelled=cancelled)
        if facts.appid and facts.appid != appid:
            raise AppError(
                f"它属于 {facts.appid}，这里填的是 {appid}。请换一个凭证，或修改 AppID。",
                title="这个凭证属于另一个小程序",
            )
        return Connected(facts.nickname, appid, facts.principal_name)

    # saving, step by step

    def _check(self, draft: AccountDraft, old: Account | None) -> None:
        wrong = problems(draft, old)
        if wrong:
            raise AppError("；".join(wrong.values()) + "。", title="账号没有保存")
        others = (account for account in self._accounts.all() if account.id != draft.id)
        appid = tidy_appid(draft.appid)
        taken = next((account for account in others if account.appid == appid), None)
        if taken is not None:  # found before its secret would be overwritten
            raise AppError(
                f"它属于「{taken.name}」，每个 AppID 只需要一个账号。账号没有改动。",
                title="这个 AppID 已经在账号列表里",
            )

    def _secret_to_write(
        self, draft: AccountDraft, old: Account | None, cancelled: Event | None
    ) -> str | None:
        """The secret that has to go where `draft` wants it; None when nothing has to."""
        if draft.method == "token":
            return None
        if draft.secret is not None:
            return joined(draft.secret)
        if old is None or (old.appid, old.keep) == (tidy_appid(draft.appid), draft.keep):
            return None
        secret = self._secrets.get(old.appid, cancelled)
        if not secret and draft.keep:
            raise AccountIncomplete(
                "这台电脑上没有找到原来的 AppSecret，请重新填写后保存。账号没有改动。",
                title=FILL_SECRET,
                actions=(),
            )
        return secret or None

    def _write_secret(
        self, draft: AccountDraft, old: Account | None, secret: str, cancelled: Event | None
    ) -> None:
        appid = tidy_appid(draft.appid)
        try:
            self._secrets.set(appid, secret, keep=draft.keep, cancelled=cancelled)
        except IN_DOUBT:
            if old is not None and old.keep and old.appid == appid:
                self._accounts.save(replace(old, keep=False))
            raise
        if draft.keep:
            self._entered.discard(appid)
        else:
            self._entered.add(appid)

    @contextmanager
    def _taken_back(
        self, draft: AccountDraft, old: Account | None, secret: str | None
    ) -> Iterator[None]:
        """A secret under an AppID that no account has must not stay in the keyring."""
        appid = tidy_appid(draft.appid)
        try:
            yield
        except AppError:
            if secret is not None and draft.keep and (old is None or old.appid != appid):
                self._drop(appid, None)
            raise

    def _write_row(self, draft: AccountDraft, old: Account | None) -> Account:
        keep = draft.keep and draft.method == "secret"
        name, appid = draft.name.strip(), tidy_appid(draft.appid)
        if old is None:
            return self._accounts.create(name, appid, draft.method, keep=keep)
        changed = replace(old, name=name, appid=appid, method=draft.method, keep=keep)
        return self._accounts.save(changed)

    def _use(self, account: Account, draft: AccountDraft, old: Account | None) -> None:
        """From now on calls go with the new secret or token; an unchanged one stays in use."""
        same = old is not None and (old.appid, old.method) == (account.appid, account.method)
        if draft.secret is not None or draft.token is not None or not same:
            self._connections.forget(account.id)
        if draft.method == "token" and draft.token is not None:
            self._connections.paste(account, draft.token)

    def _forget_old_secret(
        self, account: Account, old: Account, secret: str | None, cancelled: Event | None
    ) -> None:
        """What the account no longer uses goes out of the keyring, now that the account is safe."""
        if old.appid != account.appid or account.method == "token":
            self._drop(old.appid, cancelled)
            self._entered.discard(old.appid)
        elif old.keep and not account.keep:
            self._drop(old.appid, cancelled)  # in both places
            if secret is not None:
                self._secrets.set(account.appid, secret, keep=False)

    def _drop(self, appid: str, cancelled: Event | None) -> None:
        """Delete a secret that no account claims; what the keyring does not let go stays there."""
        try:
            self._secrets.delete(appid, cancelled)
        except (KeystoreError, Cancelled) as error:
            log.warning("an unused secret may still be in the keyring: %s", type(error).__name__)

    def _trial(self, draft: AccountDraft, old: Account | None, cancelled: Event | None) -> WeChat:
        has = old is not None and old.method == draft.method
        if draft.method == "token":
            if old is not None and has and draft.token is None:
                return self._connections.wechat(old, cancelled)
            return self._connections.trial_token(draft.token or "")
        secret = joined(draft.secret or "")
        if not secret and old is not None and has:
            secret = self._secrets.get(old.appid, cancelled) or ""
        if not secret:
            raise AccountIncomplete(
                "测试要用到 AppSecret，填写后再试。", title=FILL_SECRET, actions=()
            )
        return self._connections.trial(tidy_appid(draft.appid), secret)
