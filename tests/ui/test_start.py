"""What a start shows: the record of last time, the list, a file, and honest words about damage."""

import json
import logging
import signal
import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from gui.core.errors import StoreReadOnly
from gui.core.form.spec import load_form
from gui.core.keystore import MemoryStore, Secrets
from gui.core.paths import RESOURCES
from gui.core.store.backups import Backups
from gui.core.store.database import FILE_NAME, Opened
from gui.ui import start
from tests.ui.clerk import TASKID, Ticks, hiring, until

pytestmark = pytest.mark.usefixtures("loops_run_again")
EMAIL = "/contact_info/email"


def test_an_empty_computer_begins_with_the_list(hire):
    clerk = hire(practice=False)
    assert clerk.page() == "home_page"
    clerk.reads("还没有认证记录")
    assert not clerk.sees("practice_badge")
    assert not clerk.sees("practice_panel")


def test_practice_begins_with_the_example_and_says_that_it_is_practice(clerk):
    assert clerk.page() == "form_page"
    assert clerk.sees("practice_badge")
    assert clerk.sees("practice_panel")
    assert "演练" in clerk.window.windowTitle()


def test_the_first_picture_has_all_sections_and_the_rest_comes_after_it(hire):
    # GIVEN a window that is just shown
    clerk = hire(ready=False)
    spec = load_form(RESOURCES / "forms")
    assert clerk.window.record.form.view.is_incomplete()
    assert not clerk.window.record.is_ready()
    # THEN cards, validators and accounts arrive by themselves
    view = clerk.window.record.form.view
    until(lambda: not view.is_incomplete(), "all cards")
    assert list(view.rows) == list(spec.fields)
    until(clerk.window.record.is_ready, "the validators")
    until(lambda: len(clerk.window.services.known_accounts) == 2, "the accounts")


def test_a_file_given_at_the_start_is_offered_for_import(hire, tmp_path):
    path = tmp_path / "draft.json"
    path.write_text(json.dumps({"auth_data": {"taskid": "T1", "account_name": "某店"}}), "utf-8")
    clerk = hire(practice=False, file=path)
    clerk.reads("将新建 1 条记录：「某店」")
    clerk.press("question_yes")
    until(lambda: clerk.page() == "form_page", "the imported record")
    assert clerk.reads_field("/taskid") == "T1"


def test_the_record_of_last_time_is_shown_at_once(hire, clerk):
    clerk.write(EMAIL, "a@b.cn")
    clerk.window.close()
    again = hire(practice=False, ready=False)
    assert again.page() == "form_page"
    assert again.window.record.model.value(EMAIL) == "a@b.cn"


def test_a_damaged_file_is_replaced_by_the_backup_and_that_is_told(hire, clerk):
    # GIVEN a backup, and a file that was damaged afterwards
    Backups(clerk.window.services.database).take()
    clerk.window.close()
    clerk.window.services.database.close()
    (clerk.folder / FILE_NAME).write_bytes(b"damaged" * 5000)
    # WHEN the program is started
    again = hire(practice=False)
    # THEN the record is back, the note says from when, and stays when something else is begun
    bar = again.bar("数据文件损坏，已恢复到")
    assert "另外保留着" in again.words(bar)
    assert again.window.record.session.sheet.record.name == "演练小程序"
    again.window.record.quiet.emit()
    assert again.bars()
    # AND as nobody knows what was sent since, it is asked for before anything is sent
    again.waits_for("doubt_panel")
    assert list(clerk.folder.glob(f"{FILE_NAME}.damaged-*"))


def test_without_a_backup_it_begins_empty_and_says_so(hire, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / FILE_NAME).write_bytes(b"damaged" * 5000)
    clerk = hire(practice=False)
    bar = clerk.bar("没有找到可用的备份")
    assert f"{FILE_NAME}.damaged-" in clerk.words(bar)
    assert clerk.page() == "home_page"


def test_what_can_only_be_read_is_told(qapp, clerk):
    opened = Opened(clerk.window.services.database, read_only=True)
    start.Start(qapp, clerk.window, clerk.window.services).open_first(opened, None)
    clerk.bar("现在只能查看，不能保存")


def test_a_program_that_cannot_start_says_why(qapp):
    told = []

    def look():
        (notice,) = [w for w in QApplication.topLevelWidgets() if w.objectName() == "notice"]
        told.extend(label.text() for label in notice.findChildren(QLabel))
        notice.findChild(QPushButton, "notice_seen").click()

    QTimer.singleShot(100, look)
    error = StoreReadOnly("程序不能在文件夹「x」里保存数据。", title="数据没有打开")
    assert start.say_and_leave(qapp, error) == 1
    assert told[0] == "数据没有打开"
    assert "x" in told[1]


class Silent:
    """A keyring with a prompt that nobody answers."""

    def __init__(self):
        self.asked = 0

    def get(self, name, cancelled=None):
        self.asked += 1
        if cancelled is not None:
            cancelled.wait(60)

    set = delete = get


def test_a_keyring_that_hangs_keeps_nobody_waiting(hire, clerk):
    # GIVEN a record whose secret is in a keyring that does not answer
    clerk.correct()
    clerk.window.close()
    again = hire(practice=False, ready=False)
    keyring = Silent()
    again.window.services.secrets = Secrets(keyring, MemoryStore())
    until(again.window.record.is_ready, "the validators")
    ticks = Ticks()
    # WHEN it is asked about, edited and submitted
    until(lambda: keyring.asked, "the keyring is asked")
    again.write(EMAIL, "x@example.com")
    again.goes_to_check()
    again.press("submit")
    again.reads("正在查询这次认证的状态")
    ticks.restart()
    until(lambda: ticks.count > 200, "the window goes on")
    # THEN the window lives, and the wait can be left
    assert ticks.longest < 1.0
    again.press("cancel_submit")
    assert again.can_press("submit")
    assert again.attempts() == []
    assert again.world.bodies_of(TASKID) == 0
    ticks.stop()


def taken():
    """What a program takes from the interpreter and the system."""
    handlers = list(logging.getLogger().handlers)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    return handlers, hooks, signal.getsignal(signal.SIGTERM)


def test_what_the_start_takes_is_given_back_at_the_end(qapp, tmp_path):
    before = taken()
    with hiring(qapp, tmp_path / "data") as hire:
        hire()
        during = taken()
    assert all(one != other for one, other in zip(before, during, strict=True))
    assert taken() == before
