"""Any text that is text survives the way out; any bytes at all are read or refused by name."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.core import errors
from gui.core.wechat import wire

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@settings(deadline=None)
@given(TEXT)
def test_every_text_goes_out_unescaped_and_whole(text):
    raw = wire.encode({"x": text})
    assert json.loads(raw) == {"x": text}
    for character in text:
        if ord(character) > 127:
            assert character.encode() in raw


@settings(deadline=None)
@given(st.integers(200, 599), st.binary() | TEXT.map(str.encode))
def test_any_bytes_are_an_answer_or_a_named_failure(status, raw):
    failure = None
    try:
        assert isinstance(wire.decode(status, raw), dict)
    except errors.AnswerUnreadable as error:
        failure = error
    if failure is not None:
        assert failure.details == {"HTTP": str(status)}
        assert failure.__suppress_context__ or failure.__context__ is None


@pytest.mark.parametrize("code", [0, -1, 89635, 10**12])
def test_any_whole_errcode_is_a_verdict(code):
    assert wire.decode(500, json.dumps({"errcode": code}).encode())["errcode"] == code
