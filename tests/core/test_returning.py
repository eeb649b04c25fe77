"""Which refill comes now, until when, and which fields are marked: guessed, then put right."""

from datetime import date, datetime
from threading import Thread

import pytest

from gui.core.mentions import mentioned
from gui.core.practice.tasks import Step
from gui.core.returning import Chance, chance, marks, with_chance, with_marks
from gui.core.store.returns import Return
from tests.core.office import TASKID

SEEN = datetime(2026, 6, 15, 12).timestamp()
REASON = "营业执照不清晰"
KEPT = Return("T", SEEN)


@pytest.mark.parametrize(
    ("kept", "accepted", "shown"),
    [
        (None, 0, Chance()),
        (None, 1, Chance(refill=2)),
        (KEPT, 0, Chance(deadline=date(2026, 7, 15))),
        (KEPT, 1, Chance(refill=2, deadline=date(2026, 7, 15))),
    ],
)
def test_what_nobody_told_is_a_guess_or_nothing(kept, accepted, shown):
    assert chance(kept, accepted) == shown


def test_what_the_user_says_goes_on_counting():
    # GIVEN somebody who knows that this is the second refill, until 1 July
    kept = with_chance(KEPT, 2, date(2026, 7, 1), accepted=0)
    told = Chance(2, date(2026, 7, 1), told_refill=True, told_deadline=True)
    assert chance(kept, 0) == told
    # WHEN it was submitted once more, THEN the third comes
    assert chance(kept, 1).refill == 3
    # AND it can be taken back
    assert chance(with_chance(kept, None, None, accepted=1), 1) == Chance(2, date(2026, 7, 15))


def test_marks_are_the_guess_until_somebody_changes_them():
    guess = mentioned(REASON)
    assert guess
    assert marks(None, REASON) == marks(KEPT, REASON) == guess
    # WHEN one is taken away and another added
    wanted = frozenset({"/contact_info/email"})
    kept = with_marks(KEPT, REASON, wanted)
    assert marks(kept, REASON) == wanted
    # THEN another reason begins anew
    assert marks(kept, "邮箱无法联系") == mentioned("邮箱无法联系")


def test_the_desk_notes_a_return_once_and_keeps_what_is_said(office, world):
    # GIVEN a record that was sent back
    record = office.record()
    sheet = office.desk.ask(record.id)
    first = office.clocks.wall
    assert (sheet.returned.taskid, sheet.returned.seen_at) == (TASKID, first)
    # WHEN the user says what is known, time goes by, and it is asked for again
    office.desk.keep_return(record.id, lambda kept: with_chance(kept, 1, None, 0))
    office.clocks.go_by(86_400)
    sheet = office.desk.ask(record.id)
    # THEN the first day and the word of the user stay
    assert (sheet.returned.seen_at, sheet.returned.refill) == (first, 1)

    # AND after another round it is the second refill, still of the first return
    office.submit(record)
    world.play(TASKID, Step.SEND_BACK, REASON)
    sheet = office.desk.ask(record.id)
    assert sheet.accepted == 1
    assert (chance(sheet.returned, sheet.accepted).refill, sheet.returned.seen_at) == (2, first)
    (line,) = office.records.summaries()
    assert (line.apply_status, line.returned_at) == (3, first)

    # AND nothing of it is shown for another task
    values = {**record.values, "/taskid": "ANOTHER"}
    office.records.save(record.id, values=values, rev=office.records.get(record.id).rev)
    assert office.desk.sheet(record.id).returned is None
    assert office.records.summaries()[0].returned_at is None


def test_nothing_that_is_said_at_the_same_time_gets_lost(office):
    # GIVEN a record that was sent back
    record = office.record()
    office.desk.ask(record.id)
    late = (record.id, lambda kept: kept._replace(deadline="2026-07-01"))
    other = Thread(target=office.desk.keep_return, args=late)

    def meanwhile(kept):
        other.start()
        other.join(0.2)
        return kept._replace(refill=2)

    # WHEN something is kept while something else is being kept
    office.desk.keep_return(record.id, meanwhile)
    other.join()
    # THEN both are
    returned = office.desk.sheet(record.id).returned
    assert (returned.refill, returned.deadline) == (2, "2026-07-01")


def test_every_state_of_a_round_has_its_time(office, world):
    # GIVEN a submission
    record = office.record()
    office.desk.ask(record.id)
    office.clocks.go_by(60)
    office.submit(record)
    # WHEN it goes on, and is asked for more often than it does
    told = [(0, None)]
    for step, numbers in ((Step.AGREE, (3, 0)), (Step.FACE_OK, (6, 0)), (Step.CODE_OK, (12, 2))):
        office.clocks.go_by(60)
        office.desk.ask(record.id)
        world.play(TASKID, step)
        office.clocks.go_by(60)
        office.desk.ask(record.id)
        told.append(numbers)
    # THEN each state of this round is there once, in order
    seen = office.desk.sheet(record.id).milestones
    assert [(one.task_status, one.apply_status) for one in seen] == told
    assert [one.at for one in seen] == sorted(one.at for one in seen)
    assert seen[1].at - seen[0].at == 120

    # AND all of it goes when the record does
    office.records.delete(record.id)
    assert office.records.purge_deleted() == 1
    assert office.journal.milestones(record.id) == []
    assert office.journal.returned(record.id) is None
