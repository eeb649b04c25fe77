"""Only a link into WeChat becomes a code to scan or something to press, whoever answers.

REAUTH_DESK_HOSTILE=all tries every link of the corpus.
"""

import os

import pytest

from tests.core.wechat.links import GOOD, HOSTILE, ONE_OF_EACH
from tests.e2e.prepared import TASK, MiniProgram, lay_out, sent_back_at
from tests.fixtures_desktop import wait_until

ALL = os.environ.get("REAUTH_DESK_HOSTILE") == "all"
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600 if ALL else 120)]

REFUSED = "链接未通过安全检查，未打开"
WHAT_NEXT = "资料已提交，请稍后点「查询状态」；仍然这样时请联系技术支持。"
WAITING = "正在获取授权链接"  # when there is none at all
WAYS_OUT = {"qr_code", "auth_link", "copy_link", "copy_message", "copy_qr", "save_qr"}
LINKS = HOSTILE if ALL else ONE_OF_EACH
GENUINE = GOOD if ALL else (GOOD[0], GOOD[-1])


@pytest.fixture
def opened(session, private_home):
    """What any browser was asked to open, as a list of links when it is called."""
    session["BROWSER"] = str(private_home / "bin" / "xdg-open")
    file = private_home / "opened"
    return lambda: file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def person(session, wechat, data, monkeypatch, opened, sit_down):
    """In front of a record that is right, and only has to be sent."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session["DBUS_SESSION_BUS_ADDRESS"])
    mini = MiniProgram.new()
    values = lay_out(data, mini)
    sent_back_at(wechat, mini, (values["/qualification"], *values["/qualification_other"]))
    return sit_down(beside=wechat)


def ask(person, wechat, link):
    """Press 查询状态, which is answered with another link."""
    wechat.give_link(taskid=TASK, link=link)
    asked = len(wechat.received(call="queryauth"))
    person.click("query_status")
    wait_until(lambda: len(wechat.received(call="queryauth")) > asked, "it is asked")
    wait_until(lambda: person.can_press("query_status"), "it is answered")


def require_nothing_of(link, person, picture):
    """The window has neither this link nor a way to use it, and says what to do."""
    words = person.words()
    assert (REFUSED in words and WHAT_NEXT in words) or (not link and WAITING in words), link
    assert not link.strip() or link not in words
    assert WAYS_OUT.isdisjoint(person.identifiers()), link
    assert person.codes(picture) == [], link


def test_only_a_link_into_wechat_can_be_scanned_or_opened(person, wechat, opened, tmp_path):
    # GIVEN somebody who answers a submission with a link that only looks like WeChat's
    wechat.give_link(taskid=TASK, link="https://mp.weixin.qq.com@evil.com/")
    person.click("check_answers")
    # WHEN it is submitted
    person.click("submit")
    # THEN it counts as submitted, and the link is not there in any form
    person.reads(REFUSED)
    person.reads("已提交，等待管理员扫码授权")
    require_nothing_of("https://mp.weixin.qq.com@evil.com/", person, tmp_path / "first.png")

    # WHEN a genuine link is given, THEN the code holds it, and pressing opens just that
    for number, link in enumerate(GENUINE, 1):
        ask(person, wechat, link)
        wait_until(lambda: person.sees("auth_link"), "the link")
        wait_until(lambda at=link: person.find("auth_link").description == at, f"{link[:60]}")
        assert person.scan(tmp_path / "genuine.png") == [link]
        person.click("auth_link")
        wait_until(lambda wanted=number: len(opened()) == wanted, "it is opened")
        assert opened()[-1] == link

    # WHEN links of every other kind are given
    for number, link in enumerate(LINKS):
        ask(person, wechat, link)
        wait_until(lambda: not person.sees("auth_link"), "the link before is gone")
        # THEN none of them is there in any form, nor the one before
        require_nothing_of(link, person, tmp_path / f"hostile-{number}.png")
    # THEN none was opened, and nothing was submitted again
    assert len(opened()) == len(GENUINE)
    assert len(wechat.bodies("reauth")) == 1
