"""One submission as a receipt: what was sent, when, what WeChat answered. It holds no secret."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from gui.core.form.rules import resolve
from gui.core.form.spec import FormSpec
from gui.core.form.summary import SectionSummary, summary
from gui.core.intake import take
from gui.core.picture_names import with_file_names
from gui.core.store.journal import Attempt

STATES = {
    "sending": "正在提交",
    "accepted": "微信已收到",
    "refused": "微信没有接受",
    "not_sent": "没有发出",
    "unknown": "结果未知",
    "not_arrived": "确认没有到达",
}
CALLS = {"reauth": "重新提审", "wxaauth": "首次提交"}
TITLE = "小程序认证提交记录"
NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Receipt:
    """`facts` are (name, text) about the submission itself, `sections` what was sent."""

    name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[SectionSummary, ...]


def receipt(
    name: str, attempt: Attempt, spec: FormSpec, pictures: Mapping[str, str] = NO_NAMES
) -> Receipt:
    """The receipt of one attempt of the record `name`; the link itself is left out on purpose.

    `pictures` are the file names of those pictures, by media id, that are still here.
    """
    sent = with_file_names(_sent(attempt, spec), pictures)
    return Receipt(name, tuple(_facts(attempt)), sent)


def as_text(paper: Receipt) -> str:
    """For 复制为文本: a line for each answer."""
    lines = [TITLE, paper.name, "", *(f"{name}：{text}" for name, text in paper.facts)]
    for section in paper.sections:
        lines += ["", f"【{section.title}】"]
        lines += [f"{row.label}：{row.text}" for row in section.rows]
    return "\n".join(lines)


def as_html(paper: Receipt) -> str:
    """For printing and PDF. Every word is escaped: WeChat's and the user's are text, not markup."""
    parts = [f"<h2>{TITLE}</h2><h3>{escape(paper.name)}</h3>", _table(paper.facts)]
    for section in paper.sections:
        rows = tuple((row.label, row.text) for row in section.rows)
        parts.append(f"<h4>{escape(section.title)}</h4>{_table(rows)}")
    return "".join(parts)


def _facts(attempt: Attempt) -> Iterator[tuple[str, str]]:
    yield "第几次提交", f"第 {attempt.round} 次（{CALLS.get(attempt.call, attempt.call)}）"
    yield "提交时间", _moment(attempt.started_at)
    yield "结果", STATES[attempt.state]
    if attempt.settled_at:
        yield "得到结果的时间", _moment(attempt.settled_at)
    yield "任务编号", attempt.answer_taskid or attempt.taskid or "还没有"
    yield "AppID", attempt.appid
    if attempt.errcode is not None:
        yield "错误码", str(attempt.errcode)
        yield "微信返回", attempt.errmsg
    if attempt.rid:
        yield "rid", attempt.rid


def _sent(attempt: Attempt, spec: FormSpec) -> tuple[SectionSummary, ...]:
    if not attempt.payload:
        return ()
    values = take(attempt.payload, spec).values
    return summary(spec, resolve(spec, values, {"call": attempt.call}))


def _moment(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))


def _table(rows: tuple[tuple[str, str], ...]) -> str:
    cells = "".join(
        f"<tr><td width='30%'>{escape(name)}</td><td>{escape(text)}</td></tr>"
        for name, text in rows
    )
    return f"<table width='100%' cellpadding='3'>{cells}</table>"
