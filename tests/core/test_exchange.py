"""Drafts travel between computers: whole, without secrets, and with a word about what changes."""

import json
import os
import stat
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.core.errors import FileRefused, StoreError
from gui.core.exchange import (
    LARGEST_RECORD,
    ImportedRecord,
    export_drafts,
    read_import,
    save_export,
)
from gui.core.form.spec import load_form
from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED

SPEC = load_form(RESOURCES / "forms")

# The shape of the sample on WeChat's page: every path of it, with its placeholder words and zeros.
SAMPLE = {
    "auth_data": {
        "taskid": "xxxxxx",
        "account_name": "xxxxxx",
        "account_name_type": 0,
        "account_supplemental": ["xxxxxx"],
        "auth_ident_material": ["xxxxxx", ""],
        "auth_identification": "xxxxxx",
        "auth_type": 0,
        "contact_info": {"email": "xxxxxx", "name": "xxxxxx"},
        "invoice_info": {
            "electronic": {"desc": "xxxxxx", "id": "xxxxxx"},
            "invoice_type": 0,
            "vat": {
                "bank_account": "xxxxxx",
                "bank_name": "xxxxxx",
                "enterprise_phone": "xxxxxx",
                "id": "xxxxxx",
                "desc": "xxxxxx",
            },
        },
        "pay_type": 0,
        "qualification": ["xxxxxx"],
        "qualification_other": [""],
        "service_uin": 0,
        "third_party_phone": "xxxxxx",
    }
}
SAMPLE_VALUES = {
    "/taskid": "xxxxxx",
    "/account_name": "xxxxxx",
    "/account_supplemental": ["xxxxxx"],
    "/auth_ident_material": ["xxxxxx"],
    "/auth_identification": "xxxxxx",
    "/contact_info/email": "xxxxxx",
    "/contact_info/name": "xxxxxx",
    "/invoice_info/electronic/desc": "xxxxxx",
    "/invoice_info/electronic/id": "xxxxxx",
    "/invoice_info/vat/bank_account": "xxxxxx",
    "/invoice_info/vat/bank_name": "xxxxxx",
    "/invoice_info/vat/enterprise_phone": "xxxxxx",
    "/invoice_info/vat/id": "xxxxxx",
    "/invoice_info/vat/desc": "xxxxxx",
    "/qualification": "xxxxxx",
    "/third_party_phone": "xxxxxx",
}


def record(**changes) -> ImportedRecord:
    whole = {"name": "草稿", "call": "reauth", "values": {"/taskid": "t1"}, "extras": {}}
    return ImportedRecord(**{**whole, **changes})


def refusal(source, name="x.json") -> str:
    with pytest.raises(FileRefused) as caught:
        read_import(source, SPEC, name)
    return caught.value.text


def as_bytes(content) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "content",
    [
        as_bytes(SAMPLE),
        b"\xef\xbb\xbf" + as_bytes(SAMPLE),
        b"\r\n\t " + json.dumps(SAMPLE, indent=4).encode() + b"\n\n",
        json.dumps(SAMPLE).encode("utf-16"),
    ],
    ids=["plain", "bom", "blanks", "utf-16"],
)
def test_the_sample_of_wechats_page_is_understood(tmp_path, content):
    # GIVEN the customer's sample in a file
    file = tmp_path / "样例.json"
    file.write_bytes(content)
    # WHEN it is read
    plan = read_import(file, SPEC)
    # THEN it is one resubmission with the sample's words, zeros are not chosen, nothing is lost
    (sample,) = plan.records
    assert sample.call == "reauth"
    assert sample.values == SAMPLE_VALUES
    assert (sample.extras, plan.notes) == ({}, ())
    assert sample.notes == ("「身份证明材料」里有 1 个空白项，没有导入",)
    assert sample.name == "xxxxxx"


@pytest.mark.parametrize(
    ("auth_data", "call", "name"),
    [
        ({"account_name": "名称"}, "wxaauth", "名称"),
        ({"taskid": ""}, "wxaauth", "样例"),
        ({"taskid": "1"}, "reauth", "样例"),
    ],
)
def test_call_and_name_are_found_out(auth_data, call, name):
    # GIVEN a bare body, WHEN it is read, THEN a taskid makes it a resubmission
    (found,) = read_import(as_bytes({"auth_data": auth_data}), SPEC, "样例.json").records
    assert (found.call, found.name) == (call, name)


def test_what_stands_beside_auth_data_is_not_taken_and_told():
    # GIVEN a body with a token beside auth_data
    plan = read_import(as_bytes({"access_token": "canary", **SAMPLE}), SPEC)
    # WHEN it is read, THEN the token is nowhere, and the note says that something was left
    assert "canary" not in repr(plan)
    assert plan.notes == ("文件里 auth_data 以外的内容没有导入",)


def test_a_name_that_stands_twice_is_told():
    # GIVEN a body in which taskid stands twice, WHEN it is read, THEN the last counts
    plan = read_import(b'{"auth_data": {"taskid": "a", "taskid": "b"}}', SPEC)
    assert plan.records[0].values == {"/taskid": "b"}
    assert "「taskid」在文件里写了不止一次" in plan.notes[0]


values_of = {
    "string": st.text(min_size=1),
    "integer": st.integers(-(10**15), 10**15).filter(bool),
    "array": st.lists(st.text(min_size=1), min_size=1, max_size=4),
}
some_values = st.fixed_dictionaries(
    {}, optional={pointer: values_of[field.type] for pointer, field in SPEC.fields.items()}
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(some_values, st.sampled_from(["reauth", "wxaauth"])), min_size=1, max_size=3)
)
def test_what_is_exported_comes_back(records):
    # GIVEN some records with any answers, hidden ones too
    given_records = [
        record(
            name=f"草稿 {n} 😀𠮷䶮", values=values, call=call, appid=f"wx{n}", extras={"/new": [n]}
        )
        for n, (values, call) in enumerate(records)
    ]
    # WHEN they are exported and read again
    plan = read_import(export_drafts(given_records), SPEC)
    # THEN each is the same
    for old, new in zip(given_records, plan.records, strict=True):
        assert (new.name, new.call, new.appid) == (old.name, old.call, old.appid)
        assert new.values == old.values
        assert new.extras == old.extras


def test_the_file_is_readable_and_holds_no_escape_and_no_secret():
    # GIVEN a record with rare characters, and a secret in what an old import kept
    kept = {"/access_token": "canary", "/new": {"secret": "canary"}}
    one = record(values={"/account_name": "𠮷野家😀䶮"}, extras=kept, appid="wx0123456789abcdef")
    # WHEN it is exported
    content = export_drafts([one])
    # THEN people can read it, and the secret is not there
    assert "𠮷野家😀䶮" in content.decode()
    assert b"\\u" not in content
    assert b"canary" not in content
    assert json.loads(content)["format"] == "reauth-desk-draft"


def test_half_a_character_in_a_draft_does_not_stop_the_export():
    # GIVEN a draft with half an emoji
    content = export_drafts([record(values={"/account_name": "a\ud83d"})])
    # WHEN it is exported, THEN the file can be read
    assert read_import(content, SPEC).records[0].values == {"/account_name": "a?"}


def test_an_exported_file_is_private_and_can_be_read(tmp_path):
    # GIVEN an export written to a file
    file = tmp_path / "全部草稿.json"
    save_export(file, export_drafts([record()]))
    # WHEN it is read, THEN the record is there; only its owner may read it
    assert read_import(file, SPEC).records == (record(),)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_export_that_cannot_be_written_is_said_in_words(tmp_path):
    # GIVEN a folder that is gone, WHEN the export is written, THEN the title says what happened
    with pytest.raises(StoreError) as caught:
        save_export(tmp_path / "gone" / "x.json", b"{}")
    assert caught.value.title == "文件没有导出"


def test_more_pictures_than_a_file_takes_are_not_written(tmp_path):
    # GIVEN more pictures than an import would take, and larger ones
    for sizes, now in ([1] * 5001, "5001 张图片"), ([2_000_000] * 250, "250 张图片，一共 500 MB"):
        # WHEN they are to be written, THEN the words say what to do, and there is no file
        with pytest.raises(StoreError) as caught:
            save_export(tmp_path / "x.reauth", b"{}", 1, iter(()), sizes)
        assert now in caught.value.text
        assert "分几次导出" in caught.value.text
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({}, "里没有 auth_data，里面是空的"),
        ({"a": 1, "b\n": 2}, "只有 a、b"),
        ({"auth_data": []}, "auth_data 应为一组内容"),
        ({"auth_data": "x"}, "auth_data 应为一组内容"),
        ({"auth_data": None}, "auth_data 应为一组内容"),
        ([SAMPLE], "最外层是一个列表"),
        ({"format": "reauth-desk-draft"}, "没有写明文件的版本"),
        ({"format": "reauth-desk-draft", "version": True}, "没有写明文件的版本"),
        ({"format": "reauth-desk-draft", "version": "1"}, "没有写明文件的版本"),
        ({"format": "reauth-desk-draft", "version": 3, "records": []}, "请先升级"),
        ({"format": "reauth-desk-draft", "version": 1}, "里面没有记录"),
        ({"format": "reauth-desk-draft", "version": 1, "records": []}, "里面没有记录"),
        ({"format": "reauth-desk-draft", "version": 1, "records": {"a": 1}}, "里面没有记录"),
        ({"format": "reauth-desk-draft", "version": 1, "records": [1]}, "第 1 条记录不完整"),
        ({"format": "reauth-desk-draft", "version": 1, "records": [{}]}, "第 1 条记录不完整"),
        (
            {
                "format": "reauth-desk-draft",
                "version": 1,
                "records": [{"auth_data": {}, "extras": 1}],
            },
            "第 1 条记录不完整",
        ),
        (
            {"format": "reauth-desk-draft", "version": 1, "records": [{"auth_data": {}}] * 10_001},
            "最多 10000 条记录，现在有 10001 条",
        ),
    ],
)
def test_what_is_no_draft_is_refused_in_words(content, words):
    # GIVEN JSON that is no draft, WHEN it is read, THEN the sentence says what is there
    assert words in refusal(as_bytes(content))


@pytest.mark.parametrize(
    "raw",
    [
        {"auth_data": {"taskid": "1"}},
        {"auth_data": {"taskid": "1"}, "name": 5, "call": "other", "appid": ["x"]},
        {"auth_data": {"taskid": "1"}, "name": "", "call": ["reauth"], "appid": None},
    ],
)
def test_a_record_without_name_or_call_gets_them(raw):
    # GIVEN our own file, changed by hand
    content = {"format": "reauth-desk-draft", "version": 1, "records": [raw]}
    (found,) = read_import(as_bytes(content), SPEC).records
    # WHEN it is read, THEN name and call are found out, and the account is unknown
    assert (found.name, found.call, found.appid) == ("导入的记录 1", "reauth", "")


def test_a_word_document_is_named(tmp_path):
    # GIVEN a file of another kind, WHEN it is imported, THEN its name and kind are said
    file = tmp_path / "合同.docx"
    file.write_bytes(b"PK\x03\x04" + os.urandom(1000) + b"\xff")
    assert "「合同.docx」不是 JSON 草稿文件" in refusal(file)


def test_a_text_file_is_named(tmp_path):
    # GIVEN a text, WHEN it is imported, THEN its beginning is shown
    file = tmp_path / "说明.txt"
    file.write_text("这是说明", encoding="utf-8")
    assert "「说明.txt」不是 JSON 草稿文件，开头是「这是说明」" in refusal(file)


def test_a_huge_file_costs_nothing(tmp_path):
    # GIVEN a sparse file of 200 MB
    file = tmp_path / "大.json"
    with file.open("wb") as content:
        content.truncate(200_000_000)
    # WHEN it is imported
    tracemalloc.start()
    text = refusal(file)
    # THEN it is refused without being read
    assert "现在是 200 MB" in text
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_deep_json_is_refused():
    # GIVEN 200 000 levels, WHEN they are imported, THEN the program lives and says so
    content = b'{"auth_data":' + b'{"a":' * 200_000 + b"1" + b"}" * 200_001
    assert "嵌套超过 32 层" in refusal(content)


def test_sizes_single_and_our_own():
    # GIVEN a bare body above 2 MB, our own file above 2 MB, and one with a record above 2 MB
    big = "x" * 1_200_000
    bare = as_bytes({"auth_data": {"taskid": big + big}})
    ours = export_drafts([record(values={"/taskid": big}), record(values={"/taskid": big})])
    assert min(len(bare), len(ours)) > LARGEST_RECORD
    # WHEN they are read, THEN only our own with fitting records is taken
    assert "应不超过 2 MB，现在是 2.4 MB" in refusal(bare)
    assert len(read_import(ours, SPEC).records) == 2
    assert "第 1 条记录超过 2 MB" in refusal(export_drafts([record(values={"/taskid": big + big})]))


@pytest.mark.parametrize(
    "endless",
    [b"[" + b"1," * 12_000_000, b"[" + b'"ab",' * 4_900_000, b'{"a":1' + b',"b":2' * 4_000_000],
    ids=["numbers", "texts", "names"],
)
def test_twenty_megabytes_of_malice_cost_little(endless):
    # GIVEN a file that looks like ours and holds millions of small things
    content = b'{"format":"reauth-desk-draft","version":1,"records":' + endless
    tracemalloc.start()
    # WHEN it is imported, THEN it is refused before it fills the memory
    assert "内容太多" in refusal(content)
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
known_names = sorted({key for name in SPEC.owners for key in name[1:].split("/")})
any_object = st.recursive(
    st.dictionaries(st.sampled_from(known_names), json_values, max_size=6),
    lambda inner: st.dictionaries(st.sampled_from(known_names), inner | json_values, max_size=6),
    max_leaves=10,
)


@settings(max_examples=100, deadline=None)
@given(any_object, any_object)
def test_wrong_types_anywhere_crash_nothing(auth_data, extras):
    # GIVEN the form's names with values of any type anywhere, as bare body and as our own file
    own = {"auth_data": auth_data, "extras": {f"/{key}": extras[key] for key in extras}}
    for content in (
        {"auth_data": auth_data},
        {"format": "reauth-desk-draft", "version": 1, "records": [own]},
    ):
        # WHEN they are read
        try:
            (found,) = read_import(as_bytes(content), SPEC).records
        except FileRefused:  # numbers with more than 40 digits
            continue
        # THEN every value has its field's type, and reading the export again changes nothing
        types = {"string": str, "integer": int, "array": list}
        for pointer, value in found.values.items():
            assert type(value) is types[SPEC.fields[pointer].type]
            assert value
        again = read_import(export_drafts([found]), SPEC).records[0]
        assert (again.values, again.extras) == (found.values, found.extras)


def test_ten_thousand_filled_records_come_back_and_more_are_not_written(tmp_path):
    # GIVEN as many records as a file may have, all filled in, WHEN they travel
    filled = record(values=FILLED)
    content = export_drafts([filled] * 10_000)
    save_export(tmp_path / "all.reauth", content, 10_000)
    plan = read_import(tmp_path / "all.reauth", SPEC)
    # THEN all of them arrive
    assert len(plan.records) == 10_000
    assert plan.records[-1].values == dict(FILLED)

    # WHEN there are more, THEN no file is made that could not be read again
    with pytest.raises(StoreError, match=r"最多放 10000 条记录.*分几次导出"):
        save_export(tmp_path / "more.reauth", content, 10_001)
    with pytest.raises(StoreError, match=r"25 MB.*25\.1 MB"):
        save_export(tmp_path / "more.reauth", b"x" * 25_100_000)
    assert not (tmp_path / "more.reauth").exists()
