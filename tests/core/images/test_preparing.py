"""From a file to what is uploaded: the right kind, upright, small, in true colours, and mute."""

import io
import threading

import pytest
from PIL import Image

from gui.core.errors import Cancelled, FileRefused
from gui.core.images.limits import MOST_BYTES
from gui.core.images.preparing import prepare, thumbnail, viewable
from gui.core.images.words import compressed
from gui.core.paths import RESOURCES
from tests.core.images import photos
from tests.core.images.photos import CANARY, CORNERS, corners, scene
from tests.core.images.sent import decoded, require_mute, require_sendable, require_upright, sent

HEIC = RESOURCES / "selftest" / "photo.heic"
LARGE = scene(4000, 3000, 120)
MAKERS = {"JPEG": photos.jpeg, "PNG": photos.png, "WEBP": photos.webp, "TIFF": photos.tiff}


# What is fit passes as it is


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, lambda: photos.animation(1)])
def test_a_fit_picture_keeps_every_pixel_and_loses_what_it_tells(make):
    # GIVEN a small upright picture with position, comment and more
    data = make()
    assert CANARY in data
    # WHEN it is prepared
    made = sent(data)
    # THEN its pixels are the same, and nothing is said about it
    assert decoded(made.content).tobytes() == decoded(data).tobytes()
    assert made.note == ""
    assert made.original_size == len(data)


def test_a_film_behind_a_small_picture_does_not_make_it_large():
    # GIVEN a photo with three megabytes of film behind it, as phones store them
    data = photos.jpeg() + bytes(3_000_000)
    # WHEN it is prepared, THEN the photo passes and the film stays
    made = sent(data)
    assert decoded(made.content).tobytes() == decoded(data).tobytes()
    assert made.note == compressed(len(data), len(made.content))


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_rows": 1}, {}])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_every_kind_of_jpeg_passes(mode, options):
    data = photos.jpeg(scene(640, 480).convert(mode), **options)
    assert decoded(sent(data).content).tobytes() == decoded(data).tobytes()


def test_an_animation_passes_with_every_frame():
    data = photos.animation(10)
    made = sent(data)
    assert (made.content_type, made.note) == ("image/gif", "动图，10 帧")
    assert decoded(made.content).n_frames == 10
    assert decoded(made.content).info["loop"] == 0


@pytest.mark.parametrize(
    "image",
    [
        scene(400, 300).quantize(32),
        scene(400, 300).convert("1"),
        scene(400, 300).convert("L"),
        scene(400, 300).convert("RGBA"),
        scene(400, 300).convert("LA"),
    ],
    ids=lambda image: image.mode,
)
def test_every_mode_of_png_passes(image):
    data = photos.png(image)
    assert decoded(sent(data).content).tobytes() == decoded(data).tobytes()


# What is not taken becomes a JPEG


@pytest.mark.parametrize("kind", ["BMP", "WEBP", "TIFF"])
def test_what_the_upload_does_not_take_becomes_a_jpeg(kind):
    made = sent(photos.saved(scene(900, 600), kind))
    assert (made.content_type, made.note) == ("image/jpeg", "已转为 JPG")
    require_upright(made)


def test_a_heic_photo_becomes_a_jpeg():
    made = sent(HEIC)
    assert (made.content_type, made.note) == ("image/jpeg", "已转为 JPG")
    require_upright(made)


def test_a_computer_without_a_decoder_for_heic_says_so(monkeypatch):
    # GIVEN a computer for which pi-heif has no wheel
    monkeypatch.setitem(__import__("sys").modules, "pi_heif", None)
    # WHEN a photo is chosen, THEN the sentence tells how to get a JPG
    with pytest.raises(FileRefused, match="HEIC 照片，这台电脑打不开，请在手机上改存为 JPG"):
        prepare(HEIC)


# Upright


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", MAKERS)
def test_every_orientation_ends_upright(kind, orientation):
    # GIVEN a photo of a camera that was held so
    data = MAKERS[kind](scene(900, 600), orientation)
    # WHEN it is prepared, THEN up is up
    require_upright(sent(data))


def test_a_large_photo_is_turned_as_well():
    made = sent(photos.jpeg(LARGE, 6, quality=92))
    require_upright(made)
    assert made.note.startswith("已压缩 ")


def test_exif_behind_the_pixels_of_a_png_counts():
    data = photos.png(scene(900, 600), 6)
    before, exif = data.split(b"eXIf")[0][:-4], photos.exif(6).tobytes()[6:]
    start = before + data[len(before) + 12 + len(exif) :]
    end = start.rindex(b"\x00\x00\x00\x00IEND")
    made = sent(start[:end] + photos.chunk(b"eXIf", exif) + start[end:])
    require_upright(made)


def test_orientation_that_makes_no_sense_is_ignored():
    for orientation in (0, 9, 65535):
        tags = photos.exif()
        tags[photos.ORIENTATION] = orientation
        require_upright(sent(photos.saved(scene(900, 600), "JPEG", exif=tags)))


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about EXIF that is damaged
def test_damaged_exif_is_ignored():
    tags = b"Exif\0\0II*\0\xff\xff\xff\xff" + CANARY
    require_upright(sent(photos.saved(scene(900, 600), "JPEG", exif=tags)))


# Turned by hand


@pytest.mark.parametrize("orientation", [1, 6])
def test_turning_is_clockwise_and_comes_on_top(orientation):
    made = sent(photos.jpeg(scene(900, 600), orientation), turn=90)
    left_bottom_first = (CORNERS[2], CORNERS[0], CORNERS[3], CORNERS[1])
    assert corners(decoded(made.content)) == left_bottom_first
    assert (made.width, made.height, made.turn) == (600, 900, 90)
    upside_down = sent(photos.jpeg(scene(900, 600), orientation), turn=180)
    assert corners(decoded(upside_down.content)) == CORNERS[::-1]


def test_an_animation_is_not_turned():
    with pytest.raises(FileRefused, match="是动图，没有办法旋转"):
        prepare(photos.animation(3), "a.gif", turn=90)
    assert sent(photos.animation(1), turn=90).content_type == "image/jpeg"


# Colours


def test_colours_of_a_profile_are_meant_as_they_look():
    # GIVEN photos whose profile says that red is green
    profile = photos.odd_profile()
    green = ("lime", "red", "blue", "yellow")
    for data in (
        photos.jpeg(scene(900, 600), icc_profile=profile),
        photos.png(icc_profile=profile),
        photos.png(scene(400, 300).convert("RGBA"), icc_profile=profile),
        photos.webp(icc_profile=profile),
    ):
        # WHEN they are prepared
        made = sent(data)
        # THEN they show green, without the profile
        assert corners(decoded(made.content)) == green


def test_a_profile_that_is_none_is_ignored():
    require_upright(sent(photos.jpeg(scene(900, 600), icc_profile=b"no profile at all")))


def test_an_srgb_profile_goes_without_decoding():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = photos.jpeg(icc_profile=profile)
    assert decoded(sent(data).content).tobytes() == decoded(data).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_becomes_rgb(kind):
    made = sent(photos.saved(scene(900, 600).convert("CMYK"), kind))
    assert decoded(made.content).mode == "RGB"
    require_upright(made)


def test_16_bits_become_8():
    # GIVEN a scan in 16 bits of grey, from black to white
    ramp = Image.linear_gradient("L").resize((900, 600))
    deep = ramp.convert("I;16").point(lambda value: value * 257)
    for kind in ("PNG", "TIFF"):
        # WHEN it is prepared, THEN it has 8, and the same greys
        image = decoded(sent(photos.saved(deep, kind)).content)
        assert image.mode == "L"
        difference = [abs(image.getpixel((5, y)) - ramp.getpixel((5, y))) for y in range(600)]
        assert max(difference) <= 3


def test_grey_as_numbers_of_32_bits_is_seen():
    for mode, most in (("I", 4_000_000_000 // 2), ("F", 1.0), ("F", 255.0)):
        ramp = Image.linear_gradient("L").resize((900, 600)).convert(mode)
        picture = ramp.point(lambda value, most=most: value * (most / 255))
        image = decoded(sent(photos.saved(picture, "TIFF")).content)
        assert image.getpixel((5, 5)) < 10
        assert image.getpixel((5, 595)) > 245


@pytest.mark.parametrize(("kind", "mode"), [("TIFF", "RGBA"), ("TIFF", "LA"), ("WEBP", "RGBA")])
def test_what_shows_through_shows_white(kind, mode):
    # GIVEN a picture in black that shows through at its left half
    picture = Image.new("LA", (900, 600), (0, 255))
    picture.paste((0, 0), (0, 0, 450, 600))
    data = photos.saved(picture.convert(mode), kind)
    # WHEN it becomes a JPEG, THEN that half is white
    image = decoded(sent(data).content).convert("L")
    assert image.getpixel((100, 300)) > 250
    assert image.getpixel((800, 300)) < 5


def test_a_transparent_palette_is_put_on_white():
    picture = Image.new("P", (900, 600), 1)
    picture.putpalette([9, 9, 9, 0, 0, 0])
    picture.paste(0, (0, 0, 450, 600))
    data = photos.saved(picture, "PNG", transparency=0)
    image = decoded(sent(data, turn=180).content)
    assert image.getpixel((800, 300)) == (255, 255, 255)


# Small enough


def test_a_large_photo_is_shrunk_and_stays_legible():
    # GIVEN 12 megapixels of more than 2 MB
    data = photos.jpeg(LARGE, quality=92)
    assert len(data) > MOST_BYTES
    # WHEN it is prepared
    made = sent(data)
    # THEN it is below 2 MB, and sharp enough
    assert len(made.content) < 2_000_000
    assert max(made.width, made.height) >= 2000
    assert made.note == compressed(len(data), len(made.content))
    require_upright(made)


@pytest.mark.parametrize("size", [(2000, 1500), (1250, 1250), (3000, 900)])
def test_pure_noise_still_fits(size):
    parts = [Image.effect_noise(size, 200) for _ in range(3)]
    made = sent(photos.saved(Image.merge("RGB", parts), "BMP"))
    assert max(made.width, made.height) >= 1200


def test_a_long_screenshot_does_not_get_narrow():
    # GIVEN the screenshot of a long chat
    data = photos.jpeg(scene(1080, 9000, 120), quality=90)
    assert len(data) > MOST_BYTES
    # WHEN it is shrunk, THEN its letters can still be read
    made = sent(data)
    assert made.width >= 700


def test_a_large_animation_cannot_be_shrunk():
    data = photos.many_frames(120_000)
    with pytest.raises(FileRefused) as failure:
        prepare(data, "a.gif")
    size = f"{len(data) / 1e6:.1f}"
    assert f"「a.gif」有 {size} MB，上限是 2 MB，动图没有办法自动压缩" in failure.value.text


def test_a_large_still_gif_becomes_a_jpeg():
    data = photos.saved(scene(2000, 1500, 150).quantize(256), "GIF")
    assert len(data) > MOST_BYTES
    assert sent(data).content_type == "image/jpeg"


def test_a_tiny_picture_earns_a_warning():
    assert sent(photos.png(scene(320, 240))).warning == "图片只有 320×240，审核员可能看不清文字"
    assert sent(photos.png(scene(800, 600))).warning == ""


# Pages


def test_each_page_of_a_pdf_becomes_a_picture():
    made = prepare(photos.pdf(3), "合同.pdf")
    assert [one.page for one in made] == [0, 1, 2]
    assert [one.note for one in made] == [f"第 {n} 页，已转为 JPG" for n in (1, 2, 3)]
    for one in made:
        require_sendable(one)
        assert (one.width, one.height) == (1696, 2400)
        assert corners(decoded(one.content))[0] == "red"


def test_the_only_page_of_a_document_has_no_number():
    assert [one.note for one in prepare(photos.pdf(), "合同.pdf")] == ["已转为 JPG"]
    assert [one.note for one in prepare(photos.tiff(scene(900, 600)), "扫描.tif")] == ["已转为 JPG"]


def test_each_page_of_a_tiff_becomes_a_picture():
    data = photos.tiff(scene(900, 600), 6, more=[scene(900, 600, 0), scene(600, 800, 0)])
    made = prepare(data, "扫描.tif")
    assert [(one.width, one.height) for one in made] == [(900, 600), (600, 900), (800, 600)]
    assert [one.note for one in made] == [f"第 {n} 页，已转为 JPG" for n in (1, 2, 3)]
    require_upright(made[0])
    for one in made:
        require_sendable(one)


def test_one_page_can_be_made_again():
    data = photos.pdf(3)
    second = prepare(data, page=1)
    assert second == prepare(data)[1:2]


def test_too_many_pages_are_refused():
    with pytest.raises(FileRefused, match="有 21 页，一次最多 20 页"):
        prepare(photos.pdf(21), "合同.pdf")
    pages = [Image.new("1", (20, 20))] * 20
    with pytest.raises(FileRefused, match="有 21 页，一次最多 20 页"):
        prepare(photos.tiff(pages[0], more=pages), "扫描.tif")


def test_the_wait_for_many_pages_can_be_ended():
    # GIVEN a document, and somebody who does not want to wait
    stop = threading.Event()
    stop.set()
    for data in (photos.pdf(2), photos.tiff(scene(300, 200))):
        # WHEN its pages are made, THEN that ends
        with pytest.raises(Cancelled):
            prepare(data, cancelled=stop)


# Always the same


@pytest.mark.parametrize("kind", MAKERS)
def test_the_same_bytes_give_the_same_content(kind):
    data = MAKERS[kind](scene(900, 600), 3)
    assert prepare(data) == prepare(data, "anders")


def test_the_thumbnail_can_be_made_of_the_content():
    for data in (photos.jpeg(scene(2400, 1800)), photos.png(), photos.animation(3)):
        made = sent(data)
        image = decoded(thumbnail(made.content))
        assert corners(image) == corners(decoded(made.thumbnail))
        assert max(image.size) == min(208, max(made.width, made.height))
        require_mute(thumbnail(made.content))


def test_before_and_after_can_be_compared():
    # GIVEN a large photo of a camera that was held upright
    data = photos.jpeg(LARGE, 6)
    # WHEN it is looked at as it was, THEN every pixel is there, the right way up
    image = Image.open(io.BytesIO(viewable(data)))
    assert image.size == (4000, 3000)
    assert corners(image) == CORNERS
    assert Image.open(io.BytesIO(viewable(photos.pdf(2), page=1, turn=90))).size == (2400, 1696)


def test_damaged_content_has_neither_thumbnail_nor_view():
    data = photos.jpeg()[:5000]
    for look in (thumbnail, viewable):
        with pytest.raises(FileRefused):
            look(data)
