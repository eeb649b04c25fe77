"""Paints the icon of the program (resources/app) in the sizes and kinds that systems ask for."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parents[1] / "resources" / "app" / "reauth-desk.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)
# https://en.wikipedia.org/wiki/Apple_Icon_Image_format: kinds whose content is a PNG.
MAC_KINDS = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512}


def png(size: int) -> bytes:
    """The icon as a PNG of `size` by `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def ico() -> bytes:
    """The icon for Windows: a table of pictures, each a PNG."""
    pictures = [(size, png(size)) for size in WINDOWS_SIZES]
    offset = 6 + 16 * len(pictures)
    table = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures:
        side = size % 256  # 256 is written as 0
        table += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return table + b"".join(picture for _, picture in pictures)


def icns() -> bytes:
    """The icon for macOS: pictures one after the other, each with its kind and length."""
    pictures = [(kind.encode(), png(size)) for kind, size in MAC_KINDS.items()]
    body = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in pictures)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def write_all(folder: Path) -> None:
    """reauth-desk.ico, reauth-desk.icns and SIZE.png for every size into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reauth-desk.ico").write_bytes(ico())
    (folder / "reauth-desk.icns").write_bytes(icns())
    for size in SIZES:
        (folder / f"{size}.png").write_bytes(png(size))


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
