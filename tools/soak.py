"""`make soak`: the tests of the promises, each as often as docs/reliability.md says; takes hours.

Each part is a test of `make test` with a larger number. What it printed (how often it was tried,
how many faults really fired) is shown at the end, to be written down. `--share 0.1` tries a tenth
of what is counted, and says of each part what it left out; what is tried as a whole stays whole.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
POLITE = 10  # so that the computer can be used meanwhile


class Part(NamedTuple):
    """A test, and the variables that make it long; numbers are multiplied by the share."""

    name: str
    test: str
    settings: dict[str, int | str]


PARTS = (
    Part(
        "submissions",
        "tests/core/test_soak.py",
        {"REAUTH_DESK_SUBMISSIONS": 2000, "REAUTH_DESK_REAL_DOUBTS": 12},
    ),
    Part(
        "killed submissions",
        "tests/core/test_submission_kills.py",
        {"REAUTH_DESK_KILLS": 1000, "REAUTH_DESK_PROCESSES": 50},
    ),
    Part("bad answers", "tests/core/test_submission.py", {"REAUTH_DESK_ANSWERS": 100}),
    Part("what is not sent", "tests/core/test_submission_unsent.py", {"REAUTH_DESK_UNSENT": 50}),
    Part("presses", "tests/core/test_submission_twice.py", {"REAUTH_DESK_BURSTS": 250}),
    Part("sleeps", "tests/core/test_submission_sleep.py", {"REAUTH_DESK_SLEEPS": 150}),
    Part("kills while editing", "tests/core/store/test_kills.py", {"REAUTH_DESK_KILLS": 1000}),
    Part(
        "kills of the window",
        "tests/e2e/test_window_kills.py",
        {"REAUTH_DESK_WINDOW_KILLS": 260},
    ),
    Part(
        "bad answers in the window",
        "tests/e2e/test_bad_answers.py",
        {"REAUTH_DESK_WINDOW_ANSWERS": 20},
    ),
    Part("sleeps of the window", "tests/e2e/test_sleep.py", {"REAUTH_DESK_ASLEEP": "34"}),
    Part("every system call", "tests/core/store/test_sweep.py", {"REAUTH_DESK_SWEEP": "all"}),
    Part(
        "every call of a submission",
        "tests/core/test_submission_sweep.py",
        {"REAUTH_DESK_SWEEP": "all"},
    ),
    Part("every sector", "tests/core/store/test_damage.py", {"REAUTH_DESK_OFFSETS": "all"}),
    Part("draft files", "tests/core/test_import_fuzz.py", {"REAUTH_DESK_INPUTS": 100_000}),
    Part("links", "tests/core/wechat/test_urlgate.py", {"REAUTH_DESK_LINKS": 200_000}),
    Part("hostile words", "tests/ui/test_hostile_words.py", {"REAUTH_DESK_HOSTILE": "all"}),
    Part("hostile answers", "tests/ui/test_hostile_answers.py", {"REAUTH_DESK_HOSTILE": "all"}),
    Part("hostile links", "tests/e2e/test_hostile_links.py", {"REAUTH_DESK_HOSTILE": "all"}),
)


def settings_of(part: Part, share: float) -> dict[str, str]:
    """The variables of a part, its numbers multiplied by the share."""
    return {
        name: str(value if isinstance(value, str) else max(1, round(value * share)))
        for name, value in part.settings.items()
    }


def left_out(part: Part, share: float) -> list[str]:
    """What such a share does not try, one line per number."""
    tried = settings_of(part, share)
    return [
        f"{name}: {tried[name]} of {value}, {value - int(tried[name])} left out"
        for name, value in part.settings.items()
        if isinstance(value, int) and int(tried[name]) < value
    ]


def run(part: Part, share: float) -> tuple[bool, list[str]]:
    """Run one part; whether it held, and what it printed about itself."""
    command = [sys.executable, "-m", "pytest", "-q", "-rP", "-o", "timeout=0"]
    done = subprocess.run(
        [*command, part.test],
        check=False,
        cwd=ROOT,
        env={**os.environ, **settings_of(part, share)},
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_be_polite,
    )
    if done.returncode != 0:
        print(done.stdout, flush=True)
    lines = done.stdout.splitlines()
    return done.returncode == 0, [line for line in lines if line[:1].isdigit() or "said" in line]


def _be_polite() -> None:
    os.nice(POLITE)


def main() -> int:
    """Run the parts that are named, or all; 1 when one of them did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *(part.name for part in PARTS)])
    parser.add_argument("--share", type=float, default=1.0, help="of the usual numbers")
    options = parser.parse_args()
    failed = []
    for part in [part for part in PARTS if not options.parts or part.name in options.parts]:
        started = time.monotonic()
        held, lines = run(part, options.share)
        failed += [] if held else [part.name]
        minutes = (time.monotonic() - started) / 60
        print(f"{part.name}: {'held' if held else 'FAILED'} ({minutes:.1f} min)", flush=True)
        for line in [*lines, *left_out(part, options.share)]:
            print(f"  {line}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
