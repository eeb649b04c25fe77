"""What the program opens with other programs, those get the environment of the system."""

import json

import pytest

from tests.fixtures_desktop import wait_until

pytestmark = pytest.mark.e2e

# Notes what it was asked to open, and which libraries it would load first.
NOTES = """#!/bin/sh
printf '%s\\n%s\\n' "$1" "${LD_LIBRARY_PATH-none}" > "$HOME/asked"
"""


@pytest.mark.parametrize("own", [None, "/opt/of/the/user"])
def test_a_folder_opens_with_the_libraries_of_the_system(
    sit_down, session, private_home, data, own
):
    # GIVEN a desktop that opens folders, for a user with and without a library path of their own
    opener = private_home / "bin" / "xdg-open"
    opener.write_text(NOTES, encoding="ascii")
    if own is not None:
        session["LD_LIBRARY_PATH"] = own
    person = sit_down()
    # WHEN the folder with the data is opened from the settings
    person.press("ctrl+comma")
    person.click("open_data_folder")
    asked = private_home / "asked"
    wait_until(lambda: asked.exists() and asked.read_text().count("\n") == 2, "it is opened")
    # THEN the other program is asked for that folder, and finds the libraries it always finds
    what, path = asked.read_text().splitlines()
    assert what in (str(data), data.as_uri())
    assert path == (own or "none")


def test_a_draft_that_is_double_clicked_opens_in_the_program_that_runs(
    sit_down, starter, private_home, data
):
    # GIVEN the program, and a draft file of a colleague
    person = sit_down()
    record = {"name": "同事的草稿", "call": "reauth", "appid": "", "auth_data": {}, "extras": {}}
    draft = {"format": "reauth-desk-draft", "version": 1, "records": [record]}
    file = private_home / "草稿.reauth"
    file.write_text(json.dumps(draft), encoding="utf-8")
    # WHEN the desktop starts the program with that file
    second = starter.launch("--practice", "--data-dir", str(data), str(file))
    # THEN the one that runs asks whether to take it in, and no other window opens
    assert second.wait() == 0, second.output()
    person.reads("将新建 1 条记录：「同事的草稿」")
