"""WeChat's calls as typed methods, and the one rule about when a call may be repeated.

A submission (`reauth`, `wxaauth`) is sent once. The only repeat by itself, for every call, follows
an answer that proves a refusal for the token: one refetch, one repeat. Calls that change nothing,
and uploads, are tried again after a pause when the network or WeChat was not there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from gui.core.errors import (
    NOTHING_SENT,
    AccountIncomplete,
    AnswerRedirected,
    AnswerUnreadable,
    AppError,
    CertificateRefused,
    ClockWrong,
    NoAnswer,
    NotSent,
    ProxyLoginNeeded,
    Refused,
    TextUnsendable,
)
from gui.core.wechat import answers
from gui.core.wechat.answers import (
    AccountFacts,
    Identity,
    NameCheck,
    Progress,
    Submitted,
    check,
)
from gui.core.wechat.tokens import TokenSource
from gui.core.wechat.transport import FilePart, OnProgress, Transport

T = TypeVar("T")

BUSY = -1
TOKEN_REFUSED = frozenset({40001, 40014, 42001, 41001})
TRIES = 3
HOPELESS = (CertificateRefused, ClockWrong, ProxyLoginNeeded, TextUnsendable, AnswerRedirected)

SUBMIT_SECONDS = 30.0
QUERY_SECONDS = 20.0
UPLOAD_SECONDS = 90.0

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}


class WeChat:
    """The interface as `transport` and `tokens` reach it; `pause` is the first pause in seconds.

    Every method may raise the leaves of `NotSent` and `NoAnswer`, `Refused`, `Cancelled`, and what
    the source of tokens raises. `cancelled` ends each wait within a tick.
    """

    def __init__(self, transport: Transport, tokens: TokenSource, *, pause: float = 1.0) -> None:
        self._transport = transport
        self._tokens = tokens
        self._pause = pause

    def prepare(self, *, cancelled: threading.Event | None = None) -> None:
        """Get the token ready, so that what goes wrong with it is known before a submission."""
        self._tokens.token(cancelled)

    def reauth(
        self, auth_data: Mapping[str, Any], *, cancelled: threading.Event | None = None
    ) -> Submitted:
        """Resubmit a task [S]; sent once. `NoAnswer`, `Cancelled` and -1 leave it in doubt."""
        return self._submit("/wxa/sec/reauth", auth_data, cancelled)

    def wxaauth(
        self, auth_data: Mapping[str, Any], *, cancelled: threading.Event | None = None
    ) -> Submitted:
        """Submit for the first time [D]; sent once, like `reauth`."""
        return self._submit("/wxa/sec/wxaauth", auth_data, cancelled)

    def queryauth(self, taskid: str, *, cancelled: threading.Event | None = None) -> Progress:
        """Ask how far a task is [D]."""
        body = {"taskid": taskid}
        return answers.progress(self._ask("/wxa/sec/queryauth", body, cancelled))

    def authidentitytree(self, *, cancelled: threading.Event | None = None) -> tuple[Identity, ...]:
        """Ask for the identities that an individual may choose [D]."""
        return answers.identities(self._ask("/wxa/sec/authidentitytree", {}, cancelled))

    def checkwxverifynickname(
        self, name: str, *, cancelled: threading.Event | None = None
    ) -> NameCheck:
        """Ask whether a name needs proof [D]; 41033: only for apps created by interface."""
        body = {"nick_name": name}
        return answers.name_check(
            self._ask("/cgi-bin/wxverify/checkwxverifynickname", body, cancelled)
        )

    def getaccountbasicinfo(self, *, cancelled: threading.Event | None = None) -> AccountFacts:
        """Ask for the account's facts, among them the certified name [D]."""
        return answers.account_facts(
            self._ask("/cgi-bin/account/getaccountbasicinfo", {}, cancelled)
        )

    def check_connection(self, *, cancelled: threading.Event | None = None) -> AccountFacts:
        """Try network, secret or token, white list and permission at once: changes nothing."""
        return self.getaccountbasicinfo(cancelled=cancelled)

    def upload(
        self,
        content: bytes,
        content_type: str,
        *,
        progress: OnProgress | None = None,
        cancelled: threading.Event | None = None,
    ) -> str:
        """Upload a picture (`image/jpeg`, `image/png` or `image/gif`, ≤ 2 MB [D]): its media id.

        `progress(sent, total)`, in bytes, is called from another thread.
        """
        # An ASCII name with the ending of the real content: anything else is refused [P].
        part = FilePart("media", f"material.{ENDINGS[content_type]}", content_type, content)

        def send(token: str) -> dict[str, Any]:
            return self._transport.upload(
                "/wxa/sec/uploadauthmaterial",
                part,
                token=token,
                timeout=UPLOAD_SECONDS,
                progress=progress,
                cancelled=cancelled,
            )

        answer = self._patiently(lambda: self._with_token(send, cancelled), cancelled)
        media_id = answers.plain(answer.get("mediaid") or answer.get("media_id"))
        if not media_id:
            raise AnswerUnreadable
        return media_id

    def _submit(
        self, path: str, auth_data: Mapping[str, Any], cancelled: threading.Event | None
    ) -> Submitted:
        send = self._posting(path, {"auth_data": auth_data}, SUBMIT_SECONDS, cancelled)
        return answers.submitted(self._with_token(send, cancelled))

    def _ask(
        self, path: str, body: Mapping[str, Any], cancelled: threading.Event | None
    ) -> dict[str, Any]:
        send = self._posting(path, body, QUERY_SECONDS, cancelled)
        return self._patiently(lambda: self._with_token(send, cancelled), cancelled)

    def _posting(
        self,
        path: str,
        body: Mapping[str, Any],
        seconds: float,
        cancelled: threading.Event | None,
    ) -> Callable[[str], dict[str, Any]]:
        def send(token: str) -> dict[str, Any]:
            return self._transport.post(
                path, body, token=token, timeout=seconds, cancelled=cancelled
            )

        return send

    def _with_token(
        self, send: Callable[[str], dict[str, Any]], cancelled: threading.Event | None
    ) -> dict[str, Any]:
        """Send; once more with another token after a clean refusal of the first. Never more."""
        token = self._tokens.token(cancelled)
        try:
            return check(send(token))
        except Refused as refused:
            if refused.code not in TOKEN_REFUSED:
                raise
            fresh = self._refetch(token, refused, cancelled)
        return check(send(fresh))

    def _refetch(self, token: str, refused: Refused, cancelled: threading.Event | None) -> str:
        try:
            return self._tokens.refetch(token, cancelled)
        except AccountIncomplete as error:
            error.details.update(refused.details)
            raise error from None

    def _patiently(self, call: Callable[[], T], cancelled: threading.Event | None) -> T:
        """Try a call that may be repeated up to three times, with growing pauses."""
        import tenacity

        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_passing),
            stop=tenacity.stop_after_attempt(TRIES),
            wait=tenacity.wait_exponential(multiplier=self._pause),
            sleep=tenacity.sleep_using_event(cancelled or threading.Event()),
            reraise=True,
        )
        try:
            return retrying(call)
        except AppError as error:
            # Of a question nothing was to be submitted: what was, long ago, may well have arrived.
            error.text = error.text.replace(NOTHING_SENT, "")
            raise


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, Refused):
        return error.code == BUSY
    return isinstance(error, NotSent | NoAnswer) and not isinstance(error, HOPELESS)
