"""However often and wherever 提交 is pressed, one body leaves.

REAUTH_DESK_BURSTS sets how often it is pressed ten times at once.
"""

import os
import threading

import pytest

from gui.core.errors import AlreadySubmitting
from gui.core.practice.faults import Fault
from tests.core.office import TASKID, auth_data

CALLS = ("reauth", "wxaauth")
BURSTS = int(os.environ.get("REAUTH_DESK_BURSTS", "1"))


def press(office, record, look, results):
    try:
        data = auth_data(record.call, record.values.get("/taskid", ""))
        results.append(office.desk.submit(record.id, data, look)[1].attempt.state)
    except AlreadySubmitting:
        results.append("already")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("burst", range(BURSTS))
def test_ten_presses_one_body(office, world, stand_in, call, burst):
    # GIVEN a stand-in that holds the first request, and ten threads that looked before
    record = office.record(call)
    looks = [office.desk.look(record.id) for _ in range(10)]
    office.connections.wechat(office.account(call)).prepare()
    world.misbehave(call, Fault.SLOW, seconds=0.3)
    results = []
    threads = [
        threading.Thread(target=press, args=(office, record, look, results)) for look in looks
    ]

    # WHEN all of them press
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # THEN one body arrived
    assert sorted(results) == ["accepted"] + ["already"] * 9
    assert world.count(call) == 1

    # AND a press that looked before the answer came does not begin another round
    press(office, record, looks[0], results)
    assert results[-1] == "already"
    assert world.count(call) == 1


def test_two_records_of_one_task(office, world):
    # GIVEN a record whose submission is in doubt, and its copy
    record = office.record()
    copy = office.records.duplicate(record.id)
    world.misbehave("reauth", Fault.DROP_BEFORE_RECEIVING)
    assert office.send(record).attempt.state == "unknown"

    # WHEN the copy is submitted, THEN it waits for the first
    with pytest.raises(AlreadySubmitting, match="记录「记录」") as refused:
        office.submit(copy)
    assert refused.value.actions == ("open_list",)
    assert world.count("reauth") == 0


def test_somebody_else_settled_it_meanwhile(office, world, stand_in):
    # GIVEN a submission on its way while another start of the program doubts it and asks
    record = office.record()
    world.misbehave("reauth", Fault.SLOW, seconds=5)
    outcomes = []
    sender = threading.Thread(target=lambda: outcomes.append(office.send(record)))
    sender.start()
    assert world.wait_received("reauth")
    office.journal.recover()
    world.put(TASKID, task_status=0)
    asked = office.desk.ask(record.id)
    assert asked.attempt.state == "accepted"

    # WHEN its own answer fails to come, THEN what is proved stays
    stand_in.stop()
    sender.join()
    assert outcomes[0].attempt == asked.attempt
    assert office.on_disk() == ["accepted"]
