"""Two presses, two records, many threads, four processes: one submission goes out."""

import threading
from collections import Counter

import pytest

from gui.core.errors import AlreadySubmitting

BODY = {"auth_data": {"taskid": "task-1"}}


def test_two_records_of_one_task_wait_for_each_other(store):
    # GIVEN a record in doubt and its duplicate, and a record of another account
    record = store.records.create("reauth", "记录", {"/taskid": "task-1"})
    attempt = store.journal.begin(record.id, "reauth", BODY, "wx1", {})
    store.journal.settle(attempt.id, "unknown")
    copy = store.records.duplicate(record.id)

    # WHEN the duplicate is submitted
    with pytest.raises(AlreadySubmitting, match="记录「记录」用同一个任务编号提交过"):
        store.journal.begin(copy.id, "reauth", BODY, "wx1", {})

    # THEN it has to wait, while other tasks and first submissions go through
    store.journal.begin(copy.id, "reauth", BODY, "wx2", {})
    for appid in ("wx1", "wx2"):
        other = store.records.create("wxaauth", appid, {})
        store.journal.begin(other.id, "wxaauth", {"auth_data": {}}, appid, {})

    # AND afterwards the duplicate may go, too
    store.journal.settle(attempt.id, "accepted")
    another = store.records.duplicate(record.id)
    assert store.journal.begin(another.id, "reauth", BODY, "wx1", {}).state == "sending"


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_a_first_submission_in_doubt_is_the_only_one_of_its_appid(store, state):
    # GIVEN a first submission that nobody knows the outcome of, and a second record of the AppID
    first = store.records.create("wxaauth", "甲", {})
    attempt = store.journal.begin(first.id, "wxaauth", {"auth_data": {}}, "wx1", {})
    if state == "unknown":
        store.journal.settle(attempt.id, "unknown")
    second = store.records.create("wxaauth", "乙", {})

    # WHEN the second is submitted, THEN it has to wait, and nothing was written down
    with pytest.raises(AlreadySubmitting, match="记录「甲」用同一个 AppID"):
        store.journal.begin(second.id, "wxaauth", {"auth_data": {}}, "wx1", {})
    assert store.journal.history(second.id) == []

    # AND a resubmission of another task of the AppID need not
    third = store.records.create("reauth", "丙", {})
    store.journal.begin(third.id, "reauth", BODY, "wx1", {})

    # AND once the doubt is over it goes
    if state == "sending":
        store.journal.settle(attempt.id, "refused")
    else:
        store.journal.settle(attempt.id, "not_arrived")
    assert store.journal.begin(second.id, "wxaauth", {"auth_data": {}}, "wx1", {}).round == 1


def test_many_threads_one_first_submission_of_an_appid(store):
    # GIVEN many records of one AppID, all submitted at once
    records = [store.records.create("wxaauth", str(number), {}) for number in range(8)]
    won: list[str] = []
    together = threading.Barrier(len(records))

    def press(record):
        together.wait()
        try:
            won.append(store.journal.begin(record.id, "wxaauth", {}, "wx1", {}).record_id)
        except AlreadySubmitting:
            return

    threads = [threading.Thread(target=press, args=[record]) for record in records]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # THEN one goes out
    assert len(won) == 1


def test_many_threads_one_winner(store):
    # GIVEN records, and threads that all press the button
    records = [store.records.create("reauth", str(number), {}) for number in range(20)]
    won: list[str] = []
    together = threading.Barrier(6)

    def press():
        together.wait()
        for record in records:
            try:
                attempt = store.journal.begin(record.id, "reauth", {}, "wx1", {})
            except AlreadySubmitting:
                continue
            won.append(attempt.record_id)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # THEN each record is begun exactly once
    assert Counter(won) == Counter(record.id for record in records)


def test_four_processes_one_winner(store, start_program):
    # GIVEN 200 records and four programs
    records = [store.records.create("reauth", str(number), {}) for number in range(200)]
    store.database.close()
    programs = [start_program("claiming.py", store.folder) for _ in range(4)]
    for program in programs:
        assert program.stdout.readline() == "ready\n"

    # WHEN all of them submit each record at the same time
    winners = []
    for record in records:
        for program in programs:
            program.stdin.write(f"{record.id}\n")
            program.stdin.flush()
        winners.append([program.stdout.readline() for program in programs])
    for program in programs:
        program.communicate(timeout=60)

    # THEN each record has exactly one winner, and not always the same program won
    assert [program.returncode for program in programs] == [0, 0, 0, 0]
    assert {tuple(sorted(answers)) for answers in winners} == {
        ("stopped\n", "stopped\n", "stopped\n", "won\n")
    }
    assert len({answers.index("won\n") for answers in winners}) > 1
    store.open_again()
    assert all(len(store.journal.history(record.id)) == 1 for record in records)
