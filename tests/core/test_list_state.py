"""How a record reads in the list, and what runs out when."""

from datetime import datetime

import pytest

from gui.core.list_state import Group, list_state, time_left
from gui.core.returning import refill_deadline
from gui.core.store.summaries import RecordSummary

NOON = datetime(2026, 6, 15, 12).timestamp()
HOUR = 3600.0


def record(state="draft", task_status=None, apply_status=None, **other):
    facts = {"call": "reauth", "account_name": "", "appid": "", "changed_at": NOON, "taskid": "T"}
    told = {"task_status": task_status, "apply_status": apply_status}
    return RecordSummary(id="r", name="记录", state=state, **(facts | told | other))


@pytest.mark.parametrize(
    ("state", "numbers", "words", "group"),
    [
        ("draft", (None, None), "草稿", Group.DRAFT),
        ("draft", (12, 3), "待重填", Group.REFILL),
        ("draft", (12, 2), "审核中", Group.UNDER_WAY),
        ("draft", (12, 4), "已通过", Group.PASSED),
        ("draft", (2, 0), "管理员已拒绝", Group.REFILL),
        ("sending", (12, 3), "正在提交", Group.UNKNOWN),
        ("unknown", (12, 3), "结果未知", Group.UNKNOWN),
        ("accepted", (None, None), "已提交", Group.UNDER_WAY),
        ("accepted", (0, None), "等待授权", Group.UNDER_WAY),
        ("accepted", (3, 0), "等待人脸核验", Group.UNDER_WAY),
        ("accepted", (15, 1), "等待支付", Group.UNDER_WAY),
        ("accepted", (12, 2), "审核中", Group.UNDER_WAY),
        ("accepted", (12, 3), "待重填", Group.REFILL),
        ("accepted", (1, 0), "授权已过期", Group.REFILL),
        ("accepted", (12, 4), "已通过", Group.PASSED),
        ("accepted", (12, 5), "未通过", Group.FAILED),
        ("accepted", (13, 0), "处理中（状态 13）", Group.UNDER_WAY),
        ("accepted", (12, 77), "处理中（状态 77）", Group.UNDER_WAY),
        ("refused", (12, 3), "微信没有接受", Group.REFILL),
        ("refused", (12, 2), "审核中", Group.UNDER_WAY),
        ("not_sent", (12, 3), "待重填", Group.REFILL),
        ("not_arrived", (None, None), "草稿", Group.DRAFT),
    ],
)
def test_the_last_that_is_known_counts(state, numbers, words, group):
    told = list_state(record(state, *numbers))
    assert (told.words, told.group) == (words, group)


@pytest.mark.parametrize(
    ("state", "words", "group"),
    [
        ("draft", "草稿", Group.DRAFT),
        ("not_sent", "草稿", Group.DRAFT),
        ("refused", "微信没有接受", Group.DRAFT),
        ("accepted", "已提交", Group.UNDER_WAY),
    ],
)
def test_a_first_submission_is_a_draft_until_it_arrived(state, words, group):
    told = list_state(record(state, call="wxaauth"))
    assert (told.words, told.group) == (words, group)


def test_a_link_ends_after_a_day():
    # GIVEN a link that was first seen at noon
    waiting = record("accepted", 0, 0, link_at=NOON)
    # THEN its end is certain, and another state or a doubt has none
    left = time_left(waiting)
    assert (left.what, left.ends, left.certain) == ("link", NOON + 24 * HOUR, True)
    assert time_left(record("accepted", 12, 2, link_at=NOON)) is None
    assert time_left(record("unknown", 0, 0, link_at=NOON)) is None
    assert time_left(record("accepted", 0, 0)) is None
    assert time_left(record("draft", 0, 0, link_at=NOON)) is None  # not of our submission


def test_a_return_has_about_thirty_days_or_what_the_user_says():
    # GIVEN a return seen on 15 June
    left = time_left(record("accepted", 12, 3, returned_at=NOON))
    assert (left.what, left.certain) == ("refill", False)
    assert datetime.fromtimestamp(left.ends).strftime("%m-%d %H:%M") == "07-15 23:59"
    # WHEN the user knows better, THEN that counts
    left = time_left(record("accepted", 12, 3, returned_at=NOON, deadline="2026-07-01"))
    assert datetime.fromtimestamp(left.ends).strftime("%m-%d") == "07-01"
    assert time_left(record("draft", 12, 3)) is None
    assert refill_deadline("", None) is None
