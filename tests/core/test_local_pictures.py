"""The name of a picture that is kept here stands in a form, and never gets to WeChat."""

import pytest

from gui.core.errors import NOTHING_SENT, AppError
from gui.core.form.rules import payload, resolve
from gui.core.form.validation import Checker
from gui.core.local_pictures import (
    pictures_in,
    require_none,
    sha256_of,
    with_ids,
    without_pictures,
)
from tests.core.office import SPEC, VALUES

ONE, TWO = "a" * 64, "0123456789abcdef" * 4
LOCAL = "local:" + ONE
VALUES_OF_FORM = {
    "/qualification": LOCAL,
    "/qualification_other": ["media1", "local:" + TWO, LOCAL],
    "/invoice_info/electronic/desc": "local: 本地",
    "/customer_type": 1,
}


def test_a_name_is_told_from_everything_else():
    assert sha256_of(LOCAL) == ONE
    for other in ("local:", LOCAL[:-1], LOCAL + "a", " " + LOCAL, LOCAL.upper(), ONE, 1, None, []):
        assert sha256_of(other) is None


def test_pictures_are_found_once_each_in_their_order():
    assert pictures_in(VALUES_OF_FORM) == (ONE, TWO)
    assert pictures_in({"contact_info": {"name": "local: 甲"}}) == ()


def test_ids_take_their_places():
    assert with_ids(VALUES_OF_FORM, {ONE: "id1"}) == VALUES_OF_FORM | {
        "/qualification": "id1",
        "/qualification_other": ["media1", "local:" + TWO, "id1"],
    }


def test_another_computer_gets_no_names():
    assert without_pictures(VALUES_OF_FORM | {"/auth_ident_material": [LOCAL], "/x": []}) == {
        "/qualification_other": ["media1"],
        "/invoice_info/electronic/desc": "local: 本地",
        "/customer_type": 1,
        "/x": [],
    }


def test_the_rules_hold_before_anything_is_uploaded():
    # GIVEN a form with a picture that is not uploaded yet
    context = {"call": "reauth"}
    values = VALUES["reauth"] | {"/taskid": "t", "/qualification": LOCAL}
    checker = Checker(SPEC)
    # THEN the licence is there
    assert checker.check(resolve(SPEC, values, context)) == {}
    # AND eleven pictures are too many
    many = [f"local:{number:064x}" for number in range(11)]
    problems = checker.check(resolve(SPEC, values | {"/qualification_other": many}, context))
    assert "最多 10 张，现在有 11 张" in problems["/qualification_other"].text


def test_no_name_may_be_sent():
    values = VALUES["reauth"] | {"/taskid": "t", "/qualification_other": [LOCAL, "media1"]}
    auth_data = payload(resolve(SPEC, values, {"call": "reauth"}))["auth_data"]
    with pytest.raises(AppError) as failure:
        require_none(auth_data)
    assert failure.value.title == "还有 1 张图片没有上传"
    assert failure.value.text.startswith(NOTHING_SENT)
    require_none(with_ids(auth_data, {ONE: "media2"}))
