"""Photographs for tests: made here, with everything in them that cameras and programs put there.

Their four corners have four colours, so that a test sees which way up they are.
"""

import io
import re
import struct
import zlib
from functools import cache

from PIL import Image, ImageCms, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

CANARY = b"Canary-7391"
CORNERS = ("red", "lime", "blue", "yellow")  # top left, top right, bottom left, bottom right
_COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
# What a camera that was held so stores: the opposite of what EXIF tells a reader to do.
_AS_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@cache
def scene(width=1600, height=1200, noise=40):
    """An upright photograph, with the noise of a small sensor."""
    parts = [Image.new("L", (width, height)) for _ in range(3)]
    for number, part in enumerate(parts):
        for place, colour in enumerate(CORNERS):
            box = (width // 2 * (place % 2), height // 2 * (place // 2), width, height)
            part.paste(_COLOURS[colour][number], box)
        grain = Image.effect_noise((width, height), noise) if noise else part
        parts[number] = Image.blend(part, grain, 0.25)
    return Image.merge("RGB", parts)


def corners(image):
    """The colours of the four corners, as `CORNERS` names them."""
    small = image.convert("RGB").resize((8, 8), Image.Resampling.BOX)
    places = ((1, 1), (6, 1), (1, 6), (6, 6))
    return tuple(_nearest(small.getpixel(place)) for place in places)


def _nearest(pixel):
    def distance(name):
        return sum((one - other) ** 2 for one, other in zip(pixel, _COLOURS[name], strict=True))

    return min(_COLOURS, key=distance)


def exif(orientation=1):
    """EXIF with the camera's maker and a position."""
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    tags[MAKER] = CANARY.decode()
    tags.get_ifd(GPS).update({1: "N", 2: (39.0, 54.0, 26.0), 3: "E", 4: (116.0, 23.0, 29.0)})
    return tags


def held(image, orientation):
    """The pixels as a camera stores them that was held so."""
    way = _AS_STORED[orientation]
    return image if way is None else image.transpose(way)


def saved(image, kind, **options):
    file = io.BytesIO()
    image.copy().save(file, kind, **options)  # Pillow notes on an image how it was saved last
    return file.getvalue()


def jpeg(image=None, orientation=1, **options):
    """As a phone makes it: EXIF with position, XMP, a comment, and a film behind the picture."""
    shown = held(image or scene(), orientation)
    told = {"exif": exif(orientation), "comment": CANARY, "xmp": XMP}
    return saved(shown, "JPEG", **({"quality": 80} | told | options)) + CANARY


def png(image=None, orientation=1, **options):
    texts = PngInfo()
    texts.add_text("Author", CANARY.decode())
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    told = {"exif": exif(orientation), "pnginfo": texts}
    return saved(held(image or scene(400, 300), orientation), "PNG", **(told | options)) + CANARY


def webp(image=None, orientation=1, **options):
    told = {"exif": exif(orientation), "xmp": XMP, "quality": 80, "method": 0}
    return saved(held(image or scene(), orientation), "WEBP", **(told | options))


def tiff(image=None, orientation=1, more=(), **options):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[ORIENTATION] = orientation
    tags[MAKER] = CANARY.decode()
    pages = {"save_all": True, "append_images": more} if more else {}
    shown = held(image or scene(), orientation)
    return saved(shown, "TIFF", tiffinfo=tags, compression="tiff_lzw", **pages, **options)


def animation(frames=10, size=(120, 90), noise=0):
    """A GIF whose frames differ."""
    made = [scene(*size, noise).rotate(36 * number).quantize(64) for number in range(frames)]
    options = {"save_all": True, "append_images": made[1:], "duration": 50, "loop": 0}
    return saved(made[0], "GIF", comment=CANARY, **options)


def many_frames(frames):
    """A GIF of very many small frames, made without decoding any of them."""
    head = b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + bytes((0, 0, 0, 255, 255, 255))
    timing = b"\x21\xf9\x04\x00\x02\x00\x00\x00"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 8, 8, 0) + b"\x02\x05\x84\x8f\xa9\xcb\x05\x00"
    return head + (timing + frame) * frames + b"\x3b"


def empty_png(width, height, depth=1, colour=0):
    """A PNG of any size, all black, which is a small file."""
    samples = {0: 1, 2: 3, 6: 4}[colour]
    row = bytes(1 + (width * samples * depth + 7) // 8)
    return _png_of((row for _ in range(height)), width, height, depth, colour)


def deep_png(image):
    """A PNG in colour with 16 bits a channel, as scanners make it."""
    width, height = image.size
    fine = bytes(byte for value in image.convert("RGB").tobytes() for byte in (value, value))
    rows = (b"\0" + fine[at : at + 6 * width] for at in range(0, len(fine), 6 * width))
    return _png_of(rows, width, height, 16, 2)


def _png_of(rows, width, height, depth, colour):
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(row) for row in rows) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", packed), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(kind, content):
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def odd_profile():
    """A colour profile in which red means green and green means red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    return profile.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))


def pdf(pages=1, size=(595, 842), drawing=b"1 0 0 rg 0 421 297 421 re f", locked=False):
    """A PDF whose pages are red at their top left."""
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 3 0 R >>" % size
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        lock,
        *[page] * pages,
    ]
    return _document(objects, b"/Encrypt 4 0 R /ID [<41> <41>]" if locked else b"")


def _document(objects, trailer):
    written, places = b"%PDF-1.4\n% " + CANARY + b"\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return written + head + table + end % (count, trailer, len(written))


def large_jpeg(width, height, quality=85):
    """A JPEG of any size in colour, made of one strip that is repeated: no need to paint it all.

    With a restart marker after each row of blocks, every row can be decoded by itself.
    """
    strip = scene(width, 160, 90)
    data = saved(strip, "JPEG", quality=quality, subsampling="4:2:0", restart_marker_rows=1)
    frame, start = data.index(b"\xff\xc0"), data.index(b"\xff\xda")
    start += 2 + int.from_bytes(data[start + 2 : start + 4], "big")
    head = bytearray(data[:start])
    head[frame + 5 : frame + 7] = height.to_bytes(2, "big")
    rows = re.split(rb"\xff[\xd0-\xd7]", data[start:-2])
    count = -(-height // 16)
    body = b"".join(
        rows[number % len(rows)] + bytes((0xFF, 0xD0 + number % 8)) for number in range(count)
    )
    return bytes(head) + body[:-2] + b"\xff\xd9"
