"""A server on loopback that answers as told, or misbehaves below HTTP, and keeps what it got."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

Speak = Callable[["Talk"], None]


@dataclass
class Talk:
    """One connection: `request` is what arrived, `stop` is set when the test is over."""

    sock: socket.socket
    stop: threading.Event
    request: bytes = b""

    @property
    def path(self) -> str:
        return self.request.partition(b" ")[2].partition(b" ")[0].partition(b"?")[0].decode()

    @property
    def body(self) -> bytes:
        return self.request.partition(b"\r\n\r\n")[2]

    def read(self) -> None:
        """Read one whole request."""
        while b"\r\n\r\n" not in self.request:
            self._more()
        head = self.request.partition(b"\r\n\r\n")[0].lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or b"0")
        while len(self.body) < length:
            self._more()

    def _more(self) -> None:
        piece = self.sock.recv(65536)
        if not piece:
            raise ConnectionError
        self.request += piece

    def drip(self, data: bytes) -> None:
        """Send one byte now and then, for ever or until the other side has gone."""
        for byte in data:
            if self.stop.wait(0.05):
                return
            self.sock.sendall(bytes([byte]))
        self.stop.wait()


@dataclass
class Server:
    """Speaks with each connection in a thread; `requests` holds what was read in full."""

    speak: Speak
    tls: ssl.SSLContext | None = None
    reads: bool = True
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def bodies(self) -> list[bytes]:
        return [request.partition(b"\r\n\r\n")[2] for request in self.requests]

    def close(self) -> None:
        self.stop.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _listen(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as closing:
            closing.callback(sock.close)
            sock.settimeout(20)
            if self.tls:
                sock = closing.enter_context(self.tls.wrap_socket(sock, server_side=True))
            talk = Talk(sock, self.stop)
            if self.reads:
                talk.read()
                self.requests.append(talk.request)
            self.speak(talk)


def response(body: bytes, status: str = "200 OK", head: str = "", *, length: bool = True) -> bytes:
    """Return the bytes of an HTTP answer."""
    if length:
        head += f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def sends(data: bytes) -> Speak:
    return lambda talk: talk.sock.sendall(data)


def says(answer: object, status: str = "200 OK", head: str = "") -> Speak:
    """Answer with JSON."""
    return sends(response(json.dumps(answer, ensure_ascii=False).encode(), status, head))


def in_turn(*speakers: Speak) -> Speak:
    """Answer each connection differently; the last one stays."""
    waiting = list(speakers)

    def speak(talk: Talk) -> None:
        turn = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        turn(talk)

    return speak


def by_path(speakers: dict[str, Speak]) -> Speak:
    return lambda talk: speakers[talk.path](talk)


def hang(talk: Talk) -> None:
    talk.stop.wait()


def close(talk: Talk) -> None:
    """End the connection without a word."""


def reset(talk: Talk) -> None:
    """Close with RST instead of FIN."""
    talk.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drip_head(talk: Talk) -> None:
    talk.drip(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 50_000)


def drip_body(talk: Talk) -> None:
    talk.sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    talk.drip(b" " * 50_000)


def endless(talk: Talk) -> None:
    """Send a body that never ends, as fast as it is read."""
    talk.sock.sendall(b'HTTP/1.1 200 OK\r\n\r\n{"errmsg": "')
    while not talk.stop.is_set():
        talk.sock.sendall(b"x" * 65536)


# Answers that are none: each leaves the outcome of a submission unknown.
DEEP = b'{"a":' * 200_000 + b"1" + b"}" * 200_000
UNREADABLE = {
    "html": response(b"<html>login</html>", head="Content-Type: text/html\r\n"),
    "html 503": response(b"<html>busy</html>", "503 Busy"),
    "nothing": response(b""),
    "list": response(b"[]"),
    "text": response(b'"x"'),
    "errcode text": response(b'{"errcode": "0"}'),
    "errcode true": response(b'{"errcode": true}'),
    "errcode null": response(b'{"errcode": null}'),
    "half without length": response(b'{"errcode": 0, "errm', length=False),
    "nan": response(b'{"errcode": 0, "x": NaN}'),
    "huge integer": response(b'{"errcode": ' + b"9" * 5000 + b"}"),
    "deep": response(DEEP[: 1024 * 1024], length=False),
    "half character": response(b'{"errcode": 0, "errmsg": "\\ud842"}'),
    "not utf-8": response('{"errcode": 0, "errmsg": "名"}'.encode("gbk")),
    "gzip bomb": response(
        gzip.compress(b'{"errcode": 0}' + b" " * 50_000_000, 1),
        head="Content-Encoding: gzip\r\n",
    ),
}
