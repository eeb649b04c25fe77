"""A program whose computer falls asleep while it submits; for test_submission_sleep.py.

usage: sleeping.py FOLDER ADDRESS PATIENCE. Each line of input is `DEED RECORD`, and is answered by
the state of the record's attempt and its cause, or by the failure: `submit` says "sending" first,
and gives the server PATIENCE seconds; `ask` asks for the state; `again` confirms 再次提交.
`upload SHA256` is answered by "done" and the id of the picture.
"""

import os
import sys
from pathlib import Path

from gui.core.errors import AppError
from gui.core.store.pictures import Pictures
from gui.core.uploads import Uploads
from tests.core.office import Hasty, Office, RealClocks, auth_data

PATIENT = 30.0  # what is tried is the submission, not the questions before and after it


def submit(office, record_id):
    record = office.records.get(record_id)
    look = office.desk.look(record_id)
    data = auth_data(record.call, record.values["/taskid"])
    office.transport.longest = float(sys.argv[3])
    say("sending")
    try:
        return words(office.desk.submit(record_id, data, look)[1])
    finally:
        office.transport.longest = PATIENT


def ask(office, record_id):
    return words(office.desk.ask(record_id))


def again(office, record_id):
    return words(office.desk.give_up(record_id))


def upload(office, sha256):
    pictures = Pictures(office.database, lambda: office.clocks.wall)
    uploads = Uploads(pictures, office.upload_rows, office.connections.wechat)
    return "done", uploads.finish([sha256], office.account())[sha256]


def words(sheet):
    return sheet.attempt.state, sheet.attempt.cause or "-"


def say(*words):
    os.write(1, f"{' '.join(words)}\n".encode())


def main():
    office = Office(Path(sys.argv[1]), Hasty(sys.argv[2]), RealClocks())
    deeds = {"submit": submit, "ask": ask, "again": again, "upload": upload}
    for line in sys.stdin:
        deed, what = line.split()
        try:
            say(*deeds[deed](office, what))
        except AppError as error:
            say("failed", type(error).__name__)


if __name__ == "__main__":
    main()
