"""What is said about a submission outside the pages, and about the way out of a doubt."""

from __future__ import annotations

import time

from gui.core.errors import NOTHING_SENT, SAFE, Refused
from gui.core.list_state import LINK_SECONDS
from gui.core.progress import NO_ORDER, standing
from gui.core.sheet import Sheet
from gui.core.submission import Outcome
from gui.core.wechat.refusals import explain

Words = tuple[str, str]  # title, text

LEFT_UNSENT: Words = ("已停止提交", NOTHING_SENT + SAFE)
ANOTHER_BUSY: Words = ("另一条记录正在提交", "请等它有了结果，再提交这一条。")
NOT_NOW = "现在不需要重新提交"
SENT_BACK: Words = ("这次认证被打回了", "原因在表单的最上面，修改后可以重新提交。")
SAME_LINK: Words = (
    "微信没有给出新的链接",
    "链接只在 24 小时内有效。微信确认任务过期后，这里会显示可以重新提交；也可以过一会儿再查询。",
)
ARRIVED = "已确认提交成功"


def away_words(sheet: Sheet, outcome: Outcome) -> Words:
    """What became of a record that is not open any more."""
    name = sheet.record.name
    if outcome.attempt.state == "accepted":
        return f"「{name}」已提交", "打开这条记录，可以看到授权链接和二维码。"
    if outcome.attempt.state == "unknown":
        return f"还不确定「{name}」是否提交成功", "请打开这条记录查询结果，避免重复提交。"
    if isinstance(outcome.error, Refused):
        refusal = explain(outcome.error, submission=True)
        return f"「{name}」没有提交：{refusal.title}", refusal.text
    title, text = (outcome.error.title, outcome.error.text) if outcome.error else ("", NOTHING_SENT)
    return f"「{name}」没有提交：{title}", text


def state_words(sheet: Sheet) -> str:
    """Where WeChat says the record stands, in one line; empty when nothing is known."""
    told = sheet.progress
    return standing(told.task_status, told.apply_status).text if told else ""


def news_words(before: Sheet | None, now: Sheet) -> str:
    """What is new about a record, in a few words of ours; empty when nothing is."""
    if before is None or before.record.id != now.record.id or now.progress is None:
        return ""
    if before.doubt is not None and now.doubt is None:
        return ARRIVED
    words = _short(now)
    return "" if before.progress is None or words == _short(before) else words


def is_same_dead_link(before: Sheet | None, now: Sheet) -> bool:
    """Whether a link whose time is over was asked for again, and came again."""
    known = now.progress
    if before is None or known is None or known.auth_url_at is None or not now.auth_url:
        return False
    over = known.asked_at - known.auth_url_at > LINK_SECONDS
    waits = known.task_status == 0 and known.apply_status in NO_ORDER
    return over and waits and before.auth_url == now.auth_url


def _short(sheet: Sheet) -> str:
    told = sheet.progress
    return standing(told.task_status, told.apply_status).short if told else ""


def again_words(sheet: Sheet, *, news: bool) -> Words | None:
    """Why an accepted record wants to be filled in again; None when it does not.

    A reason stands on top of the form anyway: that it came is told once, when it is news.
    """
    if sheet.attempt is None or sheet.attempt.state != "accepted" or sheet.progress is None:
        return None
    if sheet.progress.refill_reason:
        return SENT_BACK if news else None
    return state_words(sheet), ""


def asked_words(sheet: Sheet) -> str:
    """In doubt: when WeChat was asked since the submission, and that it told nothing new."""
    told, attempt = sheet.progress, sheet.attempt
    if told is None or attempt is None or told.asked_at < attempt.started_at:
        return ""
    at = time.strftime("%H:%M", time.localtime(told.asked_at))
    return f"刚刚查过（{at}），状态没有变化。"


def resend_words(sheet: Sheet) -> tuple[bool, str]:
    """Whether 再次提交 can be pressed, and why or why not."""
    if not sheet.taskid:
        return True, "首次提交查不到结果。确认后台没有这次认证，才可以再次提交。"
    if sheet.doubt is not None and sheet.doubt.may_resend:
        return True, "微信两次都回答没有变化，看来没有收到这次提交。"
    return False, "微信确认没有收到之前不能再次提交。程序正在自动查询，最少需要 1 分钟。"
