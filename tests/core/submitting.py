"""Submits records like the program does; for tests that kill it, or start it more than once.

usage: submitting.py FOLDER ADDRESS RECORD looks, says "looked", and submits after a line of input.
usage: submitting.py FOLDER ADDRESS: for each line `RECORD SECONDS` a child submits that record and
is killed after that time; the line "dead" follows what the child said.
"""

import os
import select
import signal
import sys
from pathlib import Path

import requests  # noqa: F401 - loaded once, here, and not by every child
import tenacity  # noqa: F401

from gui.core.errors import AppError
from tests.core.office import Hasty, Office, auth_data


def submit(record_id, wait):
    """Look, wait, submit, and say what became of it."""
    office = Office(Path(sys.argv[1]), Hasty(sys.argv[2]))
    record = office.records.get(record_id)
    data = auth_data(record.call, record.values["/taskid"])
    look = office.desk.look(record_id)
    say("looked")
    wait()
    try:
        say(office.desk.submit(record_id, data, look)[1].attempt.state)
    except AppError as error:
        say(type(error).__name__)


def say(line):
    os.write(1, f"{line}\n".encode())


def kill_children():
    for line in sys.stdin:
        record_id, seconds = line.split()
        child = os.fork()
        if child == 0:
            submit(record_id, wait=lambda: None)
            os._exit(0)
        select.select([], [], [], float(seconds))  # the moment of the kill is what is tried here
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        say("dead")


if len(sys.argv) > 3:
    submit(sys.argv[3], wait=sys.stdin.readline)
else:
    kill_children()
