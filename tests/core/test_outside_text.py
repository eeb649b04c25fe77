"""Text from outside stands in one line of ours and cannot disguise itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.core.outside_text import one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  草稿 一  ", "草稿 一"),
        ("a\r\nb\tc\0d", "a  b c d"),
        ("gpj.\u202etxt", "gpj. txt"),
        ("a\u2028b", "a b"),
        ("微信\u200b\ufeff支付\u00ad", "微信  支付"),
        ("\ud800x", "x"),
        ("👩\u200d💻𠮷䶮", "👩\u200d💻𠮷䶮"),
        ("长" * 100, "长" * 59 + "…"),
        ("", ""),
    ],
)
def test_what_is_shown(text, shown):
    # GIVEN a name from outside, WHEN it is shown, THEN it is plain, short and one line
    assert one_line(text) == shown


@given(st.text(), st.integers(1, 50))
def test_any_text_becomes_one_short_line(text, limit):
    # GIVEN any text, WHEN it is shown, THEN it is within the limit, one line, and encodable
    shown = one_line(text, limit)
    assert len(shown) <= limit
    assert len(shown.splitlines()) <= 1
    shown.encode()
