"""Presses 提交 as impatient people do, in several processes, and is killed; for test_soak.py.

usage: soaking.py FOLDER ADDRESS. Each line of input is `RECORD SECONDS PROCESSES PRESSES`: that
many processes start, each presses that often at once, and whatever is left after the time is
killed. `dead N` follows what they said: N were killed.
"""

import os
import select
import signal
import sys
import threading
import time
from pathlib import Path

import requests  # noqa: F401 - loaded once, here, and not by every child
import tenacity  # noqa: F401

from gui.core.errors import AppError
from tests.core.office import Hasty, Office, auth_data

PATIENCE = 0.4  # seconds until a submission counts as unanswered


def press(office, record, look):
    """Submit, and say what became of it."""
    try:
        data = auth_data(record.call, record.values["/taskid"])
        said = office.desk.submit(record.id, data, look)[1].attempt.state
    except AppError as error:
        said = type(error).__name__
    say(said)


def work(record_id, presses):
    """One start of the program: look, and press."""
    transport = Hasty(sys.argv[2])
    transport.longest = PATIENCE
    try:
        office = Office(Path(sys.argv[1]), transport)
        record = office.records.get(record_id)
        look = office.desk.look(record_id)
    except AppError as error:
        say(type(error).__name__)
        return
    threads = [threading.Thread(target=press, args=(office, record, look)) for _ in range(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def say(line):
    os.write(1, f"{line}\n".encode())


def start(record_id, presses):
    child = os.fork()
    if child == 0:
        work(record_id, presses)
        os._exit(0)
    return child


def kill_after(children, seconds):
    """Give them that time, kill the rest; how many those were."""
    end = time.monotonic() + seconds
    left = {os.pidfd_open(child): child for child in children}
    while left and (rest := end - time.monotonic()) > 0:
        ended, _, _ = select.select(left, [], [], rest)
        for handle in ended:
            bury(handle, left.pop(handle))
    for handle, child in left.items():
        os.kill(child, signal.SIGKILL)
        bury(handle, child)
    return len(left)


def bury(handle, child):
    os.waitpid(child, 0)
    os.close(handle)


for line in sys.stdin:
    record_id, seconds, processes, presses = line.split()
    children = [start(record_id, int(presses)) for _ in range(int(processes))]
    say(f"dead {kill_after(children, float(seconds))}")
