"""The list of records as a clerk uses it: search, rename, copy, delete, files in and out."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.ui.clerk import TASKID, until
from tests.ui.file_desk import imports, saves_to

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


def chosen(clerk, name):
    """Click a record in the list once."""
    table = clerk.find("records")
    until(lambda: clerk.row(name) is not None, f"{name} is listed")
    place = table.visualRect(clerk.row(name)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def selection(clerk):
    return [record.name for record in clerk.find("records").selected()]


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
    until(lambda: not at_list.action("export_all").isEnabled(), "there is nothing to export")
    # WHEN the deletion is undone
    at_list.bar(f"已删除「{EXAMPLE}」")
    at_list.press("action_undo")
    # THEN it is there again
    until(lambda: at_list.row(EXAMPLE) is not None, "it is back")
    assert at_list.action("export_all").isEnabled()


def test_ctrl_z_on_the_list_brings_back_what_was_deleted_last(at_list):
    # GIVEN two records that are deleted one after the other
    at_list.window.list.desk.duplicate(at_list.window.record.session.record_id)
    until(lambda: len(at_list.listed()) == 2, "the copy is listed")
    for name in (EXAMPLE, f"{EXAMPLE} 副本"):
        chosen(at_list, name)
        at_list.press("row:delete_record")
        until(lambda gone=name: at_list.row(gone) is None, f"{name} is gone")
    # WHEN Ctrl+Z is pressed as often THEN they come back, and no offer is left
    for name in (f"{EXAMPLE} 副本", EXAMPLE):
        at_list.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        until(lambda back=name: at_list.row(back) is not None, f"{name} is back")
    assert not at_list.sees("action_undo")
    # AND with nothing to undo it says where older ones are
    at_list.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    at_list.reads("最近删除…")


def test_what_was_deleted_before_is_brought_back_or_destroyed(hire):
    # GIVEN two copies that were deleted before the program was started again
    first = hire()
    first.command("open_list")
    copies = [f"{EXAMPLE} 副本", f"{EXAMPLE} 副本 2"]
    for name in copies:
        chosen(first, EXAMPLE)
        first.press("row:duplicate_record")
        until(lambda copy=name: first.row(copy) is not None, f"{name} is listed")
    for name in copies:
        chosen(first, name)
        first.press("row:delete_record")
        until(lambda gone=name: first.row(gone) is None, f"{name} is gone")
    first.window.close()
    again = hire(ready=False)
    # WHEN the last is restored and the other destroyed
    again.command("recently_deleted")
    until(lambda: again.find("deleted_records").count() == 2, "both are listed")
    again.press("restore_record")
    again.reads("已恢复「")
    until(lambda: again.find("deleted_records").count() == 1, "one is left")
    again.press("destroy_record")
    again.press("question_yes")
    until(lambda: again.sees("deleted_dialog") and not again.sees("deleted_records"), "none left")
    # THEN only the restored one is there beside the example
    again.press("close_deleted")
    again.command("open_list")
    until(lambda: sorted(again.listed()) == [EXAMPLE, copies[1]], "the restored one")
    with again.disk() as disk:
        assert disk.execute("SELECT COUNT(*) FROM records").fetchone()[0] == 2


def test_a_copy_is_chosen_and_counted(at_list):
    # GIVEN a chosen record WHEN it is copied, and the copy too
    chosen(at_list, EXAMPLE)
    for name in (f"{EXAMPLE} 副本", f"{EXAMPLE} 副本 2"):
        at_list.press("row:duplicate_record")
        # THEN the copy has a number, and is the chosen one
        until(lambda copy=name: selection(at_list) == [copy], f"{name} is chosen")


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
    words = imports(at_list, path)
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
    saves_to(at_list, path)
    at_list.bar("已导出")
    # THEN it holds the answers and no secret
    text = path.read_text("utf-8")
    assert TASKID in text
    assert all(account.secret not in text for account in at_list.world.accounts.values())
    # WHEN it is taken in again THEN a second record with the same answers is there
    words = imports(at_list, path)
    until(lambda: len(at_list.listed()) == 2, "both")
    # AND it was said before that there is one for this task
    assert f"已有同一任务编号的记录「{EXAMPLE}」" in words
    # AND the next file is looked for in the same folder
    assert at_list.window.services.settings.last_folder == str(tmp_path)
