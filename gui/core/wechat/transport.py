"""The only door to the network: one request, one answer, and every failure turned into ours."""

from __future__ import annotations

import io
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gui.core.errors import AccountIncomplete, AnswerTooLarge, WeChatError
from gui.core.wechat import deadline, wire

if TYPE_CHECKING:
    import ssl

    from requests import PreparedRequest
    from requests.adapters import HTTPAdapter

log = logging.getLogger(__name__)

Proxies = Callable[[str], Mapping[str, str]]
OnProgress = Callable[[int, int], None]

WECHAT = "https://api.weixin.qq.com"
CONNECT_SECONDS = 10.0
MOST_BYTES = 1024 * 1024
CHUNK = 64 * 1024
SHORTEST_TOKEN = 12  # a real one has more than a hundred characters; "a" is in every answer
ASCII_NAME = re.compile(r"[A-Za-z0-9_-]+\.[a-z]+")


def system_trust() -> ssl.SSLContext:
    """Return a fresh context that trusts what the operating system trusts."""
    import ssl

    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of a form: an ASCII name with the ending of the real content, or it fails [P]."""

    field: str
    file_name: str
    content_type: str
    content: bytes = dataclass_field(repr=False)

    def __post_init__(self) -> None:
        if not ASCII_NAME.fullmatch(self.file_name):
            raise ValueError("the name of an uploaded file must be a plain ASCII name")


class Transport:
    """Sends one POST per call: no redirect, no repeat, no cookie, no netrc, no environment.

    `proxies` is asked before each call for the proxies of a URL (without query), in the form
    `{"https": "http://user:password@host:port"}`; empty means a direct connection. `tls` makes
    the context of a connection. Safe to use from several threads.
    """

    def __init__(
        self,
        base_url: str = WECHAT,
        proxies: Proxies | None = None,
        *,
        tls: Callable[[], ssl.SSLContext] = system_trust,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._proxies = proxies
        self._tls = tls

    def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        token: str | None,
        timeout: float,
        cancelled: threading.Event | None = None,
    ) -> dict[str, Any]:
        """POST `body` as JSON and return the answer's object, whatever its `errcode`.

        `timeout` (seconds) is the deadline of everything together; `cancelled` ends the wait
        within a tick. Raises leaves of `NotSent` (certainly nothing arrived) and `NoAnswer` (it
        may have arrived), `Cancelled` (may have arrived) or `CancelledUnsent`.
        """
        data = wire.encode(body)
        kind = "application/json; charset=utf-8"
        return self._send(path, token, data, kind, timeout, cancelled, None)

    def upload(
        self,
        path: str,
        part: FilePart,
        *,
        token: str | None,
        timeout: float,
        progress: OnProgress | None = None,
        cancelled: threading.Event | None = None,
    ) -> dict[str, Any]:
        """POST a file as multipart form data; otherwise like `post`.

        `progress(sent, total)`, bytes of the body, comes from another thread.
        """
        from urllib3 import encode_multipart_formdata

        fields = [(part.field, (part.file_name, part.content, part.content_type))]
        data, kind = encode_multipart_formdata(fields)
        return self._send(path, token, data, kind, timeout, cancelled, progress)

    def _send(
        self,
        path: str,
        token: str | None,
        data: bytes,
        kind: str,
        timeout: float,
        cancelled: threading.Event | None,
        progress: OnProgress | None,
    ) -> dict[str, Any]:
        url = self._base_url + path
        proxies = dict(self._proxies(url)) if self._proxies else {}
        headers = {
            "Content-Type": kind,
            "Accept": "application/json",
            "Accept-Encoding": "identity",  # a gzip bomb stays the small thing that it is
            "Connection": "close",
            "User-Agent": "reauth-desk",
        }

        def work(line: deadline.Line) -> tuple[int, bytes] | WeChatError:
            body = _Body(data, line, progress)
            address = url + _query(token)
            return _exchange(address, headers, body, line, proxies, self._tls, timeout)

        _query(token)  # refused here rather than in the thread
        started = time.monotonic()
        try:
            outcome = deadline.run(work, seconds=timeout, cancelled=cancelled)
            if isinstance(outcome, WeChatError):
                raise outcome
            answer = wire.decode(outcome[0], _unsaid(outcome[1], token))
        except WeChatError as error:
            error.details.setdefault("接口", path)
            log.warning(
                "%s ended with %s after %.1f s", path, type(error).__name__, _since(started)
            )
            raise
        log.info("%s gave errcode %s after %.1f s", path, answer.get("errcode"), _since(started))
        return answer


class _Body(io.BytesIO):
    """The bytes to send, handed out in pieces that count and that stop once the line is cut."""

    def __init__(self, data: bytes, line: deadline.Line, progress: OnProgress | None) -> None:
        super().__init__(data)
        self._line = line
        self._total = len(data)
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        self._line.check()
        piece = super().read(size)
        if self._progress is not None and piece:
            self._progress(self.tell(), self._total)
        return piece


def _unsaid(raw: bytes, token: str | None) -> bytes:
    """An answer that repeats the token must not carry it to the screen or onto the disk."""
    if token is None or len(token) < SHORTEST_TOKEN:
        return raw
    return raw.replace(token.encode(), b"***")


def _since(started: float) -> float:
    return time.monotonic() - started


def _query(token: str | None) -> str:
    if token is None:
        return ""
    if not token.isascii():
        raise AccountIncomplete("接口调用凭证里有中文或全角字符，请重新粘贴。")
    return "?access_token=" + quote(token, safe="")


def _exchange(
    address: str,
    headers: Mapping[str, str],
    body: _Body,
    line: deadline.Line,
    proxies: dict[str, str],
    tls: Callable[[], ssl.SSLContext],
    timeout: float,
) -> tuple[int, bytes] | WeChatError:
    """Return status and body, or our failure: no foreign exception leaves this function."""
    from http.client import HTTPException

    import requests
    from urllib3.exceptions import HTTPError

    from gui.core.wechat.failures import failure

    _silence_libraries()
    try:
        request = requests.Request("POST", address, headers=dict(headers), data=body).prepare()
        return _receive(_adapter(line, tls), request, proxies, timeout)
    except WeChatError as error:
        return error
    except (HTTPException, HTTPError, OSError, ValueError) as error:
        return failure(error)


def _receive(
    adapter: HTTPAdapter, request: PreparedRequest, proxies: dict[str, str], timeout: float
) -> tuple[int, bytes]:
    # Not through a Session: that reads netrc, keeps cookies and consumes redirects unlimited.
    limits = (min(CONNECT_SECONDS, timeout), timeout)
    try:
        response = adapter.send(request, stream=True, timeout=limits, proxies=proxies)
        with response:
            if 300 <= response.status_code < 400:
                return response.status_code, b""
            return response.status_code, _read(response.raw)
    finally:
        adapter.close()


def _read(raw: Any) -> bytes:
    received = b""
    while piece := raw.read(CHUNK, decode_content=False):
        received += piece
        if len(received) > MOST_BYTES:
            raise AnswerTooLarge
    return received


def _adapter(line: deadline.Line, tls: Callable[[], ssl.SSLContext]) -> HTTPAdapter:
    """Return an adapter for one call: our trust, and connections that `line` knows of."""
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs, ssl_context=tls())

        def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
            contexts = {"ssl_context": tls(), "proxy_ssl_context": tls()}
            return super().proxy_manager_for(proxy, **contexts, **kwargs)

        def cert_verify(self, *args: Any) -> None:
            """Add no other trust store: the context decides alone."""

        def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
            pool = super().get_connection_with_tls_context(*args, **kwargs)
            pool.ConnectionCls = _watched(pool.ConnectionCls, line)
            return pool

    return Adapter()


def _watched(base: Any, line: deadline.Line) -> Any:
    def new_conn(connection: Any) -> Any:
        return line.opened(base._new_conn(connection))

    return type("Watched", (base,), {"_new_conn": new_conn})


def _silence_libraries() -> None:
    # Their records hold the URL, which holds the token; a level could be set back by anyone.
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"urllib3", "requests"}:
            logging.getLogger(name).disabled = True
