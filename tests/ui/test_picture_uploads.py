"""Uploads as they are seen on the tiles, and a submission that waits for them."""

import json

from PySide6.QtTest import QTest

from gui.core.practice.faults import Fault
from gui.ui.thumbnail import Thumbnail
from tests.core.images import photos
from tests.ui.clerk import TASKID, until
from tests.ui.picture_desk import (
    LICENCE,
    OTHER,
    UPLOAD,
    adds,
    as_files,
    drop,
    editor,
    files,
    received,
    small,
    states,
    uploaded,
)

WAITING = "完成后会继续提交…"


def sent(clerk):
    return clerk.world.last("reauth").body["auth_data"]


def waits_for_result(clerk):
    until(lambda: clerk.page() == "result_page", "the result")


def test_an_upload_that_is_refused_says_why_and_is_tried_again(clerk, tmp_path):
    # GIVEN a WeChat that does not take the next picture
    clerk.world.refuse(UPLOAD, 40006)
    adds(clerk, files(tmp_path, small()))
    # THEN its tile says so, and what to do
    until(lambda: states(clerk) == ["未传成功"], "it failed")
    clerk.reads("请换成 JPG 格式、2 MB 以内的图片再试")
    assert editor(clerk).grid.pictures()[0].property("failed") is True
    # WHEN it is tried again
    clerk.press(f"{OTHER}/1/retry")
    uploaded(clerk)
    assert not clerk.sees(f"{OTHER}/1/retry")


def test_a_picture_waits_for_an_account_and_then_goes_by_itself(clerk, tmp_path):
    # GIVEN a new record without an account
    clerk.command("new_draft")
    session = clerk.window.record.session
    until(lambda: session.sheet.account is None, "the new record")
    adds(clerk, files(tmp_path, small()))
    clerk.reads("等待上传 · 选好账号后开始")
    assert received(clerk) == []
    # WHEN one is chosen
    clerk.window.record.account.choose(clerk.window.services.known_accounts[0].id)
    # THEN it is uploaded
    uploaded(clerk)


def test_a_picture_of_an_account_without_a_secret_says_what_is_missing(clerk, tmp_path):
    # GIVEN an account whose secret was never written
    accounts = clerk.window.services.accounts
    other = clerk.window.services.desk.accounts.create("没有密钥", "wx00000000000000c3", "secret")
    clerk.window.dialogs.take_accounts(accounts.list())
    clerk.window.record.account.choose(other.id)
    until(lambda: clerk.window.record.session.sheet.account.id == other.id, "it is chosen")
    # WHEN a picture is added
    adds(clerk, files(tmp_path, small()))
    # THEN its tile says what it waits for, and offers no try that must fail
    clerk.reads("等待上传 · 请填写 AppSecret")
    button = clerk.find(f"{OTHER}/1/retry")
    assert button.text() == "怎么办"
    # WHEN that is pressed, THEN a message leads to the account
    clerk.press(f"{OTHER}/1/retry")
    bar = clerk.bar("请填写 AppSecret")
    assert "「没有密钥」还没有填写 AppSecret" in clerk.words(bar)
    clerk.press("action_edit_account", bar)
    clerk.find("accounts_dialog")
    assert received(clerk) == []


def test_a_picture_with_an_id_is_uploaded_again_by_one_click(clerk, tmp_path):
    adds(clerk, files(tmp_path, small()))
    uploaded(clerk)
    clerk.press(f"{OTHER}/1/again")
    until(lambda: len(received(clerk)) == 2, "the second upload")
    uploaded(clerk)


def test_the_same_picture_is_uploaded_once(clerk, tmp_path):
    (path,) = files(tmp_path, small())
    adds(clerk, [path])
    uploaded(clerk)
    adds(clerk, [path], "/account_supplemental")
    uploaded(clerk, "/account_supplemental")
    assert len(received(clerk)) == 1


def test_what_is_not_asked_is_not_uploaded(clerk, tmp_path):
    # GIVEN a licence that waits for an account, and is not asked of an individual
    clerk.command("new_draft")
    session = clerk.window.record.session
    until(lambda: session.sheet.account is None, "the new record")
    clerk.choose("/customer_type", 1)
    adds(clerk, files(tmp_path, small(1)), LICENCE)
    adds(clerk, files(tmp_path, small(2)))
    clerk.choose("/customer_type", 15)
    # WHEN there is an account, THEN only the other picture is uploaded
    clerk.window.record.account.choose(clerk.window.services.known_accounts[0].id)
    uploaded(clerk)
    assert len(received(clerk)) == 1
    # WHEN the licence is asked again, THEN it follows
    clerk.choose("/customer_type", 1)
    uploaded(clerk, LICENCE)


def test_a_submission_waits_for_pictures_and_sends_their_ids(clerk, tmp_path):
    # GIVEN a picture whose upload takes its time
    clerk.correct()
    clerk.world.misbehave(UPLOAD, Fault.SLOW, seconds=0.8)
    adds(clerk, files(tmp_path, small()))
    clerk.goes_to_check()
    # THEN the page on which everything is read once more calls it by its name
    assert "图片1.jpg" in clerk.words()
    assert "local:" not in clerk.words()
    # WHEN it is submitted at once
    clerk.press("submit")
    clerk.reads(WAITING)
    waits_for_result(clerk)
    # THEN the body was sent once, with the id that WeChat gave
    assert clerk.world.bodies_of(TASKID) == 1
    permit, new = sent(clerk)["qualification_other"]
    assert permit == "practice-media-industry-permit"
    assert clerk.world.media[new] == received(clerk)[0]
    assert "local:" not in json.dumps(clerk.world.last("reauth").body)


def test_waiting_for_pictures_can_be_given_up(clerk, tmp_path):
    # GIVEN an upload that never ends
    clerk.correct()
    clerk.world.misbehave(UPLOAD, Fault.HANG)
    adds(clerk, files(tmp_path, small()))
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.reads(WAITING)
    # WHEN that is cancelled, THEN nothing was sent, and the upload goes on
    clerk.press("cancel_submit")
    until(lambda: clerk.can_press("submit"), "it can be submitted again")
    until(lambda: clerk.stand_in.release() or states(clerk) == ["已上传"], "it is uploaded")
    assert clerk.world.bodies_of(TASKID) == 0


def test_a_picture_that_is_not_taken_stops_the_submission(clerk, tmp_path):
    clerk.correct()
    clerk.world.refuse(UPLOAD, 40005, times=2)
    adds(clerk, files(tmp_path, small()))
    until(lambda: states(clerk) == ["未传成功"], "it failed")
    clerk.goes_to_check()
    clerk.press("submit")
    bar = clerk.bar("微信没有接受「图片1.jpg」")
    assert "资料没有提交" in clerk.words(bar)
    assert clerk.world.bodies_of(TASKID) == 0


def test_an_id_that_is_refused_marks_exactly_its_tile(clerk, tmp_path):
    # GIVEN two pictures that WeChat has, and does not know any more when they are submitted
    adds(clerk, files(tmp_path, small(1), small(2)))
    uploaded(clerk)
    ids = list(clerk.world.media)[-2:]
    second = next(one for one in ids if clerk.world.media[one] == received_of(clerk, 1))
    clerk.world.refuse("reauth", 89636, f"invalid media_id {second}")
    clerk.submits()
    # THEN its tile is marked, and no other
    until(lambda: clerk.page() == "form_page", "back in the form")
    until(lambda: states(clerk) == ["已上传", "未传成功"], "the mark")
    clerk.reads("它的编号可能已过期")
    assert [p.pointer for p in clerk.window.record.model.errors()] == [OTHER]
    # WHEN it is uploaded again and submitted
    clerk.press(f"{OTHER}/2/retry")
    uploaded(clerk)
    clerk.goes_to_check()
    clerk.press("submit")
    waits_for_result(clerk)
    assert second not in sent(clerk)["qualification_other"]
    assert clerk.world.media[sent(clerk)["qualification_other"][2]] == clerk.world.media[second]


def received_of(clerk, place):
    """What was sent of the picture on a place."""
    sha256 = editor(clerk).grid.pictures()[place].sha256
    return clerk.window.services.album.content(sha256)


def test_a_typed_id_that_is_refused_is_marked(clerk):
    clerk.world.refuse("reauth", 89636, "invalid media_id practice-media-business-licence1")
    clerk.window.record.model.set_value(LICENCE, "practice-media-business-licence1")
    clerk.world.add_media("practice-media-business-licence1")
    clerk.submits()
    until(lambda: clerk.page() == "form_page", "back in the form")
    clerk.reads("微信没有认出这个编号")
    assert editor(clerk, LICENCE).grid.tiles[0].property("failed") is True


def test_history_and_export_know_the_picture(clerk, tmp_path):
    # GIVEN a submission with a picture
    clerk.correct()
    adds(clerk, files(tmp_path, small()))
    uploaded(clerk)
    clerk.goes_to_check()
    clerk.press("submit")
    waits_for_result(clerk)
    new = sent(clerk)["qualification_other"][1]
    # WHEN its history is read, THEN the picture has its name beside its id
    clerk.command("history")
    clerk.find("history_text")
    text = clerk.find("history_text").toPlainText()
    assert f"图片1.jpg（{new}）" in text
    clerk.find("history_dialog").reject()
    # WHEN it is exported, THEN the file has the picture
    record = clerk.window.record.session.snapshot()
    path = tmp_path / "out.reauth"
    clerk.window.services.transfers.export_record(record, path)
    assert small() in path.read_bytes()


def test_files_of_the_record_before_are_not_added_to_the_next(clerk, tmp_path):
    # GIVEN files that are just being added, which takes a second
    large = photos.jpeg(photos.scene(2400, 1800, 250), quality=95)
    drop(clerk, as_files(files(tmp_path, *[large] * 9)))
    # WHEN another record is opened meanwhile
    clerk.command("new_draft")
    until(lambda: clerk.window.record.session.sheet.account is None, "the new record")
    clerk.bar("还有图片没有添加")
    # THEN none of them is in it
    assert editor(clerk).grid.tiles == []


def test_the_check_page_shows_the_pictures(clerk, tmp_path):
    # GIVEN a document of two pages, of which WeChat did not take one
    clerk.correct()
    clerk.world.refuse(UPLOAD, 40006)
    adds(
        clerk,
        files(tmp_path, photos.tiff(photos.scene(900, 600, 0), more=[photos.scene(800, 700, 0)])),
    )
    until(lambda: "未传成功" in states(clerk) and "已上传" in states(clerk), "one is uploaded")
    # WHEN everything is read once more
    clerk.goes_to_check()
    page = clerk.find("check_page")
    # THEN each page is seen beside its name, with what becomes of it
    shown = [one for one in page.findChildren(Thumbnail) if one.isVisible()]
    assert len([one for one in shown if not one.image().isNull()]) == 2
    words = clerk.words(page)
    assert "图片1.jpg 第 1 页" in words
    assert "图片1.jpg 第 2 页" in words
    assert "没有传成功，提交前会再试一次" in words
    assert not clerk.sees("no_account")


def checks_without_account(clerk, tmp_path):
    """The check page of a record with a picture that no account can upload."""
    clerk.correct()
    clerk.window.record.account.choose(None)
    until(lambda: clerk.window.record.session.sheet.account is None, "no account")
    adds(clerk, files(tmp_path, small()))
    clerk.goes_to_check()


def gets_account(clerk):
    clerk.window.record.account.choose(clerk.window.services.known_accounts[0].id)
    until(lambda: not clerk.sees("no_account"), "the account is there")


def test_the_check_page_says_that_no_account_is_chosen(clerk, tmp_path):
    # GIVEN the example in a record that has lost its account WHEN everything is read once more
    checks_without_account(clerk, tmp_path)
    # THEN that is said, and what becomes of the picture
    clerk.reads("还没有选择小程序账号，提交前请先选好")
    clerk.reads("还没有上传，提交前会自动上传")
    # WHEN one is chosen, THEN it is not said any more
    gets_account(clerk)
    clerk.reads("已上传")


def test_the_check_page_keeps_up_when_it_is_seen_again(clerk, tmp_path):
    # GIVEN a check page without an account that was left for the form
    checks_without_account(clerk, tmp_path)
    clerk.press("back_to_form")
    until(lambda: clerk.page() == "form_page", "the form")
    # WHEN it is seen again, and what it showed before is gone
    clerk.goes_to_check()
    QTest.qWait(0)
    # THEN what is there now still follows what becomes of the picture, and the account
    gets_account(clerk)
    clerk.reads("已上传")
