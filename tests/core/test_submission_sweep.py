"""Killed at every step of a submission, on the disk and on the wire: never twice, never lost.

strace kills the program at the first, second, third… of its calls. By default every 29th is
tried; REAUTH_DESK_SWEEP=all tries all of them.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.core.office import OWNER

CALLS = ("connect", "sendto", "recvfrom", "pwrite64", "fdatasync", "unlink")
ALL = os.environ.get("REAUTH_DESK_SWEEP") == "all"
STRIDE = 1 if ALL else 29
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(1200 if ALL else 120)


def submit(office, stand_in, record, log, *faults):
    """Submit in a process under strace; its exit code and the calls that it made."""
    trace = ["-f", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    program = [sys.executable, str(Path(__file__).with_name("submitting.py"))]
    done = subprocess.run(
        [
            *("strace", *trace, *faults),
            *(*program, str(office.folder), stand_in.base_url, record.id),
        ],
        check=False,
        input="go\n",
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
    )
    made = re.findall(r"^[0-9]+ +([a-z0-9]+)[(]", log.read_text(errors="replace"), re.MULTILINE)
    return done.returncode, made


def new_record(office, world, taskid):
    world.add_task(taskid, OWNER["appid"], task_status=12, apply_status=3)
    return office.record(taskid=taskid)


def works():
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], check=False).returncode == 0


def test_killed_at_every_call(office, world, stand_in, tmp_path):
    if not works():
        pytest.skip("strace is missing or not allowed here")
    # GIVEN the calls of a submission that nothing disturbs
    log = tmp_path / "calls"
    calm = new_record(office, world, "CALM")
    office.close()
    code, made = submit(office, stand_in, calm, log)
    assert code == 0
    assert {"connect", "sendto", "pwrite64", "fdatasync"} <= set(made)

    fired, found = 0, Counter()
    for point in range(0, len(made), STRIDE):
        # WHEN it is killed at one of them
        name, where = made[point], f"call {point} of {len(made)}: {made[point]}"
        nth = made[: point + 1].count(name)
        office.open()
        record = new_record(office, world, f"TASK{point}")
        office.close()
        fault = f"--inject={name}:signal=SIGKILL:when={nth}"
        code, _ = submit(office, stand_in, record, log, fault)
        fired += code == -signal.SIGKILL
        assert stand_in.wait_idle(), where

        # THEN the journal knows what is known
        office.open()
        attempt = office.desk.sheet(record.id).attempt
        arrived = world.bodies_of(f"TASK{point}")
        state = attempt.state if attempt else "not begun"
        found[state] += 1
        assert arrived <= (state in ("unknown", "accepted")), where
        # AND asking finds what arrived, with its link, and nothing else
        if attempt is not None:
            sheet = office.desk.ask(record.id)
            assert sheet.attempt.state == ("accepted" if arrived else "unknown"), where
            assert not arrived or sheet.auth_url == world.tasks[f"TASK{point}"].auth_url, where
        office.close()
    office.open()
    print(f"{fired} of {len(made)} calls killed: {dict(found)}")
    assert fired > len(made) / STRIDE / 2
    assert found["not begun"] > 0
    assert found["unknown"] > 0 or not ALL
