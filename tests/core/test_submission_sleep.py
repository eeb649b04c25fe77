"""Asleep while WeChat has the submission: one body, and whatever is known of it is said truly.

The program is stopped once its submission has arrived, and goes on after its deadline; a stopped
process is to its peers what a sleeping computer is. REAUTH_DESK_SLEEPS sets how often. An upload
is simply done again.
"""

import os
import signal
import time
from collections import Counter

import pytest

from gui.core.album import Album, Source
from gui.core.practice.faults import Fault
from gui.core.store.pictures import Pictures
from tests.core.images import photos
from tests.core.office import OWNER

SLEEPS = int(os.environ.get("REAUTH_DESK_SLEEPS", "5"))
PATIENCE = 0.8  # seconds until a submission counts as unanswered
ASLEEP = PATIENCE + 0.2  # beyond the deadline
CALL = "uploadauthmaterial"
NEVER = 600.0  # seconds: until the stand-in is told to go on
# What the server does with the submission, and what happens while the program sleeps.
WAYS = {
    "answers": (Fault.HANG, "release"),
    "hangs up": (Fault.HANG, "stop"),
    "holds the answer": (Fault.HANG, ""),
    "holds the submission": (Fault.SLOW, ""),
    "takes it and hangs up": (Fault.SLOW, "stop"),
}
pytestmark = pytest.mark.timeout(60 + 10 * SLEEPS)


class Sleeper:
    """The program in its process, which can be put to sleep."""

    def __init__(self, process):
        self.process = process

    def says(self):
        """State and cause, or a failure."""
        return self.process.stdout.readline().split()

    def begins(self, deed, what):
        self.process.stdin.write(f"{deed} {what}\n")
        self.process.stdin.flush()

    def does(self, deed, record):
        """The first that it says about it."""
        self.begins(deed, record.id)
        return self.says()

    def submits(self, record):
        """What becomes of a further press, whether it gets as far as sending or not."""
        said = self.does("submit", record)
        return self.says() if said == ["sending"] else said

    def falls_asleep(self):
        os.kill(self.process.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOWAIT)

    def wakes(self):
        os.kill(self.process.pid, signal.SIGCONT)


def goes_on_meanwhile(stand_in, what):
    """What the server does while the program sleeps past its deadline."""
    if what == "release":
        stand_in.release()
    if what == "stop":
        stand_in.stop()
    time.sleep(ASLEEP)  # the time that goes by is what is tried here
    stand_in.start()


@pytest.fixture
def sleeper(office, stand_in, start_beside):
    """The program; the test sees the same store."""
    return Sleeper(start_beside("sleeping.py", office.folder, stand_in.base_url, PATIENCE))


def test_asleep_past_the_deadline(office, world, stand_in, sleeper):
    found = Counter()
    for number in range(SLEEPS):
        way = list(WAYS)[number % len(WAYS)]
        where, taskid = f"sleep {number}: {way}", f"SLEEP{number}"
        fault, meanwhile = WAYS[way]
        world.add_task(taskid, OWNER["appid"], task_status=12, apply_status=3)
        # GIVEN a record, and a server that is in no hurry
        record = office.record(taskid=taskid)
        world.misbehave("reauth", fault, seconds=NEVER)

        # WHEN it sleeps from when its submission has arrived until after its deadline
        before = world.count("reauth")
        assert sleeper.does("submit", record) == ["sending"], where
        assert world.wait_received("reauth", times=before + 1), where
        sleeper.falls_asleep()
        assert office.desk.sheet(record.id).attempt.state == "sending", where
        goes_on_meanwhile(stand_in, meanwhile)
        sleeper.wakes()
        state, cause = sleeper.says()

        # THEN it says accepted only with the answer in hand, and else that nobody knows
        attempt = office.desk.sheet(record.id).attempt
        assert (attempt.state, attempt.cause or "-") == (state, cause), where
        assert state == "unknown" or (state, way) == ("accepted", "answers"), where
        found[f"{way}: {state}"] += 1

        # AND while nobody knows, nothing can be sent again, however much later it is
        if state == "unknown":
            assert sleeper.does("again", record) == ["failed", "AppError"], where
            assert sleeper.submits(record)[0] == "failed", where
        # AND it is found by asking, also when the server was slow about it
        stand_in.release()
        assert stand_in.wait_idle(), where
        assert sleeper.does("ask", record)[0] == "accepted", where
        sheet = office.desk.sheet(record.id)
        assert sheet.auth_url == world.tasks[taskid].auth_url, where
        assert world.bodies_of(taskid) == 1, where

    # AND all of it happened
    print(f"{SLEEPS} sleeps of {ASLEEP:.1f} s: {dict(found)}")
    assert world.violations == []
    assert len({way.partition(":")[0] for way in found}) == min(SLEEPS, len(WAYS))


def test_an_upload_that_sleep_has_cut_is_done_again(office, world, stand_in, sleeper):
    # GIVEN a picture whose bytes have arrived, and a server that is in no hurry
    pictures, account = Pictures(office.database, lambda: office.clocks.wall), office.account()
    content = photos.jpeg(photos.scene(60, 40, 0))
    picture = Album(pictures).add(Source(content, "执照.jpg"))[0].picture
    world.misbehave(CALL, Fault.HANG)
    sleeper.begins("upload", picture.sha256)
    assert world.wait_received(CALL)

    # WHEN the program sleeps, and the server hangs up meanwhile
    sleeper.falls_asleep()
    goes_on_meanwhile(stand_in, "stop")
    sleeper.wakes()

    # THEN it is sent once more, and the id of that answer is what is kept
    done, media_id = sleeper.says()
    kept = office.upload_rows.of(account.appid)[picture.sha256]
    assert (done, kept.media_id, world.count(CALL)) == ("done", media_id, 2)
    assert media_id == list(world.media)[-1]
