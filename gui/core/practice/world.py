"""Everything the stand-in remembers: accounts, tokens, tasks, pictures, and what it received."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gui.core.practice import tasks
from gui.core.practice.faults import Plan, planned
from gui.core.practice.refusal import Refusal
from gui.core.practice.tasks import Task

TOKEN_SECONDS = 7200
RENEWED_BEFORE_END = 300
DAY = 86400


@dataclass(frozen=True)
class Received:
    """One request whose body arrived completely. Its repr shows neither token nor body."""

    call: str
    method: str
    path: str
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    raw: bytes = field(repr=False)
    body: dict[str, Any] | None = field(repr=False)  # the decoded JSON object, else None


@dataclass
class Account:
    """A mini program. `trouble` is the errcode with which its submissions are refused, if any.

    An empty principal_name, or no customer_type, is not compared with what is submitted. Only an
    app that was created by interface has its name checked ahead (else 41033).
    """

    appid: str
    secret: str = field(repr=False)
    principal_name: str = ""
    customer_type: int | None = None
    nickname: str = ""
    credential: str = ""
    trouble: int = 0
    created_by_interface: bool = True


class Token(NamedTuple):
    appid: str
    ends: float


class World:
    """Thread-safe. `clock` gives seconds since the epoch.

    Public to tests: `accounts`, `tasks`, `media` (id → bytes), `received`, `violations` (grave
    faults of the client), `providers` (service_appid that may pay; None: any), `also_known`
    (pointers that auth_data may hold besides the documented ones), `ip_allowed`, `identities`
    (the identity_tree_list to answer with; None: the example's), `name_words` (what the name check
    wants proof for, whatever the name). `keep` gets all tasks whenever one may have changed, under
    the lock.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.lock = threading.RLock()
        self._arrived = threading.Condition(self.lock)
        self._clock = clock
        self._tokens: dict[str, Token] = {}
        self._current: dict[str, str] = {}
        self._plans: dict[str, deque[Plan]] = {}
        self.accounts: dict[str, Account] = {}
        self.tasks: dict[str, Task] = {}
        self.media: dict[str, bytes] = {}
        self.received: list[Received] = []
        self.violations: list[str] = []
        self.providers: set[str] | None = None
        self.also_known: set[str] = set()
        self.ip_allowed = True
        self.identities: list[Any] | None = None
        self.name_words = ""
        self.keep: Callable[[Sequence[Task]], None] = _keep_nothing

    # Accounts and tokens

    def add_account(self, appid: str, secret: str, **facts: Any) -> Account:
        """`facts` are the further fields of Account."""
        account = Account(appid, secret, **facts)
        with self.lock:
            self.accounts[appid] = account
        return account

    def token_of(self, appid: str) -> str:
        """The token as normal stable_token gives it: the same until five minutes before its end."""
        with self.lock:
            current = self._current.get(appid, "")
            if current and self.seconds_left(current) > RENEWED_BEFORE_END:
                return current
            return self._issue(appid)

    def seconds_left(self, token: str) -> int:
        with self.lock:
            return int(self._tokens[token].ends - self._clock())

    def expire_token(self, appid: str) -> None:
        """Its tokens are refused with 42001 from now on; asking again gives a new one."""
        with self.lock:
            self._current.pop(appid, None)
            for value in self._values_of(appid):
                self._tokens[value] = Token(appid, self._clock())

    def rotate_token(self, appid: str) -> None:
        """As if somebody had forced a new token: the earlier ones are refused with 40001."""
        with self.lock:
            for value in self._values_of(appid):
                del self._tokens[value]
            self._issue(appid)

    def appid_of(self, token: str) -> str:
        """Whose token this is or was, "" when nobody's."""
        with self.lock:
            known = self._tokens.get(token)
            return known.appid if known else ""

    def account_of(self, token: str) -> Account:
        """Whose token it is. Raises Refusal 41001, 40001 or 42001."""
        with self.lock:
            if not token:
                raise Refusal(41001)
            known = self._tokens.get(token)
            if known is None:
                raise Refusal(40001)
            if known.ends <= self._clock():
                raise Refusal(42001)
            return self.accounts[known.appid]

    def _values_of(self, appid: str) -> list[str]:
        return [value for value, token in self._tokens.items() if token.appid == appid]

    def _issue(self, appid: str) -> str:
        token = f"practice_{secrets.token_urlsafe(80)}"
        self._tokens[token] = Token(appid, self._clock() + TOKEN_SECONDS)
        self._current[appid] = token
        return token

    # Tasks and pictures

    def add_task(self, taskid: str, appid: str, **state: Any) -> Task:
        """`state` are the further fields of Task; without one it has just been submitted."""
        state.setdefault("auth_url", tasks.new_auth_url(taskid, state.get("rounds", 1)))
        state.setdefault("created", self._clock())
        task = Task(taskid, appid, **state)
        with self.lock:
            self.tasks[taskid] = task
            self.tasks_changed()
        return task

    def tasks_changed(self) -> None:
        """To be called, with the lock held, after a task was changed."""
        self.keep(tuple(self.tasks.values()))

    def put(self, taskid: str, *, task_status: int, apply_status: int = 0) -> None:
        """Set both status numbers of a task directly."""
        with self.lock:
            task = self.tasks[taskid]
            task.task_status, task.apply_status = task_status, apply_status
            self.tasks_changed()

    def play(self, taskid: str, step: str, reason: str = "") -> None:
        """One step of the administrator or the review (see `tasks.Step`).

        KeyError: no such task; ValueError: no such step.
        """
        with self.lock:
            tasks.play(self.tasks[taskid], step, reason, self._clock())
            self.tasks_changed()

    def possible_steps(self, taskid: str) -> list[str]:
        """The steps that make sense for this task now."""
        with self.lock:
            return tasks.possible_steps(self.tasks[taskid])

    def refusal_of_first(self, account: Account) -> int:
        """The errcode with which another first submission is refused now, else 0."""
        with self.lock:
            own = [task for task in self.tasks.values() if task.appid == account.appid]
            codes = [code for task in own if (code := tasks.refusal_of_another(task))]
            return codes[0] if codes else 89249 if self._busy_today(account) else 0

    def _busy_today(self, account: Account) -> bool:
        """Another account of the same principal has a task of the last 24 hours."""
        others = (task for task in self.tasks.values() if task.appid != account.appid)
        return any(
            account.principal_name
            and self.accounts[task.appid].principal_name == account.principal_name
            and self._clock() - task.created < DAY
            for task in others
            if task.appid in self.accounts
        )

    def add_media(self, mediaid: str = "", content: bytes = b"") -> str:
        """Make a picture known, under a new id when none is given; returns the id."""
        with self.lock:
            mediaid = mediaid or f"practice-{secrets.token_urlsafe(36)}"
            self.media[mediaid] = content
            return mediaid

    # What was received

    def record(self, request: Received) -> None:
        with self._arrived:
            self.received.append(request)
            self._arrived.notify_all()

    def count(self, call: str) -> int:
        """How many requests of this call arrived with their whole body."""
        with self.lock:
            return sum(request.call == call for request in self.received)

    def bodies_of(self, taskid: str) -> int:
        """How many `reauth` bodies for this task arrived, whatever was answered."""
        with self.lock:
            return sum(
                request.call == "reauth" and _taskid(request) == taskid for request in self.received
            )

    def last(self, call: str) -> Received:
        """The newest request of this call. LookupError when there is none."""
        with self.lock:
            found = [request for request in self.received if request.call == call]
        if not found:
            raise LookupError(call)
        return found[-1]

    def wait_received(self, call: str, times: int = 1, seconds: float = 5.0) -> bool:
        """Wait until `times` requests of this call have arrived; False when time ran out."""
        with self._arrived:
            return self._arrived.wait_for(lambda: self.count(call) >= times, seconds)

    # Misbehaviour

    def misbehave(self, call: str, fault: str, times: int = 1, *, seconds: float = 5.0) -> None:
        """Answer the next `times` requests of this call with a fault (see `faults.Fault`).

        Planned faults are used up in order. `seconds` is for the slow fault.
        ValueError for an unknown fault.
        """
        self._plan(call, planned(fault, seconds=seconds), times)

    def refuse(self, call: str, code: int, errmsg: str | None = None, times: int = 1) -> None:
        """Answer the next `times` requests with this errcode, without doing anything."""
        self._plan(call, Plan("refuse", code=code, errmsg=errmsg), times)

    def behave(self) -> None:
        """Forget every planned fault."""
        with self.lock:
            self._plans.clear()

    def next_plan(self, call: str) -> Plan | None:
        """Use up the next planned fault of this call."""
        with self.lock:
            queue = self._plans.get(call)
            return queue.popleft() if queue else None

    def plans_left(self) -> int:
        """How many planned faults have not come yet."""
        with self.lock:
            return sum(len(queue) for queue in self._plans.values())

    def _plan(self, call: str, plan: Plan, times: int) -> None:
        with self.lock:
            self._plans.setdefault(call, deque()).extend([plan] * times)


def _keep_nothing(_tasks: Sequence[Task]) -> None:
    """Tests and a stand-in without a data folder forget."""


def _taskid(request: Received) -> Any:
    data = (request.body or {}).get("auth_data")
    return data.get("taskid") if isinstance(data, dict) else None
