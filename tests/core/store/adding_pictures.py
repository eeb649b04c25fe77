"""Adds pictures to a record for ever, or until it is killed; says what was acknowledged.

usage: adding_pictures.py FOLDER. Each line of input is a time in seconds: a child is started,
killed after that time, and the line "dead" follows what the child said.
"""

import os
import select
import signal
import sys
from itertools import count
from pathlib import Path

from gui.core.store.database import open_database
from gui.core.store.pictures import Pictures
from gui.core.store.records import Records
from tests.core.store.test_pictures import Made

MOST = 4


def add(folder):
    database = open_database(folder).database
    records, pictures = Records(database), Pictures(database)
    record = records.last_opened()
    for number in count():
        content = os.urandom(30_000)
        (kept,) = pictures.keep(content * 3, "x", [Made(content)])
        named = [*record.values["/pictures"], kept.reference][-MOST:]
        record = records.save(record.id, values={"/pictures": named}, rev=record.rev)
        os.write(1, f"added {kept.reference}\n".encode())
        if number % 3 == 0:
            pictures.sweep()


folder = Path(sys.argv[1])
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        add(folder)
    select.select([], [], [], float(line))  # the moment of the kill is what is tried here
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.write(1, b"dead\n")
