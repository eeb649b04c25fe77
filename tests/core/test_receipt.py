"""A receipt says what was sent and what became of it, and nothing that must stay secret."""

from dataclasses import replace

import pytest

from gui.core.form.spec import load_form
from gui.core.paths import RESOURCES
from gui.core.receipt import STATES, as_html, as_text, receipt
from gui.core.store import migrations
from gui.core.store.journal import Attempt

LINK = "https://mp.weixin.qq.com/canary-link"
ATTEMPT = Attempt(
    id=1,
    record_id="r",
    round=2,
    call="reauth",
    taskid="T1",
    appid="wx0123456789abcdef",
    payload={"taskid": "T1", "customer_type": 1, "auth_type": 1, "account_name": "𠮷<b>店</b>"},
    payload_sha256="",
    baseline={},
    state="accepted",
    started_at=1_700_000_000.0,
    sent_at=None,
    settled_at=1_700_000_001.0,
    auth_url=LINK,
    answer_taskid="T2",
    errcode=None,
    errmsg="",
    rid="",
    cause="",
    observations=(),
    unknown_since=None,
)


@pytest.fixture(scope="module")
def spec():
    return load_form(RESOURCES / "forms")


def test_the_text_says_what_was_sent_and_the_newer_taskid(spec):
    # GIVEN an accepted submission whose answer brought another task id
    # WHEN its receipt is read
    text = as_text(receipt("某某小程序", ATTEMPT, spec))
    # THEN the answers stand there in the words of the form, with the id to ask for
    assert "小程序名称：𠮷<b>店</b>" in text
    assert "主体类型：企业" in text
    assert "任务编号：T2" in text
    assert "微信已收到" in text


def test_a_refusal_keeps_code_words_and_rid(spec):
    # GIVEN a refused submission
    refused = replace(
        ATTEMPT, state="refused", errcode=89635, errmsg="invalid title rid: 1-2-3", rid="1-2-3"
    )
    # WHEN its receipt is read
    text = as_text(receipt("某某小程序", refused, spec))
    # THEN support finds what it asks for
    assert "错误码：89635" in text
    assert "微信返回：invalid title" in text
    assert "rid：1-2-3" in text


def test_the_link_is_in_no_receipt(spec):
    # GIVEN a submission with the administrator's link
    paper = receipt("某某小程序", ATTEMPT, spec)
    # THEN neither form of the receipt shows it
    assert LINK not in as_text(paper) + as_html(paper)


def test_markup_in_answers_is_text_in_print(spec):
    # GIVEN answers and names that look like markup
    paper = receipt("<img src=x>", ATTEMPT, spec)
    # THEN the printed form escapes them
    html = as_html(paper)
    assert "<img" not in html
    assert "&lt;b&gt;店" in html


def test_a_restored_record_has_nothing_to_show_as_sent(spec):
    # GIVEN the doubt that a restored backup leaves
    restored = replace(ATTEMPT, payload={}, state="unknown")
    # THEN the receipt has facts and no answers
    assert receipt("x", restored, spec).sections == ()


def test_every_state_of_the_store_has_words():
    # GIVEN the states that the table allows
    attempts = next(text for text in migrations._FIRST_TABLES if "CREATE TABLE attempts" in text)
    # THEN each has words here
    assert all(f"'{state}'" in attempts for state in STATES)
    assert attempts.partition("state IN")[2].partition("))")[0].count("'") == 2 * len(STATES)
