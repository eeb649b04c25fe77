"""From a choice of files to tiles: all that fit, a sentence for each other, and turned at will."""

import threading
import time
from dataclasses import replace

import pytest

from gui.core.album import MOST_REFUSED, Added, Album, Room, Source
from gui.core.errors import DiskFull, FileRefused, PictureLost
from gui.core.store.pictures import Pictures
from gui.core.store.uploads import UploadRows
from tests.core.images import photos
from tests.core.images.photos import CORNERS, corners, scene
from tests.core.images.sent import decoded, require_mute

ROOM = Room("其他证明材料", limit=10, free=10)


@pytest.fixture
def pictures(office):
    return Pictures(office.database)


@pytest.fixture
def album(pictures):
    return Album(pictures)


def files(folder, **contents):
    """Sources for files with these contents, by their names without the ending."""
    made = []
    for name, content in contents.items():
        path = folder / f"{name}.jpg"
        path.write_bytes(content)
        made.append(Source(path, path.name))
    return made


def names(added):
    return [shown.picture.name for shown in added.shown]


def test_a_file_becomes_a_tile_and_may_then_vanish(album, tmp_path):
    # GIVEN a photo on a stick
    data = photos.jpeg(scene(900, 600), 6)
    (source,) = files(tmp_path, 执照=data)
    # WHEN it is added, and the stick is pulled
    (shown,) = album.add(source)
    source.content.unlink()
    # THEN picture, thumbnail and original are here
    picture = shown.picture
    assert (picture.name, picture.width, picture.height) == ("执照.jpg", 900, 600)
    assert corners(decoded(shown.thumbnail)) == CORNERS
    require_mute(album.content(picture.sha256))
    assert album.show(picture.sha256).picture == picture
    assert decoded(album.before(picture.sha256)).size == (900, 600)


def test_pasted_bytes_become_a_tile(album):
    (shown,) = album.add(Source(photos.png(), "粘贴的图片"))
    assert shown.picture.name == "粘贴的图片"


def test_what_is_refused_leaves_the_others_alone(album, tmp_path):
    # GIVEN a choice with a document, a photo that is cut off, and one that is not there
    good = photos.jpeg(scene(900, 600))
    sources = files(tmp_path, a=good, 合同=b"PK\x03\x04 word", 断=good[:9000], b=photos.png())
    sources.insert(1, Source(tmp_path / "没了.jpg", "没了.jpg"))
    # WHEN it is added
    told = []
    added = album.add_all(sources, ROOM, tell=told.append)
    # THEN the photos are there, as they came, and the others are named
    assert names(added) == ["a.jpg", "b.jpg"]
    assert tuple(told) == added.shown
    assert [error.title for error in added.refused] == ["图片没有添加"] * 3
    for error, name in zip(added.refused, ("没了", "合同", "断"), strict=True):
        assert error.text.startswith(f"「{name}.jpg」")
    assert added.left == ""


def test_more_than_there_is_room_for(album, tmp_path):
    # GIVEN a field with three of ten pictures
    content = {f"p{number}": photos.png(scene(40 + number, 30)) for number in range(12)}
    # WHEN twelve are added, THEN seven fit, and one sentence says so
    added = album.add_all(files(tmp_path, **content), replace(ROOM, free=7))
    assert names(added) == [f"p{number}.jpg" for number in range(7)]
    assert added.left == "其他证明材料最多 10 张，前 7 张已添加，另外 5 张没有添加"
    # AND with none free nothing is read
    full = album.add_all(files(tmp_path, x=b"anything"), replace(ROOM, free=0))
    assert full == Added(left="其他证明材料最多 10 张，已经满了，这 1 张没有添加")


def test_pages_beyond_the_room_are_left_out(album):
    added = album.add_all([Source(photos.pdf(3), "a.pdf")], Room("营业执照", 1, 1))
    assert [shown.picture.page for shown in added.shown] == [0]
    assert added.left == "营业执照最多 1 张，前 1 张已添加，另外 2 张没有添加"


def test_a_thousand_files_are_answered_in_two_seconds(album, tmp_path):
    # GIVEN a thousand photos, and a thousand documents
    photo, document = photos.png(), b"PK\x03\x04" + bytes(100_000)
    many = files(tmp_path, **{f"p{number}": photo for number in range(1000)})
    wrong = files(tmp_path, **{f"d{number}": document for number in range(1000)})
    # WHEN they are dropped
    before = time.monotonic()
    fitting, refused = album.add_all(many, ROOM), album.add_all(wrong, ROOM)
    # THEN each choice is answered in time, by few sentences
    assert time.monotonic() - before < 4
    assert len(fitting.shown) == 10
    assert fitting.left.endswith("另外 990 张没有添加")
    assert len(refused.refused) == MOST_REFUSED
    assert refused.left == f"另外 {1000 - MOST_REFUSED} 个文件没有添加，请只选择图片"


def test_it_ends_between_two_pictures(album, tmp_path):
    content = {f"p{number}": photos.png(scene(40 + number, 30)) for number in range(5)}
    stop, told = threading.Event(), []

    def tell(shown):
        told.append(shown)
        if len(told) == 2:
            stop.set()

    added = album.add_all(files(tmp_path, **content), ROOM, tell=tell, cancelled=stop)
    assert names(added) == ["p0.jpg", "p1.jpg"]
    assert added.refused == ()


def test_a_full_disk_is_said_once(office, tmp_path):
    # GIVEN a disk that is full after the first picture
    class Full(Pictures):
        def keep(self, original, name, made):
            if name == "p1.jpg":
                raise DiskFull
            return super().keep(original, name, made)

    content = {f"p{number}": photos.png(scene(40 + number, 30)) for number in range(4)}
    # WHEN four are added, THEN the first is there, and the disk is named once
    added = Album(Full(office.database)).add_all(files(tmp_path, **content), ROOM)
    assert names(added) == ["p0.jpg"]
    assert [type(error) for error in added.refused] == [DiskFull]


def test_four_quarters_give_the_first_picture_again(album):
    # GIVEN a photo
    (shown,) = album.add(Source(photos.jpeg(scene(900, 600), 3), "a.jpg"))
    seen, current = [shown], shown.picture.sha256
    # WHEN it is turned four times
    for _ in range(4):
        seen.append(album.turn(current, 90))
        current = seen[-1].picture.sha256
    # THEN each is turned further, and the last is the first again, to the byte
    assert [one.picture.turn for one in seen] == [0, 90, 180, 270, 0]
    assert corners(decoded(seen[1].thumbnail)) == (CORNERS[2], CORNERS[0], CORNERS[3], CORNERS[1])
    assert corners(decoded(album.content(seen[2].picture.sha256))) == CORNERS[::-1]
    assert seen[4].picture.sha256 == seen[0].picture.sha256
    assert album.turn(current, 270).picture.sha256 == seen[3].picture.sha256


def test_a_page_is_turned_by_itself(album):
    data = photos.tiff(scene(900, 600), more=[scene(600, 400)])
    first, second = album.add(Source(data, "a.tif"))
    turned = album.turn(second.picture.sha256, 90).picture
    assert (turned.page, turned.width, turned.height) == (1, 400, 600)
    assert album.show(first.picture.sha256).picture == first.picture


def test_an_animation_stays_as_it_is(album):
    (shown,) = album.add(Source(photos.animation(3), "a.gif"))
    with pytest.raises(FileRefused, match="是动图"):
        album.turn(shown.picture.sha256, 90)


def test_what_is_lost_is_said_to_be_lost(album, office):
    (shown,) = album.add(Source(photos.png(), "a.png"))
    for path in (office.folder / "pictures").iterdir():
        path.unlink()
    for look in (album.show, album.content, album.before, lambda one: album.turn(one, 90)):
        with pytest.raises(PictureLost):
            look(shown.picture.sha256)
    with pytest.raises(KeyError):
        album.show("0" * 64)


def test_pictures_used_before_are_offered(album, office):
    (shown,) = album.add(Source(photos.png(), "a.png"))
    album.add(Source(photos.png(scene(90, 60)), "in no record.png"))
    account = office.account().id
    values = {"/qualification": shown.picture.reference}
    office.records.create("reauth", "x", values, account_id=account)
    assert album.used_before(account) == album.used_before(None) == [shown.picture]
    assert album.used_before("another") == []


def test_uploaded_pictures_are_found_by_their_ids(album, pictures, office, tmp_path):
    # GIVEN a picture that was uploaded for one of two mini programs
    (shown,) = album.add(Source(photos.jpeg(scene(900, 600)), "执照.jpg"))
    UploadRows(office.database).keep(shown.picture.sha256, "wx1", "media1")
    # THEN its id leads to its name
    assert album.names_by_id(["wx1", "wx2"]) == {"media1": "执照.jpg"}
    assert album.names_by_id(["wx2"]) == {}
