"""The list of records as a clerk uses it: search, rename, copy, delete, files in and out."""

import json

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.ui.clerk import TASKID, until

EXAMPLE = "演练小程序"
SAMPLE = {
    "auth_data": {
        "taskid": "T-sample",
        "auth_type": 12,
        "account_name": "xxxxxx",
        "invoice_info": {"invoice_type": 3, "vat": {"id": "91440300MA5YL3K8XC"}},
        "service_uin": 0,
        "something_new": "kept aside",
    }
}


@pytest.fixture
def at_list(clerk):
    """The clerk in front of the list."""
    clerk.command("open_list")
    until(lambda: clerk.page() == "home_page", "the list")
    until(lambda: clerk.row(EXAMPLE) is not None, "the example is listed")
    return clerk


def import_file(clerk, path):
    """What choosing a file and confirming does."""
    clerk.window.list.import_file(path)
    until(lambda: clerk.sees("question_yes"), "what the file holds is told first")
    words = clerk.words()
    clerk.press("question_yes")
    return words


def test_searching_shows_what_holds_the_words(at_list):
    # GIVEN two records
    at_list.window.list.desk.duplicate(at_list.window.record.session.record_id)
    until(lambda: len(at_list.listed()) == 2, "the copy is listed")
    # WHEN a word of one is typed
    search = at_list.find("search")
    at_list.type(search, "副本")
    # THEN only that one is listed, and all of them once the word is gone
    until(lambda: at_list.listed() == [f"{EXAMPLE} 副本"], "the copy alone")
    search.clear()
    until(lambda: len(at_list.listed()) == 2, "both again")


def test_deleting_can_be_undone(at_list):
    # GIVEN a record that is deleted from the list
    record = at_list.window.record.session.record_id
    at_list.window.list.page.delete_requested.emit(record)
    until(lambda: at_list.row(EXAMPLE) is None, "it is gone")
    # WHEN the deletion is undone
    at_list.bar(f"已删除「{EXAMPLE}」")
    at_list.press("action_undo")
    # THEN it is there again
    until(lambda: at_list.row(EXAMPLE) is not None, "it is back")


def test_a_record_in_doubt_stays(clerk):
    # GIVEN a submission without an answer
    clerk.world.misbehave("reauth", "drop_after_receiving")
    clerk.submits()
    clerk.waits_for("doubt_panel")
    record = clerk.window.record.session.record_id
    # WHEN it is to be deleted
    clerk.command("open_list")
    clerk.window.list.page.delete_requested.emit(record)
    # THEN it stays, with the reason
    assert "还没有确认结果" in clerk.words(clerk.bar("还不能删除"))
    assert clerk.row(EXAMPLE) is not None


def test_renaming_the_open_record(clerk):
    # WHEN the open record gets a name of its own
    clerk.command("rename_record")
    line = clerk.find("rename_dialog").findChild(QLineEdit)
    line.selectAll()
    clerk.type(line, "客户甲")
    clerk.find("rename_dialog").accept()
    # THEN the window and the list call it so
    until(lambda: clerk.window.windowTitle().startswith("客户甲"), "the title")
    clerk.command("open_list")
    until(lambda: clerk.row("客户甲") is not None, "the list")


def test_the_customers_sample_becomes_a_record(at_list, tmp_path):
    # GIVEN the bare body of the customer's page, with a paper invoice and a field we do not know
    path = tmp_path / "sample.json"
    path.write_text(json.dumps(SAMPLE), "utf-8")
    # WHEN it is imported
    words = import_file(at_list, path)
    # THEN it was told before what will happen, and what is kept aside
    assert "将新建 1 条记录" in words
    assert "something_new" in words
    # AND the new record is open, with its answers and the advice about the paper invoice
    until(lambda: at_list.page() == "form_page", "the form")
    model = at_list.window.record.model
    until(lambda: model.value("/taskid") == "T-sample", "the imported record")
    assert model.value("/customer_type") == 12
    assert model.value("/account_name") == "xxxxxx"
    assert model.value("/service_uin") is None
    fix = next(w.fix for w in model.warnings() if w.pointer == "/invoice_info/invoice_type")
    assert fix.value == 4
    assert json.loads(at_list.stored()["extras"]) == {"/something_new": "kept aside"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04 not json", "没有导入"),
        (b"[" * 100_000, "没有导入"),
        ("只是一段文字".encode(), "没有导入"),
        (b'{"auth_data": 5}', "没有导入"),
    ],
)
def test_what_is_no_draft_is_refused_in_words(at_list, tmp_path, content, told):
    path = tmp_path / "合同.json"
    path.write_bytes(content)
    at_list.window.list.import_file(path)
    until(at_list.bars, "a message")
    assert told in at_list.titles()[0]
    assert "合同.json" in at_list.words(at_list.bars()[0])
    assert at_list.listed() == [EXAMPLE]


def test_everything_goes_to_another_computer(at_list, tmp_path, hire):
    # GIVEN all records in one file
    path = tmp_path / "all.json"
    at_list.command("export_all")
    until(lambda: at_list.window.findChildren(QFileDialog, "file_dialog"), "the file dialog")
    dialog = at_list.window.findChildren(QFileDialog, "file_dialog")[0]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    at_list.bar("已导出")
    # THEN it holds the answers and no secret
    text = path.read_text("utf-8")
    assert TASKID in text
    assert all(account.secret not in text for account in at_list.world.accounts.values())
    # WHEN it is taken in again THEN a second record with the same answers is there
    import_file(at_list, path)
    until(lambda: len(at_list.listed()) == 2, "both")
