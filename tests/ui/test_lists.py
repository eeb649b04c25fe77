"""The list of records as a clerk uses it: search, rename, copy, delete, files in and out."""

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from tests.ui.clerk import LEFT, TASKID, until

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
    # GIVEN a submission without an answer, and nobody who asks for it
    until(lambda: clerk.world.count("queryauth") == 1, "it was asked after the opening")
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


def select(clerk, name):
    """Click a record in the list."""
    table = clerk.find("records")
    until(lambda: clerk.row(name) is not None, f"{name} is in the list")
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(clerk.row(name)).center())


def choose(clerk, name):
    """A command of the menu of the list."""
    clerk.find("records").findChild(QAction, name).trigger()


def drop(window, *paths):
    """Drag files from the desktop onto the window and let go; whether it takes them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(50, 50), copy, mime, buttons, keys)
    entering.setAccepted(False)
    QApplication.sendEvent(window, entering)
    if entering.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, mime, buttons, keys))
    return entering.isAccepted()


def bare(taskid, name):
    return json.dumps({"auth_data": {"taskid": taskid, "account_name": name}})


def test_copying_renaming_and_deleting_in_the_list(at_list):
    # WHEN a record is copied THEN the copy has its answers, and no submission
    select(at_list, EXAMPLE)
    choose(at_list, "duplicate_record")
    copy = f"{EXAMPLE} 副本"
    until(lambda: at_list.row(copy) is not None, "the copy")
    at_list.opens(copy)
    until(lambda: at_list.window.record.session.sheet.record.name == copy, "it is open")
    assert at_list.reads_field("/taskid") == TASKID
    assert at_list.page() == "form_page"

    # WHEN it is renamed in the list THEN the list and its own title follow
    at_list.command("open_list")
    select(at_list, copy)
    choose(at_list, "rename_record")
    table = at_list.find("records")
    line = table.findChild(QLineEdit)
    line.selectAll()
    line.insert("客户乙")
    QTest.keyClick(line, Qt.Key.Key_Return)
    until(lambda: at_list.row("客户乙") is not None, "the list")
    assert at_list.window.windowTitle().startswith("认证记录")
    assert "客户乙" not in at_list.words(at_list.window.header)
    at_list.opens("客户乙")
    until(lambda: at_list.window.windowTitle().startswith("客户乙"), "the title")

    # WHEN it is deleted THEN it is gone, and comes back with 撤销
    at_list.command("open_list")
    select(at_list, "客户乙")
    QTest.keyClick(at_list.find("records"), Qt.Key.Key_Delete)
    until(lambda: at_list.listed() == [EXAMPLE], "it is gone")
    at_list.press("action_undo", at_list.bar("已删除「客户乙」"))
    until(lambda: at_list.row("客户乙") is not None, "it is back")
    assert at_list.bars() == []


def test_one_record_to_a_file_and_back(at_list, tmp_path):
    # GIVEN the example as a file of its own
    select(at_list, EXAMPLE)
    choose(at_list, "export_record")
    dialog = at_list.find("file_dialog")
    assert EXAMPLE in dialog.selectedFiles()[0]
    path = tmp_path / "one.json"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    bar = at_list.bar("已导出")
    assert str(path) in at_list.words(bar)
    assert "没有密钥" in at_list.words(bar)

    # WHEN it is dropped on the window THEN a new record is open, under the same account
    old = at_list.window.record.session.record_id
    assert drop(at_list.window, path)
    at_list.press("question_yes")
    session = at_list.window.record.session
    until(lambda: session.record_id != old, "the new record")
    at_list.bar("已导入")
    assert at_list.reads_field("/taskid") == TASKID
    assert session.sheet.account.appid == "wx00000000000000a1"
    assert len(at_list.window.services.desk.records.summaries()) == 2


def test_what_is_typed_is_in_the_export_at_once(clerk, tmp_path):
    clerk.write("/contact_info/name", "Just Typed")
    clerk.command("export_draft")
    path = tmp_path / "open.json"
    clerk.find("file_dialog").fileSelected.emit(str(path))
    clerk.find("file_dialog").reject()
    until(path.exists, "the file")
    assert "Just Typed" in path.read_text("utf-8")


def test_an_export_that_does_not_succeed_is_told(at_list, tmp_path):
    at_list.command("export_all")
    at_list.find("file_dialog").fileSelected.emit(str(tmp_path / "no such folder" / "all.json"))
    at_list.find("file_dialog").reject()
    assert "已保存在这台电脑上" in at_list.words(at_list.bar("文件没有导出"))


def test_only_one_json_file_can_be_dropped(clerk, tmp_path):
    files = [tmp_path / name for name in ("A.JSON", "b.json", "c.png")]
    for file in files:
        file.write_text(bare("T1", "某店"), "utf-8")
    assert not drop(clerk.window, files[2])
    assert not drop(clerk.window, *files[:2])
    assert drop(clerk.window, files[0])
    clerk.press("question_no")
    assert len(clerk.window.services.desk.records.summaries()) == 1


def test_two_files_one_after_the_other_are_not_mixed(clerk, tmp_path):
    # GIVEN two files that are dropped before the first is confirmed
    for number in ("1", "2"):
        (tmp_path / f"{number}.json").write_text(bare(f"T{number}", f"店{number}"), "utf-8")
        clerk.window.list.import_file(tmp_path / f"{number}.json")
    desk = clerk.window.services.desk

    # WHEN both are confirmed, THEN each becomes a record, once
    for _ in range(2):
        question = clerk.find("question")
        clerk.press("question_yes", question)
        until(lambda asked=question: not asked.isVisible(), "it is answered")
    until(lambda: len(desk.records.summaries()) == 3, "both")
    assert {item.taskid for item in desk.records.summaries()} == {TASKID, "T1", "T2"}


def test_the_paper_invoice_of_an_old_file_can_become_the_new_one(at_list, tmp_path):
    path = tmp_path / "sample.json"
    path.write_text(json.dumps(SAMPLE), "utf-8")
    assert "改为数电专用发票" in import_file(at_list, path)
    until(lambda: at_list.page() == "form_page", "the form")
    assert at_list.window.record.model.value("/invoice_info/invoice_type") == 3
    at_list.press("warning:/invoice_info/invoice_type")
    assert at_list.window.record.model.value("/invoice_info/invoice_type") == 4
    assert not at_list.sees("warning:/invoice_info/invoice_type")


def test_a_huge_file_is_refused_at_once(at_list, tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    at_list.window.list.import_file(path)
    assert "现在是 200 MB" in at_list.words(at_list.bar("没有导入"))


def test_a_click_into_an_empty_name_keeps_the_old_one(at_list):
    at_list.window.list.ask_name(at_list.window.record.session.record_id, EXAMPLE)
    dialog = at_list.find("rename_dialog")
    line = dialog.findChild(QLineEdit)
    line.setText("   ")
    assert not at_list.can_press("save_name")
    at_list.press("keep_name")
    until(lambda: not at_list.sees("rename_dialog"), "it closes")
    assert at_list.row(EXAMPLE) is not None
