"""A network of its own in which api.weixin.qq.com is the stand-in, reached by real HTTPS.

Nothing can leave it, and the program in it needs no switch for tests: the name leads to
127.0.0.1, and the certificate there is signed by an authority that its system trusts.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.fixtures_desktop import running, wait_until

ROOT = Path(__file__).resolve().parents[2]
HOST = "api.weixin.qq.com"
# A user who is not root gets these rights from a user namespace, and only inside of it.
RIGHTS = [] if os.geteuid() == 0 else ["--map-current-user", "--keep-caps"]
UNSHARE = ["unshare", *RIGHTS, "--net", "--mount"]
ENTER = 'ip link set lo up && mount --bind "$1" /etc/hosts && shift && exec "$@"'
IMPOSSIBLE = "this system gives no network namespaces (unshare --net --mount): {reason}"
LISTENS = (
    "import socket; socket.create_connection(('api.weixin.qq.com', 443), 5).close(); print('yes')"
)


def need_namespaces() -> None:
    """Skip the test where the system does not allow namespaces, as in many containers."""
    tried = subprocess.run([*UNSHARE, "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        pytest.skip(IMPOSSIBLE.format(reason=tried.stderr.decode().strip()))


class WeChat:
    """The stand-in in its namespace: give it orders, and start programs beside it."""

    def __init__(self, process: subprocess.Popen, trust: dict[str, str]) -> None:
        self._process = process
        self.trust = trust

    def __getattr__(self, order: str) -> Any:
        """Every order of standin_process.Orders as a method with named arguments."""
        return lambda **arguments: self._order(order, arguments)

    def command(self, command: list[str]) -> list[str]:
        """`command` made to run inside the namespace, with the rights of this user."""
        joined = ["--user", "--preserve-credentials"] if RIGHTS else []
        target = ["--target", str(self._process.pid)]
        return ["nsenter", *target, *joined, "--net", "--mount", f"--wd={ROOT}", "--", *command]

    def bodies(self, call: str) -> list[dict[str, Any]]:
        """The JSON objects received for a call, the oldest first."""
        return [one["body"] for one in self.received(call=call)]

    def listens(self) -> bool:
        """True once the name leads to the stand-in."""
        done = subprocess.run(
            self.command([sys.executable, "-c", LISTENS]), capture_output=True, check=False
        )
        return done.stdout == b"yes\n"

    def _order(self, name: str, arguments: dict[str, Any]) -> Any:
        line = json.dumps({"do": name, "with": arguments})
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise ValueError(f"{name}: {answer['error']}")
        return answer["result"]


@contextmanager
def wechat_in(folder: Path, environment: dict[str, str], **certified: Any) -> Iterator[WeChat]:
    """The stand-in, listening; its files are in `folder`, and `certified` its certificate."""
    authority = trustme.CA()
    certificate, trusted, hosts = (folder / name for name in ("wechat.pem", "ca.pem", "hosts"))
    authority.issue_cert(HOST, **certified).private_key_and_cert_chain_pem.write_to_path(
        str(certificate)
    )
    authority.cert_pem.write_to_path(str(trusted))
    hosts.write_text(f"127.0.0.1 localhost\n127.0.0.1 {HOST}\n", encoding="ascii")
    stand_in = [sys.executable, "-m", "tests.e2e.standin_process", str(certificate)]
    command = [*UNSHARE, "sh", "-c", ENTER, "enter", str(hosts), *stand_in]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with running(command, cwd=ROOT, env=environment, **pipes) as process:
        # What OpenSSL takes for the trust store of the system.
        wechat = WeChat(process, {"SSL_CERT_FILE": str(trusted), "SSL_CERT_DIR": str(folder)})
        wait_until(wechat.listens, "the stand-in for WeChat listens")
        yield wechat
