"""GIF taken apart without being decoded."""

import pytest

from gui.core.images import gif
from tests.core.images import photos
from tests.core.images.photos import CANARY
from tests.core.images.sent import decoded


def frames_of(content):
    image = decoded(content)
    shown = []
    for number in range(image.n_frames):
        image.seek(number)
        shown.append((image.info.get("duration"), image.convert("RGB").tobytes()))
    return shown


def test_frames_and_their_timing_stay():
    # GIVEN an animation with a comment, and XMP as Photoshop puts it there
    data = photos.animation(5)
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes((len(CANARY),)) + CANARY + b"\0"
    place = data.index(b"\x21\xf9")
    told = data[:place] + xmp + data[place:] + CANARY
    # WHEN it is stripped
    found = gif.stripped(told)
    # THEN it shows the same, and says nothing
    assert found.frames == 5
    assert CANARY not in found.content
    assert frames_of(found.content) == frames_of(data)
    assert decoded(found.content).info["loop"] == 0


def test_the_last_byte_may_be_missing():
    data = photos.animation(2)
    assert gif.stripped(data[:-1]) == gif.stripped(data)


@pytest.mark.parametrize("end", [6, 13, 100, 900, -3])
def test_what_is_not_whole_is_not_copied(end):
    assert gif.stripped(photos.animation(2)[:end]) is None


def test_without_a_frame_it_is_no_picture():
    assert gif.stripped(b"GIF89a\x08\0\x08\0\0\0\0\x3b") is None
    assert gif.stripped(b"GIF89a\x08\0\x08\0\0\0\0\x77\x77") is None


def test_very_many_frames_are_counted():
    assert gif.stripped(photos.many_frames(10_000)).frames == 10_000
