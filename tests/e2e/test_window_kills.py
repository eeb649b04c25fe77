"""The real window killed while somebody types: what it called saved is back, all but a second is.

REAUTH_DESK_WINDOW_KILLS sets how many kills are tried.
"""

import os
import random
import statistics
import subprocess
import sys
from contextlib import closing

import pytest

from gui.core.store.database import FILE_NAME, open_database
from gui.core.store.records import Records
from tests.e2e.prepared import MiniProgram, lay_out
from tests.e2e.wechat_namespace import ROOT

KILLS = int(os.environ.get("REAUTH_DESK_WINDOW_KILLS", "4"))
SEED = 20261126
POINTER = "/invoice_info/electronic/desc"
LONGEST_LOSS = 2.5  # seconds of typing: one until it is saved, and what a busy disk takes
pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(60 + 20 * KILLS)]


@pytest.fixture
def typist(screen_environment, data):
    """The program typist.py on a real screen."""
    command = [sys.executable, "-m", "tests.e2e.typist", str(data)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=screen_environment, **pipes) as process:
        yield process
        process.kill()


def one_life(typist, number, seconds):
    """Let it type on for that long; what it said, as lists of words."""
    typist.stdin.write(f"{number} {seconds}\n")
    typist.stdin.flush()
    said = []
    while not said or said[-1][0] != "dead":
        said.append(typist.stdout.readline().split())
        assert said[-1], "the typist has ended"
    return said


def newest(said, word):
    return max([0, *(int(words[1]) for words in said if words[0] == word)])


def begin_anew(data, number):
    """Let the field hold nothing but the newest number; what was on the disk before."""
    opened = open_database(data)
    with closing(opened.database):
        assert (opened.damaged_file, opened.restored_from) == (None, None)
        records = Records(opened.database)
        record = records.last_opened()
        found = record.values[POINTER]
        short = {**record.values, POINTER: f"{number(found):06} "}
        records.save(record.id, values=short, rev=record.rev)
    return found


def last_number(text):
    return int(text.split(" ")[-2])


def test_the_window_killed_while_somebody_types(typist, data):
    # GIVEN a record in which numbers are typed one after the other
    lay_out(data, MiniProgram.new(), {POINTER: "000000 "}, with_account=False)
    dice = random.Random(SEED)
    number = written = shown = in_commit = never_shown = 0
    losses = []
    for life in range(KILLS):
        # WHEN the program is killed somewhere
        where = f"kill {life} of seed {SEED}"
        said = one_life(typist, number, dice.uniform(0.3, 4.0))
        in_commit += (data / f"{FILE_NAME}-journal").exists()
        found = begin_anew(data, last_number)

        # THEN no number is missing, torn or out of order
        numbers = [int(word) for word in found.split(" ")[:-1]]
        assert numbers == list(range(numbers[0], numbers[-1] + 1)), where
        # THEN everything that was called saved is there
        assert numbers[-1] >= max(newest(said, "written"), newest(said, "shown"), number), where
        # THEN what is lost was typed within about a second
        died = float(said[-1][1])
        typed = {int(words[1]): float(words[2]) for words in said if words[0] == "typed"}
        if typed:
            losses.append(died - typed.get(numbers[-1] + 1, died))
            assert losses[-1] <= LONGEST_LOSS, where
        never_shown += not typed
        written += sum(words[0] == "written" for words in said)
        shown += sum(words[0] == "shown" for words in said)
        number = numbers[-1]

    # AND the kills were real
    print(
        f"{KILLS} kills of the real window, {in_commit} in a commit, {never_shown} before typing; "
        f"{number} numbers kept, {written} saves acknowledged, {shown} shown as saved; "
        f"typing lost: median {statistics.median(losses):.2f} s, most {max(losses):.2f} s, "
        f"more than 1 s in {sum(loss > 1 for loss in losses)}"
    )
    assert written >= KILLS / 2
