"""What each call does: one small function per call, from a request to the answer's object."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from gui.core.practice.identities import identity_tree
from gui.core.practice.refusal import Refusal
from gui.core.practice.rules import REFUSED_NAME_WORD, Submission, check
from gui.core.practice.shape import BAD_ARGUMENT, flat
from gui.core.practice.tasks import Task, new_taskid, refusal_of_resubmission
from gui.core.practice.upload import picture
from gui.core.practice.world import Account, Received, World

ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u")
NAMES_THAT_NEED_PROOF = ("医院", "大学", "银行")

Answer = dict[str, Any]


class Call(NamedTuple):
    """A path that is served: by which function, and whether it wants POST and a token."""

    name: str
    handle: Callable[[World, Received], Answer]
    post: bool = True
    token: bool = True


def call_name(path: str) -> str:
    """What the call behind this path is known as; "unknown" for any other path."""
    return CALLS.get(path, UNKNOWN).name


def answer(world: World, request: Received) -> Answer:
    """Do what is asked for, at once and undisturbed, and give the answer."""
    call = CALLS.get(request.path, UNKNOWN)
    with world.lock:
        try:
            _let_in(world, call, request)
            return call.handle(world, request)
        except Refusal as refusal:
            return refusal.answer()


def _let_in(world: World, call: Call, request: Received) -> None:
    if call.post and request.method != "POST":
        raise Refusal(43002)
    if not world.ip_allowed:
        raise Refusal(40164)
    if call.token:
        account(world, request)


def ok(**more: Any) -> Answer:
    return {"errcode": 0, "errmsg": "ok"} | more


def account(world: World, request: Received) -> Account:
    """The account whose token the request carries."""
    return world.account_of(request.query.get("access_token", ""))


def body(request: Received) -> dict[str, Any]:
    """The body's JSON object, as UTF-8 without escapes. Raises Refusal 47001, 47002 or 40033."""
    if ESCAPE.search(request.raw):
        raise Refusal(40033)
    try:
        request.raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(47002) from None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.body is None or kind != "application/json":
        raise Refusal(47001)
    return request.body


def text_of(values: dict[str, Any], name: str, code: int = BAD_ARGUMENT) -> str:
    """A text that must be there; `code` is the refusal when it is not."""
    value = values.get(name)
    if not isinstance(value, str) or not value:
        raise Refusal(code, name)
    return value


def _stable_token(world: World, request: Received) -> Answer:
    values = body(request)
    if values.get("grant_type") != "client_credential":
        raise Refusal(40002)
    appid, secret = text_of(values, "appid", 41002), text_of(values, "secret", 41004)
    if appid not in world.accounts:
        raise Refusal(40013)
    if world.accounts[appid].secret != secret:
        raise Refusal(40125)
    if values.get("force_refresh", False) is not False:
        world.violations.append("stable_token with force_refresh")
        world.rotate_token(appid)
    token = world.token_of(appid)
    return {"access_token": token, "expires_in": world.seconds_left(token)}


def _old_token(world: World, request: Received) -> Answer:
    world.violations.append("/cgi-bin/token was called")
    appid = request.query.get("appid", "")
    if appid in world.accounts:
        world.rotate_token(appid)
    raise Refusal(48001)


def _submission(world: World, request: Received, call: str) -> Submission:
    values = body(request)
    if set(values) != {"auth_data"}:
        raise Refusal(BAD_ARGUMENT, "auth_data expected, and nothing else")
    data = flat(values["auth_data"], world.also_known)
    return Submission(call, data, account(world, request), world)


def _accepted(task: Task) -> Answer:
    return ok(taskid=task.taskid, auth_url=task.auth_url)


def _reauth(world: World, request: Received) -> Answer:
    submission = _submission(world, request, "reauth")
    check(submission)
    task = _task(world, submission.account, submission["/taskid"])
    if code := refusal_of_resubmission(task):
        raise Refusal(code)
    task.submitted_again(paid=submission["/pay_type"] == 1)
    world.tasks_changed()
    return _accepted(task)


def _wxaauth(world: World, request: Received) -> Answer:
    submission = _submission(world, request, "wxaauth")
    check(submission)
    if code := world.refusal_of_first(submission.account):
        raise Refusal(code)
    paid = submission["/pay_type"] == 1
    return _accepted(world.add_task(new_taskid(), submission.account.appid, paid=paid))


def _task(world: World, owner: Account, taskid: str) -> Task:
    task = world.tasks.get(taskid)
    if task is None or task.appid != owner.appid:
        raise Refusal(89250)
    return task


def _queryauth(world: World, request: Received) -> Answer:
    taskid = text_of(body(request), "taskid")
    return ok(**_task(world, account(world, request), taskid).report())


def _upload(world: World, request: Received) -> Answer:
    content = picture(request.headers, request.raw)
    return ok(type="image", mediaid=world.add_media(content=content))


def _identity_tree(world: World, request: Received) -> Answer:
    body(request)
    tree = identity_tree() if world.identities is None else world.identities
    return ok(identity_tree_list=tree)


def _check_name(world: World, request: Received) -> Answer:
    name = text_of(body(request), "nick_name", 53010)
    if not account(world, request).created_by_interface:
        raise Refusal(41033)
    if REFUSED_NAME_WORD in name:
        raise Refusal(53012)
    hits = [word for word in NAMES_THAT_NEED_PROOF if word in name]
    words = f"名称含“{hits[0]}”，需要提交相应的证明材料（演练）" if hits else ""
    wording = world.name_words or words
    return ok(hit_condition=bool(wording), wording=wording)


def _basic_info(world: World, request: Received) -> Answer:
    body(request)
    owner = account(world, request)
    return ok(
        appid=owner.appid,
        account_type=3,
        principal_type=1,
        principal_name=owner.principal_name,
        customer_type=owner.customer_type or 0,
        credential=owner.credential,
        realname_status=1,
        nickname=owner.nickname,
        wx_verify_info={"qualification_verify": True, "naming_verify": True},
    )


def _unknown(_world: World, _request: Received) -> Answer:
    raise Refusal(40066)


UNKNOWN = Call("unknown", _unknown, post=False, token=False)
CALLS: dict[str, Call] = {
    "/cgi-bin/stable_token": Call("stable_token", _stable_token, token=False),
    "/cgi-bin/token": Call("token", _old_token, post=False, token=False),
    "/wxa/sec/reauth": Call("reauth", _reauth),
    "/wxa/sec/wxaauth": Call("wxaauth", _wxaauth),
    "/wxa/sec/queryauth": Call("queryauth", _queryauth),
    "/wxa/sec/uploadauthmaterial": Call("uploadauthmaterial", _upload),
    "/wxa/sec/authidentitytree": Call("authidentitytree", _identity_tree),
    "/cgi-bin/wxverify/checkwxverifynickname": Call("checkwxverifynickname", _check_name),
    "/cgi-bin/account/getaccountbasicinfo": Call("getaccountbasicinfo", _basic_info),
}
