"""The stand-in for WeChat as a process of its own, told what to do by lines of JSON.

Started inside the namespace where api.weixin.qq.com is 127.0.0.1:
`python -m tests.e2e.standin_process CERTIFICATE`. It answers every line on its input with one
line: {"result": …} or {"error": …}.
"""

import asyncio
import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from gui.core.practice.server import StandIn
from gui.core.practice.tasks import Task
from gui.core.practice.world import Received, World
from tests.e2e.tls_front import serve


@dataclass
class Linked(Task):
    """A certification whose link somebody else has chosen."""

    link: str = ""

    def submitted_again(self, *, paid: bool) -> None:
        super().submitted_again(paid=paid)
        self.auth_url = self.link


class Orders:
    """Every public method is an order; its name is the order's, its arguments are JSON."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in
        self._world: World = stand_in.world

    def add_account(self, appid: str, secret: str, **facts: Any) -> None:
        self._world.add_account(appid, secret, **facts)

    def add_task(self, taskid: str, appid: str, **state: Any) -> None:
        self._world.add_task(taskid, appid, **state)

    def add_media(self, mediaid: str) -> None:
        self._world.add_media(mediaid)

    def misbehave(self, call: str, fault: str, times: int = 1) -> None:
        self._world.misbehave(call, fault, times)

    def refuse(self, call: str, code: int, errmsg: str | None = None) -> None:
        self._world.refuse(call, code, errmsg)

    def play(self, taskid: str, step: str, reason: str = "") -> None:
        self._world.play(taskid, step, reason)

    def give_link(self, taskid: str, link: str) -> None:
        """Give this link for a task from now on, after another submission too."""
        facts = vars(self._world.tasks[taskid]) | {"auth_url": link, "link": link}
        self._world.tasks[taskid] = Linked(**facts)

    def release(self) -> None:
        self._stand_in.release()

    def auth_url(self, taskid: str) -> str:
        return self._world.tasks[taskid].auth_url

    def received(self, call: str) -> list[dict[str, Any]]:
        with self._world.lock:
            return [_told(one) for one in self._world.received if one.call == call]

    def violations(self) -> list[str]:
        return list(self._world.violations)


def _told(received: Received) -> dict[str, Any]:
    return {
        "body": received.body,
        "text": received.raw.decode(),
        "headers": dict(received.headers),
        "query": dict(received.query),
    }


def _answer(orders: Orders, line: str) -> dict[str, Any]:
    order = json.loads(line)
    method: Callable[..., Any] = getattr(orders, order["do"])
    try:
        return {"result": method(**order["with"])}
    except (KeyError, LookupError, TypeError, ValueError) as error:
        return {"error": repr(error)}


def main(certificate: str) -> None:
    """Serve until the input ends."""
    with StandIn(World()) as stand_in:
        port = urlsplit(stand_in.base_url).port or 0
        front = threading.Thread(target=asyncio.run, args=(serve(certificate, port),), daemon=True)
        front.start()
        orders = Orders(stand_in)
        for line in sys.stdin:
            print(json.dumps(_answer(orders, line)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
