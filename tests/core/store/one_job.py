"""Does one piece of work of the store and says each step that is done; for test_sweep.py.

usage: one_job.py FOLDER JOB. Every failure is said by its class, as the program would show it.
"""

import sys
from pathlib import Path

from gui.core.errors import StoreError
from gui.core.store.backups import Backups
from gui.core.store.database import open_database
from gui.core.store.journal import Journal
from gui.core.store.migrations import MIGRATIONS
from gui.core.store.records import Records

NOW = 1_800_000_000.0


def add_colour(connection):
    connection.execute("ALTER TABLE records ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")


def now():
    return NOW


def an_hour_later():
    return NOW + 3600.0


class Submitting:
    """Saves, submits and settles; after a failure it goes on with the record that it knows."""

    def __init__(self, database):
        self.records, self.journal = Records(database, now), Journal(database, now)
        self.record = self.records.last_opened()

    def __iter__(self):
        yield lambda: self.save("新" * 1500)
        yield self.begin
        yield lambda: self.journal.settle(self.journal.latest(self.record.id).id, "accepted")

    def begin(self):
        return self.journal.begin(self.record.id, "reauth", {"/a": "新"}, "wx1", {})

    def save(self, text):
        rev = self.record.rev
        self.record = self.records.save(self.record.id, values={"/a": text}, rev=rev)


def purge(database):
    yield Records(database, an_hour_later).purge_deleted


def backup(database):
    yield Backups(database, now, keep=1).take


def take_in(database):
    from gui.core.album import Album
    from gui.core.form.spec import load_form
    from gui.core.parcels import Parcels
    from gui.core.paths import RESOURCES
    from gui.core.store.accounts import Accounts
    from gui.core.store.pictures import Pictures
    from gui.core.store.uploads import UploadRows
    from gui.core.transfers import Transfers

    pictures, records = Pictures(database, now), Records(database, now)
    parcels, rows = Parcels(pictures, Album(pictures)), UploadRows(database)
    form = load_form(RESOURCES / "forms")
    transfers = Transfers(form, records, Accounts(database), rows, parcels, str)
    plan = transfers.read(database.path.with_name("in.reauth"))
    yield lambda: transfers.take_in(plan, None)


def nothing(_database):
    yield from ()


JOBS = {"submit": Submitting, "purge": purge, "backup": backup, "take in": take_in}


def do(folder, job):
    migrations = (*MIGRATIONS, add_colour) if job == "upgrade" else MIGRATIONS
    database = open_database(folder, now=now, migrations=migrations).database
    print("opened", flush=True)
    work = JOBS.get(job, nothing)(database)
    step = 0
    try:
        for step, do_it in enumerate(work, start=1):
            do_it()
            print(f"done {step}", flush=True)
    except StoreError as error:
        print(f"said {type(error).__name__}", flush=True)
        if job == "submit":  # the program goes on, and so must the store
            work.save("later")
            print("later", flush=True)
            if step == 2:
                work.begin()
                print("begun later", flush=True)


if __name__ == "__main__":
    try:
        do(Path(sys.argv[1]), sys.argv[2])
    except StoreError as error:
        print(f"said {type(error).__name__}", flush=True)
