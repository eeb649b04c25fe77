"""诊断信息 is read before it is saved; 清除本机数据 says how much, asks twice, leaves nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QPlainTextEdit

from gui.core.store.database import FILE_NAME
from tests.ui.clerk import RIGHT_TAX_NUMBER, until

CANARY = "canary-contact-0001"
NAME = "/contact_info/name"


@pytest.fixture
def settings(clerk):
    """At the settings, with a submission and a word of the clerk's own on the disk."""
    clerk.write(NAME, CANARY)
    clerk.submits()
    clerk.waits_for("qr_code")
    clerk.command("settings")
    clerk.waits_for("settings_dialog")
    return clerk


def files_with(folder, text):
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in found if text.encode() in path.read_bytes()]


def test_the_diagnostics_are_read_before_they_are_saved(settings, tmp_path):
    # GIVEN somebody whom support asked for it
    settings.press("export_diagnostics")
    text = settings.find("diagnostics_text")
    assert isinstance(text, QPlainTextEdit)
    until(lambda: "重审助手" in text.toPlainText(), "it is there")

    # THEN all of it can be read, nothing of the record is in it
    shown = text.toPlainText()
    assert "Qt 6" in shown
    assert "accepted：1" in shown
    assert CANARY not in shown
    assert RIGHT_TAX_NUMBER not in shown

    # AND what is saved is what was shown
    path = tmp_path / "诊断.txt"
    settings.find("diagnostics_dialog").save(str(path))
    settings.reads("已保存到")
    assert path.read_text("utf-8") == shown
    settings.find("diagnostics_dialog").save(str(tmp_path / "nowhere" / "x.txt"))
    settings.reads("诊断信息没有保存")


def test_everything_goes_after_two_questions(settings):
    # GIVEN records, a submission and an account on the disk
    clerk, folder = settings, settings.folder
    assert files_with(folder, CANARY)
    clerk.press("erase_local_data")
    clerk.reads("1 条记录，1 次提交")
    clerk.reads("2 个账号")
    assert not clerk.sees("erase_now")

    # WHEN it is confirmed, and confirmed again
    clerk.press("erase_go_on")
    assert not clerk.can_press("erase_now")
    sure = clerk.find("erase_sure")
    assert isinstance(sure, QCheckBox)
    sure.click()
    clerk.press("erase_now")

    # THEN the window closes, and no file holds anything of it
    until(lambda: not clerk.window.isVisible(), "the window is closed")
    assert files_with(folder, CANARY) == []
    assert files_with(folder, RIGHT_TAX_NUMBER) == []
    assert not (folder / "settings.json").exists()
    with clerk.disk() as other:
        for table in ("records", "attempts", "accounts", "progress", "milestones", "returns"):
            assert other.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] == 0  # noqa: S608
    assert (folder / FILE_NAME).exists()


def test_there_is_a_way_back_until_the_last_press(settings):
    # GIVEN somebody who only wants to look
    clerk = settings
    for presses in ((), ("erase_go_on",)):
        clerk.press("erase_local_data")
        until(lambda: clerk.can_press("erase_go_on"), "it is counted")
        for name in presses:
            clerk.press(name)
        dialog = clerk.find("erase_dialog")
        assert isinstance(dialog, QDialog)
        # WHEN Esc is pressed or the safe button, THEN nothing has changed
        if presses:
            clerk.press("keep_local_data")
        else:
            clerk.key(Qt.Key.Key_Escape)
        until(lambda: not clerk.sees("erase_dialog"), "it is closed")
    assert files_with(clerk.folder, CANARY)
    assert clerk.window.isVisible()


def test_a_doubt_is_said_before_it_is_forgotten(clerk):
    # GIVEN a submission that nobody knows the outcome of
    clerk.world.misbehave("reauth", "drop_after_receiving")
    clerk.submits()
    clerk.waits_for("doubt_panel")
    clerk.command("settings")
    clerk.press("erase_local_data")
    # THEN the question says so
    clerk.reads("其中 1 次提交还没有确认结果")


def test_while_something_is_sent_nothing_is_erased(clerk):
    clerk.world.misbehave("reauth", "slow", seconds=1.0)
    clerk.submits()
    until(clerk.window.record.is_being_sent, "it is on its way")
    clerk.window.dialogs.erase_wanted.emit()
    clerk.reads("现在还不能清除")
    clerk.press("notice_seen")
    assert not clerk.sees("erase_dialog")
    clerk.stand_in.release()
    clerk.waits_for("qr_code")
