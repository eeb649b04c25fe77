"""Bad answers to a submission: honest words, a window that lives, and never a second body."""

import re
import threading

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from gui.core.practice.faults import TAKEN, Fault
from gui.core.practice.server import StandIn
from gui.core.sheet import Look
from gui.ui.submit_flow import SubmitFlow
from gui.ui.tasks import TaskRunner
from tests.ui.clerk import RIGHT_TAX_NUMBER, TASKID, TAX_NUMBER, Ticks, decoded, until

# After these nobody knows whether the submission arrived.
DOUBTFUL = [
    Fault.BUSY,
    Fault.BUSY_BUT_TAKEN,
    Fault.DROP_AFTER_RECEIVING,
    Fault.DROP_BEFORE_RECEIVING,
    Fault.HALF_ANSWER,
    Fault.HTML,
    Fault.EMPTY,
    Fault.NOT_JSON_OBJECT,
    Fault.REDIRECT,
    Fault.HUGE,
    Fault.SERVER_ERROR_500,
]
FINE = [Fault.TEXT_PLAIN, Fault.SLOW, Fault.SUCCESS_WITHOUT_LINK]
LONGEST = 1.0  # seconds that the window may stand still, on a computer that is busy


@pytest.fixture
def ticks(qapp):
    ticks = Ticks()
    yield ticks
    ticks.stop()


def submit_into(clerk, fault):
    until(lambda: clerk.world.count("queryauth") == 1, "it was asked after the opening")
    clerk.world.misbehave("reauth", fault, seconds=0.3)
    clerk.submits()
    until(lambda: clerk.page() == "result_page", "the result page")


def bodies(fault):
    return 0 if fault == Fault.DROP_BEFORE_RECEIVING else 1


@pytest.mark.parametrize("fault", DOUBTFUL)
def test_a_bad_answer_leaves_a_doubt(clerk, ticks, fault):
    # GIVEN a WeChat that answers badly WHEN the record is submitted
    submit_into(clerk, fault)

    # THEN nothing is called sent or failed, nothing can be sent again, and the window lives
    clerk.waits_for("doubt_panel")
    clerk.reads("还不确定是否提交成功")
    clerk.reads("请不要重复提交")
    clerk.reads("已保存在这台电脑上")
    assert ("系统繁忙" in clerk.words()) == (fault in (Fault.BUSY, Fault.BUSY_BUT_TAKEN))
    assert clerk.attempts() == ["unknown"]
    assert not clerk.can_press("resend")
    assert not clerk.sees("qr_code")
    assert clerk.world.bodies_of(TASKID) == bodies(fault)

    # AND by way of the form it cannot be sent again either
    clerk.press("result_to_form")
    clerk.goes_to_check()
    clerk.press("submit")
    if fault in TAKEN:  # the look before it finds out that it arrived
        clerk.bar("现在不需要重新提交")
    else:
        clerk.bar("这条记录已经提交过")
        clerk.press("action_query_status")
    until(lambda: clerk.page() == "result_page", "the result page")
    assert clerk.world.bodies_of(TASKID) == bodies(fault)

    # WHEN it is asked for, THEN a submission that arrived has its link, another its doubt
    clerk.press("query_status")
    if fault in TAKEN:
        link = clerk.world.tasks[TASKID].auth_url
        until(lambda: decoded(clerk.window.grab().toImage()) == [link], "the code")
        assert clerk.attempts() == ["accepted"]
    else:
        until(lambda: clerk.can_press("query_status"), "the answer")
        assert clerk.sees("doubt_panel")
        assert clerk.attempts() == ["unknown"]
    assert clerk.world.bodies_of(TASKID) == bodies(fault)
    assert clerk.world.violations == []
    assert ticks.count > 20
    assert ticks.longest < LONGEST


@pytest.mark.parametrize("fault", FINE)
def test_an_odd_answer_that_can_be_understood(clerk, fault):
    submit_into(clerk, fault)
    link = clerk.world.tasks[TASKID].auth_url
    until(lambda: decoded(clerk.window.grab().toImage()) == [link], "the code")
    assert clerk.attempts() == ["accepted"]
    assert clerk.world.bodies_of(TASKID) == 1


def test_a_server_that_hangs_keeps_nobody_waiting(clerk, ticks):
    # GIVEN a WeChat that takes the submission and says nothing
    clerk.world.misbehave("reauth", Fault.HANG)
    clerk.submits()
    until(lambda: clerk.world.count("reauth") == 1, "it has arrived")
    clerk.reads("等待微信返回结果")
    ticks.restart()
    QTest.qWait(1500)
    assert ticks.count > 20
    assert ticks.longest < LONGEST

    # WHEN the clerk does something else meanwhile, THEN nothing holds it up
    clerk.command("open_list")
    until(lambda: clerk.listed() == ["演练小程序"], "the list")
    clerk.command("new_draft")
    until(lambda: clerk.page() == "form_page", "another record")
    clerk.write("/contact_info/name", "Somebody")
    clerk.command("save_draft")
    clerk.reads("✓ 已保存")

    # WHEN the line breaks at last, THEN it is told by name, and the other record is left alone
    clerk.stand_in.stop()
    bar = clerk.bar("还不确定「演练小程序」是否提交成功")
    assert "避免重复提交" in clerk.words(bar)
    assert clerk.page() == "form_page"
    assert clerk.reads_field("/contact_info/name") == "Somebody"
    assert clerk.window.record.model.errors() == []
    clerk.stand_in.start()

    # AND the record itself shows its doubt, and asking finds the link
    clerk.command("open_list")
    clerk.opens("演练小程序")
    clerk.waits_for("doubt_panel")
    clerk.press("query_status")
    clerk.waits_for("qr_code")
    assert clerk.world.bodies_of(TASKID) == 1


def test_the_result_of_a_record_that_was_left_is_told(clerk):
    # GIVEN a submission on its way
    clerk.world.misbehave("reauth", "slow", seconds=0.6)
    clerk.submits()
    until(lambda: clerk.world.count("reauth") == 1, "it has arrived")
    # WHEN it is left for the list, THEN the list stays, is told, and shows it
    clerk.command("open_list")
    clerk.bar("「演练小程序」已提交")
    assert clerk.page() == "home_page"
    clerk.reads("审核中 1")
    clerk.opens("演练小程序")
    clerk.waits_for("qr_code")


def test_a_refusal_of_a_record_that_was_left_marks_no_other_record(clerk):
    clerk.world.misbehave("reauth", "slow", seconds=0.6)
    clerk.submits()
    until(lambda: clerk.world.count("reauth") == 1, "it has arrived")
    with clerk.world.lock:  # found out while it is being answered
        account = clerk.world.accounts[clerk.world.tasks[TASKID].appid]
        account.trouble = 89638
    clerk.command("new_draft")
    bar = clerk.bar("「演练小程序」没有提交：微信不接受这个名称的格式")
    assert "资料没有提交" in clerk.words(bar)
    assert clerk.window.record.model.errors() == []
    assert clerk.page() == "form_page"


def test_only_one_record_is_submitted_at_a_time(clerk):
    # GIVEN a submission on its way, and a copy of its record
    clerk.world.misbehave("reauth", "slow", seconds=1.0)
    clerk.correct()
    clerk.window.record.save_copy()
    session = clerk.window.record.session
    until(lambda: session.sheet.record.name.endswith("副本"), "the copy")
    copy = session.record_id
    clerk.goes_to_check()
    clerk.press("submit")
    until(lambda: clerk.world.count("reauth") == 1, "it has arrived")
    clerk.command("open_list")
    clerk.opens("演练小程序")
    until(lambda: session.record_id != copy, "the first one")

    # WHEN the other record is submitted meanwhile, THEN the clerk is told to wait
    clerk.correct()
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.bar("另一条记录正在提交")
    clerk.bar("「演练小程序 副本」已提交")
    assert clerk.world.bodies_of(TASKID) == 1


# before anything is sent


def test_waiting_for_the_state_can_be_cancelled(clerk, ticks):
    # GIVEN a WeChat that does not say where the task stands
    clerk.world.misbehave("queryauth", Fault.HANG, times=3)
    clerk.submits()
    clerk.reads("正在查询这次认证的状态")
    # WHEN it is cancelled, THEN the page can be used again at once, and nothing was sent
    clerk.press("cancel_submit")
    assert clerk.can_press("submit")
    assert clerk.attempts() == []
    # AND it can be submitted afterwards
    clerk.world.behave()
    clerk.press("submit")
    clerk.waits_for("qr_code")
    assert clerk.world.bodies_of(TASKID) == 1
    assert ticks.longest < LONGEST


def test_leaving_before_anything_was_sent_stops_the_submission(clerk):
    clerk.world.misbehave("queryauth", Fault.HANG, times=3)
    clerk.submits()
    clerk.reads("正在查询这次认证的状态")
    clerk.command("open_list")
    assert "资料没有提交" in clerk.words(clerk.bar("已停止提交"))
    clerk.stand_in.release()
    QTest.qWait(300)
    assert clerk.attempts() == []
    assert clerk.world.count("reauth") == 0


def test_without_the_state_the_clerk_decides(clerk):
    # GIVEN a WeChat that does not know the task now
    clerk.world.refuse("queryauth", 89250, times=9)
    clerk.submits()
    # WHEN the clerk does not want to go on, THEN nothing is sent
    clerk.reads("要继续提交吗")
    clerk.press("question_no")
    assert clerk.can_press("submit")
    assert clerk.attempts() == []
    # WHEN the clerk goes on, THEN it is sent once
    clerk.press("submit")
    clerk.press("question_yes")
    clerk.waits_for("qr_code")
    assert clerk.world.bodies_of(TASKID) == 1


def test_what_needs_no_submission_is_not_submitted(clerk):
    # GIVEN a task that somebody has resubmitted elsewhere
    clerk.world.put(TASKID, task_status=12, apply_status=2)
    clerk.submits()
    bar = clerk.bar("现在不需要重新提交")
    assert "审核中" in clerk.words(bar)
    assert clerk.world.count("reauth") == 0
    # WHEN the state is asked for, THEN it is told
    clerk.press("action_query_status", bar)
    clerk.bar("微信现在的状态：审核中")


def test_without_a_connection_nothing_is_sent_and_it_can_be_tried_again(clerk):
    clerk.stand_in.stop()
    clerk.submits()
    bar = clerk.bar("连不上微信服务器")
    assert "资料没有提交" in clerk.words(bar)
    assert clerk.page() == "check_page"
    assert clerk.can_press("submit")
    clerk.stand_in.start()
    # WHEN the clerk wants to try again, THEN everything is to be read once more before it is sent
    assert "核对并重新提交" in clerk.words(bar)
    clerk.press("action_check_again", bar)
    until(lambda: clerk.titles() == [], "the message is over")
    assert clerk.page() == "check_page"
    assert clerk.attempts() == []
    clerk.press("submit")
    clerk.waits_for("qr_code")
    assert clerk.world.bodies_of(TASKID) == 1


# out of a doubt


def test_sending_again_needs_time_two_answers_and_a_confirmation(clerk):
    # GIVEN a submission that did not arrive, and nobody knows
    submit_into(clerk, Fault.DROP_BEFORE_RECEIVING)

    def ask():
        asked = clerk.world.count("queryauth")
        clerk.press("query_status")
        until(lambda: clerk.world.count("queryauth") > asked, "it is asked")
        until(lambda: clerk.can_press("query_status"), "it is answered")

    # WHEN it is asked at once, and after half a minute, THEN it is too early
    ask()
    clerk.clock.now += 31
    ask()
    assert not clerk.can_press("resend")
    clerk.reads("最少需要 1 分钟")
    # AND it can be seen that it was asked, and when
    told = clerk.find("asked_at").text()
    assert re.fullmatch("刚刚查过（[0-9]{2}:[0-9]{2}），状态没有变化。", told)

    # WHEN a minute is over, THEN it is offered, behind a confirmation
    clerk.clock.now += 31
    ask()
    until(lambda: clerk.can_press("resend"), "再次提交")
    assert clerk.find("result_title").text() == "微信没有收到，可以再次提交"
    assert "请不要重复提交" not in clerk.words(clerk.find("doubt_panel"))
    clerk.press("resend")
    clerk.reads("重填机会")
    clerk.press("question_no")
    assert clerk.attempts() == ["unknown"]
    clerk.press("resend")
    clerk.press("question_yes")

    # THEN everything is read once more, and then sent, for the first time
    until(lambda: clerk.page() == "check_page", "the check page")
    assert clerk.attempts() == ["not_arrived"]
    assert clerk.world.bodies_of(TASKID) == 0
    clerk.press("submit")
    clerk.waits_for("qr_code")
    assert clerk.world.bodies_of(TASKID) == 1
    assert clerk.attempts() == ["not_arrived", "accepted"]


def test_a_doubt_survives_the_end_of_the_program(hire, clerk):
    submit_into(clerk, Fault.DROP_AFTER_RECEIVING)
    clerk.window.close()
    world = clerk.world
    again = hire(practice=False, stand_in=StandIn(world))
    again.waits_for("doubt_panel")
    assert not again.can_press("resend")


def first_submission(clerk):
    """A record of a mini program that was never certified, filled in by hand."""
    values = clerk.window.record.model.values()
    session, old = clerk.window.record.session, clerk.window.record.session.record_id
    clerk.command("new_first_submission")
    until(lambda: session.record_id != old, "the new record")
    other = next(a for a in clerk.window.services.known_accounts if a.appid.endswith("b2"))
    clerk.window.header.account_chosen.emit(other.id)
    until(lambda: session.sheet.account == other, "its account")
    for pointer, value in values.items():
        if pointer not in ("/taskid", "/auth_type", "/contact_info/mobile"):
            clerk.window.record.model.set_value(pointer, value)
    clerk.write("/invoice_info/invoice_title", "深圳市演练贸易有限公司")
    clerk.write(TAX_NUMBER, RIGHT_TAX_NUMBER)


def test_a_first_submission(clerk):
    # GIVEN a first submission, which has no taskid yet
    first_submission(clerk)
    assert clerk.window.record.form.view.rows["/taskid"].isHidden()
    clerk.goes_to_check()
    assert clerk.find("submit").text() == "提交认证"
    clerk.press("submit")
    # THEN the answer's taskid belongs to the record, which is a 重新提审 from now on
    clerk.waits_for("qr_code")
    sheet = clerk.window.record.session.sheet
    taskid = clerk.window.record.model.value("/taskid")
    assert taskid == sheet.taskid != ""
    assert sheet.record.call == "reauth"
    link = clerk.world.tasks[taskid].auth_url
    until(lambda: decoded(clerk.window.grab().toImage()) == [link], "the code")
    assert clerk.world.count("wxaauth") == 1

    # AND the record is called like the mini program, and so is what is forwarded
    name = clerk.window.record.model.value("/account_name")
    until(lambda: clerk.window.record.session.sheet.record.name == name, "its name")
    clerk.press("copy_message")
    assert f"完成「{name}」的认证授权" in QGuiApplication.clipboard().text()


def test_a_first_submission_without_an_answer_can_be_found_by_its_taskid(clerk):
    # GIVEN a first submission that arrived, and nobody knows
    first_submission(clerk)
    known = set(clerk.world.tasks)
    clerk.world.misbehave("wxaauth", Fault.DROP_AFTER_RECEIVING)
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.waits_for("doubt_panel")
    assert not clerk.sees("query_status")
    # THEN it is said where the number can be found, and nothing about refills
    clerk.reads("请问服务商有没有")
    clerk.press("resend")
    assert "重填" not in clerk.words(clerk.find("question"))
    clerk.press("question_no")
    # WHEN its taskid is pasted, THEN its link is found
    (taskid,) = set(clerk.world.tasks) - known
    QTest.keyClicks(clerk.find("paste_taskid"), taskid)
    clerk.press("use_taskid")
    clerk.waits_for("qr_code")
    assert clerk.find("auth_link").toolTip() == clerk.world.tasks[taskid].auth_url
    assert clerk.world.count("wxaauth") == 1


# the flow alone


class Saved:
    """Everything is on the disk."""

    def save_now(self):
        pass

    def is_failing(self):
        return False

    def is_saved(self):
        return True


class Broken:
    """A core with a fault of ours in the middle of a submission."""

    def __init__(self):
        self.submissions = 0
        self.go_on = threading.Event()

    def sheet(self, record_id):
        return record_id

    def look(self, record_id):
        return Look("yes", "")

    def submit(self, *args):
        self.submissions += 1
        self.go_on.wait(20)
        raise ZeroDivisionError


def test_a_fault_of_ours_leaves_no_page_that_waits_for_ever(qapp, qtbot):
    # GIVEN a fault while it is sent WHEN it is submitted
    desk = Broken()
    tasks = TaskRunner()
    flow = SubmitFlow(desk, None, tasks, Saved())
    stages = []
    flow.stage.connect(lambda words, cancellable: stages.append((bool(words), cancellable)))
    with qtbot.captureExceptions() as faults, qtbot.waitSignal(flow.broken):
        flow.start("r", {})
        flow.start("r", {})  # not a second time
        desk.go_on.set()
    # THEN the fault is reported, and the page is told that nothing is under way any more
    assert [kind for kind, *_ in faults] == [ZeroDivisionError]
    assert stages == [(True, True), (True, False), (False, False)]
    assert not flow.busy
    assert desk.submissions == 1
    tasks.deleteLater()


def test_what_is_being_sent_cannot_be_called_back(qapp, qtbot):
    desk = Broken()
    tasks = TaskRunner()
    flow = SubmitFlow(desk, None, tasks, Saved())
    flow.go_on()  # without a question, nothing goes on
    assert desk.submissions == 0
    with qtbot.captureExceptions(), qtbot.waitSignal(flow.broken):
        flow.start("r", {})
        until(lambda: flow.sending, "it is being sent")
        flow.stop()
        assert flow.busy
        desk.go_on.set()
    tasks.deleteLater()
