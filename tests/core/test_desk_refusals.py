"""Every state and every code that WeChat may answer with, through the desk and into the journal."""

import json
from contextlib import closing

import pytest

from gui.core.errors import Refused
from gui.core.paths import RESOURCES
from gui.core.practice.server import StandIn
from gui.core.store.connection import connect
from gui.core.wechat.refusals import catalogue, explain
from tests.core.office import OWNER, Hasty, Office, auth_data

TABLE = json.loads((RESOURCES / "wechat" / "progress.json").read_text("utf-8"))
TOKEN_CODES = {40001, 40014, 42001, 41001}
CODES = [*sorted(int(code) for code in catalogue() if code != "unknown"), 99999, -70000]


@pytest.fixture(scope="module")
def busy_office(tmp_path_factory):
    """One store and one stand-in for the many cases that do not disturb each other."""
    with StandIn() as stand_in:
        folder = tmp_path_factory.mktemp("office") / "data"
        with closing(Office(folder, Hasty(stand_in.base_url))) as office:
            office.world = stand_in.world
            yield office


STATES = [(int(number), 0, entry["resubmit"]) for number, entry in TABLE["task_status"].items()]
STATES += [(12, int(number), entry["resubmit"]) for number, entry in TABLE["apply_status"].items()]
STATES += [(77, 0, "ask"), (12, 88, "ask")]


@pytest.mark.parametrize(("task_status", "apply_status", "answer"), STATES)
def test_look_for_every_state(busy_office, task_status, apply_status, answer):
    # GIVEN a task in this state
    world, taskid = busy_office.world, f"LOOK{task_status}-{apply_status}"
    world.add_task(taskid, OWNER["appid"], task_status=task_status, apply_status=apply_status)
    record = busy_office.record(taskid=taskid)

    # WHEN it is looked at, THEN the verdict is the table's, and what was seen is kept
    look = busy_office.desk.look(record.id)
    assert look.answer == answer
    assert look.text.endswith("。")
    assert (look.seen.task_status, look.seen.apply_status) == (task_status, apply_status)
    kept = busy_office.desk.sheet(record.id).progress
    assert (kept.task_status, kept.apply_status) == (task_status, apply_status)


@pytest.mark.parametrize("code", [c for c in CODES if c not in TOKEN_CODES])
def test_look_at_a_refusal(busy_office, code):
    # GIVEN a query that is refused
    world = busy_office.world
    world.add_task(f"Q{code}", OWNER["appid"], task_status=12, apply_status=3)
    record = busy_office.record(taskid=f"Q{code}")
    world.refuse("queryauth", code, "some words", times=3)

    # WHEN it is looked at, THEN what would refuse the submission just as well is told at once
    refused = Refused(code, "some words", "", {})
    if explain(refused, submission=False).kind in ("account", "session"):
        with pytest.raises(Refused) as caught:
            busy_office.desk.look(record.id)
        assert caught.value.code == code
    else:
        # AND all else is the user's decision
        look = busy_office.desk.look(record.id)
        assert (look.answer, look.seen) == ("ask", None)
        assert "some words" in look.text
    world.behave()


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_is_kept(busy_office, code):
    # GIVEN a submission that WeChat will refuse with this code (a token's twice)
    world, taskid = busy_office.world, f"R{code}"
    world.add_task(taskid, OWNER["appid"], task_status=12, apply_status=3)
    record = busy_office.record(taskid=taskid)
    words = f"名称<b>不符</b> {code} rid: 6a-{abs(code)}"
    look = busy_office.desk.look(record.id)
    if code in TOKEN_CODES:
        world.rotate_token(OWNER["appid"])
    world.refuse("reauth", code, words, times=2 if code in TOKEN_CODES else 1)

    # WHEN it is submitted
    sheet, outcome = busy_office.desk.submit(record.id, auth_data(taskid=taskid), look)

    # THEN code, words and rid are in the journal, and only "busy" leaves a doubt
    attempt = sheet.attempt
    assert attempt == outcome.attempt == busy_office.journal.latest(record.id)
    assert attempt.state == ("unknown" if code == -1 else "refused")
    assert (attempt.errcode, attempt.errmsg) == (code, words)
    assert attempt.rid == f"6a-{abs(code)}"
    assert isinstance(outcome.error, Refused)
    assert world.bodies_of(taskid) == (2 if code in TOKEN_CODES else 1)

    # AND whoever reads the file finds it there
    with closing(connect(busy_office.path, writable=False)) as other:
        row = other.execute("SELECT * FROM attempts WHERE id = ?", (attempt.id,)).fetchone()
    assert (row["state"], int(row["errcode"]), row["errmsg"]) == (attempt.state, code, words)
