"""Pictures of every kind go through the window to WeChat, which gets what it takes, and mute."""

import hashlib
import io
import os
import re
from typing import NamedTuple

import pytest
from PIL import Image
from PySide6.QtCore import QBuffer
from PySide6.QtWidgets import QLabel

from gui.core.images.limits import MOST_BYTES
from gui.core.paths import RESOURCES
from gui.core.practice.upload import picture
from tests.core.images import photos
from tests.core.images.photos import CORNERS, corners, scene
from tests.core.images.sent import decoded, require_mute
from tests.ui.picture_desk import LICENCE, OTHER, UPLOAD, adds, editor, files, received, uploaded

HEIC = (RESOURCES / "selftest" / "photo.heic").read_bytes()
CONVERTED = "已转为 JPG"


class Kind(NamedTuple):
    """A file, and what it becomes: kind, pixels, and what its tile notes."""

    content: bytes
    sent: str
    size: tuple[int, int]
    note: str = ""


def transparent():
    image = scene(1000, 750).copy()
    image.putalpha(
        Image.linear_gradient("L").resize(image.size).point(lambda value: 255 - value // 4)
    )
    return photos.png(image)


KINDS = {
    "CMYK": lambda: Kind(photos.jpeg(scene().convert("CMYK")), "jpg", (1600, 1200)),
    "16 bit": lambda: Kind(photos.deep_png(scene(900, 600)), "jpg", (900, 600), CONVERTED),
    "alpha": lambda: Kind(transparent(), "png", (1000, 750)),
    "palette": lambda: Kind(photos.png(scene(900, 600).quantize(32)), "png", (900, 600)),
    "animation": lambda: Kind(photos.animation(10, (640, 480)), "gif", (640, 480), "动图，10 帧"),
    "WebP": lambda: Kind(photos.webp(), "jpg", (1600, 1200), CONVERTED),
    "TIFF": lambda: Kind(photos.tiff(scene(900, 600)), "jpg", (900, 600), CONVERTED),
    "BMP": lambda: Kind(photos.saved(scene(900, 600), "BMP"), "jpg", (900, 600), CONVERTED),
    "HEIC": lambda: Kind(HEIC, "jpg", (640, 480), CONVERTED),
}
REFUSED = {
    "svg": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>',
        "是 SVG 图片，这里打不开",
    ),
    "truncated": (lambda: photos.jpeg()[:20_000], "打不开，文件可能没有传完整"),
    "empty": (lambda: b"", "打不开，文件可能没有传完整"),
    "pipe": (None, "不是普通文件，没有读取"),
    "60 000 × 60 000": (
        lambda: photos.empty_png(60_000, 60_000),
        "有 60000×60000 像素，太大了，请缩小到 5000×5000 以内",
    ),
}


def arrived(clerk):
    """What WeChat got: (name, content) by what the content is called on this computer."""
    found = {}
    for request in clerk.world.received:
        if request.call == UPLOAD:
            name = re.search(rb'filename="([^"]*)"', request.raw).group(1).decode("ascii")
            content = picture(request.headers, request.raw)
            found[hashlib.sha256(content).hexdigest()] = (name, content)
    return found


def tiles(clerk, pointer=OTHER):
    return editor(clerk, pointer).grid.pictures()


def seen(tile):
    """What a tile shows, as Pillow's picture."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    tile.thumbnail.image().save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data())))


def notes(tile):
    return [label.text() for label in tile.findChildren(QLabel) if not label.isHidden()]


def require_fit(tile, name, content):
    """It is what the tile shows, upright, small enough, under a name that fits, and mute."""
    assert len(content) < MOST_BYTES
    require_mute(content)
    assert corners(decoded(content)) == CORNERS, name
    assert corners(seen(tile)) == CORNERS, name
    assert name in ("material.jpg", "material.png", "material.gif")


def test_a_photo_is_upright_however_it_was_taken(clerk, tmp_path):
    # GIVEN photos of a phone that was held in each of the eight ways, with position and more
    ways = range(1, 9)
    paths = files(tmp_path, *(photos.jpeg(scene(1200 + way, 900), way) for way in ways))
    # WHEN they are dropped
    adds(clerk, paths)
    uploaded(clerk)
    # THEN each is upright in the window and at WeChat, and tells nothing
    got = arrived(clerk)
    assert len(tiles(clerk)) == len(got) == 8
    for way, tile in zip(ways, tiles(clerk), strict=True):
        name, content = got[tile.sha256]
        require_fit(tile, name, content)
        assert decoded(content).size == (1200 + way, 900), way


def test_every_kind_arrives_as_one_that_wechat_takes(clerk, tmp_path):
    # GIVEN a file of each kind, all of them called .jpg
    kinds = {name: make() for name, make in KINDS.items()}
    # WHEN they are dropped
    adds(clerk, files(tmp_path, *(kind.content for kind in kinds.values())))
    uploaded(clerk)
    # THEN WeChat got each as it takes it, and the tile says what was done
    got = arrived(clerk)
    for tile, (called, kind) in zip(tiles(clerk), kinds.items(), strict=True):
        name, content = got[tile.sha256]
        require_fit(tile, name, content)
        image = decoded(content)
        assert (name, image.size) == (f"material.{kind.sent}", kind.size), called
        assert kind.note in ["", *notes(tile)], called
        assert (CONVERTED in notes(tile)) == (kind.note == CONVERTED), called
        assert getattr(image, "n_frames", 1) == (10 if kind.sent == "gif" else 1)


def test_a_document_becomes_a_picture_of_each_page(clerk, tmp_path):
    # GIVEN a document of one page and one of three scans
    scans = [scene(width, 600) for width in (900, 800, 700)]
    long = photos.saved(scans[0], "PDF", save_all=True, append_images=scans[1:])
    # WHEN they are dropped
    adds(clerk, files(tmp_path, photos.pdf(), long))
    uploaded(clerk)
    # THEN there are four pictures, of which only those of the long one are numbered
    numbered = [[one for one in notes(tile) if one.startswith("第 ")] for tile in tiles(clerk)]
    assert numbered == [[], *([f"第 {n} 页，{CONVERTED}"] for n in (1, 2, 3))]
    # THEN WeChat got them legible
    got = arrived(clerk)
    for tile in tiles(clerk):
        name, content = got[tile.sha256]
        image = decoded(content)
        assert (name, max(image.size), corners(image)[0]) == ("material.jpg", 2400, "red")


def test_a_photo_of_108_megapixels_is_shrunk(clerk, tmp_path):
    # GIVEN the largest photo that a telephone takes, of some 40 MB
    adds(clerk, files(tmp_path, photos.large_jpeg(12_000, 9000)), LICENCE)
    # THEN it arrives with the pixels that fit, and the tile says so
    uploaded(clerk, LICENCE)
    (content,) = received(clerk)
    assert decoded(content).size == (3000, 2250)
    assert len(content) < MOST_BYTES
    require_mute(content)
    (tile,) = tiles(clerk, LICENCE)
    assert any(note.startswith("已压缩 40.1 → ") for note in notes(tile))


@pytest.mark.parametrize("kind", ["svg", "truncated", "empty", "pipe", "60 000 × 60 000"])
def test_what_cannot_be_taken_gets_a_sentence_and_disturbs_nothing(clerk, tmp_path, kind):
    # GIVEN a file that is no picture, or none to be read, between two that are
    first, bad, last = files(tmp_path, photos.jpeg(), b"", photos.png())
    if kind == "pipe":
        bad.unlink()
        os.mkfifo(bad)
    make, said = REFUSED[kind]
    if make is not None:
        bad.write_bytes(make())
    # WHEN the three are dropped
    adds(clerk, [first, bad, last])
    # THEN a sentence tells of it, and the others are uploaded
    clerk.reads(f"「图片2.jpg」{said}")
    uploaded(clerk)
    assert [tile.short_name() for tile in tiles(clerk)] == ["图片1.jpg", "图片3.jpg"]
    assert len(received(clerk)) == 2
