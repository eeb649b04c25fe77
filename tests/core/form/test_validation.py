"""What a clerk reads at a field: the rule, and what is there now."""

import time

import pytest

from gui.core.form.rules import resolve
from gui.core.form.spec import FieldKind, RuleTableError
from tests.core.form.answers import FILLED


@pytest.mark.parametrize(
    ("pointer", "value", "said"),
    [
        ("/invoice_info/vat/bank_account", "7559O0001", "银行账号应为数字，第 5 位是「O」"),
        ("/invoice_info/vat/bank_account", "1" * 41, "银行账号最多 40 位，现在是 41 位"),
        ("/taskid", "任务1", "认证任务编号只包含英文字母、数字和符号，第 1 位是「任」"),
        ("/taskid", "a" * 129, "认证任务编号最多 128 个字符，现在是 129 个"),
        ("/contact_info/name", "张" * 31, "联系人姓名最多 30 个字，现在是 31 个"),
        ("/contact_info/name", "𠮷" * 31, "联系人姓名最多 30 个字，现在是 31 个"),
        ("/contact_info/name", "𠮷" * 30, None),
        ("/invoice_info/vat/desc", "注" * 201, "发票备注最多 200 个字，现在是 201 个"),
        (
            "/qualification_other",
            ["media"] * 12,
            "其他证明材料最多 10 张，现在有 12 张，还需要删除 2 张",
        ),
        ("/qualification_other", ["media"] * 10 + ["", " "], None),
        (
            "/qualification_other",
            ["media", "me dia"],
            "其他证明材料的素材编号只包含英文字母、数字和符号，第 3 位是「空格」",
        ),
        ("/qualification", ["a", "b"], "营业执照只要 1 张，请删除多余的"),
        ("/qualification", "x" * 257, "营业执照的素材编号最多 256 个字符，现在是 257 个"),
    ],
)
def test_other_fields(error, pointer, value, said):
    assert error(pointer, value) == said


def test_nothing_is_quoted_at_length(error):
    said = error("/invoice_info/vat/bank_name", ["长" * 50])
    assert said == "开户银行的写法不对，现在是「['" + "长" * 38 + "…」"


@pytest.mark.parametrize(
    ("pointer", "empty", "said"),
    [
        ("/taskid", "  ", "请填写认证任务编号，它在第一次提交认证的答复里"),
        ("/customer_type", 0, "请选择主体类型"),
        ("/qualification", "", "请添加营业执照的图片"),
        ("/invoice_info/vat/bank_name", None, "请填写开户银行"),
        ("/auth_ident_material", [""], "填写了认证身份，请至少提供 1 张身份证明材料"),
        ("/service_appid", "\u3000", "请填写服务商的 AppID"),
    ],
)
def test_missing_answers(error, pointer, empty, said):
    assert error(pointer, empty) == said


def test_problems_are_in_the_order_of_the_form(spec, checker):
    # GIVEN an empty form
    resolution = resolve(spec, {}, {"call": "reauth"})

    # WHEN it is checked, THEN its lines stand in the order in which one meets the fields
    found = list(checker.check(resolution))
    assert len(found) == len(resolution.required)
    assert found == [pointer for pointer in spec.fields if pointer in resolution.required]


def test_pasting_a_book_does_not_stop_the_window(spec, checker, resolved):
    # GIVEN 100 kB of what is worst for a pattern
    books = [
        "@" * 100_000,
        "1" * 99_999 + "中",
        "a@" + "b." * 50_000,
        "-" * 100_000,
        "中" * 100_000,
    ]
    for pointer, item in spec.fields.items():
        if item.kind in (FieldKind.CHOICE, FieldKind.MEDIA):
            continue
        for book in books:
            # WHEN it is pasted into a line and the line is left
            resolution = resolved(pointer, book)
            began = time.perf_counter()
            problem = checker.problem_of(resolution, pointer, book)
            checker.advise(resolution)

            # THEN the answer is there at once, and it is short
            assert time.perf_counter() - began < 20, (pointer, book[:5])
            assert len(problem.text) < 150


def test_a_rule_that_belongs_to_no_field_is_our_fault(spec, checker):
    # GIVEN a call that there is not: nothing that a clerk could correct
    resolution = resolve(spec, FILLED, {"call": "other"})

    # WHEN it is checked, THEN it is not silently taken
    with pytest.raises(RuleTableError, match="belongs to no field"):
        checker.check(resolution)
