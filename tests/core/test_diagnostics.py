"""What goes to support says enough, and holds neither answers nor secrets."""

from gui import __version__
from gui.core.diagnostics import diagnostics
from gui.core.log import NAME
from gui.core.store.database import open_database
from gui.core.store.records import Records

SECRET = "0123456789abcdef0123456789abcdef"


def report(folder, log=""):
    if log:
        (folder / NAME).write_text(log, "utf-8")
    records = Records(open_database(folder).database)
    records.create("reauth", "甲公司", {"/contact_info/name": "张三"}, context={"call": "reauth"})
    return diagnostics(records, folder, {"Qt": "6.9.3"})


def test_it_names_versions_and_counts(tmp_path):
    # GIVEN one draft
    text = report(tmp_path)
    # THEN support sees what runs where, and how many records there are
    assert f"重审助手 {__version__}" in text
    assert "Qt 6.9.3" in text
    assert "draft：1" in text
    assert "（没有日志）" in text


def test_no_answer_and_no_secret_is_in_it(tmp_path):
    # GIVEN a log into which something slipped
    text = report(tmp_path, f"access_token=abc {SECRET}\n")
    # THEN neither the record's words nor the secrets are in the report
    for word in ("甲公司", "张三", SECRET, "abc"):
        assert word not in text


def test_only_the_end_of_a_long_log_is_taken(tmp_path):
    # GIVEN a log of many lines
    text = report(tmp_path, "".join(f"line {number}\n" for number in range(5000)))
    # THEN the newest are in it and the oldest are not
    assert "line 4999" in text
    assert "line 100\n" not in text
