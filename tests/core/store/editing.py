"""Edits, submits and backs up for ever, or until it is killed; says what was acknowledged.

usage: editing.py FOLDER. Each line of input is a time in seconds: a child is started, killed
after that time, and the line "dead" follows what the child said.
"""

import os
import select
import signal
import sys
from itertools import count
from pathlib import Path

from gui.core.store.backups import Backups
from gui.core.store.database import open_database
from gui.core.store.journal import Journal
from gui.core.store.records import Records


def edit(folder):
    database = open_database(folder).database
    records = Records(database)
    journal = Journal(database)
    journal.recover()
    backups = Backups(database)
    record = records.last_opened()
    for number in count(record.values["/number"] + 1):
        values = {"/number": number, "/text": f"{number}。" * (number * 37 % 900)}
        record = records.save(record.id, values=values, rev=record.rev)
        say(f"saved {number}")
        if number % 3 == 0 and journal.unsettled(record.id) is None:
            attempt = journal.begin(record.id, "reauth", values, "wx1", {})
            say(f"begun {attempt.id}")
            journal.settle(attempt.id, "refused", errcode=number)
            say(f"settled {attempt.id}")
        if number % 7 == 0:
            backups.take()
            say(f"backup {number}")


def say(line):
    os.write(1, f"{line}\n".encode())


folder = Path(sys.argv[1])
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        edit(folder)
    select.select([], [], [], float(line))  # the moment of the kill is what is tried here
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    say("dead")
