"""The manual is whole: every address, picture and data file it speaks of is there, in our words."""

import re
from html.parser import HTMLParser

import pytest

from gui.core.form.spec import load_form
from gui.core.manual.chapters import HELP, load_manual
from gui.core.manual.search import search
from gui.core.paths import RESOURCES

LARGEST = 1_500_000  # bytes of the whole folder
CHAPTERS = (
    "first-day",
    "form",
    "submit",
    "code",
    "progress",
    "drafts",
    "safety",
    "questions",
    "keys",
)
# Words that blame, beg or belong to programmers (see the rules of the microcopy).
UNWANTED = ("您", "！", "非法", "无效", "失败", "抱歉", "请勿", "登陆", "帐号", "其它")
DEVELOPERS = ("errcode", "payload", "media_id", "接口地址", "HTTP", "SQL")
EMPTY = {"img", "br"}


@pytest.fixture(scope="module")
def spec():
    return load_form(RESOURCES / "forms")


@pytest.fixture(scope="module")
def manual(spec):
    return load_manual(spec, [("保存", "Ctrl+S")])


class Tags(HTMLParser):
    """Whether every element is closed where it should be."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.pictures = [], [], [], []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        self.links += [named["href"]] if "href" in named else []
        self.pictures += [named["src"]] if "src" in named else []
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, tag


def tags(chapter):
    reader = Tags()
    reader.feed(chapter.html)
    assert reader.open == []
    return reader


def test_the_chapters_are_there_in_their_order(manual):
    assert tuple(chapter.key for chapter in manual) == CHAPTERS
    assert all(chapter.parts[0].level == 1 for chapter in manual)


def test_every_place_that_is_generated_was_filled(manual):
    assert [chapter.key for chapter in manual if "<!--" in chapter.html] == []
    assert [chapter.key for chapter in manual if "aside" in chapter.html] == []


def test_every_chapter_is_well_formed_and_names_each_place_once(manual):
    for chapter in manual:
        ids = tags(chapter).ids
        assert sorted(ids) == sorted(set(ids)), chapter.key


def test_every_heading_can_be_gone_to(manual):
    for chapter in manual:
        assert [part.title for part in chapter.parts[1:] if not part.anchor] == []


def test_links_lead_to_places_of_the_manual(manual):
    places = {f"{chapter.key}.html" for chapter in manual}
    places |= {f"{c.key}.html#{anchor}" for c in manual for anchor in tags(c).ids}
    for chapter in manual:
        links = tags(chapter).links
        assert [link for link in links if link not in places] == [], chapter.key


def test_every_picture_is_there_for_both_themes_and_none_is_useless(manual):
    wanted = {name for chapter in manual for name in tags(chapter).pictures}
    assert wanted
    both = wanted | {name.replace(".png", "-dark.png") for name in wanted}
    assert {file.name for file in HELP.glob("*.png")} == both


def test_the_manual_is_small():
    assert sum(file.stat().st_size for file in HELP.iterdir()) < LARGEST


def test_the_words_are_those_of_a_friendly_colleague(manual):
    for chapter in manual:
        text = "\n".join(f"{part.title} {part.text}" for part in chapter.parts)
        assert [word for word in UNWANTED if word in text] == [], chapter.key


@pytest.mark.parametrize("file", sorted(HELP.glob("*.html")), ids=lambda file: file.stem)
def test_what_was_written_by_hand_has_no_words_of_programmers(file):
    text = file.read_text("utf-8")
    assert [word for word in DEVELOPERS if word in text] == []
    # and nothing is fetched from elsewhere
    assert not re.search(r'(href|src)="[a-z]+:', text)


def test_chapters_come_from_files_alone(tmp_path, spec):
    # GIVEN a folder with one more chapter, put between the others by its number
    for file in HELP.glob("*.html"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "3-extra.html").write_text('<h1>补充</h1><p>前言</p><h2 id="a">甲</h2>', "utf-8")
    # WHEN the manual is read, THEN it is there, can be found and gone to
    manual = load_manual(spec, [], tmp_path)
    assert [chapter.key for chapter in manual][2:4] == ["extra", "submit"]
    assert [(part.anchor, part.title, part.text) for part in manual[2].parts] == [
        ("", "补充", "前言"),
        ("a", "甲", ""),
    ]
    assert search(manual, "前言")[0].chapter.key == "extra"
