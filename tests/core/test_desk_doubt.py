"""Nobody knows whether it arrived: only asking helps, and sending again is the user's decision."""

import pytest

from gui.core.errors import SAFE, AlreadySubmitting, AppError
from gui.core.practice.faults import Fault
from gui.core.store.journal import RESTORED
from tests.core.office import NEWCOMER, OWNER, TASKID, auth_data


def send_in_doubt(office, world, record, fault=Fault.DROP_BEFORE_RECEIVING):
    world.misbehave(record.call, fault)
    sheet, outcome = office.submit(record)
    assert (sheet.attempt.state, outcome.attempt.state) == ("unknown", "unknown")
    return sheet


def wait_and_ask(office, record):
    office.clocks.go_by(60)
    office.desk.ask(record.id)
    office.clocks.go_by(30)
    return office.desk.ask(record.id)


@pytest.mark.parametrize("code", [89604, 89605, 89608])
def test_under_way_after_a_doubt_means_that_it_arrived(office, world, code):
    # GIVEN a doubt that was given up
    record = office.record()
    send_in_doubt(office, world, record)
    assert wait_and_ask(office, record).doubt.may_resend
    office.desk.give_up(record.id)

    # WHEN WeChat answers the second submission that the task is under way
    world.refuse("reauth", code)
    sheet, _ = office.submit(record)

    # THEN nobody knows yet, and the next query has the link
    assert (sheet.attempt.state, sheet.attempt.errcode) == ("unknown", code)
    world.put(TASKID, task_status=0)
    asked = office.desk.ask(record.id)
    assert asked.attempt.state == "accepted"
    assert asked.auth_url == world.tasks[TASKID].auth_url

    # AND in a later round the same refusal is one again
    world.put(TASKID, task_status=12, apply_status=3)
    world.refuse("reauth", code)
    assert office.submit(record)[0].attempt.state == "refused"


def test_under_way_after_another_refusal_in_between(office, world):
    record = office.record()
    send_in_doubt(office, world, record)
    wait_and_ask(office, record)
    office.desk.give_up(record.id)
    for code, state in ((45009, "refused"), (89608, "unknown")):
        world.refuse("reauth", code)
        assert office.submit(record)[0].attempt.state == state


def test_asking_finds_out_that_it_arrived(office, world):
    record = office.record()
    send_in_doubt(office, world, record, Fault.HALF_ANSWER)
    asked = office.desk.ask(record.id)
    assert (asked.attempt.state, asked.doubt) == ("accepted", None)
    assert asked.auth_url == asked.attempt.auth_url == world.tasks[TASKID].auth_url
    assert world.bodies_of(TASKID) == 1


def test_looking_finds_out_as_well(office, world):
    record = office.record()
    send_in_doubt(office, world, record, Fault.EMPTY)
    assert office.desk.look(record.id).answer == "no"
    assert office.desk.sheet(record.id).attempt.state == "accepted"


def test_a_doubt_is_asked_for_the_task_that_was_sent(office, world):
    # GIVEN a doubt, and a clerk who writes another taskid into the form meanwhile
    record = office.record()
    world.add_task("OTHER", OWNER["appid"], task_status=12, apply_status=2)
    send_in_doubt(office, world, record)
    saved = office.desk.save(record, record.values | {"/taskid": "OTHER"}, record.context)

    # WHEN it is asked, THEN the other task proves nothing
    asked = office.desk.ask(record.id)
    assert (asked.taskid, asked.attempt.state) == (TASKID, "unknown")
    with pytest.raises(AlreadySubmitting):
        office.desk.submit(record.id, auth_data(), office.desk.look(record.id))

    # AND once it is settled, the form's task counts
    wait_and_ask(office, record)
    office.desk.give_up(record.id)
    assert office.desk.sheet(record.id).taskid == saved.values["/taskid"] == "OTHER"


def test_giving_up_needs_time_and_answers(office, world):
    record = office.record()
    send_in_doubt(office, world, record)
    with pytest.raises(AppError, match="还需要再查询一次结果") as caught:
        office.desk.give_up(record.id)
    assert caught.value.actions == ("query_status",)
    assert SAFE in str(caught.value)
    wait_and_ask(office, record)
    assert office.desk.give_up(record.id).attempt.state == "not_arrived"

    # WHEN it is submitted again, THEN that is the first body that arrives
    assert office.submit(record)[0].attempt.state == "accepted"
    assert world.bodies_of(TASKID) == 1

    # AND giving up what is settled changes nothing
    assert office.desk.give_up(record.id).attempt.state == "accepted"


def test_what_is_being_sent_is_not_given_up(office):
    for call, taskid in (("reauth", TASKID), ("wxaauth", "")):
        record = office.record(call)
        data = auth_data(call, taskid)
        office.journal.begin(record.id, call, data, OWNER["appid"], {})
        with pytest.raises(AppError, match="还不能再次提交"):
            office.desk.give_up(record.id)
    assert office.on_disk() == ["sending", "sending"]


def test_a_first_submission_in_doubt_with_its_taskid(office, world):
    # GIVEN a first submission that arrived without an answer; the form hides an old taskid
    record = office.record("wxaauth")
    old = record.values | {"/taskid": "LAST-YEAR"}
    world.add_task("LAST-YEAR", NEWCOMER["appid"], task_status=12, apply_status=4)
    record = office.desk.save(record, old, record.context)
    sheet = send_in_doubt(office, world, record, Fault.DROP_AFTER_RECEIVING)

    # THEN it cannot be asked for: last year's certification is none of its business
    assert sheet.taskid == ""
    with pytest.raises(AppError, match="任务编号"):
        office.desk.ask(record.id)
    with pytest.raises(AlreadySubmitting):
        office.submit(record)

    # WHEN the clerk finds the taskid, THEN asking settles it
    taskid = next(one for one in world.tasks if one not in (TASKID, "LAST-YEAR"))
    assert office.desk.adopt_taskid(record.id, taskid).taskid == taskid
    asked = office.desk.ask(record.id)
    assert (asked.attempt.state, asked.record.call) == ("accepted", "reauth")
    assert asked.auth_url == world.tasks[taskid].auth_url
    assert world.count("wxaauth") == 1


def test_a_first_submission_in_doubt_is_sent_again_only_when_given_up(office, world):
    record = office.record("wxaauth")
    send_in_doubt(office, world, record)
    office.clocks.go_by(3600)
    with pytest.raises(AlreadySubmitting):
        office.submit(record)
    assert world.count("wxaauth") == 0
    assert office.desk.give_up(record.id).attempt.state == "not_arrived"
    assert office.submit(record)[0].attempt.state == "accepted"
    assert world.count("wxaauth") == 1


def test_a_first_submission_that_had_arrived_after_all(office, world):
    # GIVEN one that arrived, was given up, and is refused as a second one
    record = office.record("wxaauth")
    send_in_doubt(office, world, record, Fault.DROP_AFTER_RECEIVING)
    office.desk.give_up(record.id)
    sheet, _ = office.submit(record)

    # THEN that is no failure: it did arrive, and its taskid finds it
    assert (sheet.attempt.state, sheet.attempt.errcode) == ("unknown", 89604)
    taskid = next(one for one in world.tasks if one != TASKID)
    office.desk.adopt_taskid(record.id, taskid)
    assert office.desk.ask(record.id).attempt.state == "accepted"


def test_a_look_is_good_for_one_submission(office, world):
    # GIVEN two windows that have both looked
    record = office.record()
    first, second = office.desk.look(record.id), office.desk.look(record.id)
    office.desk.submit(record.id, auth_data(), first)

    # WHEN the second one submits later, THEN it has to look again
    with pytest.raises(AlreadySubmitting, match="刚刚在别处提交过"):
        office.desk.submit(record.id, auth_data(), second)
    assert office.desk.look(record.id).answer == "no"
    assert world.bodies_of(TASKID) == 1


def test_after_a_restored_backup_everything_is_in_doubt(office, world):
    # GIVEN records that were not, were, and were never submitted when the store is damaged
    world.add_task("REVIEW", OWNER["appid"], task_status=12, apply_status=3)
    fresh = office.record()
    submitted = office.record(taskid="REVIEW")
    first = office.record("wxaauth")
    office.backups.take()
    look = office.desk.look(submitted.id)
    wechat = office.connections.wechat(office.account())
    wechat.reauth(auth_data(taskid="REVIEW"))  # what the backup does not know of
    office.close()
    office.path.write_bytes(b"damaged" * 1000)
    office.open()
    assert office.opened.restored_from is not None

    # THEN nothing is sent before it is asked for
    records = (fresh, submitted, first)
    for record in records:
        sheet = office.desk.sheet(record.id)
        assert (sheet.attempt.state, sheet.attempt.cause) == ("unknown", RESTORED)
        with pytest.raises(AlreadySubmitting):
            office.desk.submit(record.id, auth_data(), look)
    for record in (fresh, first):
        with pytest.raises(AlreadySubmitting):
            office.submit(record)
    assert world.bodies_of("REVIEW") == 1
    assert world.bodies_of(TASKID) == world.count("wxaauth") == 0

    # AND asking tells them apart
    assert office.desk.ask(submitted.id).attempt.state == "accepted"
    assert office.desk.ask(fresh.id).attempt.state == "unknown"
    with pytest.raises(AppError, match="还需要再查询"):
        office.desk.give_up(fresh.id)
    assert wait_and_ask(office, fresh).doubt.may_resend
    office.desk.give_up(fresh.id)
    office.desk.give_up(first.id)
    for record in (fresh, first):
        assert office.submit(record)[0].attempt.state == "accepted"
