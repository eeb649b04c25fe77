"""What the window asks of the core: saving, looking, asking, giving up, and nothing twice."""

from contextlib import closing

import pytest

from gui.core.errors import (
    NOTHING_SENT,
    AccountIncomplete,
    AppError,
    EditConflict,
    NoConnection,
    StoreDamaged,
)
from gui.core.practice.faults import Fault
from gui.core.sheet import Look
from gui.core.store.connection import connect
from tests.core.office import OWNER, TASKID, auth_data

# The whole way


def test_from_sent_back_to_the_link(office, world):
    # GIVEN a record that was sent back
    record = office.record()
    assert office.desk.sheet(record.id).attempt is None

    # WHEN it is looked at and submitted
    look = office.desk.look(record.id)
    assert look.answer == "yes"
    sheet, outcome = office.desk.submit(record.id, auth_data(), look)

    # THEN the link of the new round is there, and the reason of the old one has gone
    task = world.tasks[TASKID]
    assert outcome.error is None
    assert (sheet.attempt.state, sheet.taskid) == ("accepted", TASKID)
    assert sheet.auth_url == task.auth_url
    assert "round=2" in sheet.auth_url
    assert sheet.progress.refill_reason == ""
    assert sheet.progress.auth_url_at == office.clocks.wall
    assert len(office.backups.newest_first()) == 2

    # AND all of it is there after a new start
    office.open_again()
    assert office.desk.sheet(record.id) == sheet

    # WHEN the administrator has agreed, THEN asking tells so, and the link keeps its time
    world.play(TASKID, "agree")
    office.clocks.go_by(100)
    asked = office.desk.ask(record.id)
    assert asked.progress.task_status == 3
    assert asked.progress.auth_url_at == asked.progress.asked_at - 100
    assert office.desk.history(record.id) == [asked.attempt]


def test_the_next_round(office, world):
    # GIVEN a record that was submitted and sent back again
    record = office.record()
    office.submit(record)
    for step in ("agree", "face_ok", "code_ok", "pay", "send_back"):
        world.play(TASKID, step)

    # WHEN it is submitted again, THEN that is a new round
    sheet, _ = office.submit(record)
    assert (sheet.attempt.state, sheet.attempt.round) == ("accepted", 2)
    assert world.bodies_of(TASKID) == 2


def test_a_first_submission_becomes_a_resubmission(office, world):
    record = office.record("wxaauth")
    assert office.desk.look(record.id) == Look("yes", "")
    sheet, _ = office.submit(record)
    assert (sheet.record.call, sheet.record.context["call"]) == ("reauth", "reauth")
    assert world.tasks[sheet.taskid].auth_url == sheet.auth_url
    assert world.count("queryauth") == 0


def test_success_without_a_link_does_not_show_the_old_one(office, world):
    # GIVEN a success without taskid and link, whose old round has a link
    record = office.record()
    world.misbehave("reauth", Fault.SUCCESS_WITHOUT_LINK)
    sheet, outcome = office.submit(record)
    assert (outcome.attempt.state, sheet.taskid, sheet.auth_url) == ("accepted", TASKID, "")
    assert (sheet.progress.task_status, sheet.progress.apply_status) == (0, None)

    # WHEN WeChat still tells the state from before, THEN its link is not shown
    new = world.tasks[TASKID].auth_url
    old = sheet.attempt.baseline["auth_url"]
    world.put(TASKID, task_status=12, apply_status=3)
    world.tasks[TASKID].auth_url = old
    assert office.desk.ask(record.id).auth_url == ""

    # AND the new one is, once it is told
    world.put(TASKID, task_status=0)
    world.tasks[TASKID].auth_url = new
    assert office.desk.ask(record.id).auth_url == new != old


def test_the_link_of_the_round_before_is_not_shown_when_nobody_had_looked(office, world):
    # GIVEN a submission that was sent without a look at WeChat's state, and brought no link
    record = office.record()
    world.misbehave("reauth", Fault.SUCCESS_WITHOUT_LINK)
    assert office.send(record).attempt.baseline == {}
    new = world.tasks[TASKID].auth_url

    # WHEN WeChat still says that it was sent back, THEN its link is not shown
    world.put(TASKID, task_status=12, apply_status=3)
    world.tasks[TASKID].auth_url = "https://mp.weixin.qq.com/of-the-round-before"
    assert office.desk.ask(record.id).auth_url == ""

    # AND the new one is, once it is told
    world.put(TASKID, task_status=0, apply_status=0)
    world.tasks[TASKID].auth_url = new
    assert office.desk.ask(record.id).auth_url == new


# Looking


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER_RECEIVING, Fault.HTML, Fault.REDIRECT])
def test_look_without_an_answer_lets_the_user_decide(office, world, fault):
    record = office.record()
    world.misbehave("queryauth", fault, times=3)
    look = office.desk.look(record.id)
    assert (look.answer, look.seen) == ("ask", None)
    assert look.text.startswith("暂时查不到这次认证的状态（")

    world.behave()

    # WHEN the user goes on, THEN it is sent, and a doubt has no state to compare with
    world.misbehave("reauth", Fault.BUSY_BUT_TAKEN)
    sheet, _ = office.desk.submit(record.id, auth_data(), look)
    assert (sheet.attempt.state, sheet.attempt.baseline) == ("unknown", {})
    assert office.desk.ask(record.id).attempt.state == "accepted"


def test_look_without_a_connection_is_told(office, stand_in):
    record = office.record()
    stand_in.stop()
    with pytest.raises(NoConnection):
        office.desk.look(record.id)


def test_look_of_a_first_submission_asks_nobody(office, stand_in):
    record = office.record("wxaauth")
    stand_in.stop()
    assert office.desk.look(record.id).answer == "yes"


def test_where_resubmitting_makes_no_sense_nothing_is_sent(office, world):
    record = office.record()
    world.put(TASKID, task_status=12, apply_status=2)
    with pytest.raises(AppError, match="现在不适合重新提交") as caught:
        office.submit(record)
    assert NOTHING_SENT in str(caught.value)
    assert (office.on_disk(), world.bodies_of(TASKID)) == ([], 0)


def test_without_an_account_or_a_taskid_nobody_is_asked(office, world):
    # GIVEN a record without an account, and one without a taskid
    lonely = office.records.create("reauth", "无账号", {"/taskid": TASKID})
    blank = office.record(taskid="")

    # THEN each is told what is missing
    for ask in (office.desk.look, office.desk.ask):
        with pytest.raises(AccountIncomplete):
            ask(lonely.id)
        with pytest.raises(AppError, match="任务编号"):
            ask(blank.id)
    with pytest.raises(AccountIncomplete):
        office.desk.submit(lonely.id, auth_data(), Look("yes", ""))
    assert (world.received, office.on_disk()) == ([], [])

    # AND an account can be given afterwards
    sheet = office.desk.set_account(lonely.id, office.account().id)
    assert sheet.account.appid == OWNER["appid"]
    assert office.desk.look(lonely.id).answer == "yes"


# Saving, with backups that may fail


@pytest.fixture
def no_backups(office):
    """The place of the backups is taken by a file: none can be written."""
    (office.folder / "backups").write_text("")
    return office


def test_saving_takes_a_backup_when_one_is_due(office):
    record = office.record()
    for number, backups in ((1, 1), (2, 1), (3, 2)):
        values = record.values | {"/contact_info/name": f"张{number}"}
        record = office.desk.save(record, values, record.context)
        assert (record.rev, len(office.backups.newest_first())) == (number + 1, backups)
        office.clocks.go_by(400)


def test_saving_keeps_the_call_of_the_form(office):
    record = office.record()
    saved = office.desk.save(record, record.values, {"call": "wxaauth", "name_hit": True})
    assert (saved.call, saved.context) == ("wxaauth", {"call": "wxaauth", "name_hit": True})
    with pytest.raises(EditConflict):
        office.desk.save(record, {}, {"call": "reauth"})


def test_a_backup_that_fails_does_not_fail_the_save(no_backups, caplog):
    record = no_backups.record()
    saved = no_backups.desk.save(record, {"/taskid": "新"}, record.context)
    assert saved.values == {"/taskid": "新"}
    assert "no backup" in caplog.text
    no_backups.open_again()
    assert no_backups.records.get(record.id) == saved


def test_a_backup_that_fails_does_not_stop_a_submission(no_backups, world, caplog):
    sheet, outcome = no_backups.submit(no_backups.record())
    assert (outcome.error, sheet.attempt.state) == (None, "accepted")
    assert no_backups.on_disk() == ["accepted"]
    assert sheet.auth_url == world.tasks[TASKID].auth_url
    assert caplog.text.count("no backup") == 1
    assert "not kept after a submission" in caplog.text


def test_a_damaged_store_is_told_before_anything_is_sent(office, world):
    # GIVEN a store in which another record is damaged behind the back of the program
    record, other = office.record(), office.record(taskid="OTHER")
    look = office.desk.look(record.id)
    with closing(connect(office.path)) as somebody:
        somebody.execute("UPDATE records SET answers = '{}' WHERE id = ?", (other.id,))

    # WHEN it is submitted, or saved, THEN that is told: a start would bring back a backup
    with pytest.raises(StoreDamaged):
        office.desk.submit(record.id, auth_data(), look)
    with pytest.raises(StoreDamaged):
        office.desk.save(record, {}, record.context)
    assert world.bodies_of(TASKID) == 0
