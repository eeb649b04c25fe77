"""From an empty list to the code that the administrator scans, in the window and over HTTPS.

The whole job of a clerk, with the power failing in the middle of it.
"""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.prepared import TASK, MiniProgram, keyring_secrets, sent_back_at
from tests.fixtures_desktop import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

LICENCE, PERMIT, TRADE_MARK = "media-licence-1", "media-permit-2", "media-trademark-3"
BANK_ACCOUNT = "755900000010508"
ALWAYS = {
    "/taskid",
    "/customer_type",
    "/qualification_other",
    "/account_name",
    "/account_name_type",
    "/account_supplemental",
    "/contact_info/name",
    "/contact_info/email",
    "/contact_info/mobile",
    "/third_party_phone",
    "/pay_type",
    "/invoice_info/invoice_type",
}
COMPANY = {"/qualification"}
INDIVIDUAL = {"/auth_identification", "/auth_ident_material"}
PROVIDER = {"/service_appid", "/service_uin"}
TITLE = "/invoice_info/invoice_title"
ELECTRONIC = {TITLE, "/invoice_info/electronic/id", "/invoice_info/electronic/desc"}
VAT_NAMES = ("id", "enterprise_phone", "enterprise_address", "bank_name", "bank_account", "desc")
VAT = {TITLE, *(f"/invoice_info/vat/{name}" for name in VAT_NAMES)}

# What is chosen one after the other, and what the form must ask then.
FIRST = [
    ("/customer_type", 15, ALWAYS | INDIVIDUAL),
    ("/pay_type", 1, ALWAYS | INDIVIDUAL | PROVIDER),
    ("/pay_type", 2, ALWAYS | INDIVIDUAL),
    ("/invoice_info/invoice_type", 1, ALWAYS | INDIVIDUAL),
    ("/invoice_info/invoice_type", 2, ALWAYS | INDIVIDUAL | ELECTRONIC),
    ("/customer_type", 12, ALWAYS | COMPANY | ELECTRONIC),
]
THEN = [
    ("/invoice_info/invoice_type", 4, ALWAYS | COMPANY | VAT),
    ("/customer_type", 1, ALWAYS | COMPANY | VAT),
    ("/account_name_type", 2, ALWAYS | COMPANY | VAT),
]
CHOSEN = {pointer: value for pointer, value, _ in FIRST + THEN}
# Typed while another invoice was chosen: kept in the draft, never sent.
KEPT = {
    "/invoice_info/electronic/id": "91440300MA5YL3K8XC",
    "/invoice_info/electronic/desc": "电子发票的备注，不会提交",
}
TYPED = {
    "/taskid": TASK,
    "/qualification/0": LICENCE,
    "/qualification_other/0": PERMIT,
    "/account_name": "重审测试小程序",
    "/account_supplemental/0": TRADE_MARK,
    "/contact_info/name": "张䶮𠮷",
    "/contact_info/email": "zhang.example.com",  # the @ is missing
    "/contact_info/mobile": "13800138000",
    "/invoice_info/invoice_title": "深圳市重审测试有限公司",
    "/invoice_info/vat/id": "91440300MA5YL3K8XC",
    "/invoice_info/vat/enterprise_phone": "0755-12345678",
    "/invoice_info/vat/enterprise_address": "深圳市南山区科技园 1 号",
    "/invoice_info/vat/bank_name": "招商银行深圳科技园支行",
    "/invoice_info/vat/bank_account": BANK_ACCOUNT,
    "/invoice_info/vat/desc": "请寄给前台🎉",
}
EMAIL, PHONE = "zhang@example.com", "4008001234"
BODY = {
    "auth_data": {
        "taskid": TASK,
        "customer_type": 1,
        "auth_type": 1,
        "qualification": LICENCE,
        "qualification_other": [PERMIT],
        "account_name": TYPED["/account_name"],
        "account_name_type": 2,
        "account_supplemental": [TRADE_MARK],
        "contact_info": {
            "name": TYPED["/contact_info/name"],
            "email": EMAIL,
            "mobile": TYPED["/contact_info/mobile"],
        },
        "third_party_phone": PHONE,
        "pay_type": 2,
        "invoice_info": {
            "invoice_type": 4,
            "invoice_title": TYPED["/invoice_info/invoice_title"],
            "vat": {name: TYPED[f"/invoice_info/vat/{name}"] for name in VAT_NAMES},
        },
    }
}


def asked(person):
    """The questions that the form asks now."""
    return {name for name in person.identifiers() if name.startswith("/")}


def choose(person, choices):
    """Make choices one after the other; the right questions must come and go."""
    for pointer, value, questions in choices:
        person.choose(pointer, value)
        wait_until(lambda wanted=questions: asked(person) == wanted, f"{pointer}={value}: sections")


def begin(person, mini):
    """The three steps of the first day."""
    person.find("first_run")
    person.click("first_run_next")
    person.fill("account_name", mini.name)
    person.fill("account_appid", mini.appid)
    person.fill_secret("account_secret", mini.secret)
    person.click("first_run_next")
    person.reads(f"「{mini.name}」")
    person.click("test_connection")
    person.reads("连接成功")
    person.click("first_run_next")
    wait_until(lambda: not person.sees("first_run"), "the dialog closes")


def fill_in(person, texts):
    for pointer, text in texts.items():
        person.fill(pointer, text)


def texts_in(person, pointers):
    return {pointer: person.text_of(pointer) for pointer in pointers}


def forms_of(secret):
    """How a secret might look in a file."""
    raw = secret.encode()
    shapes = [raw, secret.encode("utf-16-le"), secret.encode("utf-16-be"), quote(secret).encode()]
    # In base64 only the part that does not depend on its place is looked for.
    shapes += [base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3)]
    return shapes


def places_of(secret, folder: Path):
    """The files below a folder that hold a secret in any shape."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    return [file for file in files if any(shape in file.read_bytes() for shape in forms_of(secret))]


def test_the_whole_job(sit_down, session, wechat, private_home, tmp_path, data):
    mini = MiniProgram.new()
    sent_back_at(wechat, mini, (LICENCE, PERMIT, TRADE_MARK))
    # GIVEN the program on a new computer: no record, no account
    person = sit_down(beside=wechat)

    # WHEN an account is set up as the program proposes
    begin(person, mini)
    # THEN WeChat takes the secret, and the keyring has it
    assert keyring_secrets(session) == {mini.appid: mini.secret}
    # WHEN a record is made
    person.reads("还没有认证记录")
    person.pick("new_first", 1)
    person.find("form_page")
    # THEN it has the account
    assert f"账号：{mini.name}" in person.find("choose_account").name

    # WHEN everything is chosen and filled in
    choose(person, FIRST)
    fill_in(person, KEPT)
    choose(person, THEN)
    fill_in(person, TYPED)
    # WHEN it is saved, and the power fails
    person.press("ctrl+s")
    person.reads("✓ 已保存")
    person.program.kill()

    # THEN every answer is there after the next start, also those that are not asked now
    person = sit_down(beside=wechat)
    person.find("form_page")
    assert texts_in(person, TYPED) == TYPED
    assert all(person.chosen(pointer, value) for pointer, value in CHOSEN.items())
    person.choose("/invoice_info/invoice_type", 2)
    assert texts_in(person, KEPT) == KEPT
    person.choose("/invoice_info/invoice_type", 4)

    # WHEN it is checked
    person.click("check_answers")
    # THEN what is wrong is listed, and leads to its field
    person.reads("有 2 处需要修改")
    person.click("error:/contact_info/email")
    person.waits_for_focus_in("/contact_info/email")
    person.fill("/contact_info/email", EMAIL)
    person.press("F8")
    person.waits_for_focus_in("/third_party_phone")
    person.type(PHONE)
    # WHEN it is corrected, checked and submitted
    person.click("check_answers")
    person.find("check_page")
    person.click("submit")

    # THEN the body is what was filled in, whole and unescaped, and was sent once
    person.find("qr_code")
    assert wechat.bodies("reauth") == [BODY]
    sent = wechat.received(call="reauth")[0]
    assert TYPED["/contact_info/name"] in sent["text"]
    assert wechat.violations() == []
    # THEN the code on the screen is the link that WeChat gave, and nothing else
    link = wechat.auth_url(taskid=TASK)
    assert person.scan(tmp_path / "result.png") == [link]
    # THEN the link can be copied, and opened
    person.click("copy_link")
    # (marked as one of the stand-in, so that nobody forwards it)
    assert person.wait_for_clipboard("【演练】https://") == f"【演练】{link}"
    person.click("auth_link")
    wait_until((private_home / "opened").exists, "the browser is asked to open the link")
    assert (private_home / "opened").read_text().splitlines() == [link]

    # THEN neither the secret nor the token is anywhere but in the keyring and in memory
    assert keyring_secrets(session) == {mini.appid: mini.secret}
    pid = person.program.pid
    for secret in (mini.secret, sent["query"]["access_token"]):
        assert places_of(secret, private_home) == []
        assert secret not in Path(f"/proc/{pid}/environ").read_text()
        assert secret not in Path(f"/proc/{pid}/cmdline").read_text()
    # THEN the bank account is in the data folder, and nowhere else
    holders = places_of(BANK_ACCOUNT, private_home)
    assert holders
    assert all(data in file.parents for file in holders)

    # WHEN the program is started again
    person.program.ask_to_end()
    person = sit_down(beside=wechat)
    # THEN it shows the result again, and has sent nothing
    assert person.scan(tmp_path / "again.png") == [link]
    assert len(wechat.bodies("reauth")) == 1
