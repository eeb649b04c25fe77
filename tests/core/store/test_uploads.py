"""What WeChat holds already: by mini program, and only as long as an id may be used."""

import pytest

from gui.core.store.pictures import Pictures
from gui.core.store.uploads import FRESH_SECONDS, Upload, UploadRows
from tests.core.store.test_pictures import Made


@pytest.fixture
def sha256(store):
    return Pictures(store.database).keep(b"original", "x", [Made()])[0].sha256


@pytest.fixture
def rows(store):
    return UploadRows(store.database, store.clock)


def test_an_answer_is_remembered_for_its_mini_program(store, rows, sha256):
    # GIVEN uploads of one picture for two mini programs
    first = rows.keep(sha256, "wx1", "media1")
    rows.keep(sha256, "wx2", "media2")
    # WHEN the program starts again
    store.open_again()
    rows = UploadRows(store.database, store.clock)
    # THEN each has its own
    assert rows.of("wx1") == {sha256: first}
    assert rows.of("wx2")[sha256].media_id == "media2"
    assert rows.of("wx3") == {}
    assert rows.picture_of("wx2", "media2") == sha256
    assert rows.picture_of("wx1", "media2") is None


def test_a_later_answer_takes_the_place_of_an_earlier_one(rows, sha256):
    rows.keep(sha256, "wx1", "media1")
    later = rows.keep(sha256, "wx1", "media2")
    assert rows.of("wx1") == {sha256: later}
    assert rows.picture_of("wx1", "media1") is None


def test_a_picture_that_went_meanwhile_is_not_remembered(rows):
    rows.keep("0" * 64, "wx1", "media1")
    assert rows.of("wx1") == {}


def test_ids_can_be_dropped(rows, sha256):
    rows.keep(sha256, "wx1", "media1")
    rows.keep(sha256, "wx2", "media2")
    rows.forget(sha256, "wx1")
    assert (rows.of("wx1"), len(rows.of("wx2"))) == ({}, 1)
    rows.forget_all("wx2")
    assert rows.of("wx2") == {}


def test_an_id_may_be_used_for_less_than_three_days():
    upload = Upload("0" * 64, "media", 1_000_000.0)
    assert 2.9 * 86400 < FRESH_SECONDS < 3 * 86400
    assert upload.is_fresh(1_000_000.0)
    assert upload.is_fresh(1_000_000.0 + FRESH_SECONDS - 1)
    assert not upload.is_fresh(1_000_000.0 + FRESH_SECONDS)
    # a clock that was set back: nobody knows how old the id is
    assert not upload.is_fresh(999_999.0)


def test_only_fresh_ids_may_be_used(store, rows, sha256):
    rows.keep(sha256, "wx1", "media1")
    assert rows.ids("wx1") == {sha256: "media1"}
    store.clock.moment += FRESH_SECONDS
    assert rows.ids("wx1") == {}
