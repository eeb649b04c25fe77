"""Adds marks to a record, each read before the other program saves; says how often it had to redo.

usage: adding_marks.py FOLDER RECORD NAME. Each round: says "read", waits for a line, saves.
"""

import sys
from pathlib import Path

from gui.core.errors import EditConflict
from gui.core.store.database import open_database
from gui.core.store.records import Records

folder, record_id, name = sys.argv[1:]
records = Records(open_database(Path(folder)).database)
record = records.get(record_id)
print("read", flush=True)
for number, _ in enumerate(sys.stdin):
    conflicts = 0
    while True:
        marks = [*record.values["/marks"], f"{name}{number}"]
        try:
            records.save(record_id, values={"/marks": marks}, rev=record.rev)
            break
        except EditConflict:
            conflicts += 1
            record = records.get(record_id)
    print(conflicts, flush=True)
    sys.stdin.readline()
    record = records.get(record_id)
    print("read", flush=True)
