"""Pictures travel with their records: all of it or nothing, and no record ever names a lost one."""

import json
import sqlite3
import zipfile

import pytest

from gui.core.album import Source
from gui.core.errors import FileRefused, StoreError
from gui.core.local_pictures import pictures_in
from tests.core.bundles import OTHER, PHOTO, name_of, picture, records, text, zipped
from tests.core.images import photos
from tests.core.images.photos import CORNERS, corners, scene
from tests.core.images.sent import decoded, require_mute
from tests.core.office import OWNER, Hasty, Office

LICENCE, PICTURES = "/qualification", "/qualification_other"
HELD = 6  # a camera on its side
NAMES = ["执照.jpg", "合同.pdf", "扫描.tif", "扫描.tif", "动图.gif"]


@pytest.fixture
def elsewhere(tmp_path):
    """The program on another computer."""
    office = Office(tmp_path / "elsewhere", Hasty("http://127.0.0.1:9"))
    yield office
    office.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "记录.reauth"


def with_pictures(office):
    """A record with a turned photo, a page of a PDF, two of three of a TIFF, and an animation."""
    (photo,) = office.album.add(Source(photos.jpeg(scene(900, 600), HELD), NAMES[0]))
    turned = office.album.turn(photo.picture.sha256, 90)
    (page,) = office.album.add(Source(photos.pdf(), NAMES[1]))
    sheets = photos.tiff(scene(400, 300), more=[scene(300, 400), scene(500, 300)])
    scans = office.album.add(Source(sheets, NAMES[2]))[1:]
    (film,) = office.album.add(Source(photos.animation(), NAMES[4]))
    others = [one.picture.reference for one in (page, *scans, film)]
    values = {"/taskid": "T1", LICENCE: turned.picture.reference}
    values[PICTURES] = [*others, "media-typed"]
    account = office.account()
    return office.records.create("reauth", "甲", values, account_id=account.id)


def require_whole(office):
    """No record names a picture that is not there, and none is there that no record names."""
    office.pictures.sweep()
    named = {
        sha256
        for line in office.records.summaries()
        for sha256 in pictures_in(office.records.get(line.id).values)
    }
    folder = office.folder / "pictures"
    there = {one.name for one in folder.iterdir()} if folder.exists() else set()
    originals = {office.pictures.get(sha256).original for sha256 in named}
    assert there == named | originals
    assert all(name_of(office.pictures.content(sha256)) == sha256 for sha256 in named)
    return named


def test_pictures_come_along_to_another_computer(office, elsewhere, path):
    # GIVEN a record with pictures of all kinds, some of which WeChat has
    record = with_pictures(office)
    named = pictures_in(record.values)
    office.upload_rows.keep(named[0], OWNER["appid"], "media-of-today")

    # WHEN it goes to another computer
    exported = office.transfers.export([record.id], path)
    assert (exported.left, exported.pictures) == (0, 5)
    plan = elsewhere.transfers.read(path)
    (copy_id,) = elsewhere.transfers.take_in(plan, None)

    # THEN the record is the same there, and so are its pictures, their names and notes
    assert elsewhere.records.get(copy_id).values == record.values
    assert require_whole(elsewhere) == set(named)
    here, there = ([office.pictures.get(one) for one in named] for office in (office, elsewhere))
    assert [one.name for one in there] == NAMES
    assert [one.note for one in there] == [one.note for one in here]
    assert "第 3 页" in there[3].note
    for one in named:
        assert elsewhere.pictures.content(one) == office.pictures.content(one)

    # AND they can be looked at and turned: the photo was turned by a quarter
    red, green, blue, yellow = CORNERS
    shown = elsewhere.album.show(named[0])
    assert corners(decoded(shown.thumbnail)) == (blue, red, yellow, green)
    again = elsewhere.album.turn(named[0], 270)
    assert corners(decoded(elsewhere.album.content(again.picture.sha256))) == CORNERS

    # AND the other computer uploads them itself: what is sent is what is shown
    assert elsewhere.upload_rows.of(OWNER["appid"]) == {}


def test_nothing_travels_but_what_is_uploaded(office, path):
    # GIVEN pictures made of files that hold a position and pages that were left out
    record = with_pictures(office)
    # WHEN they are exported
    office.transfers.export([record.id], path)
    # THEN the file has what is uploaded, and nothing of it speaks
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        first, *others = archive.namelist()
        for name in others:
            require_mute(archive.read(name))
        assert json.loads(archive.read(first))["version"] == 2
    expected = {f"pictures/{sha256}" for sha256 in pictures_in(record.values)}
    assert (first, set(others)) == ("records.json", expected)
    assert photos.CANARY not in path.read_bytes()


def test_what_has_no_pictures_is_a_text_as_before(office, path):
    record = office.record()
    office.transfers.export([record.id], path)
    assert json.loads(path.read_bytes())["version"] == 1


def test_the_same_picture_is_kept_once_and_stays_as_it_is(office, path):
    # GIVEN a record, and a file of it
    record = with_pictures(office)
    named = pictures_in(record.values)
    before = [office.pictures.get(one) for one in named]
    office.transfers.export([record.id], path)
    # WHEN it is taken in where it came from
    (copy_id,) = office.transfers.take_in(office.transfers.read(path), None)
    # THEN both records have the same pictures, which still know their originals
    assert office.records.get(copy_id).values == record.values
    assert [office.pictures.get(one) for one in named] == before
    assert require_whole(office) == set(named)


def test_a_lost_picture_stays_behind_and_is_counted(office, elsewhere, path):
    # GIVEN a record of which one picture is gone and one is torn
    record = with_pictures(office)
    licence, gone, *rest = pictures_in(record.values)
    (office.folder / "pictures" / gone).unlink()
    torn = office.folder / "pictures" / licence
    torn.write_bytes(torn.read_bytes()[:-1])
    # WHEN it is exported, saved or not, THEN the others are in the file
    for exported in (
        office.transfers.export([record.id], path),
        office.transfers.export_record(record, path),
    ):
        assert (exported.left, exported.pictures) == (2, 3)
    # AND the copy names no lost one
    (copy_id,) = elsewhere.transfers.take_in(elsewhere.transfers.read(path), None)
    assert pictures_in(elsewhere.records.get(copy_id).values) == tuple(rest)
    require_whole(elsewhere)


def test_the_way_out_needs_no_store(office, elsewhere, path):
    # GIVEN a record in the window, and a store that cannot be read any more
    record = with_pictures(office)
    office.path.write_bytes(b"damaged" * 4096)
    with pytest.raises(StoreError):
        office.transfers.export([record.id], path)
    # WHEN it is exported, THEN its answers are there, and its pictures, without their names
    exported = office.transfers.export_record(record, path)
    assert (exported.left, exported.pictures) == (0, 5)
    plan = elsewhere.transfers.read(path)
    assert plan.records[0].values == record.values
    assert {one.words.name for one in plan.parcels} == {"图片"}
    # AND without the folder of the pictures, its answers
    for one in (office.folder / "pictures").iterdir():
        one.unlink()
    exported = office.transfers.export_record(record, path)
    assert (exported.left, exported.pictures) == (5, 0)
    assert elsewhere.transfers.read(path).records[0].values[PICTURES] == ["media-typed"]


def test_a_picture_that_is_missing_in_the_file_is_told(elsewhere, path):
    # GIVEN a file that names two pictures and holds one
    path.write_bytes(zipped(records(text(PHOTO, OTHER)), picture(PHOTO)))
    plan = elsewhere.transfers.read(path)
    assert "有 1 张图片不在文件里，需要重新添加" in plan.notes
    # WHEN it is taken in, THEN the record names only the other
    (copy_id,) = elsewhere.transfers.take_in(plan, None)
    assert elsewhere.records.get(copy_id).values[PICTURES] == ["local:" + name_of(PHOTO)]
    require_whole(elsewhere)


def test_a_picture_that_says_more_than_it_shows_is_made_fit(elsewhere, path):
    # GIVEN a photo with a position, which another program put into a file
    loud = photos.jpeg(scene(900, 600), HELD)
    path.write_bytes(zipped(records(text(loud)), picture(loud)))
    # WHEN it is taken in
    (copy_id,) = elsewhere.transfers.take_in(elsewhere.transfers.read(path), None)
    # THEN what would be sent is upright and mute
    (sha256,) = pictures_in(elsewhere.records.get(copy_id).values)
    content = elsewhere.pictures.content(sha256)
    require_mute(content)
    assert corners(decoded(content)) == CORNERS
    require_whole(elsewhere)


@pytest.mark.parametrize("way", ["gone", "exchanged", "torn"])
def test_a_file_that_changes_before_it_is_taken_brings_nothing(office, elsewhere, path, way):
    # GIVEN a file that was looked at
    office.transfers.export([with_pictures(office).id], path)
    plan, content = elsewhere.transfers.read(path), path.read_bytes()
    # WHEN it changes before 导入 is pressed
    path.unlink()
    if way == "exchanged":
        path.write_bytes(zipped(records(text(PHOTO)), picture(PHOTO)))
    elif way == "torn":
        path.write_bytes(content[:-2000] + content[-1999:-1998] + content[-1999:])
    # THEN nothing is there
    with pytest.raises(FileRefused):
        elsewhere.transfers.take_in(plan, None)
    assert elsewhere.records.summaries() == []
    assert require_whole(elsewhere) == set()


def test_a_store_that_fails_keeps_neither_records_nor_pictures(office, elsewhere, path):
    # GIVEN a file, of which one picture is here already, and a store that takes no more records
    record = with_pictures(office)
    office.transfers.export([record.id], path)
    mine = elsewhere.album.add(Source(photos.animation(), "我的.gif"))[0].picture
    elsewhere.records.create("reauth", "乙", {PICTURES: [mine.reference]})
    plan = elsewhere.transfers.read(path)
    with elsewhere.database.transaction() as connection:
        connection.execute(
            "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.records"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    # WHEN it is taken in, THEN nothing is new, at once and not only after a sweep
    with pytest.raises(sqlite3.IntegrityError):
        elsewhere.transfers.take_in(plan, None)
    folder = elsewhere.folder / "pictures"
    assert {one.name for one in folder.iterdir()} == {mine.sha256, mine.original}
    # AND later all of it is
    with elsewhere.database.transaction() as connection:
        connection.execute("DROP TRIGGER refuse")
    elsewhere.transfers.take_in(plan, None)
    assert require_whole(elsewhere) == set(pictures_in(record.values)) | {mine.sha256}
