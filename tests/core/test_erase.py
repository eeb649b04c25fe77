"""清除本机数据 leaves nothing of the user in the folder, and no secret anywhere."""

import logging

import pytest

from gui.core import log
from gui.core.erase import Eraser, Holdings
from gui.core.errors import KeyringLocked, KeyringMissing, StoreError
from gui.core.keystore import MemoryStore, Secrets
from gui.core.store.accounts import Accounts
from gui.core.store.backups import Backups
from gui.core.store.database import open_database
from gui.core.store.identities import IdentityRows
from gui.core.store.journal import Journal
from gui.core.store.memory import Memory
from gui.core.store.pictures import Pictures
from gui.core.store.progress import Progress
from gui.core.store.records import Records
from gui.core.store.returns import Return
from gui.core.store.uploads import UploadRows
from tests.core.store.test_pictures import Made

CANARY = "6222-canary-0001"
APPID = "wx0123456789abcdef"


class Locked(MemoryStore):
    """A keyring that refuses to delete."""

    def delete(self, name, cancelled=None):
        raise KeyringLocked


def desk(folder, keyring):
    database = open_database(folder).database
    accounts, records = Accounts(database), Records(database)
    account = accounts.create("某某", APPID, "secret", keep=True)
    Memory(database).keep(account.id, CANARY, {"invoice": {"/x": CANARY}})
    IdentityRows(database).keep(account.id, [[CANARY, "", "", []]])
    values = {"/invoice_info/vat/bank_account": CANARY}
    record = records.create("reauth", CANARY, values, context={"call": "reauth"})
    journal = Journal(database)
    journal.begin(record.id, "reauth", {"taskid": "T", "name": CANARY}, APPID, {})
    journal.save_progress(record.id, Progress(12, 3, refill_reason=CANARY, asked_at=1.0))
    journal.keep_return(record.id, Return("T", 1.0, reason=CANARY))
    backups = Backups(database)
    backups.take()
    keyring.set(APPID, "secret-canary")
    photo = CANARY.encode()
    Pictures(database).keep(photo, CANARY, [Made(photo)])
    UploadRows(database).keep(Made(photo).sha256, APPID, CANARY)
    (folder / "reauth-desk.sqlite3.damaged-20260131T000000000Z").write_text(CANARY)
    (folder / "reauth-desk.log.1").write_text(CANARY)
    (folder / "settings.json").write_text("{}")
    return database, records, Eraser(database, accounts, backups, Secrets(keyring, MemoryStore()))


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_is_left(tmp_path):
    # GIVEN records, pictures, a submission, a backup, a damaged file, a log and a kept secret
    keyring = MemoryStore()
    database, records, eraser = desk(tmp_path, keyring)
    assert CANARY.encode() in everything_in(tmp_path)
    # WHEN everything is erased
    eraser.erase(tmp_path)
    # THEN no list shows anything, no file holds a trace, and the keyring is empty
    assert records.summaries() == []
    assert CANARY.encode() not in everything_in(tmp_path)
    assert keyring.get(APPID) is None
    database.close()
    assert open_database(tmp_path).restored_from is None


def test_a_keyring_that_refuses_stops_it_before_anything_is_gone(tmp_path):
    # GIVEN a keyring that cannot be opened now
    keyring = Locked()
    _, records, eraser = desk(tmp_path, keyring)
    # WHEN erasing is tried
    with pytest.raises(KeyringLocked):
        eraser.erase(tmp_path)
    # THEN the work is still there, to be erased or kept later
    assert len(records.summaries()) == 1


class Missing(MemoryStore):
    """A computer without a keyring."""

    def delete(self, name, cancelled=None):
        raise KeyringMissing


def test_without_a_keyring_only_what_was_kept_there_is_in_the_way(tmp_path):
    # GIVEN a secret that was kept, on a computer that has lost its keyring
    database, records, eraser = desk(tmp_path, Missing())
    with pytest.raises(KeyringMissing):
        eraser.erase(tmp_path)
    assert len(records.summaries()) == 1
    # WHEN it was for one session only, THEN there is nothing to forget, and all the rest goes
    with database.transaction() as connection:
        connection.execute("UPDATE accounts SET keep = 0")
    eraser.erase(tmp_path)
    assert CANARY.encode() not in everything_in(tmp_path)


def test_the_log_that_is_being_written_goes_too(tmp_path):
    # GIVEN the log of the running program
    _, _, eraser = desk(tmp_path, MemoryStore())
    written = log.setup(tmp_path)
    logging.getLogger("gui").warning("a line")
    assert (tmp_path / log.NAME).exists()
    # WHEN everything is erased, THEN it is not there, and does not come back
    eraser.erase(tmp_path)
    logging.getLogger("gui").warning("another line")
    assert not (tmp_path / log.NAME).exists()
    written.close()


def test_it_says_how_much_there_is(tmp_path):
    _, records, eraser = desk(tmp_path, MemoryStore())
    records.delete(records.create("reauth", "deleted", {}).id)
    assert eraser.holdings() == Holdings(
        records=1, submissions=1, doubts=1, accounts=1, pictures=1, backups=1
    )


def test_a_file_that_stays_is_said(tmp_path):
    # GIVEN a log that is a folder, which no program deletes like a file
    _, _, eraser = desk(tmp_path, MemoryStore())
    (tmp_path / "reauth-desk.log.2").mkdir()
    # WHEN everything is erased, THEN it is said that something is left
    with pytest.raises(StoreError, match="没有全部清除"):
        eraser.erase(tmp_path)
