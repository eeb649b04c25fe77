"""A client that speaks plain HTTP with the standard library, and ready submissions."""

from __future__ import annotations

import copy
import http.client
import json
from typing import Any

import pytest

from gui.core.practice.server import StandIn
from gui.core.practice.world import World

APPID = "wx00000000000000a1"
SECRET = "a" * 32
TASKID = "TASK1"
COMPANY = "深圳市某某科技有限公司"

JSON = {"Content-Type": "application/json; charset=utf-8"}
PATHS = {
    "stable_token": "/cgi-bin/stable_token",
    "reauth": "/wxa/sec/reauth",
    "wxaauth": "/wxa/sec/wxaauth",
    "queryauth": "/wxa/sec/queryauth",
    "uploadauthmaterial": "/wxa/sec/uploadauthmaterial",
    "authidentitytree": "/wxa/sec/authidentitytree",
    "checkwxverifynickname": "/cgi-bin/wxverify/checkwxverifynickname",
    "getaccountbasicinfo": "/cgi-bin/account/getaccountbasicinfo",
}

SUBMISSION: dict[str, Any] = {
    "taskid": TASKID,
    "customer_type": 1,
    "auth_type": 1,
    "contact_info": {"name": "张三", "email": "zhang@example.com", "mobile": "13800138000"},
    "account_name": "某某小程序",
    "account_name_type": 1,
    "qualification": "licence",
    "pay_type": 2,
    "third_party_phone": "0755-26000000",
    "invoice_info": {
        "invoice_type": 2,
        "invoice_title": COMPANY,
        "electronic": {"id": "91440300MA5YL3K8XC", "desc": "备注"},
    },
}
VAT = {
    "id": "91440300MA5YL3K8XC",
    "enterprise_phone": "0755-26000000",
    "bank_name": "某某银行深圳分行",
    "bank_account": "4000000000000000000",
}


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.raw = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.raw.decode("utf-8"))

    @property
    def code(self) -> int:
        return self.json.get("errcode", 0)


class Client:
    """Asks as a well-behaved client does; every part can be replaced by a bad one."""

    def __init__(self, stand_in: StandIn, timeout: float = 5.0) -> None:
        self.stand_in = stand_in
        self.timeout = timeout
        self.token = stand_in.world.token_of(APPID)

    def raw(self, method: str, path: str, body: bytes = b"", headers: Any = None) -> Answer:
        address = self.stand_in.base_url.removeprefix("http://")
        connection = http.client.HTTPConnection(address, timeout=self.timeout)
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def ask(self, call: str, body: Any, *, token: str | None = None) -> Answer:
        text = json.dumps(body, ensure_ascii=False).encode("utf-8")
        return self.send(call, text, token=token)

    def send(
        self, call: str, raw: bytes, *, token: str | None = None, headers: Any = JSON
    ) -> Answer:
        token = self.token if token is None else token
        return self.raw("POST", f"{PATHS[call]}?access_token={token}", raw, headers)

    def submit(self, data: Any, call: str = "reauth") -> Answer:
        return self.ask(call, {"auth_data": data})

    def query(self, taskid: str = TASKID) -> Any:
        return self.ask("queryauth", {"taskid": taskid}).json

    def stable_token(self, **changes: Any) -> Answer:
        body = {
            "grant_type": "client_credential",
            "appid": APPID,
            "secret": SECRET,
            "force_refresh": False,
        } | changes
        return self.ask("stable_token", {k: v for k, v in body.items() if v is not None})

    def upload(
        self,
        content: bytes,
        *,
        name: str = "media",
        filename: str = "material.png",
        kind: str = "image/png",
        twice: bool = False,
    ) -> Answer:
        disposition = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"'
        part = f"--b0undary\r\n{disposition}\r\nContent-Type: {kind}\r\n\r\n".encode()
        raw = (part + content + b"\r\n") * (2 if twice else 1) + b"--b0undary--\r\n"
        headers = {"Content-Type": "multipart/form-data; boundary=b0undary"}
        return self.send("uploadauthmaterial", raw, headers=headers)


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """The good submission with these pointers set, or removed when the value is None."""
    data = copy.deepcopy(SUBMISSION)
    for pointer, value in changes.items():
        *parents, name = pointer.strip("/").split("/")
        place = data
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return data


@pytest.fixture
def submission():
    return changed


class Clock:
    """Moved by hand: seconds since the epoch."""

    now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def world(clock):
    world = World(clock)
    world.add_account(
        APPID, SECRET, principal_name=COMPANY, customer_type=None, nickname="某某小程序"
    )
    world.add_task(TASKID, APPID, task_status=12, apply_status=3, refill_reason="图片不清楚")
    for mediaid in ("licence", "proof", "trademark"):
        world.add_media(mediaid)
    return world


@pytest.fixture
def stand_in(world):
    with StandIn(world) as stand_in:
        yield stand_in


@pytest.fixture
def client(stand_in):
    return Client(stand_in)


@pytest.fixture
def vat():
    return dict(VAT)
