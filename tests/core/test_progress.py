"""Both status tables: steps, words, and when resubmitting makes sense."""

from __future__ import annotations

import pytest

from gui.core.progress import resubmittable, standing

YES_TASKS = [1, 2, 5, 8, 11, 14]
NO_TASKS = [0, 3, 4, 6, 7, 9, 12, 15]
TASKS = sorted(YES_TASKS + NO_TASKS)
SIGNS = {"done": "✓", "now": "…", "failed": "x", "ahead": "-"}


def line(task_status: int | None, apply_status: int | None) -> str:
    return "".join(SIGNS[step.state] for step in standing(task_status, apply_status).steps)


def test_the_line_names_its_seven_steps():
    names = [step.name for step in standing(0, 0).steps]
    assert " → ".join(names) == "已提交 → 管理员授权 → 人脸核验 → 手机验证 → 支付 → 审核 → 结果"


@pytest.mark.parametrize(
    ("task_status", "apply_status", "expected"),
    [
        (0, 0, "✓…-----"),
        (1, 0, "✓x-----"),
        (2, 0, "✓x-----"),
        (3, 0, "✓✓…----"),
        (4, 0, "✓✓…----"),
        (5, 0, "✓✓x----"),
        (6, 0, "✓✓✓…---"),
        (7, 0, "✓✓✓…---"),
        (8, 0, "✓✓✓x---"),
        (9, 0, "✓✓✓✓…--"),
        (11, 0, "✓✓✓✓x--"),
        (12, 0, "✓✓✓✓…--"),
        (14, 0, "✓✓✓x---"),
        (15, 0, "✓✓✓✓…--"),
        (12, 1, "✓✓✓✓…--"),
        (12, 2, "✓✓✓✓✓…-"),
        (12, 3, "✓✓✓✓✓x-"),
        (12, 4, "✓✓✓✓✓✓✓"),
        (12, 5, "✓✓✓✓✓✓x"),
        (None, 4, "✓✓✓✓✓✓✓"),
        (99, 0, "✓…-----"),
        (12, 99, "✓✓✓✓✓…-"),
        (None, None, "✓…-----"),
    ],
)
def test_the_steps_follow_the_numbers(task_status, apply_status, expected):
    assert line(task_status, apply_status) == expected


@pytest.mark.parametrize(
    ("task_status", "apply_status", "text"),
    [
        (10, 0, "处理中（状态 10）"),
        (13, None, "处理中（状态 13）"),
        (12, 9, "处理中（状态 9）"),
        (12, -(2**70), f"处理中（状态 {-(2**70)}）"),
        (None, None, "还没有查到进度"),
    ],
)
def test_unknown_numbers_are_shown_and_leave_the_choice_to_the_user(
    task_status, apply_status, text
):
    assert standing(task_status, apply_status).text == text
    verdict = resubmittable(task_status, apply_status)
    assert verdict.answer == "ask"
    assert text in verdict.text


@pytest.mark.parametrize("task_status", TASKS)
def test_without_an_order_the_task_decides(task_status):
    expected = "yes" if task_status in YES_TASKS else "no"
    verdict = resubmittable(task_status, 0)
    assert verdict.answer == expected
    if expected == "no":
        assert standing(task_status, 0).text in verdict.text


@pytest.mark.parametrize(
    ("apply_status", "expected"), [(1, "no"), (2, "no"), (3, "yes"), (4, "no"), (5, "no")]
)
@pytest.mark.parametrize("task_status", [None, 99, *TASKS])
def test_with_an_order_the_order_decides(task_status, apply_status, expected):
    verdict = resubmittable(task_status, apply_status)
    assert verdict.answer == expected
    assert expected == "yes" or standing(task_status, apply_status).text in verdict.text


@pytest.mark.parametrize("task_status", TASKS)
def test_a_missing_order_status_blocks_nothing_where_an_order_may_exist(task_status):
    expected = "yes" if task_status in YES_TASKS else "no"
    expected = "ask" if task_status in (12, 15) else expected
    assert resubmittable(task_status, None).answer == expected


def test_polling_slows_down_and_stops_at_the_end():
    assert standing(0, 0).poll == 10
    assert standing(9, 0).poll == 60
    assert standing(12, 1).poll == 60
    assert standing(12, 2).poll == 600
    for task_status, apply_status in [(1, 0), (2, 0), (11, 0), (14, 0), (12, 3), (12, 4), (12, 5)]:
        end = standing(task_status, apply_status)
        assert (end.final, end.poll) == (True, None)
    assert not standing(99, 0).final
