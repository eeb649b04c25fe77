"""JSON from others cannot exhaust or fool the program, and each refusal says what is there."""

import json
import time
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.core.errors import FileRefused
from gui.core.strict_json import parse_object


def refusal(content: bytes, name: str = "x.json") -> str:
    with pytest.raises(FileRefused) as caught:
        parse_object(content, name)
    assert caught.value.text.startswith(f"「{name}」")
    assert caught.value.text.endswith("原有内容没有改动。")
    return caught.value.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_object_is_read_in_each_usual_encoding(encoding):
    # GIVEN an object with blanks around it, as editors save it
    content = ' \r\n{"名": ["𠮷", 1, 2.5, true, null]}\n\n'.encode(encoding)
    # WHEN it is parsed, THEN it is the object
    assert parse_object(content, "x").value == {"名": ["𠮷", 1, 2.5, True, None]}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("合同.docx", b"PK\x03\x04\x14\x00\x06\x00\xff", "「合同.docx」不是 JSON 草稿文件"),
        ("合同.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文档"),
        ("执照.png", b"\x89PNG\r\n\x1a\n", "图片"),
        ("执照.pdf", b"%PDF-1.7\n\xe2\xe3", "PDF"),
        ("x.json", '{"a": "中文"}'.encode("gb18030"), "不是 UTF-8，请用记事本打开"),
        ("x.bin", b"\x80\x81\x82", "里面不是 UTF-8 文字"),
        ("说明.txt", "你好，\n请看附件".encode(), "开头是「你好， 请看附件」"),
        ("x.json", b"", "是空文件"),
        ("x.json", b" \n ", "是空文件"),
        ("x.json", b'[{"auth_data": {}}]', "最外层是一个列表"),
        ("x.json", b'"text"', '开头是「"text"」'),
        ("x.json", b"123", "开头是「123」"),
        ("x.json", b'{"a": 1', "在第 1 行突然结束"),
        ("x.json", b'{\n"a": 1,\n}', "第 3 行第 1 个字符处"),
        ("x.json", b'{"a": 1} {"b": 2}', "这里是「{"),
        ("x.json", b'{"a": "\n"}', "不合 JSON 的写法"),
        ("x.json", b'{"a": NaN}', "「NaN」"),
        ("x.json", b'{"a": -Infinity}', "「-Infinity」"),
        ("x.json", b'{"a": 1e999}', "大得不正常的数"),
        ("x.json", b'{"a": ' + b"9" * 5000 + b"}", "长得不正常的数"),
        ("x.json", b'{"a": "\\ud83d"}', "半个字符"),
        ("x.json", b'{"\\udc00": 1}', "半个字符"),
        ("x.json", b'{"a": "\xed\xa0\x80"}', "不是 UTF-8"),
    ],
)
def test_what_is_no_object_is_refused_in_words(name, content, words):
    # GIVEN a file that is no draft, WHEN it is parsed, THEN the sentence says what is there
    assert words in refusal(content, name)


@pytest.mark.parametrize(
    "content",
    [
        b'{"a":' * 200_000,
        b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"a":' * 33 + b"1" + b"}" * 33,
    ],
)
def test_deep_nesting_is_refused_before_it_is_parsed(content):
    # GIVEN nesting of 200 000 levels, or of one too many
    # WHEN it is parsed, THEN it is refused
    assert "嵌套超过 32 层" in refusal(content)


def test_brackets_in_texts_are_no_nesting():
    # GIVEN 32 levels, and texts full of brackets, quotes and backslashes
    text = '[{"' * 50 + "\\"
    content = '{"a":' * 32 + json.dumps(text) + "}" * 32
    # WHEN it is parsed
    value = parse_object(content.encode(), "x").value
    # THEN it is taken, down to the text
    for _ in range(32):
        value = value["a"]
    assert value == text


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": "' + b'\\"' * 1_000_000,
        b'{"a": "' + b"\\" * 1_999_999,
        b'{"a": [' + b'"x",' * 500_000,
        b'{"a": [' + b"[]," * 650_000 + b"1]}",
        b'{"a": [' + b"1," * 950_000 + b"NaN]}",
        b'{"a": {' + b"".join(b'"%d":1,' % n for n in range(180_000)) + b'"1": 2}, "b": NaN}',
    ],
    ids=["quotes", "backslashes", "texts", "containers", "numbers", "names"],
)
def test_two_megabytes_of_malice_take_little_time_and_memory(content):
    # GIVEN 2 MB made to be slow or large
    tracemalloc.start()
    started = time.monotonic()
    # WHEN it is parsed
    refusal(content)
    # THEN that ends soon (all of this is watched by tracemalloc, which makes it slower)
    assert time.monotonic() - started < 60
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


def test_names_that_stand_twice_are_told():
    # GIVEN an object in which a name stands twice, WHEN it is parsed
    parsed = parse_object(b'{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}', "x")
    # THEN the last counts, and both names are told
    assert parsed.value == {"a": 3, "b": {"c": 2}}
    assert set(parsed.repeated) == {"a", "c"}


@given(st.binary(max_size=200) | st.text('{}[]":,\\ \nu1eNa中', max_size=60).map(str.encode))
def test_no_bytes_crash_it(content):
    # GIVEN any bytes, WHEN they are parsed, THEN there is an object or a refusal
    with suppress(FileRefused):
        assert isinstance(parse_object(content, "x").value, dict)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_whatever_json_can_say_is_read_as_json_reads_it(value):
    # GIVEN any object, with each way to write Chinese
    for escaped in (True, False):
        content = json.dumps(value, ensure_ascii=escaped).encode()
        # WHEN it is parsed, THEN it is the same as with json alone
        assert parse_object(content, "x").value == value
