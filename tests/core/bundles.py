"""Files of records with pictures as nobody should make them: a ZIP of which each byte is chosen."""

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass

from tests.core.images import photos


@dataclass(frozen=True)
class Entry:
    """One entry; what is None is told truly."""

    name: bytes
    content: bytes
    flags: int = 0
    method: int = 0
    attributes: int = 0
    size: int | None = None
    checksum: int | None = None
    name_inside: bytes | None = None

    def facts(self):
        packed = self.packed()
        size = len(self.content) if self.size is None else self.size
        length = len(packed) if self.size is None else self.size
        checksum = zlib.crc32(self.content) if self.checksum is None else self.checksum
        moment = (0, 0x21)
        return (self.flags, self.method, *moment, checksum, length, size)

    def packed(self):
        if self.method != 8:
            return self.content
        squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return squeezer.compress(self.content) + squeezer.flush()


def zipped(*entries, count=None, before=b"", locator=b"", comment=b""):
    """A ZIP of these entries; `count` is how many it says there are."""
    body, listed = bytearray(before), bytearray()
    for entry in entries:
        start, facts = len(body), entry.facts()
        inside = entry.name if entry.name_inside is None else entry.name_inside
        body += struct.pack("<4s5H3L2H", b"PK\3\4", 20, *facts, len(inside), 0)
        body += inside + entry.packed()
        tail = (len(entry.name), 0, 0, 0, 0, entry.attributes, start)
        listed += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20 + (3 << 8), 20, *facts, *tail)
        listed += entry.name
    listed += locator
    number = min(len(entries) if count is None else count, 0xFFFF)
    ends = struct.pack("<4s4H2L", b"PK\5\6", 0, 0, number, number, len(listed), len(body))
    return bytes(body + listed + ends + struct.pack("<H", len(comment)) + comment)


def name_of(content):
    return hashlib.sha256(content).hexdigest()


def picture(content, **changes):
    """An entry for a picture, rightly named unless that is changed."""
    return Entry(**{"name": b"pictures/" + name_of(content).encode(), "content": content} | changes)


def text(*named, **changes):
    """The records: one, which names these contents as its pictures."""
    record = {"name": "记录", "call": "reauth", "appid": "", "extras": {}}
    references = ["local:" + name_of(content) for content in named]
    record["auth_data"] = {"taskid": "T1", "qualification_other": references}
    table = {name_of(one): {"name": f"图{n}.jpg", "note": ""} for n, one in enumerate(named, 1)}
    content = {"format": "reauth-desk-draft", "version": 2, "records": [record], "pictures": table}
    return json.dumps(content | changes, ensure_ascii=False).encode()


def records(content=None, **changes):
    return Entry(**{"name": b"records.json", "content": content or text(PHOTO)} | changes)


PHOTO = photos.saved(photos.scene(900, 600, 0), "JPEG")
OTHER = photos.saved(photos.scene(300, 200, 0), "PNG")
RIGHT = zipped(records(text(PHOTO, OTHER)), picture(PHOTO), picture(OTHER))
