"""How the stand-in misbehaves on demand: one small function per fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from gui.core.practice.refusal import Refusal


class Fault(StrEnum):
    """Whether a submission was taken although the fault shows is said in `TAKEN`."""

    BUSY = "busy"
    BUSY_BUT_TAKEN = "busy_but_taken"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - a name, no secret
    WRONG_IP = "wrong_ip"
    HANG = "hang"
    SLOW = "slow"
    DRIP = "drip"
    DROP_AFTER_RECEIVING = "drop_after_receiving"
    DROP_BEFORE_RECEIVING = "drop_before_receiving"
    HALF_ANSWER = "half_answer"
    HTML = "html"
    EMPTY = "empty"
    NOT_JSON_OBJECT = "not_json_object"
    TEXT_PLAIN = "text_plain"
    SUCCESS_WITHOUT_LINK = "success_without_link"
    REDIRECT = "redirect"
    HUGE = "huge"
    SERVER_ERROR_500 = "server_error_500"


FAULT_WORDS: dict[str, str] = {
    Fault.BUSY: "微信系统繁忙",
    Fault.BUSY_BUT_TAKEN: "微信报繁忙，但资料已收下",
    Fault.EXPIRED_TOKEN: "接口调用凭证过期",
    Fault.WRONG_IP: "本机 IP 不在白名单",
    Fault.HANG: "收到后一直不答复",
    Fault.SLOW: "很慢才处理和答复",
    Fault.DRIP: "答复一点一点传回",
    Fault.DROP_AFTER_RECEIVING: "收到资料后断开连接",
    Fault.DROP_BEFORE_RECEIVING: "收到资料前断开连接",
    Fault.HALF_ANSWER: "答复只传回一半",
    Fault.HTML: "返回网页而不是数据",
    Fault.EMPTY: "返回空内容",
    Fault.NOT_JSON_OBJECT: "返回看不懂的数据",
    Fault.TEXT_PLAIN: "返回未标明编码的文本",
    Fault.SUCCESS_WITHOUT_LINK: "提交成功，但没有返回授权链接",
    Fault.REDIRECT: "把请求转到别处",
    Fault.HUGE: "返回大得不正常的数据",
    Fault.SERVER_ERROR_500: "微信服务器内部错误",
}

CALL_WORDS: dict[str, str] = {
    "reauth": "重新提审",
    "wxaauth": "首次提交",
    "queryauth": "查询进度",
    "uploadauthmaterial": "上传图片",
    "stable_token": "获取接口调用凭证",
    "authidentitytree": "查询身份列表",
    "checkwxverifynickname": "检测名称",
    "getaccountbasicinfo": "查询账号信息",
}


class Plan(NamedTuple):
    """What to do with one request instead of answering it properly."""

    fault: str
    code: int = 0
    errmsg: str | None = None
    seconds: float = 0.0


class Exchange(Protocol):
    """One request that arrived, and the means to answer it badly."""

    def answer(self) -> dict[str, Any]:
        """Do what was asked for (once) and give the proper answer."""
        ...

    def expire_token(self) -> None:
        """Make the token of this request expire."""
        ...

    def send_json(self, answer: Any) -> None: ...

    def send(
        self,
        body: bytes,
        *,
        status: int = 200,
        kind: str = ...,
        headers: Mapping[str, str] | None = None,
        announced: int | None = None,
    ) -> None:
        """`announced` is the Content-Length when it shall not be the true one."""
        ...

    def drop(self) -> None:
        """Reset the connection."""
        ...

    def hold(self, seconds: float | None = None) -> None:
        """Wait that long, or until the stand-in is told to release its prisoners."""
        ...

    def drip(self, answer: Any) -> None:
        """Send the answer one byte at a time."""
        ...

    def elsewhere(self) -> str:
        """An address that no client should follow a redirect to."""
        ...

    def encoded(self, answer: Any) -> bytes: ...


def planned(fault: str, *, seconds: float) -> Plan:
    """A plan for this fault; ValueError when there is no such fault."""
    return Plan(Fault(fault), seconds=seconds)


def perform(exchange: Exchange, plan: Plan) -> None:
    """Answer one request as planned."""
    PERFORMERS[plan.fault](exchange, plan)


def _refuse(exchange: Exchange, plan: Plan) -> None:
    exchange.send_json(Refusal(plan.code, errmsg=plan.errmsg).answer())


def _busy(exchange: Exchange, _plan: Plan) -> None:
    exchange.send_json(Refusal(-1).answer())


def _busy_but_taken(exchange: Exchange, _plan: Plan) -> None:
    exchange.answer()
    exchange.send_json(Refusal(-1).answer())


def _expired_token(exchange: Exchange, _plan: Plan) -> None:
    exchange.expire_token()
    exchange.send_json(Refusal(42001).answer())


def _wrong_ip(exchange: Exchange, _plan: Plan) -> None:
    exchange.send_json(Refusal(40164).answer())


def _hang(exchange: Exchange, _plan: Plan) -> None:
    answer = exchange.answer()
    exchange.hold()
    exchange.send_json(answer)


def _slow(exchange: Exchange, plan: Plan) -> None:
    exchange.hold(plan.seconds)
    exchange.send_json(exchange.answer())


def _drip(exchange: Exchange, _plan: Plan) -> None:
    exchange.drip(exchange.answer())


def _drop_after_receiving(exchange: Exchange, _plan: Plan) -> None:
    exchange.answer()
    exchange.drop()


def _drop_before_receiving(exchange: Exchange, _plan: Plan) -> None:
    exchange.drop()


def _half_answer(exchange: Exchange, _plan: Plan) -> None:
    body = exchange.encoded(exchange.answer())
    exchange.send(body[: len(body) // 2], announced=len(body))


def _html(exchange: Exchange, _plan: Plan) -> None:
    page = "<!DOCTYPE html><html><body>请先登录网络 <b>Please sign in</b></body></html>"
    exchange.send(page.encode(), kind="text/html; charset=utf-8")


def _empty(exchange: Exchange, _plan: Plan) -> None:
    exchange.answer()
    exchange.send(b"")


def _not_json_object(exchange: Exchange, _plan: Plan) -> None:
    exchange.send_json([exchange.answer()])


def _text_plain(exchange: Exchange, _plan: Plan) -> None:
    exchange.send(exchange.encoded(exchange.answer()), kind="text/plain")


def _success_without_link(exchange: Exchange, _plan: Plan) -> None:
    answer = exchange.answer()
    if answer.get("errcode") == 0:
        answer = {"errcode": 0, "errmsg": "ok", "taskid": ""}
    exchange.send_json(answer)


def _redirect(exchange: Exchange, _plan: Plan) -> None:
    exchange.send(b"", status=307, headers={"Location": exchange.elsewhere()})


def _huge(exchange: Exchange, _plan: Plan) -> None:
    exchange.send_json(exchange.answer() | {"padding": "x" * (4 * 1024 * 1024)})


def _server_error(exchange: Exchange, _plan: Plan) -> None:
    exchange.send(b"Internal Server Error", status=500, kind="text/plain")


PERFORMERS: dict[str, Callable[[Exchange, Plan], None]] = {
    "refuse": _refuse,
    Fault.BUSY: _busy,
    Fault.BUSY_BUT_TAKEN: _busy_but_taken,
    Fault.EXPIRED_TOKEN: _expired_token,
    Fault.WRONG_IP: _wrong_ip,
    Fault.HANG: _hang,
    Fault.SLOW: _slow,
    Fault.DRIP: _drip,
    Fault.DROP_AFTER_RECEIVING: _drop_after_receiving,
    Fault.DROP_BEFORE_RECEIVING: _drop_before_receiving,
    Fault.HALF_ANSWER: _half_answer,
    Fault.HTML: _html,
    Fault.EMPTY: _empty,
    Fault.NOT_JSON_OBJECT: _not_json_object,
    Fault.TEXT_PLAIN: _text_plain,
    Fault.SUCCESS_WITHOUT_LINK: _success_without_link,
    Fault.REDIRECT: _redirect,
    Fault.HUGE: _huge,
    Fault.SERVER_ERROR_500: _server_error,
}

# After these a submission was taken, although the client was not told so properly.
TAKEN: frozenset[str] = frozenset(
    {
        Fault.BUSY_BUT_TAKEN,
        Fault.HANG,
        Fault.SLOW,
        Fault.DRIP,
        Fault.DROP_AFTER_RECEIVING,
        Fault.HALF_ANSWER,
        Fault.EMPTY,
        Fault.NOT_JSON_OBJECT,
        Fault.TEXT_PLAIN,
        Fault.SUCCESS_WITHOUT_LINK,
        Fault.HUGE,
    }
)
