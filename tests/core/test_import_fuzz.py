"""Files made up by a fuzzer: each is a draft or is refused in words, and nothing else happens.

REAUTH_DESK_INPUTS sets how many files are tried.
"""

import json
import os
import random
import time
import tracemalloc
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gui.core.errors import FileRefused
from gui.core.form.rules import payload, resolve
from gui.core.local_pictures import pictures_in
from tests.core import bundles
from tests.core.bundles import OTHER, PHOTO, name_of, picture, records, zipped
from tests.core.office import EXAMPLE, SPEC, VALUES, Hasty
from tests.leaks import files_below

INPUTS = int(os.environ.get("REAUTH_DESK_INPUTS", "400"))
SEED = 20261127
LONGEST, MOST = 2.0, 200_000_000  # seconds and bytes for one file
pytestmark = pytest.mark.timeout(60 + INPUTS // 10)

RIGHT = json.dumps(
    {
        "format": "reauth-desk-draft",
        "version": 1,
        "records": [
            {
                "name": "记录",
                "call": "reauth",
                "appid": "wx00000000000000a1",
                "auth_data": {"taskid": "T", "contact_info": {"name": "张䶮"}, "pay_type": 2},
                "extras": {"/later": {"a": [1, None]}},
            }
        ],
    },
    ensure_ascii=False,
).encode()
BARE = json.dumps(
    {"auth_data": {"taskid": "T", "qualification": ["m"], "auth_type": "15"}}
).encode()
BUNDLE = zipped(records(bundles.text(OTHER)), picture(OTHER))
BUNDLE_TEXT = BUNDLE.index(OTHER)
ODD = [
    b"null", b"[]", b"{}", b'""', b"-0", b"1e999", b"NaN", b"Infinity", b"9" * 60, b"1.5",
    b'"../../etc/passwd"', b'"\\\\\\\\host\\\\share"', b'"C:\\\\a.jpg"', b'"\\ud842"', b'"\\u0000"',
    b'"\\u202e"', b"true", b'{"a":' * 40 + b"1" + b"}" * 40, b"[" * 5000,
    b'"' + b"x" * 70_000 + b'"',
    b"\xff\xfe", b"\x00", b"\xef\xbb\xbf", b"/*", b",", b'"access_token":"x",', b"99", b'"2"',
]  # fmt: skip


def bundle(dice):
    """A file with pictures of which bytes were changed, taken out, put in, or cut off.

    Mostly near the end, where the list of contents is, and in the records.
    """
    content = bytearray(BUNDLE)
    for _ in range(dice.choice([0, 1, 1, 2, 5])):
        places = [dice.randrange(BUNDLE_TEXT), len(content) - dice.randrange(1, 420)]
        at = min(max(0, dice.choice([*places, dice.randrange(len(content))])), len(content) - 1)
        end = min(len(content), at + dice.choice([1, 1, 2, 4, 20]))
        way = dice.randrange(5)
        if way < 2:
            content[at:end] = dice.randbytes(end - at)
        elif way == 2:
            content[at] ^= 1 << dice.randrange(8)
        elif way == 3:
            content[at : dice.choice([at, end])] = dice.choice(ODD)
        elif dice.random() < 0.3:
            del content[at + 1 :]
    return bytes(content)


def rebuilt(dice):
    """A file that is a right ZIP of records and pictures that were changed before."""
    changed = bytearray(dice.choice([PHOTO, OTHER]))
    for _ in range(dice.randrange(4)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    named = [bytes(changed), dice.choice(ODD)]
    words = bytearray(bundles.text(*named))
    if dice.random() < 0.5:
        _replace_value(words, dice)
    return zipped(records(bytes(words)), *map(picture, dict.fromkeys(named)))


def mutated(dice):
    """A draft with some places changed: bytes, values, whole pieces twice, cut off."""
    content = bytearray(dice.choice([RIGHT, BARE]))
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(content) + 1)
        end = min(len(content), at + dice.choice([0, 1, 1, 4, 20]))
        way = dice.randrange(6)
        if way == 0:
            content[at:end] = dice.randbytes(end - at)
        elif way == 1:
            content[at:end] = b""
        elif way == 2:
            content[at:at] = dice.choice(ODD)
        elif way == 3:
            _replace_value(content, dice)
        elif way == 4:
            content[at:at] = content[at : at + 200]
        elif dice.random() < 0.2:
            del content[at:]
    return bytes(content)


def _replace_value(content, dice):
    colons = [place for place, byte in enumerate(content) if byte == ord(":")]
    if colons:
        start = dice.choice(colons) + 1
        ends = [content.find(mark, start) for mark in (b",", b"}", b"]")]
        end = min((place for place in ends if place > 0), default=len(content))
        content[start:end] = dice.choice(ODD)


@pytest.fixture
def desk(tmp_path, open_office):
    (tmp_path / "files").mkdir()
    return open_office(Hasty("http://127.0.0.1:9"))


@pytest.mark.parametrize("make", [mutated, bundle, rebuilt])
def test_whatever_is_in_the_file(desk, tmp_path, make):
    # GIVEN files that a fuzzer made of real drafts
    dice, found, slowest = random.Random(SEED), Counter(), 0.0
    path = tmp_path / "files" / "draft.reauth"
    tracemalloc.start()
    for number in range(INPUTS):
        path.write_bytes(make(dice))
        started = time.monotonic()
        tracemalloc.reset_peak()
        # WHEN each is read, and taken in where it is a draft
        try:
            plan = desk.transfers.read(path)
        except FileRefused as refused:
            found["refused" if refused.text else "refused without words"] += 1
        else:
            ids = desk.transfers.take_in(plan, None) if number % 20 == 0 else ()
            for record in [desk.records.get(one) for one in ids]:
                payload(resolve(SPEC, record.values, {"call": record.call}))
                for sha256 in pictures_in(record.values):
                    assert name_of(desk.pictures.content(sha256)) == sha256
                    found["pictures"] += 1
                desk.records.delete(record.id)
            found["taken"] += 1
        # THEN it takes little time and memory
        slowest = max(slowest, time.monotonic() - started)
        assert slowest < LONGEST, number
        assert tracemalloc.get_traced_memory()[1] < MOST, number
    tracemalloc.stop()

    # THEN nothing was written but the store
    print(f"{INPUTS} files: {dict(found)}, the slowest took {slowest:.2f} s")
    outside = [one for one in files_below(tmp_path) if not one.startswith(str(desk.folder))]
    assert [one for one in outside if not one.startswith("/dev")] == [str(path)]
    assert min(found["refused"], found["taken"]) > INPUTS / 20
    assert found["pictures"] or make is mutated
    assert found["refused without words"] == 0


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.sampled_from(
    [
        "张䶮𠮷",
        "👨‍👩‍👧‍👦",
        "ｆｕｌｌ　ｗｉｄｔｈ",
        "\u202eabc",
        "a\u0300" * 50,
        "\x00\x07",
        "名" * 500,
        "'\"\\\n\t",
        "%s{}",
    ]
)
TEXT_FIELDS = [field.pointer for field in SPEC.fields.values() if field.type == "string"]


@settings(
    max_examples=max(30, INPUTS // 10),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(st.sampled_from(TEXT_FIELDS), TEXTS.filter(bool), min_size=1, max_size=6))
def test_whatever_is_typed_is_stored_exported_and_sent_alike(desk, tmp_path, typed):
    # GIVEN texts of all kinds in a record
    values = VALUES["reauth"] | {"/taskid": EXAMPLE["values"]["/taskid"]} | typed
    record = desk.records.create("reauth", "记录", values, context={"call": "reauth"})
    # WHEN it is stored, exported and imported
    path = tmp_path / "files" / "draft.reauth"
    desk.transfers.export([record.id], path)
    (copy_id,) = desk.transfers.take_in(desk.transfers.read(path), None)
    stored, copy = desk.records.get(record.id), desk.records.get(copy_id)
    # THEN it is the same text everywhere, also in what would be sent
    for pointer, text in typed.items():
        assert stored.values[pointer] == text
        assert copy.values.get(pointer) == text
    bodies = [payload(resolve(SPEC, one.values, {"call": "reauth"})) for one in (record, copy)]
    assert bodies[0] == bodies[1]
    for one in (record, copy):
        desk.records.delete(one.id)
