"""Every edit gets onto the disk within about a second, whatever else is going on."""

import json
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.core.store.connection import Database, connect
from gui.core.store.database import FILE_NAME
from gui.core.store.records import Records
from gui.ui.autosave import SAVE_MS
from tests.ui.clerk import TAX_NUMBER, Ticks, until

NAME, EMAIL, REMARK = "/account_name", "/contact_info/email", "/invoice_info/electronic/desc"
CTRL = Qt.KeyboardModifier.ControlModifier
SECOND = SAVE_MS / 1000 + 1.2  # with the disk, on a computer that does other things too


def kept(clerk, pointer, record_id=""):
    """The answer as it is on the disk."""
    return json.loads(clerk.stored(record_id)["answers"]).get(pointer)


def is_saved(clerk):
    return clerk.window.record.session.saving.is_saved()


def footer(clerk):
    return clerk.find("saved_at").text()


def new_record(clerk, name="new_draft"):
    """Make a record and wait until it is open; returns the ids of the old and the new one."""
    session = clerk.window.record.session
    old = session.record_id
    clerk.command(name)
    until(lambda: session.record_id != old, "the new record")
    return old, session.record_id


@pytest.fixture
def full_disk(clerk):
    """A disk on which nothing more fits, by SQLite's own limit; call it to make room again."""
    database = clerk.window.services.database

    def pages(number):
        database.rows(f"PRAGMA max_page_count = {number}")

    pages(database.row("PRAGMA page_count")[0])
    yield lambda: pages(1_000_000)
    pages(1_000_000)


def fill_up(clerk, pointer=REMARK):
    """Type more than the free pages of the file can hold."""
    control = clerk.editor(pointer)
    control.setFocus()
    control.selectAll()
    control.insertPlainText("长" * 40_000)


def test_every_edit_is_on_the_disk_within_a_second_also_while_typing_goes_on(clerk):
    # WHEN somebody types without a pause for several seconds
    control = clerk.editor(EMAIL)
    control.setFocus()
    control.clear()
    typed, late, ends = {}, [], time.monotonic() + 3.2
    while time.monotonic() < ends:
        QTest.keyClick(control, "a")
        typed[len(control.text())] = time.monotonic()
        QTest.qWait(40)
        length = len(kept(clerk, EMAIL) or "")
        unsaved = [at for count, at in typed.items() if count > length]
        late.append(time.monotonic() - min(unsaved, default=time.monotonic()))

    # THEN no key press has ever waited much longer than a second
    assert max(late) < SECOND, sorted(late)[-5:]
    assert max(late) > 0.5  # and not every key writes the file

    # AND the last ones get there, too, and the footer says so only then
    assert "正在保存" in footer(clerk) or is_saved(clerk)
    until(lambda: kept(clerk, EMAIL) == control.text(), "the last key")
    until(lambda: footer(clerk).startswith("✓ 已自动保存"), "the footer")


def test_the_footer_never_calls_saved_what_is_not(clerk):
    clerk.write(EMAIL, "a@b.cn")
    until(lambda: footer(clerk).startswith("✓"), "saved")
    QTest.keyClicks(clerk.editor(EMAIL), "x")
    assert footer(clerk) == "正在保存…"
    assert kept(clerk, EMAIL) == "a@b.cn"


def test_saving_answers_although_everything_is_saved(clerk):
    assert footer(clerk) == ""
    QTest.keyClick(clerk.window, Qt.Key.Key_S, CTRL)
    assert footer(clerk).startswith("✓ 已保存")
    rev = clerk.stored()["rev"]

    # WHEN there is something to save, THEN it is there before the answer is
    clerk.write(EMAIL, "new@example.com")
    clerk.press("tool:save_draft")
    until(lambda: footer(clerk).startswith("✓ 已保存"), "the answer")
    assert kept(clerk, EMAIL) == "new@example.com"
    assert clerk.stored()["rev"] == rev + 1


def test_opening_writes_nothing(clerk):
    # GIVEN a record as it was last edited
    before = dict(clerk.stored())
    # WHEN it is left and opened again, and saving would be due
    clerk.command("open_list")
    clerk.opens("演练小程序")
    until(lambda: clerk.page() == "form_page", "the form")
    QTest.qWait(SAVE_MS + 200)
    # THEN nothing was written but when it was opened, and nothing is red
    after = dict(clerk.stored())
    assert {key for key in after if after[key] != before[key]} <= {"opened_at", "digest"}
    assert clerk.window.record.model.errors() == []


def test_a_key_pressed_just_before_another_record_is_opened_is_kept(clerk):
    # GIVEN something typed a moment ago
    clerk.write(EMAIL, "typed@example.com")
    QTest.keyClicks(clerk.editor(NAME), "Z")
    name = clerk.reads_field(NAME)

    # WHEN a new record is made at once
    old, new = new_record(clerk)

    # THEN the first has it, and the second has nothing of it
    assert kept(clerk, EMAIL, old) == "typed@example.com"
    assert kept(clerk, NAME, old) == name
    assert json.loads(clerk.stored(new)["answers"]) == {}
    assert clerk.reads_field(EMAIL) == ""


def test_what_is_typed_while_a_save_is_on_its_way_is_kept(clerk):
    # GIVEN a disk that another program holds for a moment
    session = clerk.window.record.session
    ticks = Ticks()
    with clerk.disk() as other:
        other.execute("BEGIN EXCLUSIVE")
        clerk.write(EMAIL, "first@example.com")
        clerk.command("save_draft")
        # WHEN somebody types on, and wants another record meanwhile
        QTest.keyClicks(clerk.editor(EMAIL), ".cn")
        old = session.record_id
        clerk.command("new_draft")
        QTest.keyClicks(clerk.editor(EMAIL), "x")
        ticks.restart()
        QTest.qWait(1500)
        assert session.record_id == old
        assert ticks.longest < 1.0
        other.execute("ROLLBACK")
    # THEN the window never stood still, and everything is in the record in which it was typed
    until(lambda: session.record_id != old, "the new record")
    assert kept(clerk, EMAIL, old) == "first@example.com.cnx"
    assert clerk.reads_field(EMAIL) == ""
    ticks.stop()


def test_switching_between_records_never_mixes_answers(clerk):
    # GIVEN two records that are edited in turn, faster than they are saved
    example, other = new_record(clerk)
    session = clerk.window.record.session
    for round_ in range(4):
        for record_id, mark in ((example, "one"), (other, "two")):
            session.open(record_id)
            until(lambda wanted=record_id: session.record_id == wanted, "it is open")
            clerk.write(EMAIL, f"{mark}{round_}@example.com")
    clerk.command("save_draft")
    until(lambda: is_saved(clerk), "saved")
    assert kept(clerk, EMAIL, example) == "one3@example.com"
    assert kept(clerk, EMAIL, other) == "two3@example.com"
    assert kept(clerk, TAX_NUMBER, other) is None


def test_a_full_disk_is_told_and_mended(clerk, full_disk, tmp_path):
    # GIVEN a disk without room WHEN somebody types a lot
    fill_up(clerk)
    before = kept(clerk, REMARK)
    bar = clerk.bar("草稿没有保存成功")

    # THEN it says so in the footer and on top, the text is still there, and the disk as it was
    assert footer(clerk).startswith("未保存")
    assert "磁盘空间不足" in clerk.words(bar)
    assert len(clerk.reads_field(REMARK)) == 40_000
    assert kept(clerk, REMARK) == before

    # WHEN something else is begun, and another attempt fails, THEN there is still one such message
    clerk.press("check_answers")
    clerk.press("action_retry_save", clerk.bar("草稿没有保存成功"))
    QTest.qWait(200)
    assert clerk.titles().count("草稿没有保存成功") == 1

    # WHEN it is saved elsewhere, THEN the file has what stands in the window
    clerk.press("action_export_draft", clerk.bar("草稿没有保存成功"))
    file = tmp_path / "elsewhere.json"
    clerk.find("file_dialog").fileSelected.emit(str(file))
    until(file.exists, "the file")
    exported = json.loads(file.read_text("utf-8"))["records"][0]["auth_data"]
    assert exported["invoice_info"]["electronic"]["desc"] == "长" * 40_000
    clerk.find("file_dialog").reject()

    # WHEN there is room again and it is tried again, THEN everything is there and the message goes
    full_disk()
    clerk.press("action_retry_save", clerk.bar("草稿没有保存成功"))
    until(lambda: kept(clerk, REMARK) == "长" * 40_000, "it is on the disk")
    until(lambda: "草稿没有保存成功" not in clerk.titles(), "the message goes")
    assert footer(clerk).startswith("✓")


def test_saving_recovers_by_itself(clerk, full_disk):
    fill_up(clerk)
    clerk.bar("草稿没有保存成功")
    full_disk()
    until(lambda: is_saved(clerk) and not clerk.bars(), "it is saved without anybody's help")
    assert kept(clerk, REMARK) == "长" * 40_000


def test_nothing_is_sent_that_could_not_be_saved(clerk, full_disk):
    # GIVEN answers that are right, and one too long for the disk, of a question that is hidden
    clerk.correct()
    clerk.choose("/invoice_info/invoice_type", 4)
    fill_up(clerk, "/invoice_info/vat/desc")
    clerk.choose("/invoice_info/invoice_type", 2)
    # WHEN it is submitted, THEN it is told that it is not saved, and nothing is sent
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.bar("草稿没有保存成功")
    until(lambda: clerk.can_press("submit"), "the page can be used again")
    assert clerk.world.count("reauth") == 0


def test_a_record_that_cannot_be_saved_is_not_left_without_asking(clerk, full_disk):
    # GIVEN something that does not get onto the disk
    session = clerk.window.record.session
    fill_up(clerk)
    clerk.bar("草稿没有保存成功")

    # WHEN another record is wanted, THEN the window asks, and staying keeps the text
    old = session.record_id
    clerk.command("new_draft")
    clerk.reads("最近的修改还没有保存")
    clerk.press("question_no")
    assert session.record_id == old
    assert len(clerk.reads_field(REMARK)) == 40_000

    # WHEN it is given up, THEN the other record comes
    full_disk()
    clerk.window.services.database.rows("PRAGMA max_page_count = 1")
    clerk.command("new_draft")
    clerk.find("question_yes")
    clerk.window.services.database.rows("PRAGMA max_page_count = 1000000")
    clerk.press("question_yes")
    until(lambda: session.record_id != old, "the new record")


def test_somebody_else_saved_something_newer(clerk):
    # GIVEN a record that another start of the program has changed meanwhile
    session = clerk.window.record.session
    old = session.record_id
    path = clerk.folder / FILE_NAME
    others = Records(Database(path, connect(path)))
    theirs = others.get(old)
    others.save(old, values={**theirs.values, EMAIL: "theirs@example.com"}, rev=theirs.rev)

    # WHEN this one is edited, THEN nothing of the other is overwritten, and it is told
    clerk.write(EMAIL, "mine@example.com")
    bar = clerk.bar("这份草稿已在别处修改")
    session.refresh()  # also not by way of what is read again meanwhile
    QTest.keyClicks(clerk.editor(EMAIL), ".cn")
    QTest.qWait(SAVE_MS + 300)
    assert kept(clerk, EMAIL, old) == "theirs@example.com"

    # WHEN it becomes a draft of its own, THEN both texts are there, and saving goes on in this one
    clerk.press("action_save_copy", bar)
    until(lambda: session.record_id != old, "the copy")
    assert session.sheet.record.name == "演练小程序 副本"
    assert session.sheet.account is not None
    until(lambda: not clerk.bars(), "the message goes")
    QTest.keyClicks(clerk.editor(EMAIL), "x")
    until(lambda: kept(clerk, EMAIL) == "mine@example.com.cnx", "it is saved")
    assert kept(clerk, EMAIL, old) == "theirs@example.com"


def test_whatever_is_typed_comes_back(clerk):
    # GIVEN rare letters, signs of several parts, other directions and widths, and a long text
    texts = ["王小明𠮷䶮", "龘🎉👨‍👩‍👧", "ａｂｃ　１２３", "عربي", "a" * 3000]
    session = clerk.window.record.session
    example, other = new_record(clerk)
    for text in texts:
        # WHEN each is typed, and the record is left and opened again, THEN it is there
        clerk.write(REMARK, text)
        for record_id in (example, other):
            clerk.window.record.open(record_id)
            until(lambda wanted=record_id: session.record_id == wanted, "it is open")
        assert clerk.reads_field(REMARK) == text
