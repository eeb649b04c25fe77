"""Deleting a record: not while its submission is in doubt, undoable at first, then for good."""

import pytest

from gui.core.errors import AppError
from gui.core.practice.faults import Fault
from gui.core.store.pictures import Pictures
from tests.core.store.test_pictures import Made

THIRTY_DAYS = 30 * 86_400


def test_a_record_in_doubt_cannot_be_deleted(office, world):
    # GIVEN a submission without an answer
    record = office.record()
    world.misbehave("reauth", Fault.DROP_AFTER_RECEIVING)
    sheet, _ = office.submit(record)
    assert sheet.attempt.state == "unknown"

    # WHEN it is to be deleted
    with pytest.raises(AppError, match="还没有确认结果"):
        office.desk.delete(record.id)

    # THEN it is still listed, where it can be asked for
    assert [item.id for item in office.records.summaries()] == [record.id]


def test_what_was_deleted_comes_back_at_once(office):
    # GIVEN a deleted record
    record = office.record()
    office.desk.delete(record.id)
    assert office.records.summaries() == []
    # WHEN the deletion is undone
    office.records.restore(record.id)
    # THEN it is there again
    assert [item.id for item in office.records.summaries()] == [record.id]


def test_after_thirty_days_it_is_gone_from_every_file(office):
    # GIVEN a record whose words are in the store and in a backup
    record = office.record()
    office.records.rename(record.id, "canary-name")
    office.backups.take()
    office.desk.delete(record.id)
    # WHEN the program has been started again more than 30 days later
    office.clocks.go_by(THIRTY_DAYS + 1)
    office.open_again()
    assert office.desk.forget_deleted() == 1
    # THEN no file holds them, and a second look finds nothing to do
    files = [path for path in office.folder.rglob("*") if path.is_file()]
    assert all(b"canary-name" not in path.read_bytes() for path in files)
    assert office.desk.forget_deleted() == 0


def test_pictures_go_with_the_last_record_that_names_them(office):
    # GIVEN a picture of a record that is deleted, and one of another record
    pictures = Pictures(office.database)
    gone, kept = (pictures.keep(bytes([n]), "x", [Made(content=bytes([n]))])[0] for n in range(2))
    doomed = office.records.create("reauth", "甲", {"/qualification": gone.reference})
    office.records.create("reauth", "乙", {"/qualification": kept.reference})
    office.desk.delete(doomed.id)
    # WHEN the program has been started again more than 30 days later
    office.clocks.go_by(THIRTY_DAYS + 1)
    office.open_again()
    office.desk.forget_deleted()
    # THEN only that one is gone
    pictures = Pictures(office.database)
    assert pictures.content(kept.sha256) == b"\x01"
    with pytest.raises(KeyError):
        pictures.get(gone.sha256)


def test_for_thirty_days_it_comes_back_with_its_picture(office):
    # GIVEN a deleted record with a picture
    picture = Pictures(office.database).keep(b"x", "x", [Made(content=b"x")])[0]
    record = office.records.create("reauth", "甲", {"/qualification": picture.reference})
    office.desk.delete(record.id)
    # WHEN the program is started again within 30 days
    office.clocks.go_by(THIRTY_DAYS - 60)
    office.open_again()
    assert office.desk.forget_deleted() == 0
    # THEN it is listed among the deleted, and comes back whole
    assert [(one.id, one.name) for one in office.records.deleted()] == [(record.id, "甲")]
    office.records.restore(record.id)
    assert office.records.deleted() == []
    assert office.records.get(record.id).values == record.values
    assert Pictures(office.database).content(picture.sha256) == b"x"


def test_whoever_does_not_want_to_wait_destroys_it_at_once(office):
    # GIVEN two deleted records whose words are in the store and in a backup
    doomed, other = office.records.create("reauth", "canary-name", {}), office.record()
    office.backups.take()
    for record in (doomed, other):
        office.desk.delete(record.id)
    # WHEN one is destroyed
    assert office.desk.destroy(doomed.id)
    # THEN no file holds it, and the other one still comes back
    files = [path for path in office.folder.rglob("*") if path.is_file()]
    assert all(b"canary-name" not in path.read_bytes() for path in files)
    assert [one.id for one in office.records.deleted()] == [other.id]


def test_what_is_listed_cannot_be_destroyed(office):
    record = office.record()
    assert not office.desk.destroy(record.id)
    assert office.records.get(record.id)
