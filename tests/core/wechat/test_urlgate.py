"""The gate for links: a hostile corpus, and mutations judged by another parser.

REAUTH_DESK_LINKS sets how many mutations are tried.
"""

from __future__ import annotations

import os
import random

import pytest
from urllib3.util import parse_url

from gui.core.wechat.urlgate import safe_auth_url

LINKS = int(os.environ.get("REAUTH_DESK_LINKS", "20000"))
GENUINE = "https://mp.weixin.qq.com/wxamp/cgi/authorize?token=aB-9_~&x=%E4%BD%A0#/a[1]"
GOOD = [
    GENUINE,
    "https://weixin.qq.com",
    "https://weixin.qq.com/",
    "https://api.weixin.qq.com/a",
    "https://a.b-c.9.weixin.qq.com/x?y=z",
    "https://mp.weixin.qq.com/?url=https://evil.com/",
    "https://mp.weixin.qq.com/@evil.com",
    "https://mp.weixin.qq.com/" + "a" * 2023,
]
HOSTILE = [
    "",
    " ",
    "javascript:alert(1)",
    "javascript://mp.weixin.qq.com/%0aalert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "file://mp.weixin.qq.com/share/x.exe",
    "smb://mp.weixin.qq.com/x",
    "ms-msdt:/id PCWDiagnostic",
    "vscode://mp.weixin.qq.com/",
    "weixin://dl/business/?t=x",
    "//mp.weixin.qq.com/x",
    "mp.weixin.qq.com/x",
    "http://mp.weixin.qq.com/x",
    "HTTPS://mp.weixin.qq.com/x",
    "https:/mp.weixin.qq.com/x",
    "https:mp.weixin.qq.com/x",
    "https:///mp.weixin.qq.com/x",
    "https://evil.com/",
    "https://evil.com/mp.weixin.qq.com",
    "https://evil.com/?https://mp.weixin.qq.com/",
    "https://evil.com#mp.weixin.qq.com/",
    "https://evil.com?.weixin.qq.com/",
    "https://evil.com\\@mp.weixin.qq.com/",
    "https://evil.com\\.weixin.qq.com/",
    "https://mp.weixin.qq.com\\@evil.com/",
    "https://mp.weixin.qq.com@evil.com/",
    "https://mp.weixin.qq.com:pw@evil.com/",
    "https://user@mp.weixin.qq.com/",
    "https://user:pw@mp.weixin.qq.com/",
    "https://mp.weixin.qq.com:443/",
    "https://mp.weixin.qq.com:8443/",
    "https://mp.weixin.qq.com.evil.com/",
    "https://evilweixin.qq.com/",
    "https://weixin.qq.com.cn/",
    "https://mp-weixin.qq.com/",
    "https://qq.com/",
    "https://mp.weixin.qq.co/",
    "https://mp.weixinqqqcom/",
    "https://MP.weixin.qq.com/",
    "https://mp.weixin.qq.com./",
    "https://.weixin.qq.com/",
    "https://mp..weixin.qq.com/",
    "https://mp_x.weixin.qq.com/",
    "https://mр.weixin.qq.com/",
    "https://mp.weixin。qq.com/",
    "https://ｍｐ.weixin.qq.com/",
    "https://xn--mp-6ja.evil.com/weixin.qq.com",
    "https://mp.weixin.qq.com/\n",
    "https://mp.weixin.qq.com\n",
    "https://mp.weixin.qq.com/a b",
    "https://mp.weixin.qq.com/a\tb",
    "https://mp.weixin.qq.com/\\\\evil.com",
    "https://mp.weixin.qq.com/a\x00b",
    "https://mp.weixin.qq.com/\u202egnp",
    "https://mp.weixin.qq.com/\u4f60",
    "https://mp.weixin.qq.com?x=1",
    "https://mp.weixin.qq.com#x",
    "https://mp.weixin.qq.com%2eevil.com/",
    "https://mp.weixin.qq.com%00.evil.com/",
    "https://[mp.weixin.qq.com]/",
    "https://[::1].weixin.qq.com/",
    "https://127.0.0.1/weixin.qq.com",
    " https://mp.weixin.qq.com/",
    "https://mp.weixin.qq.com/ ",
    "\ufeffhttps://mp.weixin.qq.com/",
    "https://mp.weixin.qq.com/" + "a" * 2024,
    "https://" + "a." * 2000 + "weixin.qq.com/",
]


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
    text = list(random_.choice(GOOD[:-1] if random_.random() < 0.7 else HOSTILE[:-2]))
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
