"""Every refusal of the catalogue, over real HTTP into the real window: at its field or on top."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from gui.core.wechat.refusals import catalogue
from tests.ui.clerk import TASKID, until

BUSY = -1
UNKNOWN = 987654
RID = "rid: 1a2b3c4d-5e6f7a8b-9c0d1e2f"
IP = "61.172.68.219"
# Refusals of the token, after which the program asks for another one.
OF_THE_TOKEN = {40001, 40014, 42001, 41001}
CODES = sorted({int(code) for code in catalogue() if code != "unknown"} - {BUSY})


def refuse(clerk, code, errmsg):
    """Have WeChat refuse the submission."""
    clerk.world.refuse("reauth", code, errmsg)
    clerk.submits()
    until(lambda: clerk.world.count("reauth") > 0 and clerk.bars(), "a message on top")


def with_details(clerk):
    """The messages that have more to tell."""
    return [bar for bar in clerk.bars() if bar.findChild(QPushButton, "message_details")]


def details_of(bar):
    """What 详情 shows, and what is copied from there."""
    bar.findChild(QPushButton, "message_details").click()
    bar.findChild(QPushButton, "action_copy_details").click()
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_appears_where_it_belongs(clerk, code):
    # GIVEN a WeChat that refuses with this code
    entry = catalogue()[str(code)]
    refuse(clerk, code, f"canary words invalid ip {IP}, not in whitelist {RID}")

    # THEN a message on top says what happened and what to do, with the numbers in 详情
    bar = clerk.bars()[0]
    shown = clerk.words(bar)
    assert bar.title
    if code not in OF_THE_TOKEN:
        assert bar.title in str(entry)
        copied = details_of(bar)
        assert str(code) in copied
        assert "canary words" in copied
        assert RID.removeprefix("rid: ") in copied
        assert "access_token" not in copied
        assert "https://" not in copied
    assert str(code) not in shown

    # AND the field it belongs to says so too, as far as it is in the form, and in the summary
    form = clerk.window.record
    pointers = [p for p in entry.get("pointers", []) if p in form.model.resolution.visible]
    for pointer in pointers:
        assert "微信返回" in clerk.error_at(pointer)
    if pointers:
        assert clerk.page() == "form_page"
        summary = clerk.find("error_summary")
        assert "微信返回" in clerk.words(summary) or len(pointers) == 1

    # AND nothing was sent behind the clerk's back: asked again, the stand-in gives the same
    # token, so there is no reason to send once more even after a refusal of the token
    assert clerk.world.bodies_of(TASKID) == 1
    assert clerk.world.violations == []


def test_an_unknown_code_is_shown_with_everything_that_came(clerk):
    refuse(clerk, UNKNOWN, f"something new {RID}")
    copied = details_of(clerk.bars()[0])
    assert str(UNKNOWN) in copied
    assert "something new" in copied
    assert RID.removeprefix("rid: ") in copied


def test_busy_is_no_failure_but_a_doubt(clerk):
    clerk.world.misbehave("reauth", "busy")
    clerk.submits()
    clerk.waits_for("doubt_panel")
    assert clerk.attempts() == ["unknown"]
    assert not clerk.can_press("resend")


def test_the_ip_can_be_copied(clerk):
    refuse(clerk, 40164, f"invalid ip {IP} ipv6 ::ffff:{IP}, not in whitelist {RID}")
    assert IP in clerk.words(clerk.bars()[0])
    clerk.press("action_copy_ip")
    assert QGuiApplication.clipboard().text() == IP


def test_what_wechat_said_goes_when_the_field_is_changed(clerk):
    # GIVEN a name that WeChat refused
    refuse(clerk, 89638, f"invalid name {RID}")
    name = "/account_name"
    until(lambda: "微信返回" in clerk.error_at(name), "the words of WeChat")
    # WHEN the name is changed THEN its error is gone
    clerk.write(name, "Another")
    assert clerk.error_at(name) == ""


def test_server_words_are_never_markup(clerk):
    refuse(clerk, UNKNOWN, "<b>bold</b><img src='file:///etc/hostname'> " + RID)
    until(lambda: with_details(clerk), "a message with 详情")
    bar = with_details(clerk)[0]
    bar.findChild(QPushButton, "message_details").click()
    shown = [label for label in bar.findChildren(QLabel) if "<b>" in label.text()]
    assert shown
    assert all(label.textFormat().name == "PlainText" for label in shown)
