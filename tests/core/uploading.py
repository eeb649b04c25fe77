"""Uploads the pictures of all records; for a test that kills it. Says what is acknowledged.

usage: uploading.py FOLDER ADDRESS ACCOUNT. Each line of input is a time in seconds: a child is
started, killed after that time, and the line "dead" follows what the child said.
"""

import os
import select
import signal
import sys
from pathlib import Path

import requests  # noqa: F401 - loaded once, here, and not by every child
import tenacity  # noqa: F401

from gui.core.store.pictures import Pictures
from gui.core.store.uploads import UploadRows
from gui.core.uploads import Uploads
from tests.core.office import Hasty, Office


def upload():
    office = Office(Path(sys.argv[1]), Hasty(sys.argv[2]))
    pictures = Pictures(office.database)
    account = office.accounts.get(sys.argv[3])
    rows = UploadRows(office.database, lambda: office.clocks.wall)
    uploads = Uploads(
        pictures, rows, office.connections.wechat, tell=say, now=lambda: office.clocks.wall
    )
    there = uploads.finish([picture.sha256 for picture in pictures.all()], account)
    for sha256, media_id in there.items():  # the one before may have died before its word
        acknowledge(sha256, media_id)


def say(state):
    if state.kind == "done":
        acknowledge(state.sha256, state.upload.media_id)


def acknowledge(sha256, media_id):
    os.write(1, f"done {sha256} {media_id}\n".encode())


for line in sys.stdin:
    child = os.fork()
    if child == 0:
        upload()
        signal.pause()
    select.select([], [], [], float(line))  # the moment of the kill is what is tried here
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.write(1, b"dead\n")
