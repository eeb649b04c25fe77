"""What only earns an amber line: it says what looks odd, offers a click, and never blocks."""

import pytest

from gui.core.form.spec import Fix
from gui.core.form.validation import Problem
from tests.core.form.answers import LICENCE_CODE

VAT_ID = "/invoice_info/vat/id"


def check_character(first17):
    """GB 32100-2015, written down here a second time."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, n, 31) for n, c in enumerate(first17))
    return alphabet[-total % 31]


@pytest.mark.parametrize(
    "first17", ["91440300MA5YL3K8X", "91110000600037341", "Y1440300MA5YL3K8X", "N2440300MA5YL3K8X"]
)
def test_check_character_is_a_warning(warning, first17):
    right = check_character(first17)

    # GIVEN the right last character, THEN nothing is said
    assert warning(VAT_ID, first17 + right) is None

    # GIVEN any other that may stand there, THEN a warning, also for codes that start with a letter
    for wrong in "0123456789ABCDEFGHJKLMNPQRTUWXY".replace(right, ""):
        problem = warning(VAT_ID, first17 + wrong)
        assert problem.rule == "x-check-digit"
        assert problem.text == "这个号码的最后一位和前 17 位对不上，请对照营业执照再核对一遍"


@pytest.mark.parametrize("pointer", [VAT_ID, "/invoice_info/electronic/id"])
@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_no_licence_has_are_pointed_out(warning, pointer, letter):
    # GIVEN a letter that was read wrongly, THEN it is pointed out and never replaced
    problem = warning(pointer, f"91440300{letter}A5YL3K8XC")
    words = f"第 9 位是字母 {letter}，统一社会信用代码里没有这个字母，请核对是不是看错了"
    assert problem == Problem(pointer, "letters", words)

    # GIVEN a number that is no unified code, THEN nothing is known about its letters
    assert warning(pointer, f"1234567890123{letter}4") is None


@pytest.mark.parametrize("slip", ["qq.con", "qq.cmo", "163.ocm", "gmail.comm", "qq.cm"])
def test_email_slips_are_a_warning(warning, slip):
    problem = warning("/contact_info/email", f"zhang@{slip}")
    assert problem.text == f"邮箱写的是「{slip}」，结尾是不是「.com」？"


def test_email_without_a_slip(warning):
    for right in ("qq.com", "con.cn", "example.com.cn", "cm.net"):
        assert warning("/contact_info/email", f"zhang@{right}") is None


@pytest.mark.parametrize("name", ["中文", "abcd", "中" * 15, "a" * 30, "𠮷野", "店A-B.c·_+&"])
def test_names_of_a_usual_length(warning, name):
    assert warning("/account_name", name) is None


@pytest.mark.parametrize(
    ("name", "width"), [("abc", 3), ("中a", 3), ("中" * 15 + "a", 31), ("a" * 31, 31), ("𠮷", 2)]
)
def test_names_of_another_length_are_a_warning(warning, name, width):
    words = f"名称一般是 4–30 个字符（1 个汉字算 2 个），现在是 {width} 个"
    assert warning("/account_name", name) == Problem("/account_name", "x-display-width", words)


@pytest.mark.parametrize(("name", "at"), [("好店铺！", 4), ("店😀铺", 2)])
def test_names_with_unusual_signs_are_a_warning(warning, name, at):
    words = f"名称里的第 {at} 个字符「{name[at - 1]}」不常见，微信可能不接受"
    assert warning("/account_name", name) == Problem("/account_name", "characters", words)


def test_title_that_differs_offers_the_certified_name(warning):
    # GIVEN the name that WeChat has certified
    pointer, right = "/invoice_info/invoice_title", "深圳湾科技有限公司"
    fix = Fix("使用主体名称", source="/context/certified_name")
    words = f"发票抬头要和主体名称一致：「{right}」"

    # WHEN the title is another, THEN a warning with one click
    other = warning(pointer, "深圳湾科技公司", certified_name=right)
    assert other == Problem(pointer, "x-equals", words, fix)

    # WHEN it is the same, empty, or nothing is known, THEN nothing is said
    assert warning(pointer, right, certified_name=right) is None
    assert warning(pointer, "", certified_name=right) is None
    assert warning(pointer, "深圳湾科技公司") is None


def test_paper_invoice_offers_the_digital_one(warning):
    problem = warning("/invoice_info/invoice_type", 3)
    assert problem.fix == Fix("改为数电专用发票", value=4)
    assert problem.text == "纸质专用发票从 2024 年 4 月起不再开具，建议改为数电专用发票"


@pytest.mark.parametrize(
    "pointer", ["/qualification_other", "/auth_ident_material", "/account_supplemental"]
)
def test_a_picture_twice_is_a_warning(warning, pointer):
    assert warning(pointer, ["media", "media"]).rule == "uniqueItems"
    assert warning(pointer, ["media", "other"]) is None


def test_the_example_code_of_these_tests_is_right():
    assert check_character(LICENCE_CODE[:17]) == LICENCE_CODE[17]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/taskid", "xxxxxx"),
        ("/account_name", "XXX科技"),
        ("/contact_info/name", "测试"),
        ("/contact_info/name", "张xxx"),
        ("/contact_info/email", "xxx@example.com"),
        ("/invoice_info/invoice_title", "×××公司"),
        ("/invoice_info/vat/enterprise_address", "深圳市xxx路"),
        ("/invoice_info/vat/bank_name", "测试银行"),
    ],
)
def test_what_only_holds_a_place_is_pointed_out(warning, pointer, value):
    problem = warning(pointer, value)
    assert (problem.rule, problem.text) == (
        "placeholder",
        f"「{value}」像是占位的字，请核对是不是还没有改",
    )


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/taskid", "xx-taskid-xxxx1"),
        ("/account_name", "软件测试学堂"),
        ("/account_name", "Exxon"),
        ("/invoice_info/invoice_title", "深圳某某测试技术有限公司"),
        ("/invoice_info/vat/enterprise_address", "软件测试园 2 栋"),
        ("/invoice_info/vat/bank_account", "12345678"),
    ],
)
def test_words_that_may_be_meant_are_left_alone(warning, pointer, value):
    assert warning(pointer, value) is None


def test_a_bank_account_of_few_digits_may_be_half_of_one(warning):
    problem = warning("/invoice_info/vat/bank_account", "1234567")
    assert problem.text == "银行账号一般不少于 8 位，现在是 7 位，请核对有没有漏掉"
