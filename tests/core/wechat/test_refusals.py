"""The catalogue of refusals: complete, in the house's words, and at the right field."""

from __future__ import annotations

import json
import re

import pytest

from gui.core.errors import NOTHING_SENT, SAFE, Refused
from gui.core.paths import RESOURCES
from gui.core.wechat.refusals import catalogue, explain

MATERIALS = {"/qualification", "/qualification_other", "/account_supplemental"}
MATERIALS |= {"/auth_ident_material"}
# Code → where its message appears; all other codes stand at the top.
FIELDS = {
    **{code: {"/customer_type"} for code in (89602, 89623)},
    **{code: {"/invoice_info/invoice_type"} for code in (89603, 89640)},
    **{code: {"/taskid"} for code in (89604, 89605, 89608, 89250)},
    **{code: {"/qualification"} for code in (89637, 89639)},
    **{code: {"/account_name"} for code in (89638, 53010, 53011, 53012, 41033)},
    89609: {"/pay_type"},
    89634: {"/auth_identification"},
    89635: {"/invoice_info/invoice_title"},
    89636: MATERIALS,
}
TOP = [
    *(-1, 43002, 40064, 89601, 89620, 89621, 89622, 89629),
    *(40001, 40014, 42001, 40013, 40125, 40243, 40164, 41001, 41002, 41004, 40033, 47002, 89503),
    *(40005, 40006, 41005, 45009, 45011, 48001, 50002, 40097, 89249),
    *(61003, 61004, 61005, 61006, 61007, 61023, 1),
]
CODES = [*TOP, *FIELDS, 89641]
ACTIONS = {
    *("retry", "copy_ip", "network_settings", "edit_account", "query_status", "copy_details"),
    *("change_pay_type", "use_certified_name", "check_name", "read_account_facts"),
    *("pick_identity", "show_allowlist_steps"),
}
KINDS = {"field", "picture", "account", "session", "state", "wait", "notice", "ours", "unknown"}
IP_TEXT = "invalid ip 61.172.68.219 ipv6 ::ffff:61.172.68.219, not in whitelist rid: 6-a"


def refused(code: int, errmsg: str = "no rid: 1-2", rid: str = "1-2") -> Refused:
    return Refused(code, errmsg, rid, {})


def test_the_catalogue_holds_exactly_the_codes_that_are_known():
    assert set(catalogue()) == {str(code) for code in CODES} | {"unknown"}


@pytest.mark.parametrize("code", CODES)
def test_each_refusal_stands_where_it_belongs(code):
    refusal = explain(refused(code), submission=True)
    if code == 89641:
        assert len(refusal.pointers) == 14
        assert all(pointer.startswith("/invoice_info/") for pointer in refusal.pointers)
    else:
        assert set(refusal.pointers) == FIELDS.get(code, set())


def test_every_pointer_is_a_field_of_the_form():
    layout = (RESOURCES / "forms" / "auth_data.layout.json").read_text(encoding="utf-8")
    known = set(re.findall(r'"(/[a-z_/]+)"', layout))
    for entry in catalogue().values():
        assert set(entry["pointers"]) <= known


@pytest.mark.parametrize("code", CODES)
def test_each_entry_has_kind_actions_and_source_that_exist(code):
    entry = catalogue()[str(code)]
    assert entry["kind"] in KINDS
    assert set(entry["actions"]) <= ACTIONS
    assert entry["source"] in {"[S]", "[D]", "[P]"}
    assert (entry["kind"] == "field") <= bool(entry["pointers"])


@pytest.mark.parametrize("submission", [True, False])
@pytest.mark.parametrize("code", [*CODES, 99999])
def test_each_text_is_in_our_words(code, submission):
    for errmsg in ("", IP_TEXT):
        refusal = explain(refused(code, errmsg), submission=submission)
        shown = refusal.title + refusal.text
        assert not re.search(
            "您|非法|无效|失败|抱歉|请勿|不能|不合法|！|token|errcode|登陆|帐号", shown
        )
        assert not re.search("[{}]", shown)
        assert not refusal.title.endswith("。")
        assert refusal.text.endswith("。")
        assert SAFE in refusal.text
        assert not re.search("。。|，。|。，", refusal.text)


@pytest.mark.parametrize("code", [*CODES, 99999])
def test_a_submission_says_whether_it_was_taken_and_a_question_does_not(code):
    said = {-1: "没有说明是否收下", **dict.fromkeys((89604, 89605, 89608, 89249), "没有再次提交")}
    assert said.get(code, NOTHING_SENT) in explain(refused(code), submission=True).text
    assert NOTHING_SENT not in explain(refused(code), submission=False).text


def test_busy_is_a_doubt_for_a_submission_and_a_wait_for_a_question():
    assert explain(refused(-1), submission=False).kind == "wait"
    assert explain(refused(-1), submission=False).actions == ("retry",)
    doubt = explain(refused(-1), submission=True)
    assert (doubt.kind, doubt.actions) == ("unknown_outcome", ("query_status",))


@pytest.mark.parametrize("code", [40164, 61004, 89503])
def test_the_address_to_allow_is_taken_from_the_text(code):
    refusal = explain(refused(code, IP_TEXT), submission=False)
    assert refusal.ip == "61.172.68.219"
    assert "61.172.68.219" in refusal.text
    assert "copy_ip" in refusal.actions


@pytest.mark.parametrize(
    "errmsg", ["", "invalid ip", "ip 999.1.1.1", "ip 1.2.3", "ip 1.2.3.4.5", "v 01.2.3.4", "::1"]
)
@pytest.mark.parametrize("code", [40164, 61004, 89503])
def test_without_an_address_there_is_a_sentence_and_no_button(code, errmsg):
    refusal = explain(refused(code, errmsg), submission=False)
    assert refusal.ip == ""
    assert "copy_ip" not in refusal.actions
    assert "IP" in refusal.text or "电脑" in refusal.text


def test_the_last_valid_address_counts():
    text = "invalid ip 10.0.0.1 via 61.172.68.219, 300.1.1.1"
    assert explain(refused(40164, text), submission=False).ip == "61.172.68.219"


@pytest.mark.parametrize(
    ("errmsg", "media_id"),
    [
        ("material invalid: M_7x-90Qa1234567890 rid: 66aa77bb-00112233-445566778899", True),
        ('media "M_7x-90Qa1234567890" is invalid', True),
        ("invalid qualification_other [M_7x-90Qa1234567890]", True),
        ("invalid material rid: 66aa77bb-00112233-445566778899", False),
        ("", False),
    ],
)
def test_a_quoted_picture_is_found(errmsg, media_id):
    refusal = explain(refused(89636, errmsg), submission=True)
    assert refusal.media_id == ("M_7x-90Qa1234567890" if media_id else "")


def test_an_unknown_code_is_shown_not_swallowed():
    refusal = explain(refused(99999, "something new rid: 9-9", "9-9"), submission=True)
    assert (refusal.kind, refusal.code, refusal.rid) == ("unknown", 99999, "9-9")
    assert refusal.errmsg == "something new rid: 9-9"
    assert refusal.actions == ("copy_details",)


def test_the_other_reason_is_shown_word_for_word():
    text = explain(refused(89629, "主体 {ip} <b>有变更"), submission=True).text
    assert "微信返回：「主体 {ip} <b>有变更」。" in text


def test_missing_permission_names_both_ways_out():
    text = explain(refused(48001), submission=True).text
    assert "AppSecret" in text
    assert "接口调用凭证" in text
    assert "权限集 18" in text


def test_the_file_has_one_entry_per_code():
    source = (RESOURCES / "wechat" / "refusals.json").read_text(encoding="utf-8")

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        assert len({key for key, _ in items}) == len(items)
        return dict(items)

    json.loads(source, object_pairs_hook=pairs)
