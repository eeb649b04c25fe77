"""Secrets live in the system's keyring and in memory: with a real keyring, and with broken ones."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import secretstorage
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from keyring.errors import KeyringError, NoKeyringError

from gui.core.errors import (
    Cancelled,
    KeyringMismatch,
    KeyringMissing,
    KeyringRefused,
    KeyringTimeout,
    KeystoreError,
)
from gui.core.keystore import (
    PROXY_PASSWORD,
    KeyringStore,
    MemoryStore,
    Secrets,
    allowed_backend,
)
from tests.fixtures_desktop import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Secret Service is Linux's")

ROOT = Path(__file__).resolve().parents[2]
APPID = "wx0123456789abcdef"
SECRET = "0123456789abcdef0123456789abcdef"

SCRIPT = """
import sys, threading, time
from gui.core.errors import AppError
from gui.core.keystore import KeyringStore

def attempt(call):
    started = time.monotonic()
    try:
        result = call()
    except AppError as error:
        result = f"{type(error).__name__} {error!r} {error} {error.details}"
    print(f"{time.monotonic() - started:.2f} {result}", flush=True)

store = KeyringStore(deadline=float(sys.argv[1]))
cancelled = threading.Event()
"""


def run(
    environment: dict[str, str], lines: str, *, deadline: float = 20
) -> list[tuple[float, str]]:
    """(seconds, result) of each `attempt` in `lines`, by a process that ends cleanly."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + lines, str(deadline)],
        env={"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert SECRET not in done.stdout
    results = [line.partition(" ") for line in done.stdout.splitlines()]
    return [(float(seconds), result) for seconds, _, result in results]


def files_with_secret(home: Path) -> list[Path]:
    """Every file below `home` that holds the secret in clear or in base64."""
    marks = (SECRET.encode(), b"MDEyMzQ1Njc4OWFiY2RlZ")
    files = [file for file in home.rglob("*") if file.is_file()]
    return [file for file in files if any(mark in file.read_bytes() for mark in marks)]


@pytest.fixture
def keyring(keyring_session, monkeypatch):
    """This process on the bus of an unlocked keyring."""
    address = keyring_session["DBUS_SESSION_BUS_ADDRESS"]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    return keyring_session


def bus_call(connection, method: str, signature: str, *body) -> tuple:
    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    return connection.send_and_get_reply(new_method_call(bus, method, signature, body)).body


@contextmanager
def connected(environment):
    with open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        yield connection


@contextmanager
def frozen(environment):
    """The keyring's daemon stopped, and going on afterwards."""
    with connected(environment) as connection:
        name = "org.freedesktop.secrets"
        (process,) = bus_call(connection, "GetConnectionUnixProcessID", "s", name)
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def lock(environment) -> None:
    with connected(environment) as connection:
        secretstorage.get_default_collection(connection).lock()


# A real keyring


def test_a_secret_comes_back_from_the_keyring(keyring, private_home):
    # GIVEN a real, unlocked keyring without our secret
    store = KeyringStore()
    assert store.get(APPID) is None
    # WHEN secrets are stored, one of them with odd characters, and one replaced
    store.set(APPID, "older")
    store.set(APPID, SECRET)
    store.set(PROXY_PASSWORD, "密码 𠮷\"'\\")
    # THEN another process reads them
    (read,) = run(keyring, f"attempt(lambda: store.get({APPID!r}) == {SECRET!r})")
    assert read[1] == "True"
    assert KeyringStore().get(PROXY_PASSWORD) == "密码 𠮷\"'\\"
    # AND each stands under a service name of its own, for our application only
    with connected(keyring) as connection:
        items = list(secretstorage.get_default_collection(connection).get_all_items())
        found = {
            item.get_attributes()["service"]: item.get_attributes()["username"] for item in items
        }
    assert found == {f"wx-reauth/{APPID}": APPID, "wx-reauth/proxy": "proxy"}
    # AND no file holds it
    assert files_with_secret(private_home) == []
    # WHEN it is deleted, even twice, THEN it is gone and the other stays
    store.delete(APPID)
    store.delete(APPID)
    assert store.get(APPID) is None
    assert store.get(PROXY_PASSWORD)


@pytest.mark.parametrize("address", [None, "unix:path=/gone/bus"])
def test_without_a_bus_there_is_no_keyring_and_no_file(clean_environment, private_home, address):
    # GIVEN a computer without a session bus
    environment = clean_environment | ({"DBUS_SESSION_BUS_ADDRESS": address} if address else {})
    # WHEN the keyring is used in each way
    results = run(
        environment,
        f"for call in (lambda: store.set({APPID!r}, {SECRET!r}), lambda: store.get({APPID!r}),"
        f" lambda: store.delete({APPID!r})): attempt(call)",
    )
    # THEN it is missing, at once, and nothing was written
    assert [result.split()[0] for _, result in results] == ["KeyringMissing"] * 3
    assert max(seconds for seconds, _ in results) < 5
    assert files_with_secret(private_home) == []


def test_a_locked_keyring_without_a_prompt_is_said_to_be_locked(keyring):
    # GIVEN a keyring that is locked, on a computer that cannot ask for its password
    KeyringStore().set(APPID, SECRET)
    lock(keyring)
    # WHEN it is used, THEN it is locked
    results = run(
        keyring,
        f"attempt(lambda: store.get({APPID!r})); attempt(lambda: store.set({APPID!r}, {SECRET!r}))",
    )
    assert [result.split()[0] for _, result in results] == ["KeyringLocked"] * 2


def test_a_keyring_that_was_not_made_is_refused(keyring):
    # GIVEN a computer whose user closes the window that wants to make a keyring
    with connected(keyring) as connection:
        secretstorage.get_default_collection(connection).delete()
    # WHEN a secret is stored
    ((_, result),) = run(keyring, f"attempt(lambda: store.set({APPID!r}, {SECRET!r}))")
    # THEN the words tell it from a locked one
    assert result.startswith("KeyringRefused")
    assert "没有确认就关闭了" in result


def test_a_prompt_that_nobody_answers_can_be_left(keyring):
    # GIVEN a locked keyring, and a password window that nobody answers
    lock(keyring)
    with connected(keyring) as prompter:
        bus_call(prompter, "RequestName", "su", "org.gnome.keyring.SystemPrompter", 4)
        # WHEN the user presses cancel after a moment, and then the deadline passes
        results = run(
            keyring,
            "threading.Timer(0.3, cancelled.set).start()\n"
            f"attempt(lambda: store.set({APPID!r}, {SECRET!r}, cancelled))\n"
            f"attempt(lambda: store.get({APPID!r}, cancelled))\n"
            f"attempt(lambda: store.get({APPID!r}))\n",
            deadline=1,
        )
    # THEN each wait ends in time, and the process ended cleanly
    assert [result.split()[0] for _, result in results] == [
        "Cancelled",
        "Cancelled",
        "KeyringTimeout",
    ]
    assert 0.3 <= results[0][0] < 0.9
    assert results[1][0] < 0.9
    assert 1 <= results[2][0] < 2


def test_a_frozen_keyring_can_be_left(keyring):
    # GIVEN a keyring whose daemon does not answer any more
    KeyringStore().set(APPID, SECRET)
    with frozen(keyring):
        # WHEN it is used in each way
        results = run(
            keyring,
            f"attempt(lambda: store.get({APPID!r}))\n"
            f"attempt(lambda: store.set({APPID!r}, 'another'))\n"
            f"attempt(lambda: store.delete({APPID!r}))\n",
            deadline=0.5,
        )
    # THEN the deadline ends each wait, and the process ended cleanly with three blocked threads
    assert [result.split()[0] for _, result in results] == ["KeyringTimeout"] * 3
    assert max(seconds for seconds, _ in results) < 1.5
    # AND nothing has changed when the daemon is back
    wait_until(lambda: KeyringStore().get(APPID) == SECRET, "the daemon answers")


# Foreign code and other places


@pytest.fixture
def traps(private_home):
    """Three ways to lead the keyring library to a plain file; gives their environment."""
    site = private_home / "site"
    (site / "plain_text-1.0.dist-info").mkdir(parents=True)
    (site / "plain_text-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: plain-text\nVersion: 1.0\n", encoding="utf-8"
    )
    (site / "plain_text-1.0.dist-info" / "entry_points.txt").write_text(
        "[keyring.backends]\nplain = plain_text\n", encoding="utf-8"
    )
    (site / "plain_text.py").write_text(
        "import pathlib, keyring.backend\n"
        "class Keyring(keyring.backend.KeyringBackend):\n"
        "    priority = 9\n"
        "    file = pathlib.Path.home() / 'caught'\n"
        "    def set_password(self, service, username, password):\n"
        "        self.file.write_text(password)\n"
        "    def get_password(self, service, username):\n"
        "        return self.file.read_text() if self.file.exists() else None\n",
        encoding="utf-8",
    )
    config = private_home / ".config" / "python_keyring" / "keyringrc.cfg"
    config.parent.mkdir(parents=True)
    config.write_text(
        f"[backend]\ndefault-keyring=plain_text.Keyring\nkeyring-path={site}\n", encoding="utf-8"
    )
    return {
        "plugin": {"PYTHONPATH": f"{ROOT}{os.pathsep}{site}", "XDG_CONFIG_HOME": "/gone"},
        "file": {},
        "variable": {
            "PYTHONPATH": f"{ROOT}{os.pathsep}{site}",
            "PYTHON_KEYRING_BACKEND": "plain_text.Keyring",
            "XDG_CONFIG_HOME": "/gone",
        },
    }


@pytest.mark.parametrize("trap", ["plugin", "file", "variable"])
def test_no_other_backend_is_ever_used(clean_environment, private_home, traps, trap):
    # GIVEN a computer without a keyring, and a trap
    environment = {**clean_environment, **traps[trap]}
    store = f"attempt(lambda: store.set({APPID!r}, {SECRET!r}))"
    # WHEN a secret is stored
    ((_, result),) = run(environment, store)
    # THEN there is no keyring, and the trap caught nothing
    assert result.startswith("KeyringMissing")
    assert files_with_secret(private_home) == []
    # AND the trap does work: the library's own choice falls into it
    run(environment, f"import keyring; keyring.set_password('s', 'u', {SECRET!r})")
    assert files_with_secret(private_home) == [private_home / "caught"]


@pytest.mark.parametrize("trap", ["plugin", "file", "variable"])
def test_with_traps_the_real_keyring_is_used(keyring, private_home, traps, trap):
    # GIVEN a real keyring and a trap
    # WHEN a secret is stored and read
    lines = f"attempt(lambda: store.set({APPID!r}, {SECRET!r}))"
    ((_, result),) = run({**keyring, **traps[trap]}, lines)
    # THEN it is in the real one
    assert result == "None"
    assert KeyringStore().get(APPID) == SECRET
    assert files_with_secret(private_home) == []


def test_variables_do_not_steer_the_backend(keyring, monkeypatch):
    # GIVEN variables that would choose another collection and other names
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/gone")
    monkeypatch.setenv("KEYRING_PROPERTY_SCHEME", "KeePassXC")
    # WHEN a secret is stored, THEN it is where it always is
    KeyringStore().set(APPID, SECRET)
    assert vars(allowed_backend()) == {}
    assert KeyringStore().get(APPID) == SECRET


def test_an_unknown_platform_has_no_keyring():
    # GIVEN a platform without an allowed keyring, WHEN one is wanted, THEN it is missing
    with pytest.raises(KeyringMissing):
        KeyringStore(backend=lambda: allowed_backend("sunos5")).get(APPID)
    # AND so it is where the library for it is not installed
    with pytest.raises(KeyringMissing):
        allowed_backend("win32")


# Keyrings that misbehave


class Broken:
    """A backend that keeps secrets in memory until it is told to misbehave."""

    def __init__(self, error: Exception | None = None, changes: str = "") -> None:
        self.error = error
        self.changes = changes
        self.kept: dict[tuple[str, str], str] = {}
        self.go_on = threading.Event()
        self.go_on.set()

    def get_password(self, service, username):
        found = self.kept.get((service, username))
        return found and found + self.changes

    def set_password(self, service, username, password):
        if not self.go_on.wait(20):
            raise TimeoutError
        if self.error:
            raise self.error
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (NoKeyringError(SECRET), KeyringMissing),
        (KeyringError(SECRET), KeyringRefused),
        (ConnectionResetError(SECRET), KeyringRefused),
        (secretstorage.SecretServiceNotAvailableException(SECRET), KeyringMissing),
        (secretstorage.LockedException(SECRET), KeystoreError),
    ],
)
def test_no_text_of_a_failure_holds_the_secret(error, kind):
    # GIVEN a backend whose errors quote the secret
    store = KeyringStore(backend=lambda: Broken(error))
    # WHEN a secret is stored
    with pytest.raises(kind) as caught:
        store.set(APPID, SECRET)
    # THEN the failure has our words, the name of the class, and nothing to follow back
    assert SECRET not in f"{caught.value!r} {caught.value} {caught.value.details}"
    assert caught.value.details == {"钥匙串返回": type(error).__name__}
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_what_nobody_foresaw_ends_the_wait_too(monkeypatch):
    # GIVEN a backend with a fault
    seen = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    # WHEN it is used, THEN the caller is told "refused", and the fault goes to the crash report
    with pytest.raises(KeyringRefused):
        KeyringStore(backend=lambda: Broken(RuntimeError("fault"))).set(APPID, SECRET)
    wait_until(lambda: seen, "the fault is reported")
    assert seen[0].exc_type is RuntimeError


def test_what_comes_back_differently_was_not_stored():
    # GIVEN a backend that changes what it keeps, and one that keeps nothing
    for backend in (Broken(changes="x"), Forgetful()):
        # WHEN a secret is stored, THEN that is noticed
        with pytest.raises(KeyringMismatch):
            KeyringStore(backend=lambda backend=backend: backend).set(APPID, SECRET)


class Forgetful(Broken):
    """As the library's null backend: takes everything and keeps nothing."""

    def set_password(self, service, username, password):
        """Nothing."""


@pytest.mark.parametrize(("secret", "words"), [("x" * 1001, "1001 个"), ("a\ud800", "半个字符")])
def test_what_no_keyring_takes_is_refused_before(secret, words):
    # GIVEN a secret that is too long, or none that can be written
    backend = Broken()
    # WHEN it is stored, THEN it is refused in words, and no backend was asked
    with pytest.raises(KeyringRefused, match=words):
        KeyringStore(backend=lambda: backend).set(APPID, secret)
    assert backend.kept == {}
    # AND 1000 characters are taken
    KeyringStore(backend=lambda: backend).set(APPID, "x" * 1000)
    assert backend.kept


def test_a_wait_that_was_left_before_it_began():
    # GIVEN a cancelled event and a keyring that takes its time
    cancelled = threading.Event()
    cancelled.set()
    backend = Broken()
    backend.go_on.clear()
    # WHEN it is used, THEN it ends within a second
    started = time.monotonic()
    with pytest.raises(Cancelled):
        KeyringStore(backend=lambda: backend).set(APPID, SECRET, cancelled)
    assert time.monotonic() - started < 5
    backend.go_on.set()


@pytest.mark.parametrize(("again", "left_over"), [(None, []), ("another", []), (SECRET, [SECRET])])
def test_a_late_write_that_nobody_waits_for_is_taken_back(again, left_over):
    # GIVEN a write that was left while the keyring waited for its password
    slow, quick = Broken(), Broken()
    quick.kept = slow.kept
    slow.go_on.clear()
    backends = iter([slow, quick])
    store = KeyringStore(deadline=0.2, backend=lambda: next(backends))
    with pytest.raises(KeyringTimeout):
        store.set(APPID, SECRET)
    (writer,) = [thread for thread in threading.enumerate() if thread.name == "keyring"]
    # WHEN meanwhile nothing, another secret or the same one is stored, and then it arrives
    if again:
        store.set(APPID, again)
    slow.go_on.set()
    writer.join(10)
    # THEN it stays only if it is what the user wants
    assert list(slow.kept.values()) == left_over


# This session only


def test_a_secret_of_this_session_comes_first_and_leaves_the_keyring_alone():
    # GIVEN a kept secret
    kept, memory = MemoryStore(), MemoryStore()
    secrets = Secrets(kept, memory)
    secrets.set(APPID, "kept", keep=True)
    # WHEN another one is given for this session only
    secrets.set(APPID, SECRET, keep=False)
    # THEN it counts, and the kept one is as it was
    assert secrets.get(APPID) == SECRET
    assert kept.get(APPID) == "kept"
    # WHEN a new one is kept, THEN the session's is forgotten
    secrets.set(APPID, "newer", keep=True)
    assert secrets.get(APPID) == "newer"
    assert memory.get(APPID) is None


def test_without_a_keyring_this_session_still_works():
    # GIVEN a computer without a keyring
    secrets = Secrets(KeyringStore(backend=lambda: allowed_backend("sunos5")), MemoryStore())
    # WHEN a secret is given for this session, THEN it is there without asking the keyring
    secrets.set(APPID, SECRET, keep=False)
    assert secrets.get(APPID) == SECRET
    # WHEN it is deleted, THEN it is gone although the keyring cannot answer
    with pytest.raises(KeyringMissing):
        secrets.delete(APPID)
    with pytest.raises(KeyringMissing):
        secrets.get(APPID)
    # AND keeping it fails without keeping it anywhere else
    with pytest.raises(KeyringMissing):
        secrets.set(APPID, SECRET, keep=True)


def test_a_deleted_secret_is_gone_in_both_places():
    # GIVEN a secret in both places, WHEN it is deleted, THEN none is left; nor does repr tell any
    secrets = Secrets(MemoryStore(), MemoryStore())
    secrets.set(APPID, SECRET, keep=True)
    secrets.set(APPID, SECRET, keep=False)
    assert SECRET not in repr(secrets) + repr(vars(secrets))
    secrets.delete(APPID)
    assert secrets.get(APPID) is None
