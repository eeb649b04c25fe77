"""What is made to annoy, or merely too large: a sentence within two seconds, and little memory."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from gui.core.errors import FileRefused
from gui.core.images import limits
from gui.core.images.preparing import prepare
from gui.core.paths import RESOURCES
from tests.core.images import photos
from tests.core.images.photos import scene
from tests.core.images.sent import require_sendable

ROOT = Path(__file__).parents[3]
SECONDS, MEGABYTES = 2.0, 300.0
PIXELS = "像素，太大了，请缩小到 5000×5000 以内"
DAMAGED = "打不开，文件可能没有传完整"
FUZZ = int(os.environ.get("REAUTH_DESK_FUZZ", "250"))
SEED = 7391


def alone(*paths):
    """What `preparing_one.py` says of each file, in a process that has nothing else to do."""
    command = [sys.executable, str(Path(__file__).with_name("preparing_one.py"))]
    done = subprocess.run(
        [*command, *map(str, paths)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


HOSTILE = {
    "60000×60000.png": (lambda: photos.empty_png(60_000, 60_000), f"有 60000×60000 {PIXELS}"),
    "108.jpg": (lambda: photos.large_jpeg(12_000, 9_000), ["image/jpeg", 3000, 2250]),
    "200.jpg": (lambda: photos.large_jpeg(16_320, 12_240, 50), ["image/jpeg", 2040, 1530]),
    "rgb.png": (lambda: photos.empty_png(6000, 6000, 8, 2), ["image/png", 6000, 6000]),
    "rgba.png": (lambda: photos.empty_png(5200, 5200, 8, 6), ["image/png", 5200, 5200]),
    "grey.png": (lambda: photos.empty_png(10_000, 11_000, 8), ["image/png", 10_000, 11_000]),
    "wide.png": (lambda: photos.empty_png(1_000_000, 10, 8), ["image/png", 1_000_000, 10]),
    "rgba too large.png": (lambda: photos.empty_png(6000, 6000, 8, 6), PIXELS),
    "10000 frames.gif": (lambda: photos.many_frames(10_000), ["image/gif", 8, 8]),
    "200000 frames.gif": (lambda: photos.many_frames(200_000), "动图没有办法自动压缩"),
    "svg.jpg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "是 SVG 图片"),
    "empty.jpg": (lambda: b"", DAMAGED),
    "cmyk.jpg": (
        lambda: photos.saved(scene(3000, 2000).convert("CMYK"), "JPEG"),
        ["image/jpeg", 3000, 2000],
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_gets_its_answer_in_time_and_in_little_memory(tmp_path, name):
    # GIVEN a file that is large, or made to annoy
    make, expected = HOSTILE[name]
    path = written(tmp_path, name, make())
    # WHEN it is prepared
    (answer,) = alone(path)
    # THEN there is a picture or a sentence, in time and in little memory
    if isinstance(expected, str):
        assert answer["said"].startswith(f"「{name}」")
        assert expected in answer["said"]
    else:
        assert answer["made"] == [expected]
    assert answer["seconds"] < SECONDS
    assert answer["megabytes"] < MEGABYTES


@pytest.mark.parametrize(
    ("progressive", "width", "height"), [(True, 12_000, 9000), (False, 65_000, 65_000)]
)
def test_a_jpeg_that_takes_too_much_is_not_decoded(tmp_path, progressive, width, height):
    # GIVEN the head of one: a progressive one of 108 megapixels is kept in 324 MB of coefficients
    data = photos.saved(scene(640, 480), "JPEG", progressive=progressive)
    frame = data.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    path = written(tmp_path, "a.jpg", data[:frame] + size + data[frame + 4 :])
    # WHEN it is prepared, THEN nothing is decoded
    (answer,) = alone(path)
    assert f"有 {width}×{height} {PIXELS}" in answer["said"]
    assert answer["megabytes"] < 50


def test_a_jpeg_of_hundreds_of_scans_would_take_too_long(tmp_path):
    data = photos.saved(scene(4000, 3000, 0), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    path = written(tmp_path, "a.jpg", data[:-2] + data[scan:-2] * 500 + b"\xff\xd9")
    (answer,) = alone(path)
    assert PIXELS in answer["said"]
    assert answer["seconds"] < SECONDS


def test_what_is_no_file_is_not_waited_for(tmp_path):
    # GIVEN a pipe that nobody writes to, a device without end, a folder, and nothing at all
    os.mkfifo(tmp_path / "pipe.jpg")
    said = {
        tmp_path / "pipe.jpg": "不是普通文件，没有读取",
        Path("/dev/zero"): "不是普通文件，没有读取",
        tmp_path: "是一个文件夹，请选择里面的文件",
        tmp_path / "gone.jpg": "不在原来的位置，可能已经移动或删除",
    }
    # WHEN they are prepared, THEN each is named, at once
    for answer, expected in zip(alone(*said), said.values(), strict=True):
        assert expected in answer["said"]
        assert answer["seconds"] < 0.5


def test_refusals_of_the_disk_speak_of_pictures(tmp_path):
    with pytest.raises(FileRefused) as failure:
        prepare(tmp_path / "gone.jpg")
    assert failure.value.title == "图片没有添加"


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.tif"
    with path.open("wb") as file:
        file.truncate(limits.LARGEST_FILE + 1)
    (answer,) = alone(path)
    assert "应不超过 60 MB，现在是 60 MB" in answer["said"]
    assert answer["megabytes"] < 20


@pytest.mark.filterwarnings("ignore")  # Pillow's, about parts that are not there
def test_a_truncated_file_is_never_taken_for_a_picture():
    # GIVEN pictures whose transmission broke off somewhere
    whole = [
        photos.saved(scene(300, 200), "JPEG"),
        photos.saved(scene(300, 200), "JPEG", progressive=True),
        photos.saved(scene(300, 200), "PNG"),
        photos.saved(scene(300, 200), "BMP"),
        photos.animation(3),
        photos.webp(scene(300, 200)),
        photos.tiff(scene(300, 200)),
        (RESOURCES / "selftest" / "photo.heic").read_bytes(),
    ]
    for data in whole:
        for part in (0.03, 0.2, 0.5, 0.9):
            # WHEN they are prepared, THEN each is refused
            with pytest.raises(FileRefused, match=DAMAGED):
                prepare(data[: int(len(data) * part)], "执照.jpg")


@pytest.mark.filterwarnings("ignore")  # Pillow's, about parts that are damaged
def test_damage_gives_a_picture_or_a_sentence_and_nothing_else(capfd):
    # GIVEN pictures of every kind, damaged at random
    dice = random.Random(SEED)
    small = scene(300, 200)
    kinds = [
        photos.jpeg(small),
        photos.jpeg(small.convert("CMYK"), progressive=True),
        photos.png(small, icc_profile=photos.odd_profile()),
        photos.png(small.quantize(16)),
        photos.animation(3),
        photos.saved(small, "BMP"),
        photos.webp(small),
        photos.tiff(small),
        photos.saved(small.convert("1"), "TIFF", compression="group4"),
        (RESOURCES / "selftest" / "photo.heic").read_bytes(),
        photos.pdf(2),
    ]
    made = refused = 0
    for _ in range(FUZZ):
        data = bytearray(dice.choice(kinds))
        zone = dice.choice((len(data), 600))
        for _ in range(dice.choice((1, 2, 8))):
            data[dice.randrange(min(zone, len(data)))] = dice.choice((0, 255, dice.randrange(256)))
        # WHEN they are prepared
        try:
            for one in prepare(bytes(data), "x"):
                require_sendable(one)
                made += 1
        except FileRefused:
            refused += 1
    # THEN nothing else came out, and both did
    assert made > FUZZ / 10
    assert refused > FUZZ / 10


@pytest.mark.parametrize(
    ("long_side", "sides"),
    [
        (1000, [1000]),
        (1200, [1200]),
        (1300, [1300, 1200]),
        (4000, [4000, 3200, 2560, 2048, 1638, 1310, 1200]),
    ],
)
def test_sides_to_try_end_at_1200(long_side, sides):
    assert limits.smaller_sides(long_side) == sides
