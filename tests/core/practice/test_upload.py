"""Uploads: kind by content, size, and the form of the one part."""

from __future__ import annotations

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 100
GIF = b"GIF89a" + b"\0" * 100
BMP = b"BM" + b"\0" * 100
TWO_MB = 2 * 1024 * 1024


@pytest.mark.parametrize(
    ("content", "filename", "kind"),
    [
        (PNG, "material.png", "image/png"),
        (JPEG, "material.jpg", "image/jpeg"),
        (JPEG, "1.JPEG", "image/jpeg"),
        (GIF, "material.gif", "image/gif"),
        (JPEG.ljust(TWO_MB, b"\0"), "material.jpg", "image/jpeg"),
    ],
)
def test_pictures_are_taken(client, world, submission, content, filename, kind):
    # WHEN a picture is uploaded
    answer = client.upload(content, filename=filename, kind=kind)
    # THEN its id comes back, its bytes are there, and it can be used
    assert answer.code == 0
    assert answer.json["type"] == "image"
    mediaid = answer.json["mediaid"]
    assert world.media[mediaid] == content
    assert client.submit(submission({"/qualification": mediaid})).code == 0


@pytest.mark.parametrize(
    ("content", "changes", "code"),
    [
        (PNG.ljust(TWO_MB + 1, b"\0"), {}, 40006),
        (BMP, {"filename": "m.bmp", "kind": "image/bmp"}, 40005),
        (b"<svg/>", {}, 40005),
        (JPEG, {}, 40005),  # named .png
        (PNG, {"filename": "执照.png"}, 40005),
        (PNG, {"filename": "media"}, 40005),
        (PNG, {"kind": "image/jpeg"}, 40005),
        (PNG, {"kind": "application/octet-stream"}, 40005),
        (b"", {}, 41005),
        (PNG, {"name": "file"}, 41005),
        (PNG, {"twice": True}, 41005),
    ],
)
def test_what_is_not_taken(client, world, content, changes, code):
    before = len(world.media)
    assert client.upload(content, **changes).code == code
    assert len(world.media) == before


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x--\r\n"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--y\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=media"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="media"\r\n\r\n' + PNG + b"\r\n--x--\r\n",
        ),
    ],
)
def test_forms_that_are_none(client, kind, raw):
    answer = client.send("uploadauthmaterial", raw, headers={"Content-Type": kind})
    assert answer.code == 41005
