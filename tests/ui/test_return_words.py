"""What stands below the reason: what is told is plain, what is guessed is "about"."""

from datetime import date

import pytest

from gui.core.returning import Chance
from gui.ui.return_words import chance_words, marked_words

TODAY = date(2026, 6, 15)
DAY = date(2026, 6, 27)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (Chance(), "第几次重填还不清楚（一般共 3 次） · 以微信通知为准"),
        (Chance(2), "约第 2 次重填，共 3 次 · 以微信通知为准"),
        (Chance(2, told_refill=True), "第 2 次重填，共 3 次 · 以微信通知为准"),
        (Chance(4), "约第 4 次重填（一般共 3 次） · 以微信通知为准"),
        (Chance(1, DAY), "约第 1 次重填，共 3 次 · 约 6月27日 截止，约 12 天 · 以微信通知为准"),
        (
            Chance(1, DAY, told_refill=True, told_deadline=True),
            "第 1 次重填，共 3 次 · 6月27日 截止，约 12 天 · 以微信通知为准",
        ),
        (
            Chance(1, TODAY, told_deadline=True),
            "约第 1 次重填，共 3 次 · 6月15日 截止，约今天到期 · 以微信通知为准",
        ),
        (
            Chance(1, date(2026, 6, 1)),
            "约第 1 次重填，共 3 次 · 约 6月1日 截止，可能已过期 · 以微信通知为准",
        ),
    ],
)
def test_nothing_is_claimed_that_only_the_notice_knows(chance, words):
    assert chance_words(chance, TODAY) == words


def test_marks_are_named_by_their_questions():
    assert marked_words(["营业执照", "邮箱"]) == "可能与这些项目有关：营业执照、邮箱"
    assert marked_words([]) == "没有标记任何项目"
