"""One certification and what the administrator and the review do to it (practice)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlsplit

LINK_PATH = "/practice/only/"
REVIEWER = {"provider": "演练审核机构", "contact": "演练审核员 400-000-0000"}


class Step(StrEnum):
    """What the administrator or the review can do."""

    AGREE = "agree"
    DECLINE = "decline"
    TIME_OUT = "time_out"
    FACE_OK = "face_ok"
    FACE_FAIL = "face_fail"
    CODE_OK = "code_ok"
    CODE_FAIL = "code_fail"
    PAY = "pay"
    PASS_REVIEW = "pass_review"  # noqa: S105 - passing, no password
    SEND_BACK = "send_back"
    FAIL_REVIEW = "fail_review"


STEP_WORDS: dict[str, str] = {
    Step.AGREE: "管理员同意授权",
    Step.DECLINE: "管理员拒绝授权",
    Step.TIME_OUT: "授权链接过期",
    Step.FACE_OK: "人脸核验通过",
    Step.FACE_FAIL: "人脸核验没有通过",
    Step.CODE_OK: "手机验证通过",
    Step.CODE_FAIL: "手机验证没有通过",
    Step.PAY: "支付审核费",
    Step.PASS_REVIEW: "审核通过",
    Step.SEND_BACK: "打回重填",
    Step.FAIL_REVIEW: "审核最终没有通过",
}

# Where a step leads: task_status, apply_status.
MOVES: dict[str, tuple[int, int]] = {
    Step.AGREE: (3, 0),
    Step.DECLINE: (2, 0),
    Step.TIME_OUT: (1, 0),
    Step.FACE_OK: (6, 0),
    Step.FACE_FAIL: (5, 0),
    Step.CODE_OK: (15, 1),
    Step.CODE_FAIL: (8, 0),
    Step.PAY: (12, 2),
    Step.PASS_REVIEW: (12, 4),
    Step.SEND_BACK: (12, 3),
    Step.FAIL_REVIEW: (12, 5),
}

# From which task_status a step makes sense while there is no order.
WITHOUT_ORDER: dict[str, set[int]] = {
    Step.AGREE: {0},
    Step.DECLINE: {0},
    Step.TIME_OUT: {0, 3, 4, 6, 7, 9},
    Step.FACE_OK: {3, 4, 5},
    Step.FACE_FAIL: {3, 4},
    Step.CODE_OK: {6, 7, 8, 9},
    Step.CODE_FAIL: {6, 7},
}

# From which apply_status a step makes sense once there is an order.
WITH_ORDER: dict[str, set[int]] = {
    Step.PAY: {1},
    Step.PASS_REVIEW: {2},
    Step.SEND_BACK: {2, 4},  # once passed: to practise it all over again
    Step.FAIL_REVIEW: {2},
}

MAY_RESUBMIT = {1, 2, 5, 8, 11, 14}


@dataclass
class Task:
    """A certification as `queryauth` reports it; `rounds` counts its accepted submissions."""

    taskid: str
    appid: str
    task_status: int = 0
    apply_status: int = 0
    auth_url: str = ""
    refill_reason: str = ""
    fail_reason: str = ""
    orderid: int = 0
    dispatch: dict[str, Any] = field(default_factory=dict)
    rounds: int = 1
    paid: bool = False
    created: float = 0.0

    def report(self) -> dict[str, Any]:
        """The part of a `queryauth` answer that describes this task."""
        report: dict[str, Any] = {
            "task_status": self.task_status,
            "auth_url": self.auth_url,
            "apply_status": self.apply_status,
            "appid": self.appid,
            "orderid": self.orderid,
            "refill_reason": self.refill_reason,
            "fail_reason": self.fail_reason,
        }
        return report | ({"dispatch_info": dict(self.dispatch)} if self.dispatch else {})

    def submitted_again(self, *, paid: bool) -> None:
        """A new round begins: the administrator gets a new link."""
        self.rounds += 1
        self.task_status = self.apply_status = self.orderid = 0
        self.refill_reason = self.fail_reason = ""
        self.dispatch = {}
        self.paid = self.paid or paid
        self.auth_url = new_auth_url(self.taskid, self.rounds)


def new_taskid() -> str:
    return f"PRACTICE{secrets.token_hex(8).upper()}"


def is_practice_link(link: str) -> bool:
    """Whether a link is one of the stand-in's, which no administrator can use."""
    return urlsplit(link).path.startswith(LINK_PATH)


def new_auth_url(taskid: str, rounds: int) -> str:
    """A link as long as the real ones, whose path says that it is practice."""
    return (
        f"https://mp.weixin.qq.com{LINK_PATH}wxaauth?action=authorize"
        f"&taskid={quote(taskid, safe='')}&round={rounds}&ticket={secrets.token_hex(24)}"
    )


def possible_steps(task: Task) -> list[str]:
    """The steps that make sense now, for the panel of the practice mode."""
    if task.apply_status:
        return [step for step, states in WITH_ORDER.items() if task.apply_status in states]
    return [step for step, states in WITHOUT_ORDER.items() if task.task_status in states]


def play(task: Task, step: str, reason: str, now: float) -> None:
    """Move the task; a step out of order is taken as it is. ValueError for an unknown step."""
    step = Step(step)
    task.task_status, task.apply_status = MOVES[step]
    if step is Step.CODE_OK and task.paid:
        task.task_status, task.apply_status = MOVES[Step.PAY]
    task.paid = task.paid or step is Step.PAY
    task.orderid = (task.orderid or 401_234_567_890_000 + task.rounds) if task.apply_status else 0
    task.dispatch = REVIEWER | {"dispatch_time": int(now)} if task.apply_status > 1 else {}
    task.refill_reason = (
        reason or "资料不清晰，请修改后重新提交（演练）" if task.apply_status == 3 else ""
    )
    task.fail_reason = (
        reason or "主体资料与工商登记不一致（演练）" if task.apply_status == 5 else ""
    )


def refusal_of_resubmission(task: Task) -> int:
    """The errcode with which `reauth` is refused in this state, 0 when it is taken."""
    if task.apply_status in {2, 4, 5}:
        return 89608
    if task.apply_status == 1:
        return 89604
    if task.apply_status == 3 or task.task_status in MAY_RESUBMIT:
        return 0
    return 89604


def refusal_of_another(task: Task) -> int:
    """The errcode with which `wxaauth` is refused while this task exists, else 0."""
    if task.apply_status == 3:
        return 89605
    if task.apply_status in {4, 5} or (not task.apply_status and task.task_status in MAY_RESUBMIT):
        return 0
    return 89604
