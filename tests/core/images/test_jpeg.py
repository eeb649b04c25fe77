"""JPEG taken apart without being decoded."""

import pytest

from gui.core.images import jpeg
from tests.core.images import photos
from tests.core.images.photos import CANARY, scene
from tests.core.images.sent import decoded

MOST = 2_000_000


def with_segment(data, marker, body):
    """The same picture with one more segment at its beginning."""
    segment = bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
    return data[:2] + segment + data[2:]


def test_every_application_segment_and_comment_goes():
    data = photos.saved(scene(300, 200), "JPEG")
    for marker in (*range(0xE1, 0xF0), 0xFE):
        data = with_segment(data, marker, CANARY * 3)
    bare = jpeg.stripped(data, MOST)
    assert CANARY not in bare
    assert decoded(bare).tobytes() == decoded(data).tobytes()


def test_a_preview_inside_jfif_goes():
    data = photos.saved(scene(300, 200), "JPEG")
    preview = b"JFIF\0\x01\x02\x00\x00\x48\x00\x48\x02\x02" + bytes(12) + CANARY
    data = with_segment(data[:2] + data[20:], 0xE0, preview)
    assert CANARY not in jpeg.stripped(data, MOST)


def test_how_colours_are_meant_stays():
    # GIVEN a picture whose numbers are red, green and blue, which only Adobe's segment tells
    data = photos.saved(scene(300, 200), "JPEG", keep_rgb=True)
    own, scan = data.index(b"\xff\xee\x00\x0eAdobe"), data.index(b"\xff\xda")
    head = data[:own] + data[own + 16 : scan + 12]
    for number, letter in enumerate(b"RGB", start=1):
        head = head.replace(bytes((letter, 0x11)), bytes((number, 0x11)))
        head = head.replace(bytes((letter, 0x00)), bytes((number, 0x00)))
    silent = head + data[scan + 12 :]
    telling = with_segment(silent, 0xEE, b"Adobe\0\x64\0\0\0\0\0" + CANARY)
    assert photos.corners(decoded(silent)) != photos.CORNERS
    # WHEN it is stripped, THEN its colours are the same
    bare = jpeg.stripped(telling, MOST)
    assert CANARY not in bare
    assert photos.corners(decoded(bare)) == photos.CORNERS


def test_filling_between_segments_is_allowed():
    data = photos.saved(scene(300, 200), "JPEG")
    filled = data[:2] + b"\xff\xff" + data[2:]
    assert jpeg.stripped(filled, MOST) == jpeg.stripped(data, MOST)


def test_a_comment_between_two_scans_needs_decoding():
    data = photos.saved(scene(300, 200), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    talking = data[:scan] + b"\xff\xfe\x00\x0d" + CANARY + data[scan:]
    assert jpeg.stripped(data, MOST) is not None
    assert jpeg.stripped(talking, MOST) is None


@pytest.mark.parametrize("end", [2, 3, 25, 200, -2])
def test_what_is_not_whole_is_not_copied(end):
    assert jpeg.stripped(photos.saved(scene(300, 200), "JPEG")[:end], MOST) is None


def test_what_is_too_large_is_not_copied():
    data = photos.saved(scene(300, 200), "JPEG")
    assert jpeg.stripped(data, len(data) // 2) is None


def test_the_effort_of_several_scans():
    # GIVEN the same picture in one scan, and in several with colours half as fine
    size = {"subsampling": "4:2:0", "quality": 90}
    one = photos.saved(scene(640, 480), "JPEG", **size)
    several = photos.saved(scene(640, 480), "JPEG", progressive=True, **size)
    # THEN the first is decoded as it comes, of the other one and a half numbers a pixel are kept
    assert jpeg.effort(one) == (0, 1)
    assert jpeg.effort(several) == (640 * 480 * 3, several.count(b"\xff\xda"))
    assert jpeg.effort(several)[1] > 3
    assert jpeg.effort(b"\xff\xd8") == (0, 1)


def test_one_scan_for_each_colour_is_several():
    data = photos.saved(scene(640, 480), "JPEG", subsampling="4:4:4")
    scan = data.index(b"\xff\xda")
    apart = data[: scan + 2] + b"\x00\x08\x01\x01\x00\x00\x3f\x00" + data[scan + 14 :]
    assert jpeg.effort(apart)[0] == 640 * 480 * 6
