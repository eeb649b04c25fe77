"""Keeps secrets in the operating system's keyring and nowhere else, without ever getting stuck.

The backend is made directly: `keyring.get_keyring()` obeys files and variables that run foreign
code, and takes backends that write plain text. A call to a keyring may block for ever (a prompt
that nobody answers, a frozen daemon), so each runs in a daemon thread that can be left.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any, Generic, Protocol, TypeVar

from gui.core.errors import (
    Cancelled,
    KeyringLocked,
    KeyringMismatch,
    KeyringMissing,
    KeyringRefused,
    KeyringTimeout,
    KeystoreError,
)

PROXY_PASSWORD = "proxy"  # noqa: S105  the name under which it is kept, beside the AppIDs
LONGEST = 1000  # Windows takes 2560 bytes of UTF-16 and has no clear words for more
_SERVICE = "wx-reauth"
_POLL = 0.05  # seconds

# Module and class in keyring, and what they raise besides keyring's own errors.
_BACKENDS = {
    "linux": (
        "keyring.backends.SecretService",
        "Keyring",
        ("secretstorage.SecretStorageException", "jeepney.DBusErrorResponse"),
    ),
    "win32": (
        "keyring.backends.Windows",
        "WinVaultKeyring",
        ("win32ctypes.pywin32.pywintypes.error",),
    ),
    "darwin": ("keyring.backends.macOS", "Keyring", ()),
}
_DISMISSED = (
    "系统钥匙串的窗口没有确认就关闭了。密钥没有写入任何文件，可以重试或选择「仅本次使用」。"
)
_MEANING: dict[str, tuple[type[KeystoreError], str | None]] = {
    "SecretServiceNotAvailableException": (KeyringMissing, None),
    "NoKeyringError": (KeyringMissing, None),
    "FileNotFoundError": (KeyringMissing, None),  # D-Bus has an address, and nothing is there
    "KeyringLocked": (KeyringLocked, None),
    "LockedException": (KeyringLocked, None),
    "PromptDismissedException": (KeyringRefused, _DISMISSED),
}
T = TypeVar("T")


class SecretStore(Protocol):
    """Secrets by name (an AppID, or PROXY_PASSWORD). Every call may wait: off the GUI thread.

    Setting `cancelled` from another thread ends the wait within a second: errors.Cancelled.
    """

    def get(self, name: str, cancelled: Event | None = None) -> str | None: ...
    def set(self, name: str, secret: str, cancelled: Event | None = None) -> None: ...
    def delete(self, name: str, cancelled: Event | None = None) -> None: ...
    def is_open(self, cancelled: Event | None = None) -> bool: ...


class Backend(Protocol):
    """What is used of a backend of the keyring library."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def allowed_backend(platform: str = sys.platform) -> Backend:
    """The system's own keyring: Secret Service, Credential Locker or Keychain, nothing else.

    Raises KeyringMissing on any other platform, and when its library is not there.
    """
    if platform not in _BACKENDS:
        raise KeyringMissing
    module, name, raised = _BACKENDS[platform]
    try:
        backend = _class(f"{module}.{name}")()
        for path in raised:
            _class(path)
    except ImportError:  # the library that speaks to the keyring is not there
        raise KeyringMissing from None
    if (type(backend).__module__, type(backend).__name__) != (module, name):
        raise KeyringRefused
    vars(backend).clear()  # what the variables KEYRING_PROPERTY_… have put there
    if platform == "win32":
        backend.persist = "local machine"  # the default roams to other computers
    made: Backend = backend
    return made


class KeyringStore:
    """The keyring of the system: `deadline` is the longest wait in seconds.

    Every call raises KeystoreError's leaves and Cancelled; no text of theirs holds a secret. A
    write that was left (Cancelled, KeyringTimeout) and still arrives later is taken back, unless
    the same secret was stored again meanwhile.
    """

    def __init__(
        self, deadline: float = 60.0, backend: Callable[[], Backend] = allowed_backend
    ) -> None:
        self._deadline = deadline
        self._backend = backend
        self._wanted: dict[str, bytes] = {}

    def get(self, name: str, cancelled: Event | None = None) -> str | None:
        """The secret called `name`, or None."""
        return self._run(lambda backend, _: backend.get_password(_service(name), name), cancelled)

    def set(self, name: str, secret: str, cancelled: Event | None = None) -> None:
        """Store a secret of at most 1000 characters and read it back.

        Raises KeyringMismatch when something else comes back.
        """
        _check(secret)
        mark = hashlib.sha256(secret.encode()).digest()
        self._wanted[name] = mark

        def write(backend: Backend, left: Event) -> None:
            backend.set_password(_service(name), name, secret)
            if backend.get_password(_service(name), name) != secret:
                raise KeyringMismatch
            if left.is_set() and self._wanted.get(name) != mark:
                backend.delete_password(_service(name), name)

        try:
            self._run(write, cancelled)
        except (Cancelled, KeyringTimeout):
            self._wanted.pop(name, None)
            raise

    def delete(self, name: str, cancelled: Event | None = None) -> None:
        """Remove a secret; nothing happens when there is none."""

        def remove(backend: Backend, _: Event) -> None:
            if backend.get_password(_service(name), name) is not None:
                backend.delete_password(_service(name), name)

        self._wanted.pop(name, None)
        self._run(remove, cancelled)

    def is_open(self, cancelled: Event | None = None) -> bool:
        """Whether `get` would ask nobody; nor does this."""
        from gui.core.keyring_lock import is_open

        return self._run(lambda _backend, _left: is_open(), cancelled)

    def _run(self, work: Callable[[Backend, Event], T], cancelled: Event | None) -> T:
        call = _Call(self._backend, work)
        Thread(target=call.run, name="keyring", daemon=True).start()
        end = time.monotonic() + self._deadline
        while not call.done.wait(_POLL):
            if cancelled is not None and cancelled.is_set():
                call.left.set()
                raise Cancelled("没有再等系统钥匙串。密钥没有写入任何文件，可以重试。")
            if time.monotonic() > end:
                call.left.set()
                raise KeyringTimeout
        return call.result()


class MemoryStore:
    """仅本次使用 and the practice mode: gone with the process."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, name: str, cancelled: Event | None = None) -> str | None:
        """The secret called `name`, or None. Never waits."""
        return self._secrets.get(name)

    def set(self, name: str, secret: str, cancelled: Event | None = None) -> None:
        """Keep a secret until the program ends."""
        self._secrets[name] = secret

    def delete(self, name: str, cancelled: Event | None = None) -> None:
        """Forget a secret."""
        self._secrets.pop(name, None)

    def is_open(self, cancelled: Event | None = None) -> bool:
        """Always."""
        return True


class Secrets:
    """What the program asks: the secrets of this session first, then those of the keyring."""

    def __init__(self, keyring: SecretStore, memory: SecretStore) -> None:
        self._keyring = keyring
        self._memory = memory

    def get(self, name: str, cancelled: Event | None = None) -> str | None:
        """The secret of this session, else the kept one, else None. Raises KeystoreError."""
        secret = self._memory.get(name)
        return self._keyring.get(name, cancelled) if secret is None else secret

    def at_hand(self, name: str, cancelled: Event | None = None) -> str | None:
        """The same without asking anybody: KeyringLocked when the keyring is not open."""
        secret = self._memory.get(name)
        if secret is None and not self._keyring.is_open(cancelled):
            raise KeyringLocked
        return self.get(name, cancelled)

    def set(self, name: str, secret: str, *, keep: bool, cancelled: Event | None = None) -> None:
        """Store in the keyring (`keep`), or for this session only without touching the keyring."""
        if keep:
            self._keyring.set(name, secret, cancelled)
            self._memory.delete(name)
        else:
            self._memory.set(name, secret)

    def delete(self, name: str, cancelled: Event | None = None) -> None:
        """Forget a secret in both places; the session's is gone even if the keyring refuses."""
        self._memory.delete(name)
        self._keyring.delete(name, cancelled)


@dataclass
class _Call(Generic[T]):
    """One call of a backend; `run` belongs to its thread, `left` tells it that nobody waits."""

    backend: Callable[[], Backend]
    work: Callable[[Backend, Event], T]
    done: Event = field(default_factory=Event)
    left: Event = field(default_factory=Event)
    answers: list[T] = field(default_factory=list)
    failure: KeystoreError = field(default_factory=KeyringRefused)

    def run(self) -> None:
        """What is not foreseen goes to threading.excepthook; the caller is told "refused"."""
        try:
            self.answers.append(self.work(self.backend(), self.left))
        except KeystoreError as error:
            self.failure = error
        except _foreseen() as error:
            self.failure = _in_our_words(error)
        finally:
            self.done.set()

    def result(self) -> T:
        if self.answers:
            return self.answers[0]
        raise self.failure from None


def _service(name: str) -> str:
    """One service for each name: Windows would rename the first entry of a shared one."""
    return f"{_SERVICE}/{name}"


def _check(secret: str) -> None:
    if len(secret) > LONGEST:
        raise KeyringRefused(f"密钥应不超过 {LONGEST} 个字符，现在是 {len(secret)} 个，没有保存。")
    try:
        secret.encode()
    except UnicodeEncodeError:
        raise KeyringRefused("密钥里有半个字符，可能在复制时损坏，没有保存。") from None


def _foreseen() -> tuple[type[Exception], ...]:
    from keyring.errors import KeyringError

    foreign = _BACKENDS[sys.platform][2] if sys.platform in _BACKENDS else ()
    return (KeyringError, OSError, *(_class(path) for path in foreign))


def _class(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _in_our_words(error: BaseException) -> KeystoreError:
    """By the names of the classes, since each platform has its own; never by the text."""
    details = {"钥匙串返回": type(error).__name__}
    for cause in _causes(error):
        for name in (kind.__name__ for kind in type(cause).__mro__):
            if name in _MEANING:
                kind, text = _MEANING[name]
                return kind(text, details=details)
    return KeyringRefused(details=details)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
