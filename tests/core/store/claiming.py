"""Tries to begin a submission of each record whose id it reads, while others do the same."""

import sys
from pathlib import Path

from gui.core.errors import AlreadySubmitting
from gui.core.store.database import open_database
from gui.core.store.journal import Journal

journal = Journal(open_database(Path(sys.argv[1])).database)
print("ready", flush=True)
for line in sys.stdin:
    record_id = line.strip()
    try:
        journal.begin(record_id, "reauth", {"taskid": record_id}, "wx1", {})
        print("won", flush=True)
    except AlreadySubmitting:
        print("stopped", flush=True)
