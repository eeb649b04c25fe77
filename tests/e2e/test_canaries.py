"""Nothing leaks: whatever a bad day leaves behind is searched for secrets and for answers.

The day has two accounts, refusals that repeat secret and token, a web page for an answer, a crash
in the middle, everything that can be exported, and every logger at DEBUG.
"""

import os
import signal
import sys

import pytest

from tests.e2e.prepared import MiniProgram, keyring_secrets, lay_out, sent_back_at
from tests.e2e.watching import Watch
from tests.e2e.wechat_namespace import ROOT
from tests.fixtures_desktop import wait_until
from tests.leak_watch import leaks_below

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ANSWERS = {
    "/contact_info/name": "金丝雀䶮𠮷",
    "/contact_info/email": "canary.clerk@example.com",
    "/contact_info/mobile": "13912345670",
    "/third_party_phone": "075583215670",
    "/invoice_info/electronic/desc": "金丝雀备注，请寄给前台",
    "/invoice_info/vat/bank_account": "6228480402564890018",  # not asked now, and kept
}
PASTED = "CANARY-pasted-token-" + "Zq7_" * 30


@pytest.fixture
def mini():
    return MiniProgram.new()


@pytest.fixture
def watch(private_home, data, mini):
    watch = Watch(private_home, data, ANSWERS)
    watch.tell("secret", mini.secret)
    watch.tell("pasted token", PASTED)
    return watch


@pytest.fixture
def unlucky(starter, session, private_home, monkeypatch):
    """The program as tests.e2e.unlucky starts it; its temporary files are kept in sight."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session["DBUS_SESSION_BUS_ADDRESS"])
    starter.command = [sys.executable, "-m", "tests.e2e.unlucky"]
    session["TMPDIR"] = str(private_home / "tmp")
    session["SSLKEYLOGFILE"] = str(private_home / "keys")  # OpenSSL's programs obey it
    (private_home / "tmp").mkdir()


def prepare(wechat, data, mini, *, with_account):
    values = lay_out(data, mini, ANSWERS, with_account=with_account)
    sent_back_at(wechat, mini, (values["/qualification"], *values["/qualification_other"]))


def refused_accounts(person, watch, wechat, mini):
    """Make two accounts, whose secret and token WeChat refuses at first, repeating them."""
    person.click("tool:accounts")
    person.fill("account_name", mini.name)
    person.fill("account_appid", mini.appid)
    person.fill_secret("account_secret", mini.secret)
    wechat.refuse(call="stable_token", code=40125, errmsg=f"invalid appsecret {mini.secret}")
    person.click("test_connection")
    person.click("message_details")
    person.reads("invalid appsecret ***")
    watch.look("secret refused", person)
    person.click("test_connection")
    person.reads("连接成功")
    person.click("save_account")
    person.reads(f"已保存「{mini.name}」")
    person.click("new_account")
    person.fill("account_name", "另一个小程序")
    person.fill("account_appid", MiniProgram.new().appid)
    person.choose("account_method", "token")
    person.fill_secret("account_token", PASTED)
    wechat.refuse(call="getaccountbasicinfo", code=40001, errmsg=f"invalid token {PASTED}")
    person.click("test_connection")
    person.click("message_details")
    person.reads("invalid token ***")
    person.click("action_copy_details")
    watch.look("token refused", person)
    person.click("close_accounts")
    person.click("question_yes")


def refused_submission(person, watch, wechat):
    """Submit: the state is a web page, and the refusal repeats the token."""
    person.click("check_answers")
    person.find("check_page")
    wechat.misbehave(call="queryauth", fault="html", times=3)
    person.click("submit")
    person.reads("要继续提交吗")
    token = wechat.received(call="queryauth")[-1]["query"]["access_token"]
    watch.tell("token", token)
    watch.look("no state", person)
    wechat.refuse(call="reauth", code=40097, errmsg=f"invalid args, access_token={token}")
    person.click("question_yes")
    person.click("message_details")
    person.reads("access_token=***")
    watch.look("refused", person)
    return token


def save_as(person, path):
    """Write a path into the dialog that asks where, and have it saved."""
    person.find("fileNameEdit")
    person.press("ctrl+a")
    person.type(str(path))
    person.press("Return")
    wait_until(lambda: path.exists() and path.stat().st_size, f"{path.name} is written")


def test_a_bad_day_leaks_nothing(
    mini, watch, unlucky, sit_down, wechat, session, private_home, data
):
    # GIVEN an open record, and accounts that work at the second try
    prepare(wechat, data, mini, with_account=False)
    person = sit_down(beside=wechat)
    refused_accounts(person, watch, wechat, mini)

    # WHEN a submission is refused
    refused_submission(person, watch, wechat)
    # AND a slot fails with everything in its hands
    person.press("F1")
    person.find("crash")
    watch.look("crashed", person)
    person.click("copy_report")
    report = person.wait_for_clipboard("重审助手")
    assert "ValueError\n" in report
    watch.look("report copied", person)
    person.click("crash_close")
    # AND the submission succeeds, its link is copied, and everything is exported
    person.click("submit")
    person.find("qr_code")
    person.click("copy_link")
    files = ("draft.reauth", "receipt.pdf", "diagnostics.txt")
    draft, receipt, told = (private_home / name for name in files)
    person.press("ctrl+F8")
    save_as(person, draft)
    person.press("ctrl+F7")
    person.click("copy_history")
    person.wait_for_clipboard("小程序认证提交记录")
    watch.look("receipt copied", person)
    person.click("save_history_pdf")
    save_as(person, receipt)
    person.click("close_history")
    person.press("ctrl+comma")
    person.click("export_diagnostics")
    person.reads("internal fault")
    watch.look("diagnosed", person)
    person.click("save_diagnostics")
    save_as(person, told)
    # AND the program ends as badly as it can, a core dump being allowed
    before = set(ROOT.glob("core*"))
    os.kill(person.program.pid, signal.SIGABRT)
    person.program.wait()

    # THEN the secrets are in the keyring and nowhere else
    assert keyring_secrets(session) == {mini.appid: mini.secret}
    assert watch.secrets_found() == set()
    # THEN the answers are in the data folder and in what was exported, and nowhere else
    assert watch.answers_found(draft, receipt) == []
    assert watch.answers_kept() >= len(ANSWERS)
    # THEN there is no core dump, no key of a connection, and what was searched was really there
    assert set(ROOT.glob("core*")) == before
    assert not (private_home / "keys").exists()
    for written in ((data / "reauth-desk.log").read_text(), person.program.output()):
        assert "internal fault" in written
        assert "everything is logged" in written


@pytest.mark.leaks_on_purpose
def test_a_leaking_build_is_caught_in_each_place(
    mini, watch, unlucky, sit_down, wechat, session, private_home, data
):
    # GIVEN a build that leaks in four ways
    session["LEAK"] = "1"
    prepare(wechat, data, mini, with_account=True)
    person = sit_down(beside=wechat)
    # WHEN it speaks to WeChat
    person.click("check_answers")
    person.click("submit")
    person.find("qr_code")
    watch.tell("token", wechat.received(call="reauth")[-1]["query"]["access_token"])
    person.press("F1")
    person.wait_for_clipboard(mini.secret)
    watch.look("leaked", person)
    # THEN the search finds every one of them, and so does that over the whole run
    found = watch.secrets_found()
    assert len({line.partition(":")[0] for line in leaks_below(private_home)}) == 4
    log, output = str(data / "reauth-desk.log"), str(private_home / "program-1.log")
    places = {place for _, place in found}
    temporary = {place for place in places if place.endswith("left.bin")}
    assert places - temporary == {log, output, "leaked: clipboard"}
    assert {("secret", log), ("secret", output), ("token", output)} <= found
    assert len(temporary) == 2
