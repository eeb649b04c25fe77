"""Where the token of a call comes from: the account's own secret, or what somebody pasted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from gui.core.errors import (
    NOTHING_SENT,
    SAFE,
    AccountIncomplete,
    Cancelled,
    CancelledUnsent,
    NoAnswer,
    Refused,
    TokenUnavailable,
)
from gui.core.wechat.answers import check
from gui.core.wechat.transport import Transport

STABLE_TOKEN = "/cgi-bin/stable_token"  # noqa: S105
SECONDS = 15.0
LONGEST = 7200  # seconds a token lives at most [D]
MARGIN = 300  # from five minutes before the end on, a normal call hands out the next one [D]


class TokenSource(Protocol):
    """Gives the token that a call carries. A platform's source fits in here as well.

    Both methods raise only failures that prove that the wanted call was not sent: `NotSent`,
    `CancelledUnsent`, `AccountIncomplete`, `KeystoreError`, or `Refused` (the token itself was
    refused).
    """

    def token(self, cancelled: threading.Event | None = None) -> str:
        """Return a token that should be good now."""

    def refetch(self, refused: str, cancelled: threading.Event | None = None) -> str:
        """Return another token than `refused`, which WeChat has just refused."""


class PastedToken:
    """An access_token that the user pasted; kept in memory only."""

    def __init__(self, token: str) -> None:
        self._token = "".join(token.split())  # copied text may be wrapped
        if not self._token:
            raise AccountIncomplete("请先粘贴接口调用凭证。" + NOTHING_SENT + SAFE)

    def __repr__(self) -> str:
        return "PastedToken(…)"

    def token(self, cancelled: threading.Event | None = None) -> str:
        """Return the pasted token."""
        return self._token

    def refetch(self, refused: str, cancelled: threading.Event | None = None) -> str:
        """Raise `AccountIncomplete`: only the user can get another one."""
        raise AccountIncomplete(
            "粘贴的凭证最长 2 小时有效，也可能属于另一个小程序。"
            + NOTHING_SENT
            + SAFE
            + "请粘贴一个新的接口调用凭证。",
            title="接口调用凭证已过期",
        )


class SecretToken:
    """The token of one's own app, through `stable_token` in normal mode and no other way.

    A forced refresh, or the old call, would end the token that the company's own servers use
    [D]. Token and secret stay in memory. Safe to use from several threads: two that fetch at the
    same time get the same token from WeChat.
    """

    def __init__(
        self,
        transport: Transport,
        appid: str,
        secret: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._appid = appid
        self._secret = secret
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def __repr__(self) -> str:
        return f"SecretToken(appid={self._appid!r})"

    def token(self, cancelled: threading.Event | None = None) -> str:
        """Return the token in memory, or fetch one when it is about to end."""
        return self._known() or self._fetch(cancelled)

    def refetch(self, refused: str, cancelled: threading.Event | None = None) -> str:
        """Fetch once more; raises `AccountIncomplete` when the answer is the refused token."""
        known = self._known()
        if known and known != refused:  # another thread was quicker
            return known
        fresh = self._fetch(cancelled)
        if fresh != refused:
            return fresh
        self._forget()
        raise AccountIncomplete(
            "重新获取后，微信给出的还是同一个登录凭证，而它没有通过。AppSecret 可能刚刚被重置，"
            "或者 AppID 不是这个小程序的。" + NOTHING_SENT + SAFE + "请核对账号，或过几分钟再试。",
            title="登录凭证没有通过",
            actions=("edit_account", "retry"),
        )

    def _known(self) -> str:
        with self._lock:
            return self._token if self._clock() < self._good_until else ""

    def _forget(self) -> None:
        with self._lock:
            self._token, self._good_until = "", 0.0

    def _fetch(self, cancelled: threading.Event | None) -> str:
        asked = self._clock()
        answer = self._ask(cancelled)
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise TokenUnavailable
        seconds = answer.get("expires_in")
        lives = min(seconds, LONGEST) if isinstance(seconds, int) else LONGEST
        with self._lock:
            self._token, self._good_until = token, asked + lives - MARGIN
        return token

    def _ask(self, cancelled: threading.Event | None) -> Mapping[str, Any]:
        """Turn every doubt about the token call into certainty about the wanted one: not sent."""
        body = {
            "grant_type": "client_credential",
            "appid": self._appid,
            "secret": self._secret,
            "force_refresh": False,
        }
        try:
            return check(
                self._transport.post(
                    STABLE_TOKEN, body, token=None, timeout=SECONDS, cancelled=cancelled
                )
            )
        except Cancelled:
            raise CancelledUnsent from None
        except NoAnswer as error:
            raise TokenUnavailable(details=error.details) from None
        except Refused as refused:
            # An answer that repeats the secret must not carry it to the screen or onto the disk.
            errmsg = refused.errmsg.replace(self._secret, "***")
            unsaid = Refused(refused.code, errmsg, refused.rid, {})
            if refused.code == -1:
                raise TokenUnavailable(details=unsaid.details) from None
            raise unsaid from None
