"""The real program on a bad day: every logger at DEBUG, core dumps allowed, a fault in a slot.

Started in place of `python -m gui`, with the same arguments. F1 does not open the help: it raises
an error that is full of secrets. Ctrl+F7, F8 and F9 are shortcuts for commands that have none.
With LEAK in the environment it also does what no build may ever do, so that a scan that finds
nothing can be trusted: it spills the secret and the token in four ways.
"""

import base64
import contextlib
import logging
import os
import resource
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import requests

from gui.core import log
from gui.core.wechat.tokens import SecretToken
from gui.ui import actions
from gui.ui.dialogs import Dialogs

KEYS = {"history": "Ctrl+F7", "export_draft": "Ctrl+F8", "rename_record": "Ctrl+F9"}
known: list[str] = []  # secret and token, as they pass through the program


def watch_secrets(spill):
    """Note every secret and token, and tell `spill`."""
    made, fetched = SecretToken.__init__, SecretToken.token

    def note(value):
        if value and value not in known:
            known.append(value)
            spill(value)

    def init(self, transport, appid, secret, **options):
        made(self, transport, appid, secret, **options)
        note(secret)

    def token(self, *arguments):
        value = fetched(self, *arguments)
        note(value)
        return value

    SecretToken.__init__, SecretToken.token = init, token


def fail_on_help():
    """A fault of ours in a slot, with secrets in its message, its variables and its cause."""

    def show_help(self):
        logging.getLogger("gui.unlucky").debug("everything is logged")
        everything = list(known)
        url = f"http://127.0.0.1:1/wxa/sec/reauth?access_token={known[-1]}"
        body = {"auth_data": self._window.record.session.snapshot().values}
        try:
            requests.post(url, json=body, timeout=5)
        except requests.ConnectionError as error:
            raise ValueError(f"{everything} {self._window.record.session.snapshot()}") from error

    Dialogs.show_help = show_help


def give_keys():
    for title, commands in actions.MENUS.items():
        actions.MENUS[title] = tuple(
            replace(command, keys=(KEYS[command.name],)) if command.name in KEYS else command
            for command in commands
        )


def leak(value):
    """To the terminal, into a temporary file, into our own log, and (with F1) to the clipboard."""
    print(value.encode().hex())
    folder = Path(tempfile.mkdtemp())
    (folder / "left.bin").write_bytes(value.encode("utf-16"))
    # Of a secret just short enough to slip through the redaction.
    logging.getLogger("gui.leak").warning(base64.b64encode(value.encode()).decode()[:60])


def leak_to_clipboard():
    from PySide6.QtWidgets import QApplication

    Dialogs.show_help = lambda _self: QApplication.clipboard().setText(" ".join(known))


def main():
    largest = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (largest, largest))
    logging.basicConfig(level=logging.DEBUG)  # every library, to the terminal
    log.setup = partial(log.setup, level=logging.DEBUG)
    give_keys()
    if "LEAK" in os.environ:
        watch_secrets(leak)
        leak_to_clipboard()
    else:
        watch_secrets(lambda _value: None)
        fail_on_help()
    from gui.app import main as run

    with contextlib.suppress(KeyboardInterrupt):
        return run()


if __name__ == "__main__":
    raise SystemExit(main())
