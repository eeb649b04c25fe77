"""The scanner itself: what it must find, and what it must not take for a secret."""

import base64
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from gui.core.practice.example import example_accounts
from gui.core.practice.world import World
from tests.e2e.prepared import MiniProgram
from tests.leak_watch import leaks_below
from tests.leaks import Scanner, files_below

ROOT = Path(__file__).parents[1]
SECRET = "5ec2e7c0ffee" + "0123456789abcdef0123"
TOKEN = "practice_Tok+/=~" + "x7_-" * 20
NAME = "张䶮𠮷，深圳市南山区"
SCANNER = Scanner({"secret": SECRET, "token": TOKEN, "name": NAME})
DISGUISES = {
    "as it is": lambda text: text.encode(),
    "in a query": lambda text: b"GET /x?token=" + quote(text, safe="").encode(),
    "in JSON": lambda text: json.dumps({"a": text}).encode(),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "HEXADECIMAL": lambda text: text.encode().hex().upper().encode(),
    "backwards": lambda text: text.encode()[::-1],
    "gzip": lambda text: gzip.compress(text.encode()),
    **{
        f"base64 after {shift}": lambda text, shift=shift: base64.b64encode(
            b"z" * shift + text.encode() + b"tail"
        )
        for shift in range(4)
    },
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(b"{" + text.encode() + b"}"),
}


@pytest.mark.parametrize("secret", [SECRET, TOKEN, NAME], ids=["secret", "token", "name"])
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_secret_is_found_in_each_disguise(secret, disguise):
    data = DISGUISES[disguise](secret)
    expected = {SECRET: "secret", TOKEN: "token", NAME: "name"}[secret]
    around = b"" if disguise == "gzip" else b"some text "
    assert SCANNER.names_in(around + data) == {expected}


def test_other_secrets_are_none_of_its_business():
    other = base64.b64encode(b"practice_ is a word, c0ffee5e too").decode()
    assert SCANNER.names_in(f"{other} practice_example 0123456789abcdef".encode()) == set()


def test_files_their_names_and_what_is_packed_in_them(tmp_path):
    # GIVEN a secret in the name of a file, in a database, in an archive and in a sound file
    (tmp_path / f"{SECRET}.txt").touch()
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        database.execute("CREATE TABLE t(x)")
        database.execute("INSERT INTO t VALUES (?)", (SECRET,))
        database.commit()
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", SECRET)
    (tmp_path / "sound.txt").write_text("nothing")
    # WHEN the folder is scanned
    found = SCANNER.places(files_below(tmp_path))
    # THEN each place is named
    names = sorted(place.removeprefix(f"{tmp_path}/") for _, place in found)
    assert names == [f"{SECRET}.txt", "a.sqlite", "a.zip"]
    assert {name for name, _ in found} == {"secret"}


def test_a_receipt_as_pdf_is_read_as_words(tmp_path, qapp):
    from PySide6.QtGui import QPdfWriter, QTextDocument

    # GIVEN a PDF in which letters are numbers of glyphs
    path = tmp_path / "a.pdf"
    document = QTextDocument()
    document.setPlainText(f"a secret: {SECRET}")
    document.print_(QPdfWriter(str(path)))
    assert SECRET.encode() not in path.read_bytes()
    # WHEN it is scanned, THEN it is found
    assert SCANNER.places(files_below(tmp_path)) == [("secret", str(path))]


@pytest.mark.parametrize(
    "disguise", [name for name in DISGUISES if name not in ("backwards", "gzip")]
)
@pytest.mark.parametrize("secret", ["token", "made up", "practice"])
def test_the_watch_over_the_whole_run_finds_the_secrets_of_the_tests(tmp_path, secret, disguise):
    # GIVEN a secret as the tests use them, in a file
    secrets = {
        "token": World()._issue("wx1"),
        "made up": MiniProgram.new().secret,
        "practice": example_accounts()[0]["secret"],
    }
    (tmp_path / "file").write_bytes(b"a word " + DISGUISES[disguise](secrets[secret]))
    # AND another with words that only begin like one
    (tmp_path / "other").write_text("practice_server practice_world c0ffee5ec2e7 0000000000000000")
    # WHEN the folder is searched, THEN the file is found
    found = {line.partition(":")[0] for line in leaks_below(tmp_path)}
    (tmp_path / "file").unlink()  # or this run is said to leak
    assert found == {str(tmp_path / "file")}


LEAKING_TEST = """
import logging
from gui.core.practice.world import World

def test_that_{way}(tmp_path):
    token = World()._issue("wx1")
    {leak}
"""
LEAKS = {
    "prints": "print(token)",
    "logs": "logging.getLogger('gui').warning('with %s', token)",
    "keeps_a_file": "(tmp_path / 'left').write_text(token)",
}


@pytest.mark.parametrize("way", LEAKS)
def test_a_test_that_leaks_fails(tmp_path, way):
    # GIVEN a test that leaves a token behind in one way
    file = tmp_path / "test_leaking.py"
    file.write_text(LEAKING_TEST.format(way=way, leak=LEAKS[way]))
    # WHEN it is run under the watch, THEN the run fails and says where
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "tests.leak_watch"]
    done = subprocess.run(
        [*command, "--basetemp", str(tmp_path / "base"), "--rootdir", str(tmp_path), str(file)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    shutil.rmtree(tmp_path / "base", ignore_errors=True)
    assert done.returncode == 1, done.stdout
    assert "practice_" in done.stdout
