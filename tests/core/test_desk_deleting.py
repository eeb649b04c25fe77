"""Deleting a record: not while its submission is in doubt, undoable at first, then for good."""

import pytest

from gui.core.errors import AppError
from gui.core.practice.faults import Fault
from gui.core.store.pictures import Pictures
from tests.core.store.test_pictures import Made


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


def test_what_was_deleted_comes_back_until_the_next_start(office):
    # GIVEN a deleted record
    record = office.record()
    office.desk.delete(record.id)
    assert office.records.summaries() == []
    # WHEN the deletion is undone
    office.records.restore(record.id)
    # THEN it is there again
    assert [item.id for item in office.records.summaries()] == [record.id]


def test_at_the_next_start_it_is_gone_from_every_file(office):
    # GIVEN a record whose words are in the store and in a backup
    record = office.record()
    office.records.rename(record.id, "canary-name")
    office.backups.take()
    office.desk.delete(record.id)
    # WHEN the program has been started again
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
    # WHEN the program has been started again
    office.open_again()
    office.desk.forget_deleted()
    # THEN only that one is gone
    pictures = Pictures(office.database)
    assert pictures.content(kept.sha256) == b"\x01"
    with pytest.raises(KeyError):
        pictures.get(gone.sha256)
