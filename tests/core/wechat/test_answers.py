"""Facts out of answers that are as they should be, as practice has them, and hostile."""

from __future__ import annotations

import base64
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.core import errors
from gui.core.wechat import answers
from gui.core.wechat.answers import plain

NAMES = [
    *("taskid", "auth_url", "task_status", "apply_status", "orderid", "dispatch_info", "provider"),
    *("dispatch_time", "identity_tree_list", "name", "node_list", "leaf_info", "requirement"),
    *("wx_verify_info", "qualification_verify", "customer_type", "refill_reason"),
]
NAME = st.sampled_from(NAMES)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAME, inner, max_size=3),
    max_leaves=8,
)


def test_a_refusal_keeps_code_text_rid_and_answer():
    answer = {"errcode": 89635, "errmsg": "title differs rid: 6a-b3-09", "extra": 1}
    with pytest.raises(errors.Refused) as caught:
        answers.check(answer)
    refused = caught.value
    assert (refused.code, refused.rid, refused.answer) == (89635, "6a-b3-09", answer)
    assert refused.errmsg == "title differs rid: 6a-b3-09"


@pytest.mark.parametrize("answer", [{}, {"errcode": 0}, {"errcode": 0, "errmsg": "ok"}])
def test_zero_or_no_errcode_is_success(answer):
    assert answers.check(answer) is answer


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("pay \u202egnp.exe\u2066\u200b\ufeff", "pay gnp.exe"),
        ("one\r\ntwo\u2028three\tfour", "one two three four"),
        ("\ue000\ud800x", "x"),
        ("<img src=file:///x>", "<img src=file:///x>"),
        ("打回：𠮷田、😀", "打回：𠮷田、😀"),
        ("x" * 501, "x" * 499 + "…"),
        (2**70, str(2**70)),
        (True, ""),
        (None, ""),
        (["x"], ""),
    ],
)
def test_server_text_becomes_plain_text(raw, shown):
    assert plain(raw) == shown


def test_line_ends_stay_in_a_reason_that_is_shown_word_for_word():
    assert plain("一、执照\r\n二、名称\t不符", lines=True) == "一、执照\n二、名称 不符"


@settings(deadline=None)
@given(st.text(), st.integers(1, 50))
def test_plain_text_is_never_longer_and_never_holds_a_control(text, limit):
    cleaned = plain(text, limit)
    assert len(cleaned) <= limit
    kinds = {unicodedata.category(character) for character in cleaned}
    assert not {kind for kind in kinds if kind in ("Zl", "Zp") or kind[0] == "C"}


def test_success_without_taskid_and_link_is_success():
    assert answers.submitted({"errcode": 0, "taskid": ""}) == answers.Submitted("", "")


def test_progress_is_read_whole():
    facts = answers.progress(
        {
            "task_status": 12,
            "apply_status": "3",
            "auth_url": "https://mp.weixin.qq.com/a?b=\x01",
            "orderid": 2**63,
            "appid": "wx0",
            "refill_reason": "一\n二",
            "fail_reason": "",
            "dispatch_info": {"provider": "某公司", "contact": "010", "dispatch_time": 1700000000},
        }
    )
    assert (facts.task_status, facts.apply_status) == (12, 3)
    assert facts.auth_url == "https://mp.weixin.qq.com/a?b=\x01"  # as it came: the gate decides
    assert facts.orderid == "9223372036854775808"
    assert facts.refill_reason == "一\n二"
    local = time.strftime("%Y-%m-%d %H:%M", time.localtime(1700000000))
    assert facts.dispatch == answers.Dispatch("某公司", "010", local)


@pytest.mark.parametrize("status", [None, True, "x", 1.5, [], "9" * 5000])
def test_a_status_that_is_no_number_is_unknown(status):
    facts = answers.progress({"task_status": status, "dispatch_info": {}})
    assert facts.task_status is None
    assert facts.dispatch is None


def test_a_link_that_is_too_long_is_not_cut_into_a_good_one():
    url = answers.progress({"auth_url": "https://mp.weixin.qq.com/" + "a" * 5000}).auth_url
    assert len(url) == 2049


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("wrap", [_b64, str], ids=["as in practice", "as documented"])
def test_the_tree_of_identities_is_read_encoded_or_plain(wrap):
    leaf = {
        "name": wrap("医生"),
        "node_id": 7,
        "leaf_info": {"requirement": wrap("证一<br />证二")},
    }
    tree = {"identity_tree_list": [{"name": wrap("医疗"), "node_id": 1, "node_list": [leaf]}]}
    (top,) = answers.identities(tree)
    assert (top.name, top.node_id, top.requirement) == ("医疗", "1", "")
    assert top.children == (answers.Identity("医生", "7", "证一\n证二", ()),)


@pytest.mark.parametrize("name", ["Bank", "test", "AAAA", "1234", "Lawyer=", "律师"])
def test_a_plain_name_that_looks_like_base64_stays(name):
    (node,) = answers.identities({"identity_tree_list": [{"name": name}]})
    assert node.name == name


def test_a_tree_without_end_is_cut():
    node: dict = {"name": "x"}
    for _ in range(300):
        node = {"name": "x", "node_list": [node]}
    tops, depth = answers.identities({"identity_tree_list": [node]}), 0
    while tops:
        tops, depth = tops[0].children, depth + 1
    assert depth == answers.DEEPEST


def test_a_tree_as_wide_as_the_sea_is_cut():
    wide = [{"name": str(n), "node_list": [{"name": "x"}] * 9} for n in range(2000)]
    tops = answers.identities({"identity_tree_list": wide})
    assert sum(1 + len(top.children) for top in tops) == answers.MOST_NODES
    assert tops[0].children[8].name == "x"


def test_account_facts_and_name_check():
    facts = answers.account_facts(
        {
            "appid": "wx1",
            "nickname": "小店",
            "principal_name": "某某科技有限公司",
            "customer_type": 1,
            "credential": "9144",
            "wx_verify_info": {"qualification_verify": True},
        }
    )
    assert facts == answers.AccountFacts("wx1", "小店", "某某科技有限公司", 1, "9144", True)
    assert answers.account_facts({}).verified is None
    check = answers.name_check({"hit_condition": True, "wording": "含「银行」"})
    assert check == answers.NameCheck(True, "含「银行」")


@settings(deadline=None)
@given(st.dictionaries(NAME, JSON, max_size=6))
def test_no_answer_however_odd_is_more_than_unknown(answer):
    for read in (
        answers.submitted,
        answers.progress,
        answers.identities,
        answers.name_check,
        answers.account_facts,
    ):
        read(answer)
