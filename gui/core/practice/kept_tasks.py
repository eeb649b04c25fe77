"""Keeps the stand-in's tasks beside the practice records, so that a restart takes nothing back."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from gui.core.files import write_whole
from gui.core.practice.tasks import Task
from gui.core.practice.world import World

FILE = "practice-tasks.json"

log = logging.getLogger(__name__)


def keep_tasks(world: World, folder: Path) -> bool:
    """Give `world` the tasks of earlier runs, and keep every change from now on.

    False when there are none: it is the first run, or the file cannot be read.
    """
    path = folder / FILE
    try:
        known = [Task(**one) for one in json.loads(path.read_bytes())]
    except FileNotFoundError:
        known = []
    except (OSError, ValueError, TypeError, RecursionError) as error:
        log.warning("The practice tasks cannot be read: %s", type(error).__name__)
        known = []
    with world.lock:
        world.tasks.update({task.taskid: task for task in known})
        world.keep = partial(_write, path)
        world.tasks_changed()
    return bool(known)


def _write(path: Path, tasks: Sequence[Task]) -> None:
    content = json.dumps([asdict(task) for task in tasks], ensure_ascii=False, indent=1)
    try:
        write_whole(path, content.encode("utf-8", "replace"))
    except OSError as error:  # practising goes on; only a restart will have forgotten
        log.warning("The practice tasks were not kept: %s", type(error).__name__)
