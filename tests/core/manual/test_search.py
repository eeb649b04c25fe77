"""Somebody types a word and finds the place."""

import pytest

from gui.core.form.spec import load_form
from gui.core.manual.chapters import load_manual
from gui.core.manual.search import search
from gui.core.paths import RESOURCES


@pytest.fixture(scope="module")
def manual():
    return load_manual(load_form(RESOURCES / "forms"), [("保存", "Ctrl+S")])


@pytest.mark.parametrize(
    ("typed", "chapter", "title"),
    [
        ("白名单", "first-day", "把 IP 加进白名单"),
        ("40164", "questions", "微信还不认识这台电脑的网络"),
        ("APPSECRET 对不上", "questions", "AppSecret 和 AppID 对不上"),
        ("纳税人识别号", "form", "纳税人识别号"),
        ("换电脑", "drafts", "草稿、导出与换电脑"),
        ("ctrl+s", "keys", "快捷键"),
        ("重复提交", "questions", "会不会重复提交？"),
    ],
)
def test_the_best_place_comes_first(manual, typed, chapter, title):
    hit = search(manual, typed)[0]
    assert (hit.chapter.key, hit.part.title) == (chapter, title)


def test_all_words_have_to_be_there(manual):
    both = search(manual, "IP 手机热点")
    assert both
    assert all("热点" in hit.part.text for hit in both)


@pytest.mark.parametrize(
    ("typed", "words"), [("二维码过期", "过期"), ("管理员不在", "管理员"), ("密钥忘了", "密钥")]
)
def test_words_that_nobody_wrote_side_by_side_are_found_too(manual, typed, words):
    hit = search(manual, typed)[0]
    assert words in f"{hit.part.title}{hit.part.text}"


@pytest.mark.parametrize("typed", ["", "   ", "啦啦啦"])
def test_nothing_is_found_for_nothing(manual, typed):
    assert search(manual, typed) == []


@pytest.mark.parametrize("words", ["恢复删除", "撤销"])
def test_what_was_deleted_by_mistake_is_found_by_the_words_people_use(manual, words):
    assert "删错了" in search(manual, words)[0].part.title
