"""清除本机数据 leaves nothing of the user in the folder, and no secret anywhere."""

import pytest

from gui.core.erase import Eraser
from gui.core.errors import KeyringLocked
from gui.core.keystore import MemoryStore, Secrets
from gui.core.store.accounts import Accounts
from gui.core.store.backups import Backups
from gui.core.store.database import open_database
from gui.core.store.journal import Journal
from gui.core.store.pictures import Pictures
from gui.core.store.records import Records
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
    accounts.create("某某", APPID, "secret", keep=True)
    values = {"/invoice_info/vat/bank_account": CANARY}
    record = records.create("reauth", CANARY, values, context={"call": "reauth"})
    journal = Journal(database)
    journal.begin(record.id, "reauth", {"taskid": "T", "name": CANARY}, APPID, {})
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
