"""PNG taken apart without being decoded."""

from gui.core.images import png
from tests.core.images import photos
from tests.core.images.photos import CANARY, chunk, scene
from tests.core.images.sent import decoded


def test_everything_that_does_not_paint_goes():
    plain = photos.saved(scene(300, 200), "PNG")
    told = b"".join(
        chunk(kind, CANARY)
        for kind in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"iCCP", b"pHYs", b"prVt")
    )
    bare = png.stripped(plain[:33] + told + plain[33:] + CANARY)
    assert CANARY not in bare
    assert decoded(bare).tobytes() == decoded(plain).tobytes()


def test_transparency_and_the_meaning_of_colours_stay():
    data = photos.saved(scene(300, 200).quantize(8), "PNG", transparency=3)
    data = data[:33] + chunk(b"sRGB", b"\0") + chunk(b"gAMA", b"\0\0\xb1\x8f") + data[33:]
    assert png.stripped(data) == data


def test_only_the_first_frame_of_an_animation_stays():
    frames = [scene(60, 40, noise) for noise in (0, 10, 20)]
    data = photos.saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    bare = png.stripped(data)
    assert b"fdAT" in data
    assert b"fdAT" not in bare
    assert b"acTL" not in bare
    assert decoded(bare).tobytes() == frames[0].tobytes()


def test_what_is_not_whole_is_not_copied():
    data = photos.saved(scene(300, 200), "PNG")
    for end in (8, 20, 40, len(data) // 2, -12, -4):
        assert png.stripped(data[:end]) is None


def test_what_was_changed_on_the_way_is_not_copied():
    data = bytearray(photos.saved(scene(300, 200), "PNG"))
    data[len(data) // 2] ^= 1
    assert png.stripped(bytes(data)) is None


def test_endless_small_chunks_are_not_walked_through():
    data = photos.saved(scene(30, 20), "PNG")
    assert png.stripped(data[:33] + chunk(b"IDAT", b"") * 30_000 + data[33:]) is None


def test_the_depth_stands_in_the_header():
    assert png.depth(photos.saved(scene(30, 20), "PNG")) == 8
    assert png.depth(photos.empty_png(9, 9, 16)) == 16
    assert png.depth(b"\x89PNG") == 0
