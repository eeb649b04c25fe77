"""Times read as people write them."""

from datetime import datetime

import pytest

from gui.ui.moments import asked_words, exact_words, moment_words, span_words


def at(*parts):
    return datetime(*parts).timestamp()


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ((2026, 11, 23, 0, 0), "今天 00:00"),
        ((2026, 11, 22, 23, 59), "昨天 23:59"),
        ((2026, 11, 21, 23, 59), "11月21日"),
        ((2026, 1, 2, 8, 5), "1月2日"),
        ((2025, 12, 31, 8, 5), "2025年12月31日"),
        ((2026, 11, 24, 1, 0), "11月24日"),
    ],
)
def test_a_moment_is_as_short_as_its_distance_allows(then, words):
    assert moment_words(at(*then), at(2026, 11, 23, 14, 32)) == words


def test_the_first_of_january_has_a_yesterday():
    assert moment_words(at(2025, 12, 31, 8, 5), at(2026, 1, 1, 9, 0)) == "昨天 08:05"
    assert exact_words(at(2026, 1, 1, 9, 0)) == "2026年1月1日 09:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (86_399, "23 小时 59 分"),
        (3600, "1 小时 0 分"),
        (3599, "59 分钟"),
        (60, "1 分钟"),
        (59.9, "不到 1 分钟"),
    ],
)
def test_a_span_is_rounded_down(seconds, words):
    assert span_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "刚刚查询"),
        (59, "刚刚查询"),
        (60, "1 分钟前查询"),
        (3599, "59 分钟前查询"),
        (3600, "1 小时前查询"),
        (8 * 3600, "今天 06:32 查询"),
        (24 * 3600, "昨天 14:32 查询"),
    ],
)
def test_an_answer_says_how_old_it_is(seconds, words):
    now = at(2026, 11, 23, 14, 32)
    assert asked_words(now - seconds, now) == words
