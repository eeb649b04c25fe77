"""What is wrong with an account is said in one sentence, before anything is kept."""

import pytest

from gui.core.account_draft import AccountDraft, appid_problem, problems, secret_doubt, tidy_appid
from gui.core.store.accounts import Account

APPID = "wx00000000000000a1"
OLD = Account("1", "甲公司", APPID, "secret", keep=True)


def draft(**changes) -> AccountDraft:
    filled = {"id": None, "name": "甲公司", "appid": APPID, "method": "secret", "secret": "s" * 32}
    return AccountDraft(**{**filled, **changes})


@pytest.mark.parametrize(
    "text", [APPID, f"  {APPID}\n", "WX00000000 000000A1", "ｗｘ００００００００００００００ａ１"]
)
def test_an_appid_is_taken_as_people_copy_it(text):
    assert tidy_appid(text) == APPID
    assert appid_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写 AppID"),
        (" \n", "请填写 AppID"),
        ("gh_0000000000000a1", "AppID 以 wx 开头，现在以「gh」开头"),
        (APPID[:-2], "AppID 共 18 位，现在是 16 位"),
        (APPID + "0", "AppID 共 18 位，现在是 19 位"),
        ("wx000g0000000000a1", "AppID 的 wx 后面只有数字和字母 a 到 f，第 6 位是「g」"),
        ("wx00000000000000a公", "AppID 的 wx 后面只有数字和字母 a 到 f，第 18 位是「公」"),
        ("wx０0000000000000a٣", "AppID 的 wx 后面只有数字和字母 a 到 f，第 18 位是「٣」"),
    ],
)
def test_an_appid_that_is_none_is_explained_by_what_is_there(text, sentence):
    assert appid_problem(text) == sentence


def test_a_filled_draft_has_no_problem():
    assert problems(draft(), None) == {}
    assert problems(draft(method="token", secret=None, token="t"), None) == {}


def test_everything_that_is_missing_is_named_at_once():
    wrong = problems(draft(name=" ", appid="", secret=None), None)
    assert list(wrong) == ["name", "appid", "secret"]
    assert problems(draft(method="token", token=" \n"), None) == {"token": "请粘贴 access_token"}


def test_what_an_account_has_need_not_be_filled_in_again():
    assert problems(draft(id="1", secret=None), OLD) == {}
    assert problems(draft(id="1", method="token", secret=None), OLD) == {
        "token": "请粘贴 access_token"
    }
    assert problems(draft(id="1", secret=" "), OLD) == {"secret": "请填写 AppSecret"}


def test_a_draft_shows_neither_secret_nor_token():
    shown = repr(draft(secret="hidden-one", token="hidden-two"))
    assert "hidden" not in shown


@pytest.mark.parametrize("secret", ["0" * 32, f" {'a' * 16} {'b' * 16}\n", "", None])
def test_a_whole_secret_or_none_gives_no_doubt(secret):
    assert secret_doubt(draft(secret=secret)) == ""


@pytest.mark.parametrize("length", [1, 31, 33])
def test_half_a_secret_gives_doubt_and_says_its_length(length):
    assert secret_doubt(draft(secret="a" * length)) == f"AppSecret 共 32 位，现在是 {length} 位"
