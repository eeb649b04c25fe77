"""The practice mode has its example ready at every start, whatever an earlier run has left."""

import pytest

from gui.core.practice.example import example_accounts, example_record
from gui.core.practice.faults import Fault
from gui.core.practice.kept_tasks import FILE
from gui.core.practice.server import StandIn
from gui.core.practice.setup import Practice
from tests.core.office import TASKID, Hasty, Office, auth_data

NOW = 1_700_000_000.0


@pytest.fixture
def practice(tmp_path):
    """The store of the practice mode, whose stand-in forgets everything at each start."""
    office = Office(tmp_path / "data", None)
    stand_ins = []

    def start(*, remembering=False):
        office.close()
        stop()
        office.clocks.go_by(3600)
        stand_ins.append(StandIn())
        stand_ins[-1].start()
        office.world = stand_ins[-1].world
        office.transport = Hasty(stand_ins[-1].base_url)
        office.open()
        office.practice = Practice(office.desk, office.journal, office.world, lambda: NOW)
        tasks = tmp_path / FILE
        if not remembering:
            tasks.unlink(missing_ok=True)
        office.practice.begin(office.secrets, office.upload_rows, tmp_path)
        return office

    def stop():
        for stand_in in stand_ins:
            stand_in.stop()

    yield start
    office.close()
    stop()


def test_a_first_start(practice):
    # WHEN the practice mode starts for the first time
    office = practice()

    # THEN its accounts are there, with secrets that are not kept
    accounts = {account.appid: account for account in office.accounts.all()}
    assert set(accounts) == {one["appid"] for one in example_accounts()}
    assert {account.keep for account in accounts.values()} == {False}
    for account in accounts.values():
        assert office.connections.wechat(account).check_connection().appid == account.appid

    # AND the record that was sent back waits to be corrected
    example = example_record()
    record = office.records.last_opened()
    assert (record.name, record.values) == (example["name"], example["values"])
    sheet = office.desk.sheet(record.id)
    assert sheet.account.appid == example["account"]["appid"]
    assert sheet.progress.refill_reason == example["refill_reason"]
    assert (sheet.attempt, sheet.progress.asked_at) == (None, NOW)

    # AND what is shown is what the stand-in says
    told = sheet.progress
    asked = office.desk.ask(record.id).progress
    assert (asked.task_status, asked.apply_status) == (told.task_status, told.apply_status)
    assert asked.refill_reason == told.refill_reason


@pytest.mark.parametrize("refused", [False, True])
def test_an_example_that_is_worked_on_stays(practice, refused):
    # GIVEN an example that was edited, and refused or not submitted
    office = practice()
    record = office.records.last_opened()
    edited = office.desk.save(record, record.values | {"/account_name": "改过"}, record.context)
    if refused:
        office.world.refuse("reauth", 89638)
        assert office.submit(record)[0].attempt.state == "refused"

    # WHEN the practice mode starts again, THEN it is still there, and no other one is added
    office = practice()
    assert office.records.last_opened().values == edited.values
    assert [one.id for one in office.records.summaries()] == [record.id]
    assert len(office.accounts.all()) == 2
    assert office.desk.look(record.id).answer == "yes"


@pytest.mark.parametrize("deleted", [False, True])
def test_a_new_example_when_the_last_one_is_used_up(practice, deleted):
    # GIVEN an example that was deleted, or submitted
    office = practice()
    old = office.records.last_opened()
    if deleted:
        office.records.delete(old.id)
    else:
        assert office.submit(old)[0].attempt.state == "accepted"

    # WHEN the practice mode starts again, THEN a fresh one is open
    office = practice()
    fresh = office.records.last_opened()
    assert fresh.id != old.id
    assert fresh.values == example_record()["values"]


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_a_doubt_of_an_earlier_run_blocks_nothing(practice, state):
    # GIVEN a run that ended in a doubt, or in the middle of a submission
    office = practice()
    old = office.records.last_opened()
    if state == "unknown":
        office.world.misbehave("reauth", Fault.DROP_AFTER_RECEIVING)
        office.submit(old)
    else:
        office.journal.begin(old.id, "reauth", auth_data(), old.account_id, {})
    assert office.on_disk() == [state]

    # WHEN the practice mode starts again, THEN nothing of it arrived at the new stand-in
    office = practice()
    assert office.on_disk() == ["not_arrived"]

    # AND the record can be submitted, as could a new one of the same task
    assert office.records.last_opened().id == old.id
    copy = office.records.duplicate(old.id)
    assert office.submit(copy)[0].attempt.state == "accepted"
    assert office.world.bodies_of(TASKID) == 1


def test_what_was_passed_stays_passed_at_the_next_start(practice):
    # GIVEN a record that was submitted and went through the review
    office = practice()
    old = office.records.last_opened()
    assert office.submit(old)[0].attempt.state == "accepted"
    for step in ("agree", "face_ok", "code_ok", "pay", "pass_review"):
        office.world.play(TASKID, step)

    # WHEN the practice mode starts again, THEN WeChat's stand-in says the same of it
    office = practice(remembering=True)
    asked = office.desk.ask(old.id).progress
    assert (asked.task_status, asked.apply_status) == (12, 4)

    # AND a fresh example with a task of its own can be submitted
    fresh = office.records.last_opened()
    assert fresh.values["/taskid"] != TASKID
    assert office.submit(fresh)[0].attempt.state == "accepted"
    assert office.desk.ask(old.id).progress.apply_status == 4


@pytest.mark.parametrize("kept", [b"", b"{", b"[1]", b'[{"odd": 1}]'])
def test_tasks_that_cannot_be_read_are_forgotten(practice, tmp_path, kept):
    practice()
    (tmp_path / FILE).write_bytes(kept)
    office = practice(remembering=True)
    assert office.desk.look(office.records.last_opened().id).answer == "yes"


def test_practising_begins_again_beside_what_is_there(practice):
    # GIVEN a record under way, and a fault that is planned
    office = practice()
    old = office.records.last_opened()
    assert office.submit(old)[0].attempt.state == "accepted"
    office.world.misbehave("reauth", Fault.HANG)

    # WHEN practising begins again
    fresh = office.records.get(office.practice.restart())

    # THEN the example is as at first, nothing is planned, and the old record is where it was
    changed = {"/taskid": fresh.values["/taskid"]}
    assert fresh.values == example_record()["values"] | changed
    assert office.world.plans_left() == 0
    assert office.desk.ask(fresh.id).progress.apply_status == 3
    assert office.desk.ask(old.id).progress.task_status == 0
