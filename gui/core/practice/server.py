"""The stand-in for WeChat: plain HTTP on 127.0.0.1, in threads of its own."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import struct
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from gui.core.practice.faults import Fault, perform
from gui.core.practice.world import Received, World

JSON_KIND = "application/json; encoding=utf-8"
MOST_BYTES = 16 * 1024 * 1024
ELSEWHERE = "/practice/elsewhere"
LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)

log = logging.getLogger(__name__)


class StandIn:
    """Serves `world` (the practice example when none is given) until stopped.

    Started again after a stop it comes back at the same address.
    """

    def __init__(self, world: World | None = None) -> None:
        from gui.core.practice.example import practice_world

        self.world = world or practice_world()
        self._server: _Server | None = None
        self._port = 0

    def start(self) -> None:
        """Listen on a free port of 127.0.0.1; nothing happens when it already does."""
        if self._server is None:
            self._server = _Server(self._port, self.world)
            self._port = self._server.server_port
            threading.Thread(
                target=self._server.serve_forever,
                args=(0.02,),
                name="practice",
                daemon=True,
            ).start()

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT`; known once started."""
        return f"http://127.0.0.1:{self._port}"

    def release(self) -> None:
        """Let every request that hangs now go on."""
        if self._server is not None:
            self._server.release()

    def wait_idle(self, seconds: float = 5.0) -> bool:
        """Wait until no request is being answered; False when time ran out."""
        return self._server is None or self._server.wait_idle(seconds)

    def stop(self) -> None:
        """Close every connection, whatever its handler is doing."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    allow_reuse_address = os.name != "nt"

    def __init__(self, port: int, world: World) -> None:
        self.world = world
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        self._gate = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        """Without the name look-up of the base class, which may ask the network."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._changed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Without the polite end for a connection that is to be reset."""
        with contextlib.suppress(OSError):
            if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8) != LINGER:
                request.shutdown(socket.SHUT_WR)
        self.close_request(request)
        with self._changed:
            self._open.discard(request)
            self._changed.notify_all()

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """A client that left is nothing to report; a fault of ours is named, without its data."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            log.error("The stand-in failed: %s", type(error).__name__)

    def hold(self, seconds: float | None) -> None:
        self._gate.wait(seconds)

    def release(self) -> None:
        gate, self._gate = self._gate, threading.Event()
        gate.set()

    def wait_idle(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: not self._open, timeout=seconds)

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        with self._changed:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._gate.set()  # only now: nobody who hangs shall still be answered
            self._changed.wait_for(lambda: not self._open, timeout=1.0)


class _Handler(BaseHTTPRequestHandler):
    """One connection; it is the `faults.Exchange` of its present request."""

    protocol_version = "HTTP/1.1"
    server_version = "practice"
    sys_version = ""
    disable_nagle_algorithm = True
    server: _Server
    received: Received

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PUT = do_GET  # noqa: N815 - names of the base class

    def log_message(self, *_args: Any) -> None:
        """Nothing: the request line holds the token."""

    def _serve(self) -> None:
        from gui.core.practice.handlers import call_name

        parts = urlsplit(self.path)
        call = call_name(parts.path)
        plan = self.server.world.next_plan(call)
        if plan is not None and plan.fault == Fault.DROP_BEFORE_RECEIVING:
            perform(self, plan)
            return
        raw = self._body()
        if raw is None:
            self.drop()
            return
        self.received = self._received(call, parts.path, parts.query, raw)
        self.server.world.record(self.received)
        if parts.path == ELSEWHERE:
            self.server.world.violations.append("a redirect was followed")
        if plan is None:
            self.send_json(self.answer())
        else:
            perform(self, plan)

    def _body(self) -> bytes | None:
        """The whole body, None when it did not arrive or is too large."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return None
        raw = self.rfile.read(int(length))
        return raw if len(raw) == int(length) else None

    def _received(self, call: str, path: str, query: str, raw: bytes) -> Received:
        body = _decoded(raw)
        return Received(
            call,
            self.command,
            path,
            dict(parse_qsl(query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            raw,
            body if isinstance(body, dict) else None,
        )

    # What faults need

    def answer(self) -> dict[str, Any]:
        from gui.core.practice.handlers import answer

        return answer(self.server.world, self.received)

    def expire_token(self) -> None:
        world = self.server.world
        world.expire_token(world.appid_of(self.received.query.get("access_token", "")))

    def encoded(self, answer: Any) -> bytes:
        return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")

    def send_json(self, answer: Any) -> None:
        self.send(self.encoded(answer))

    def send(
        self,
        body: bytes,
        *,
        status: int = 200,
        kind: str = JSON_KIND,
        headers: Mapping[str, str] | None = None,
        announced: int | None = None,
    ) -> None:
        self._send_head(status, kind, len(body) if announced is None else announced, headers)
        self.wfile.write(body)
        self.close_connection = self.close_connection or announced is not None

    def drip(self, answer: Any) -> None:
        body = self.encoded(answer)
        self._send_head(200, JSON_KIND, len(body), None)
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.hold(0.1)

    def drop(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
        self.close_connection = True

    def hold(self, seconds: float | None = None) -> None:
        self.server.hold(seconds)

    def elsewhere(self) -> str:
        return f"http://localhost:{self.server.server_port}{ELSEWHERE}"

    def _send_head(
        self, status: int, kind: str, length: int, headers: Mapping[str, str] | None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()


def _decoded(raw: bytes) -> Any:
    """The JSON value of a body, None when it is none."""
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None


def _refuse_constant(_word: str) -> Any:
    raise ValueError
