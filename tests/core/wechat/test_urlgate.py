"""The gate for links: a hostile corpus, and mutations judged by another parser.

REAUTH_DESK_LINKS sets how many mutations are tried.
"""

from __future__ import annotations

import os
import random

import pytest
from urllib3.util import parse_url

from gui.core.wechat.urlgate import safe_auth_url
from tests.core.wechat.links import GOOD, HOSTILE

LINKS = int(os.environ.get("REAUTH_DESK_LINKS", "20000"))
SHORT_GOOD, SHORT_HOSTILE = (
    [link for link in links if len(link) < 99] for links in (GOOD, HOSTILE)
)


@pytest.mark.parametrize("link", GOOD)
def test_a_genuine_link_passes_unchanged(link):
    assert safe_auth_url(link) == link


@pytest.mark.parametrize("link", HOSTILE)
def test_nothing_else_passes(link):
    assert safe_auth_url(link) is None


def test_the_refused_host_is_logged_without_the_rest(caplog):
    safe_auth_url("https://evil.com/?ticket=CANARY")
    assert "evil.com" in caplog.text
    assert "CANARY" not in caplog.text


def _mutated(random_: random.Random) -> str:
    text = list(random_.choice(SHORT_GOOD if random_.random() < 0.7 else SHORT_HOSTILE))
    pieces = ["@", "\\", "/", ":", ".", "?", "#", "%", "\n", "\r", "\t", " ", "[", "]", "-", "。"]
    pieces += ["evil.com", "weixin.qq.com", "https://", "\x00", "\u202e", "／", "＠", "a", "A", "0"]
    for _ in range(random_.randint(1, 3)):
        at = random_.randrange(len(text) + 1)
        action = random_.randrange(3)
        if action == 0:
            text.insert(at, random_.choice(pieces))
        elif action == 1:
            text[at : at + 1] = [random_.choice(pieces)]
        else:
            text[at : at + random_.randint(1, 3)] = []
    return "".join(text)


def test_of_many_mutations_none_leads_to_another_host(caplog):
    caplog.set_level("CRITICAL")
    # GIVEN mutations of genuine and of hostile links, the same in every run
    random_ = random.Random(20_260_101)
    accepted = 0
    for _ in range(LINKS):
        link = _mutated(random_)
        if safe_auth_url(link) is None:
            continue
        # THEN another parser sees the same: WeChat's host, TLS, no user, no port
        accepted += 1
        parsed = parse_url(link)
        assert parsed.host is not None, repr(link)
        assert f".{parsed.host}".endswith(".weixin.qq.com"), repr(link)
        assert (parsed.scheme, parsed.auth, parsed.port) == ("https", None, None), repr(link)
        assert link.isascii()
        assert link.isprintable()
    # and the gate is not simply shut
    print(f"{LINKS} links, {accepted} accepted")
    assert accepted > LINKS / 40
