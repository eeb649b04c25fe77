"""What the administrator and the review do, step by step."""

from __future__ import annotations

import pytest

from gui.core.practice.tasks import STEP_WORDS, Step


def numbers(report):
    return report["task_status"], report["apply_status"]


@pytest.fixture
def fresh(client, world, submission):
    """A first submission that has just been made and not been paid."""
    world.tasks.clear()
    first = submission({"/taskid": None, "/contact_info/mobile": None})
    return client.submit(first, "wxaauth").json["taskid"]


def test_a_certification_to_the_end(client, world, fresh):
    # WHEN everything goes well, each step is one that is offered
    seen = []
    for step in ("agree", "face_ok", "code_ok", "pay", "pass_review"):
        assert step in world.possible_steps(fresh)
        world.play(fresh, step)
        seen.append(numbers(client.query(fresh)))
    # THEN both numbers tell how far it is
    assert seen == [(3, 0), (6, 0), (15, 1), (12, 2), (12, 4)]
    assert world.possible_steps(fresh) == ["send_back"]
    # THEN the order's number is larger than 32 bits and the reviewer can be called
    report = client.query(fresh)
    assert report["orderid"] > 2**32
    assert set(report["dispatch_info"]) == {"provider", "contact", "dispatch_time"}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["decline"], (2, 0)),
        (["time_out"], (1, 0)),
        (["agree", "face_fail"], (5, 0)),
        (["agree", "face_ok", "code_fail"], (8, 0)),
    ],
)
def test_ways_that_end_early(client, world, submission, fresh, steps, expected):
    # WHEN the administrator does not get through
    for step in steps:
        assert step in world.possible_steps(fresh)
        world.play(fresh, step)
    # THEN it shows, and there is no order
    report = client.query(fresh)
    assert numbers(report) == expected
    assert report["orderid"] == 0
    assert "dispatch_info" not in report
    # THEN resubmitting is taken
    assert client.submit(submission({"/taskid": fresh})).code == 0


def test_sent_back_and_once_more(client, world, submission, fresh):
    # GIVEN a certification under review, sent back with a reason
    for step in ("agree", "face_ok", "code_ok", "pay"):
        world.play(fresh, step)
    world.play(fresh, "send_back", "执照不清楚")
    assert client.query(fresh)["refill_reason"] == "执照不清楚"
    # WHEN it is submitted again and authorised
    assert client.submit(submission({"/taskid": fresh})).code == 0
    for step in ("agree", "face_ok", "code_ok"):
        world.play(fresh, step)
    # THEN it is not paid twice
    assert numbers(client.query(fresh)) == (12, 2)
    assert client.query(fresh)["refill_reason"] == ""
    # WHEN it fails for good
    world.play(fresh, "fail_review")
    # THEN the reason is in Chinese and nothing more can be done
    report = client.query(fresh)
    assert numbers(report) == (12, 5)
    assert report["fail_reason"]
    assert client.submit(submission({"/taskid": fresh})).code == 89608


def test_the_provider_pays(client, world, submission):
    # GIVEN the provider's package pays
    pays = {"/pay_type": 1, "/service_appid": "wx00000000000000c3"}
    client.submit(submission(pays | {"/invoice_info": {"invoice_type": 1}}))
    # WHEN the administrator is through
    for step in ("agree", "face_ok", "code_ok"):
        world.play("TASK1", step)
    # THEN nobody waits for money
    assert numbers(client.query()) == (12, 2)


def test_words_for_every_step_and_no_others():
    assert set(STEP_WORDS) == set(Step)


def test_unknown_steps_and_tasks(world):
    with pytest.raises(ValueError, match="dance"):
        world.play("TASK1", "dance")
    with pytest.raises(KeyError):
        world.play("NOWHERE", "agree")
