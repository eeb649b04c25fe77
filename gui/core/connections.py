"""From an account to WeChat: with the secret of the keyring, or the token that was pasted."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock

from gui.core.errors import NOTHING_SENT, SAFE, AccountIncomplete
from gui.core.keystore import Secrets
from gui.core.store.accounts import Account
from gui.core.wechat.client import WeChat
from gui.core.wechat.tokens import PastedToken, SecretToken, TokenSource
from gui.core.wechat.transport import Transport

Get = Callable[[str, Event | None], str | None]


class Connections:
    """Keeps one source of tokens for each account, so that a token is fetched once and reused.

    `pause` is the first pause in seconds before a question is asked again.
    """

    def __init__(self, transport: Transport, secrets: Secrets, *, pause: float = 1.0) -> None:
        self._transport = transport
        self._secrets = secrets
        self._pause = pause
        self._lock = Lock()
        self._sources: dict[str, TokenSource] = {}

    def wechat(self, account: Account, cancelled: Event | None = None) -> WeChat:
        """The way to WeChat for an account.

        Raises AccountIncomplete when its secret or token is not there, KeystoreError, Cancelled.
        """
        source = self._known(account, self._secrets.get, cancelled)
        return WeChat(self._transport, source, pause=self._pause)

    def prepare(self, account: Account, cancelled: Event | None = None) -> None:
        """See to it that `wechat` needs to ask nobody. Raises KeyringLocked, else as `wechat`."""
        self._known(account, self._secrets.at_hand, cancelled)

    def has_token(self, account: Account) -> bool:
        """Whether a token was pasted in this session (an account with a secret needs none)."""
        with self._lock:
            return account.method == "secret" or account.id in self._sources

    def paste(self, account: Account, token: str) -> None:
        """Use a pasted access_token; it stays in memory. Raises AccountIncomplete when empty."""
        source = PastedToken(token)
        with self._lock:
            self._sources[account.id] = source

    def trial(self, appid: str, secret: str) -> WeChat:
        """A connection for 测试连接 with a secret that is not stored yet."""
        return WeChat(self._transport, SecretToken(self._transport, appid, secret))

    def trial_token(self, token: str) -> WeChat:
        """The same with a pasted token."""
        return WeChat(self._transport, PastedToken(token))

    def forget(self, account_id: str) -> None:
        """The account was changed or deleted: its next call starts afresh."""
        with self._lock:
            self._sources.pop(account_id, None)

    def _known(self, account: Account, get: Get, cancelled: Event | None) -> TokenSource:
        with self._lock:
            source = self._sources.get(account.id)
        if source is not None:
            return source
        source = self._source(account, get, cancelled)
        with self._lock:
            return self._sources.setdefault(account.id, source)

    def _source(self, account: Account, get: Get, cancelled: Event | None) -> TokenSource:
        if account.method == "token":
            raise AccountIncomplete(
                "凭证只保存在内存里，重新打开程序后需要再粘贴一次。" + NOTHING_SENT + SAFE,
                title="请粘贴接口调用凭证",
            )
        secret = get(account.appid, cancelled)
        if not secret:
            raise AccountIncomplete(
                f"「{account.name}」还没有填写 AppSecret。" + NOTHING_SENT + SAFE,
                title="请填写 AppSecret",
            )
        return SecretToken(self._transport, account.appid, secret)
