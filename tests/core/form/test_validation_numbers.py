"""Tax numbers, telephones, addresses and ids: what is taken, and the words for what is not."""

import pytest

VAT_ID = "/invoice_info/vat/id"
APP_ID_SHAPE = "服务商的 AppID 以 wx 开头，后面是 16 位数字或 a–f 的字母"


@pytest.mark.parametrize("pointer", [VAT_ID, "/invoice_info/electronic/id"])
@pytest.mark.parametrize("length", range(14, 22))
def test_tax_number_lengths(error, pointer, length):
    taken = length in (15, 17, 18, 20)
    said = None if taken else f"纳税人识别号应为 15、17、18 或 20 位，现在是 {length} 位"
    assert error(pointer, "1" * length) == said


@pytest.mark.parametrize(
    ("number", "position", "character"),
    [
        ("９1440300MA5YL3K8XC", 1, "９"),
        ("91440300MA5YL3K8XＣ", 18, "Ｃ"),
        ("91440300ma5yl3k8xc", 9, "m"),
        ("9144-0300MA5YL3K8XC", 5, "-"),
        ("91440300MA5YL3K8XC\n", 19, "换行"),
        ("91440300MA5YL3K8中", 17, "中"),
        ("٩1440300MA5YL3K8XC", 1, "٩"),
        ("𠮷1440300MA5YL3K8XC", 1, "𠮷"),
    ],
)
def test_tax_number_characters(error, number, position, character):
    # The position counts characters, also those that take two UTF-16 units.
    said = f"纳税人识别号只包含数字和大写字母，第 {position} 位是「{character}」"
    assert error(VAT_ID, number) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("zhang@example.com", None),
        ("zhang.san+wx@mail.example.com.cn", None),
        ("Zhang_San@QQ.COM", None),
        ("zhang", "邮箱地址里缺少「@」，如 name@example.com"),
        ("zhang＠qq.com", "邮箱地址里缺少「@」，如 name@example.com"),
        ("zhang@", "邮箱地址「@」后面不完整，应像 example.com，现在是「」"),
        ("zhang@qq", "邮箱地址「@」后面不完整，应像 example.com，现在是「qq」"),
        ("zhang@qq.", "邮箱地址「@」后面不完整，应像 example.com，现在是「qq.」"),
        ("zhang@qq。com", "邮箱地址「@」后面不完整，应像 example.com，现在是「qq。com」"),
        ("zh ang@qq.com", "邮箱地址的写法不对，应像 name@example.com，现在是「zh ang@qq.com」"),
        ("a@b@qq.com", "邮箱地址的写法不对，应像 name@example.com，现在是「a@b@qq.com」"),
        (".zhang@qq.com", "邮箱地址的写法不对，应像 name@example.com，现在是「.zhang@qq.com」"),
        ("zhang@qq.com\n", "邮箱地址的写法不对，应像 name@example.com，现在是「zhang@qq.com\n」"),
        ("z@" + "a" * 250 + ".com", "联系人邮箱最多 254 个字，现在是 256 个"),
    ],
)
def test_email(error, value, said):
    assert error("/contact_info/email", value) == said


PHONES = [
    "/third_party_phone",
    "/invoice_info/vat/enterprise_phone",
    "/invoice_info/vat/phone",
]


@pytest.mark.parametrize("pointer", PHONES)
@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "19912345678",
        "010-12345678",
        "01012345678",
        "021-12345678",
        "0755-12345678",
        "075512345678",
        "0912-1234567",
        "09121234567",
        "0755-12345678-8001",
        "010-12345678-1",
        "400-800-8888",
        "400-8888-888",
        "4008008888",
        "800-820-8820",
    ],
)
def test_telephone_numbers_that_are_right(error, pointer, number):
    assert error(pointer, number) is None


@pytest.mark.parametrize("pointer", PHONES)
@pytest.mark.parametrize(
    "number",
    [
        "12800138000",
        "1380013800",
        "138001380000",
        "755-12345678",
        "0755-123456",
        "0755-123456789",
        "010-1234567",
        "0110-1234567",
        "12345678",
        "0755-12345678-",
        "0755--12345678",
        "400-800-888",
        "600-800-8888",
        "95588",
    ],
)
def test_telephone_numbers_that_are_wrong(spec, error, pointer, number):
    rule = "应为 11 位手机号、带区号的座机（如 0755-12345678）或 400 电话"
    assert error(pointer, number) == f"{spec.fields[pointer].label}{rule}，现在是「{number}」"


@pytest.mark.parametrize(
    ("number", "position", "character"),
    [
        ("0755 12345678", 5, "空格"),
        ("0755\u300012345678", 5, "全角空格"),
        ("（0755）12345678", 1, "（"),
        ("1380013800O", 11, "O"),
        ("１3800138000", 1, "１"),
        ("13800138000\n", 12, "换行"),
    ],
)
def test_telephone_characters(error, number, position, character):
    said = f"服务商电话只包含数字和连字符「-」，第 {position} 位是「{character}」"
    assert error("/third_party_phone", number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("13800138000", None),
        ("1380013800", "手机号应为 11 位数字，现在是 10 位"),
        ("138001380000", "手机号应为 11 位数字，现在是 12 位"),
        ("12800138000", "手机号应以 13 到 19 开头，现在是「12800138000」"),
        ("0755-123456", "手机号只包含数字，第 5 位是「-」"),
        ("1380013800０", "手机号只包含数字，第 11 位是「０」"),
        ("13800138000\n", "手机号只包含数字，第 12 位是「换行」"),
    ],
)
def test_mobile(error, number, said):
    assert error("/contact_info/mobile", number) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("wx1234567890abcdef", None),
        ("wx1234567890abcde", "服务商的 AppID 以 wx 开头，共 18 位，现在是 17 位"),
        ("wx1234567890abcdef\n", "服务商的 AppID 以 wx 开头，共 18 位，现在是 19 位"),
        ("wx1234567890abcdeg", f"{APP_ID_SHAPE}，现在是「wx1234567890abcdeg」"),
    ],
)
def test_app_id_of_the_provider(error, value, said):
    assert error("/service_appid", value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("3000123456", None),
        (3000123456, None),
        ("abc", "服务商编号只包含数字，现在是「abc」"),
        ("-5", "服务商编号只包含数字，现在是「-5」"),
        ("３０００", "服务商编号只包含数字，现在是「３０００」"),
        (-5, "服务商编号应大于 0，现在是「-5」"),
        (True, "服务商编号只包含数字，现在是「True」"),
    ],
)
def test_number_of_the_provider(error, value, said):
    assert error("/service_uin", value) == said
