"""A file of records with pictures is read as it was written, or refused in words at once."""

import io
import os
import stat
import time
import tracemalloc
import zipfile

import pytest

from gui.core.bundle import (
    LARGEST_BUNDLE,
    LARGEST_PICTURE,
    MOST_PICTURES,
    fits,
    is_bundle,
    opened_bundle,
    write_bundle,
)
from gui.core.errors import FileRefused, PictureLost
from gui.core.exchange import LARGEST_FILE
from tests.core.bundles import OTHER, PHOTO, RIGHT, Entry, name_of, picture, records, text, zipped
from tests.core.images import photos
from tests.core.office import Hasty
from tests.leaks import files_below

FOREIGN, TORN, CHANGED = "里面是 Office 文档或压缩包", "可能没有复制完", "可能被改动过"
LINK, FOLDER = (stat.S_IFLNK | 0o777) << 16, (stat.S_IFDIR | 0o755) << 16
ZEROS = bytes(20_000_000)


@pytest.fixture
def desk(tmp_path, open_office):
    (tmp_path / "files").mkdir()
    return open_office(Hasty("http://127.0.0.1:9"))


@pytest.fixture
def file(tmp_path, desk):
    return tmp_path / "files" / "记录.reauth"


def office_document():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
            archive.writestr(name, "<w/>" * 900)
    return content.getvalue()


def with_byte(content, at, mask=0xFF):
    return content[:at] + bytes((content[at] ^ mask,)) + content[at + 1 :]


def misnamed(*names):
    return [zipped(records(), picture(PHOTO), Entry(name, b"x")) for name in names]


def many(number, **options):
    empty = (Entry(b"pictures/" + name.encode(), b"") for name in names(number))
    return zipped(records(), *empty, **options)


def names(number):
    return [name_of(place.to_bytes(4)) for place in range(number)]


HOSTILE = {
    "traversal": lambda: (
        misnamed(b"../../evil", b"pictures/../../evil", b"pictures/..\\evil"),
        CHANGED,
    ),
    "absolute": lambda: (misnamed(b"/etc/cron.d/evil", b"C:\\evil", b"\\\\host\\share"), CHANGED),
    "other names": lambda: (
        misnamed(b"pictures/CON.jpg", b"x", b"", b"pictures/", b"\xff"),
        CHANGED,
    ),
    "not quite a name": lambda: (
        misnamed(
            b"pictures/" + b"A" * 64, b"pictures/" + b"a" * 65, b"pictures/" + b"a" * 64 + b"\n"
        ),
        CHANGED,
    ),
    "hidden second name": lambda: (misnamed(b"pictures/" + b"a" * 64 + b"\0.exe"), CHANGED),
    "twice": lambda: (
        [zipped(records(), records()), zipped(records(), *[picture(PHOTO)] * 2)],
        CHANGED,
    ),
    "links": lambda: (
        [zipped(records(), picture(b"/etc/passwd", attributes=kind)) for kind in (LINK, FOLDER)],
        CHANGED,
    ),
    "compressed": lambda: (
        [
            zipped(records(ZEROS, method=8)),
            zipped(records(text(ZEROS)), picture(ZEROS, method=8)),
            zipped(records(method=12)),
        ],
        CHANGED,
    ),
    "encrypted": lambda: (
        [zipped(records(flags=1)), zipped(records(), picture(PHOTO, flags=1))],
        CHANGED,
    ),
    "strange flags": lambda: ([zipped(records(flags=8)), zipped(records(flags=0x2041))], CHANGED),
    "another content": lambda: (
        [zipped(records(), picture(OTHER, name=b"pictures/" + name_of(PHOTO).encode()))],
        CHANGED,
    ),
    "wrong checksum": lambda: (
        [zipped(records(), picture(PHOTO, checksum=1)), zipped(records(checksum=1))],
        TORN,
    ),
    "a byte": lambda: ([with_byte(RIGHT, 60), with_byte(RIGHT, RIGHT.index(PHOTO) + 5000)], TORN),
    "another name inside": lambda: (
        [zipped(records(), picture(PHOTO, name_inside=b"pictures/" + b"a" * 64))],
        TORN,
    ),
    "cut off": lambda: (
        [RIGHT[:at] for at in (45, 300, 5000, len(RIGHT) - 30, len(RIGHT) - 1)],
        TORN,
    ),
    "more behind": lambda: ([RIGHT + b"\0", RIGHT + RIGHT], TORN),
    "longer than the file": lambda: (
        [zipped(records(), picture(PHOTO, size=1_900_000)), zipped(records(size=9_000_000))],
        TORN,
    ),
    "a comment": lambda: ([zipped(records(), comment=b"x" * 300)], TORN),
    "a larger kind": lambda: ([zipped(records(), locator=b"PK\6\7" + bytes(16))], TORN),
    "100 000 entries": lambda: ([many(100_000), many(100_000, count=2)], "图片太多"),
    "something before": lambda: ([zipped(records(), before=b"PK" + bytes(100))], FOREIGN),
    "office": lambda: ([office_document(), b"PK", b"PK\3\4", b"PK\5\6" + bytes(18)], FOREIGN),
    "records not first": lambda: ([zipped(picture(PHOTO), records())], FOREIGN),
    "large records": lambda: ([zipped(records(b" " * (LARGEST_FILE + 1)))], "应不超过 25 MB"),
    "large picture": lambda: (
        [zipped(records(), picture(bytes(LARGEST_PICTURE + 1)))],
        "里有一张图片应不超过 2 MB",
    ),
    "no records": lambda: ([zipped(records(b"{}")), zipped(records(text(records=[])))], "里"),
    "another version": lambda: ([zipped(records(text(version=3)))], "请先升级"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_at_once(desk, file, tmp_path, kind):
    contents, words = HOSTILE[kind]()
    for content in contents:
        file.write_bytes(content)
        tracemalloc.start()
        started = time.monotonic()
        # WHEN it is looked at
        with pytest.raises(FileRefused) as refusal:
            desk.transfers.read(file)
        took, (_, most) = time.monotonic() - started, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        # THEN the words say why, in no time and little memory
        assert words in refusal.value.text
        assert "「记录.reauth」" in refusal.value.text
        assert (took < 2, most < 200_000_000) == (True, True), (took, most)
    # AND nothing was written but the store, in which nothing is
    outside = [one for one in files_below(tmp_path) if not one.startswith(str(desk.folder))]
    assert [one for one in outside if not one.startswith("/dev")] == [str(file)]
    assert not (desk.folder / "pictures").exists()
    assert desk.records.summaries() == []


def test_a_right_file_of_the_same_make_is_taken(desk, file):
    # GIVEN the file that the hostile ones were made of, and what Python says of it
    file.write_bytes(RIGHT)
    assert zipfile.ZipFile(file).testzip() is None
    # WHEN it is looked at, THEN both pictures are there
    plan = desk.transfers.read(file)
    assert [one.words.name for one in plan.parcels] == ["图1.jpg", "图2.jpg"]
    assert len(plan.records[0].values["/qualification_other"]) == 2


def test_what_is_no_picture_is_left_out_and_told_by_name(desk, file):
    # GIVEN a file within a file, a program, a document, pictures that are torn or far too large
    odd = [
        zipped(records()),
        b"MZ" + bytes(900),
        photos.pdf(),
        PHOTO[:300],
        photos.animation()[:90],
    ]
    odd.append(photos.empty_png(60_000, 60_000))
    named = [PHOTO, *odd]
    file.write_bytes(zipped(records(text(*named)), *map(picture, named)))
    # WHEN it is looked at
    started = time.monotonic()
    plan = desk.transfers.read(file)
    # THEN only the picture would be kept, and of the others it is told
    assert time.monotonic() - started < 2
    assert plan.records[0].values["/qualification_other"] == ["local:" + name_of(PHOTO)]
    assert [note.partition("」")[0] for note in plan.notes[-6:]] == [
        *(f"「图{number}.jpg" for number in range(2, 7)),
        "另外还有 1 张图片没有导入",
    ]


def test_a_picture_that_nobody_names_is_not_even_read(desk, file):
    # GIVEN a file with more than its records name
    torn = picture(b"nobody", checksum=1)
    file.write_bytes(zipped(records(text(PHOTO)), picture(PHOTO), torn))
    plan = desk.transfers.read(file)
    # WHEN it is taken in, THEN only what is named is kept
    desk.transfers.take_in(plan, None)
    assert {one.name for one in (desk.folder / "pictures").iterdir()} == {name_of(PHOTO)}


def test_a_file_too_large_is_not_read(desk, file):
    # GIVEN a file that has the right beginning, and no end
    with file.open("wb") as content:
        content.write(RIGHT[:100])
        content.truncate(LARGEST_BUNDLE + 1)
    # WHEN it is looked at, THEN its size is told
    with pytest.raises(FileRefused, match="应不超过 500 MB"):
        desk.transfers.read(file)


@pytest.mark.skipif(os.name != "posix", reason="POSIX only")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x.reauth")
    with pytest.raises(FileRefused, match="不是普通文件"):
        is_bundle(tmp_path / "x.reauth")


def test_it_is_known_by_its_content(tmp_path):
    for name, content, expected in (("x.json", RIGHT, True), ("x.reauth", b"{}", False)):
        (tmp_path / name).write_bytes(content)
        assert is_bundle(tmp_path / name) is expected


def test_it_is_written_privately_and_one_picture_at_a_time(tmp_path):
    # GIVEN forty pictures of 2 MB
    path, size, number = tmp_path / "x.reauth", 1_900_000, 40
    written = {}

    def contents():
        for place in range(number):
            content = bytes((place,)) * size
            written[name_of(content)] = place
            yield name_of(content), content

    # WHEN they are written
    tracemalloc.start()
    write_bundle(path, b"{}", contents())
    # THEN they were never all in memory
    assert tracemalloc.get_traced_memory()[1] < 8 * size
    tracemalloc.stop()
    # AND the file is private, and gives each back
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with opened_bundle(path, 2) as bundle:
        assert (bundle.records(), bundle.pictures) == (b"{}", set(written))
        assert all(bundle.picture(name)[0] == place for name, place in written.items())
        with pytest.raises(FileRefused):
            bundle.picture("a" * 64)


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    # GIVEN an older file, and a picture that is lost while the new one is written
    path = tmp_path / "x.reauth"
    path.write_bytes(b"old")

    def contents():
        yield name_of(PHOTO), PHOTO
        raise PictureLost

    # WHEN it is written, THEN the old one is there, alone
    with pytest.raises(PictureLost):
        write_bundle(path, b"{}", contents())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_written_can_be_read_again_up_to_the_limit():
    assert fits(1000, [LARGEST_PICTURE] * 249)
    assert not fits(1000, [LARGEST_PICTURE] * 250)
    assert fits(0, [1] * MOST_PICTURES)
    assert not fits(0, [1] * (MOST_PICTURES + 1))


def test_the_largest_list_of_contents_is_read(tmp_path):
    # GIVEN as many pictures as may be
    path, listed = tmp_path / "x.reauth", names(MOST_PICTURES)
    write_bundle(path, b"{}", ((name, b"") for name in listed))
    # WHEN it is opened, THEN all are listed
    with opened_bundle(path, LARGEST_FILE) as bundle:
        assert bundle.pictures == set(listed)
