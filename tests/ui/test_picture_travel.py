"""A record with pictures goes to another computer by its window, and is submitted there."""

import pytest

from tests.core.bundles import PHOTO, RIGHT, picture, records, text, zipped
from tests.ui.clerk import hiring, until
from tests.ui.file_desk import imports, saves_to
from tests.ui.picture_desk import (
    OTHER,
    UPLOAD,
    adds,
    editor,
    files,
    received,
    small,
    states,
    uploaded,
)


@pytest.fixture
def elsewhere(qapp, tmp_path):
    """Opens the window on another computer."""
    with hiring(qapp, tmp_path / "elsewhere") as hire:
        yield hire


def names(clerk):
    return [tile.short_name() for tile in editor(clerk).grid.pictures()]


def test_a_record_with_pictures_goes_to_another_computer(hire, elsewhere, tmp_path):
    # GIVEN a record with two pictures of this computer, and one that WeChat knows only by its id
    clerk = hire()
    adds(clerk, files(tmp_path, small(), small(1)))
    uploaded(clerk)
    # WHEN it is exported, THEN it is said how many pictures are in the file
    path = tmp_path / "换电脑.reauth"
    clerk.command("export_draft")
    saves_to(clerk, path)
    assert "和 2 张图片，请妥善保管" in clerk.words(clerk.bar("已导出"))
    clerk.window.close()
    # WHEN it is imported elsewhere, THEN they are told before, and are there with their names
    other = elsewhere()
    adds(other, files(tmp_path, small(2)))
    assert "，带着 2 张图片。" in imports(other, path)
    other.bar("已导入")
    until(lambda: len(editor(other).grid.pictures()) == 2, "the pictures are in the form")
    until(lambda: names(other) == ["图片1.jpg", "图片2.jpg"], "they have their names")
    # AND they are uploaded from there
    uploaded(other)
    assert {small(), small(1)} <= set(received(other))


def test_what_is_not_in_the_file_is_told_before(clerk, tmp_path):
    # GIVEN a file that names a picture which is not in it, and holds something that is none
    path, odd = tmp_path / "记录.reauth", b"MZ is no picture"
    path.write_bytes(zipped(records(text(b"missing", odd, PHOTO)), picture(odd), picture(PHOTO)))
    # WHEN it is imported, THEN both are told
    words = imports(clerk, path)
    assert "，带着 1 张图片。" in words
    assert "有 1 张图片不在文件里，需要重新添加" in words
    assert "「图2.jpg」不是可以上传的图片，没有导入" in words
    clerk.bar("已导入")
    until(lambda: len(editor(clerk, OTHER).grid.pictures()) == 1, "the picture is there")


def test_a_torn_file_is_refused_in_words(clerk, tmp_path):
    path = tmp_path / "记录.reauth"
    path.write_bytes(RIGHT[:-100])
    clerk.window.list.import_file(path)
    assert "可能没有复制完，请从原来的电脑再复制一次" in clerk.words(clerk.bar("文件没有导入"))


def test_a_lost_picture_is_told_after_the_export(clerk, tmp_path):
    # GIVEN a picture that WeChat did not take, and that somebody took out of the data folder
    clerk.world.refuse(UPLOAD, 40006)
    adds(clerk, files(tmp_path, small()))
    until(lambda: states(clerk) == ["未传成功"], "it failed")
    for one in (tmp_path / "data" / "pictures").iterdir():
        one.unlink()
    # WHEN it is exported, THEN the answers are in the file, and it is said what is not
    path = tmp_path / "记录.reauth"
    clerk.command("export_draft")
    saves_to(clerk, path)
    told = clerk.words(clerk.bar("已导出"))
    assert "有 1 张图片在这台电脑上已经读不出来" in told
    assert path.read_bytes().startswith(b"{")
