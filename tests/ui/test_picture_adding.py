"""Pictures get into the real window by every way there is, and what does not fit is told."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.core.images import photos
from tests.core.images.sent import decoded
from tests.ui.clerk import LEFT, until
from tests.ui.picture_desk import (
    LICENCE,
    OTHER,
    adds,
    as_files,
    choose,
    drag,
    drop,
    editor,
    files,
    is_quiet,
    key,
    received,
    small,
    states,
    uploaded,
)

EXAMPLE_ID = "practice-media-industry-permit"
NO_KEY = Qt.KeyboardModifier.NoModifier
TYPED = Qt.KeyboardModifier.ControlModifier


def thumbnails(clerk, pointer=OTHER):
    return [tile.thumbnail.image() for tile in editor(clerk, pointer).grid.pictures()]


def names(clerk, pointer=OTHER):
    return [tile.short_name() for tile in editor(clerk, pointer).grid.tiles]


def test_several_files_are_chosen_at_once(clerk, tmp_path):
    # WHEN three files are chosen in the dialog
    paths = files(tmp_path, small(1), small(2), small(3))
    choose(clerk, paths)
    until(lambda: len(names(clerk)) == 4, "the tiles")
    # THEN they stand behind what was there, in their order, and are uploaded each once
    assert names(clerk) == [EXAMPLE_ID, "图片1.jpg", "图片2.jpg", "图片3.jpg"]
    uploaded(clerk)
    assert len(received(clerk)) == 3


def test_an_image_is_pasted(clerk):
    # GIVEN a screenshot in the clipboard
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QApplication.clipboard().setImage(image)
    # WHEN Ctrl+V is pressed on a tile
    key(clerk, f"{OTHER}/0", Qt.Key.Key_V, TYPED)
    uploaded(clerk)
    # THEN it is there, under a name of ours
    (content,) = received(clerk)
    assert decoded(content).size == (900, 600)
    assert names(clerk)[1].startswith("粘贴的图片")


def test_files_are_pasted_into_the_line_for_ids_as_pictures(clerk, tmp_path):
    QApplication.clipboard().setMimeData(as_files(files(tmp_path, small())))
    key(clerk, f"{OTHER}/1", Qt.Key.Key_V, TYPED)
    until(lambda: names(clerk) == [EXAMPLE_ID, "图片1.jpg"], "the picture")
    assert editor(clerk).entry.text() == ""


@pytest.mark.parametrize("copied", ["请看附件里的照片", "13800138000", "IMG_0001.HEIC"])
def test_what_is_pasted_and_is_no_picture_is_told(clerk, copied):
    before = clerk.window.record.model.value(OTHER)
    QApplication.clipboard().setText(copied)
    key(clerk, f"{OTHER}/0", Qt.Key.Key_V, TYPED)
    clerk.reads("剪贴板里是文字，不是图片")
    assert clerk.window.record.model.value(OTHER) == before


def test_a_frame_shows_where_pictures_would_go(clerk, tmp_path):
    # WHEN files are carried over the card
    card = drag(clerk, as_files(files(tmp_path, small())), OTHER)
    # THEN the card and the place are marked, and the place is named
    assert card.property("dropping") is True
    assert editor(clerk).bar.property("dropping") is True
    assert editor(clerk, LICENCE).bar.property("dropping") is False
    clerk.reads("松开鼠标，图片会添加到「其他证明材料」")


def test_a_draft_file_is_not_for_the_card(clerk, tmp_path):
    draft = tmp_path / "记录.reauth"
    draft.write_text("{}")
    drop(clerk, as_files([draft]))
    assert is_quiet(clerk)


def test_the_only_picture_is_exchanged_and_the_rest_is_told(clerk, tmp_path):
    # WHEN two pictures are dropped on the field for one that has one
    adds(clerk, files(tmp_path, small(1), small(2)), LICENCE)
    # THEN the first took the place, and a sentence tells of the other
    assert names(clerk, LICENCE) == ["图片1.jpg"]
    clerk.reads("营业执照最多 1 张，前 1 张已添加，另外 1 张没有添加")
    # WHEN that is undone, THEN the one of before is back
    clerk.press(f"{LICENCE}/undo")
    assert names(clerk, LICENCE) == ["practice-media-business-licence"]


def test_ten_and_not_more(clerk, tmp_path):
    # GIVEN one material, WHEN eleven more are dropped at once
    adds(clerk, files(tmp_path, *(small(n) for n in range(11))))
    # THEN ten are there, and a sentence tells of the rest
    assert len(names(clerk)) == 10
    clerk.reads("其他证明材料最多 10 张，前 9 张已添加，另外 2 张没有添加")
    assert clerk.error_at(OTHER) == ""
    # WHEN one more is dropped
    adds(clerk, files(tmp_path, small(20)))
    clerk.reads("其他证明材料最多 10 张，已经满了，这 1 张没有添加")


def test_what_is_no_picture_leaves_the_others_alone(clerk, tmp_path):
    paths = files(tmp_path, b"PK\x03\x04 a document", small(1), b"", small(2))
    adds(clerk, paths)
    assert names(clerk)[1:] == ["图片2.jpg", "图片4.jpg"]
    clerk.reads("「图片1.jpg」不是图片")
    clerk.reads("「图片3.jpg」打不开")


@pytest.mark.parametrize("content", [b"no picture", b""])
def test_a_thousand_files_give_a_sentence_or_two(clerk, tmp_path, content):
    # GIVEN a folder of a thousand files
    paths = [tmp_path / f"{n}.jpg" for n in range(1000)]
    for number, path in enumerate(paths):
        path.write_bytes(content or small(number % 9))
    # WHEN all of them are dropped
    adds(clerk, paths)
    # THEN few words say what became of them, and what was there is there
    said = editor(clerk).notice.text()
    assert len(said.splitlines()) <= 5
    assert ("请只选择图片" in said) or ("另外 991 张没有添加" in said)
    assert names(clerk)[0] == EXAMPLE_ID


def test_a_file_that_vanished_is_told(clerk, tmp_path):
    adds(clerk, [tmp_path / "没有了.jpg"])
    clerk.reads("「没有了.jpg」不在原来的位置，可能已经移动或删除")


def test_the_original_may_vanish_afterwards(clerk, tmp_path):
    (path,) = files(tmp_path, photos.jpeg())
    adds(clerk, [path])
    path.unlink()
    clerk.press(f"{OTHER}/1/turn_right")
    until(lambda: thumbnails(clerk)[0].height() > thumbnails(clerk)[0].width(), "it is turned")


def test_pictures_of_the_account_can_be_used_again(clerk, tmp_path):
    # GIVEN a picture in one field that is saved
    adds(clerk, files(tmp_path, small()))
    uploaded(clerk)
    clerk.command("save_draft")
    until(lambda: "local:" in clerk.stored()["answers"], "it is saved")
    # WHEN it is chosen for another field
    clerk.press("/account_supplemental/used")
    table = clerk.find("used_list")
    until(lambda: table.count() == 1, "it is offered")
    table.selectAll()
    clerk.press("add_used")
    # THEN it is there, and was uploaded once
    uploaded(clerk, "/account_supplemental")
    assert names(clerk, "/account_supplemental") == ["图片1.jpg"]
    assert len(received(clerk)) == 1


def test_a_look_that_was_given_up_adds_nothing_to_the_next(clerk, tmp_path):
    # GIVEN a picture that was used before
    adds(clerk, files(tmp_path, small()))
    uploaded(clerk)
    clerk.command("save_draft")
    until(lambda: "local:" in clerk.stored()["answers"], "it is saved")
    # WHEN the pictures are asked for, not waited for, and asked for again
    dialogs = clerk.window.record.pictures.dialogs
    account = clerk.window.services.known_accounts[0].id
    dialogs.show_used(OTHER, account)
    dialogs._used.reject()
    dialogs.show_used(OTHER, account)
    # THEN each is offered once
    clerk.reads("选中一张或几张再点「添加」")
    QTest.qWait(200)
    assert clerk.find("used_list").count() == 1


def test_a_tile_says_what_it_is(clerk, tmp_path):
    (path,) = files(tmp_path, photos.jpeg(photos.scene(320, 240)))
    adds(clerk, [path])
    uploaded(clerk)
    tile = editor(clerk).grid.pictures()[0]
    assert tile.accessibleName().startswith("其他证明材料，第 2 张：图片1.jpg，已上传")
    words = [label.text() for label in tile.findChildren(QLabel) if label.isVisible()]
    assert "图片只有 320×240，审核员可能看不清文字" in words
    assert any("320×240" in text for text in words)


def test_an_image_without_a_file_can_be_dropped(clerk):
    mime = QMimeData()
    mime.setData("image/png", photos.png())
    drop(clerk, mime)
    until(lambda: len(names(clerk)) == 2, "it is there")
    assert states(clerk)


@pytest.mark.parametrize("name", ["auth_identification", "id"])
def test_a_line_of_text_does_not_take_the_path_of_a_file(clerk, tmp_path, name):
    # GIVEN the line of another field of the card, and the one with an id
    rows = clerk.window.record.form.view.rows
    lines = {
        "auth_identification": rows["/auth_identification"].editor.controls()[0],
        "id": editor(clerk).grid.ids()[0].line,
    }
    before = lines[name].text()
    # WHEN a file is dropped right on it
    mime = as_files(files(tmp_path, small()))
    mime.setText(mime.urls()[0].toLocalFile())  # as file managers do
    for kind in (QDragEnterEvent, QDropEvent):
        event = kind(QPoint(9, 9), Qt.DropAction.CopyAction, mime, LEFT, NO_KEY)
        QApplication.sendEvent(lines[name], event)
    # THEN the card has it
    assert lines[name].text() == before
    until(lambda: "图片1.jpg" in [*names(clerk), *names(clerk, LICENCE)], "the picture")
