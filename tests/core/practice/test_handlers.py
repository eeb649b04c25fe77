"""Tokens, encodings, states and the smaller calls of the stand-in, over real HTTP."""

from __future__ import annotations

import base64
import json
import re

import pytest

APPID = "wx00000000000000a1"
RID = re.compile(r" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}\Z")
LINK = re.compile(r"https://mp\.weixin\.qq\.com/[!-\[\]-~]+")
FIRST = {"/taskid": None, "/contact_info/mobile": None}


# Tokens


def test_stable_token_gives_everybody_the_same(client, world):
    # WHEN two callers ask
    first, second = client.stable_token(), client.stable_token(force_refresh=None)
    # THEN both get the same, without an errcode
    assert first.json["access_token"] == second.json["access_token"] == client.token
    assert "errcode" not in first.json
    assert 7100 < first.json["expires_in"] <= 7200
    assert world.violations == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grant_type": "x"}, 40002),
        ({"appid": "wxffffffffffffffff"}, 40013),
        ({"appid": None}, 41002),
        ({"secret": "b" * 32}, 40125),
        ({"secret": None}, 41004),
    ],
)
def test_stable_token_checks_who_asks(client, changes, code):
    answer = client.stable_token(**changes)
    assert answer.code == code
    assert RID.search(answer.json["errmsg"])


def test_a_token_is_renewed_only_near_its_end(client, world, clock):
    # GIVEN a token
    first = client.token
    # WHEN five minutes and more are left
    clock.now += 7200 - 301
    assert world.token_of(APPID) == first
    # WHEN fewer are left
    clock.now += 2
    second = world.token_of(APPID)
    # THEN there is a new one, and both are good until the old one ends
    assert second != first
    assert client.ask("authidentitytree", {}, token=first).code == 0
    assert client.ask("authidentitytree", {}, token=second).code == 0
    clock.now += 300
    assert client.ask("authidentitytree", {}, token=first).code == 42001


@pytest.mark.parametrize(
    ("spoil", "code"),
    [("expire_token", 42001), ("rotate_token", 40001)],
)
def test_a_spoilt_token_is_refused_until_asked_for_again(client, world, spoil, code):
    # GIVEN the token is no longer good
    getattr(world, spoil)(APPID)
    # THEN it is refused
    assert client.query()["errcode"] == code
    # WHEN the client asks again
    client.token = client.stable_token().json["access_token"]
    # THEN the new one works
    assert client.query()["errcode"] == 0


def test_missing_and_wrong_tokens(client):
    assert client.ask("queryauth", {"taskid": "TASK1"}, token="").code == 41001
    assert client.ask("queryauth", {"taskid": "TASK1"}, token="made-up").code == 40001


def test_forcing_a_token_is_a_grave_fault(client, world):
    # WHEN a client forces a new token
    forced = client.stable_token(force_refresh=True)
    # THEN everybody else's token is gone, and the fault is on record
    assert forced.json["access_token"] != client.token
    assert client.query()["errcode"] == 40001
    assert world.violations == ["stable_token with force_refresh"]


def test_the_old_token_call_is_a_grave_fault(client, world):
    # WHEN a client calls the old endpoint
    answer = client.raw("GET", f"/cgi-bin/token?grant_type=client_credential&appid={APPID}")
    # THEN the same holds
    assert answer.code == 48001
    assert client.query()["errcode"] == 40001
    assert world.violations == ["/cgi-bin/token was called"]


def test_the_white_list(client, world):
    # GIVEN this computer is not on the list
    world.ip_allowed = False
    # THEN every call names its address
    for answer in (client.stable_token(), client.ask("queryauth", {"taskid": "TASK1"})):
        assert answer.code == 40164
        assert "invalid ip 61.172.68.219 ipv6 ::ffff:61.172.68.219" in answer.json["errmsg"]
        assert RID.search(answer.json["errmsg"])


# Method and encoding


@pytest.mark.parametrize("path", ["/wxa/sec/reauth", "/wxa/sec/queryauth", "/cgi-bin/stable_token"])
def test_post_is_required(client, path):
    assert client.raw("GET", path).code == 43002


def test_an_unknown_path(client, world):
    assert client.raw("POST", "/wxa/sec/reauht", b"{}").code == 40066
    assert world.count("unknown") == 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (json.dumps({"taskid": "张三"}).encode(), 40033),
        (rb'{"taskid": "\u0041"}', 40033),
        (rb'{"taskid": "\\\u5f20"}', 40033),
        (rb'{"taskid": "C:\\user"}', 89250),
        ('{"taskid": "张三"}'.encode("gb18030"), 47002),
        (b'{"taskid": ', 47001),
        (b'["TASK1"]', 47001),
        (b'{"taskid": NaN}', 47001),
        (b"[" * 100_000, 47001),
        (b"", 47001),
        (b'{"taskid": 1}', 40097),
        (b"{}", 40097),
    ],
)
def test_the_body_is_json_in_utf8_without_escapes(client, raw, code):
    assert client.send("queryauth", raw).code == code


def test_the_body_says_that_it_is_json(client):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.send("queryauth", b'{"taskid": "TASK1"}', headers=form).code == 47001


# Submissions and states


def test_a_resubmission_begins_a_new_round(client, world, submission):
    # GIVEN a task that was sent back
    before = client.query()
    assert (before["task_status"], before["apply_status"]) == (12, 3)
    assert before["refill_reason"] == "图片不清楚"
    # WHEN it is submitted again
    answer = client.submit(submission({})).json
    # THEN there is a new link, which a client's gate lets through
    assert answer["taskid"] == "TASK1"
    assert answer["auth_url"] != before["auth_url"]
    assert LINK.fullmatch(answer["auth_url"])
    assert "/practice/" in answer["auth_url"]
    assert 120 <= len(answer["auth_url"]) <= 200
    # THEN the task is at its beginning, with the same link
    after = client.query()
    assert (after["task_status"], after["apply_status"]) == (0, 0)
    assert after["auth_url"] == answer["auth_url"]
    assert after["refill_reason"] == ""
    assert after["appid"] == APPID
    # THEN one body was counted
    assert world.bodies_of("TASK1") == 1


def test_sending_twice_is_counted_and_refused(client, world, submission):
    # WHEN the same submission arrives twice
    assert client.submit(submission({})).code == 0
    assert client.submit(submission({})).code == 89604
    # THEN both were counted, one was taken
    assert world.bodies_of("TASK1") == 2
    assert world.tasks["TASK1"].rounds == 2


STATES = [(0, s, 0 if s in {1, 2, 5, 8, 11, 14} else 89604) for s in (*range(10), 11, 12, 14, 15)]
ORDERS = [(1, 15, 89604), (2, 12, 89608), (3, 12, 0), (4, 12, 89608), (5, 12, 89608)]


@pytest.mark.parametrize(("apply_status", "task_status", "code"), STATES + ORDERS)
def test_in_which_states_a_resubmission_is_taken(
    client, world, submission, apply_status, task_status, code
):
    world.put("TASK1", task_status=task_status, apply_status=apply_status)
    assert client.submit(submission({})).code == code


def test_unknown_and_foreign_tasks(client, world, submission):
    # GIVEN a task of another account
    world.add_account("wx00000000000000ff", "f" * 32)
    world.add_task("FOREIGN", "wx00000000000000ff", task_status=12, apply_status=3)
    # THEN neither it nor an unknown one can be submitted or asked for
    for taskid in ("FOREIGN", "NOWHERE"):
        assert client.submit(submission({"/taskid": taskid})).code == 89250
        assert client.query(taskid)["errcode"] == 89250


def test_a_first_submission_creates_a_task(client, world, submission):
    # GIVEN an account without a task
    world.tasks.clear()
    # WHEN it is submitted for the first time
    answer = client.submit(submission(FIRST), "wxaauth").json
    # THEN there is a task that can be asked for
    assert answer["taskid"] in world.tasks
    assert client.query(answer["taskid"])["auth_url"] == answer["auth_url"]
    # THEN a second one is refused while it is under way
    assert client.submit(submission(FIRST), "wxaauth").code == 89604
    assert world.count("wxaauth") == 2
    # THEN after it ran out, the way is free
    world.play(answer["taskid"], "time_out")
    assert client.submit(submission(FIRST), "wxaauth").code == 0


def test_another_task_of_the_same_principal_today(client, world, clock, submission):
    # GIVEN the company has another mini program that was submitted today
    principal = world.accounts[APPID].principal_name
    world.tasks.clear()
    world.add_account("wx00000000000000ff", "f" * 32, principal_name=principal)
    world.add_task("OTHER", "wx00000000000000ff", created=clock.now - 3600)
    # THEN it has to wait for a day
    assert client.submit(submission(FIRST), "wxaauth").code == 89249
    world.tasks["OTHER"].created -= 86400
    assert client.submit(submission(FIRST), "wxaauth").code == 0


def test_what_was_received_is_kept_exactly(client, world, submission):
    # WHEN rare characters are sent
    client.submit(submission({"/contact_info/name": "𠮷䶮"}))
    # THEN the bytes are there to be looked at, and no repr shows them or the token
    received = world.last("reauth")
    assert "𠮷䶮".encode() in received.raw
    assert received.body["auth_data"]["contact_info"]["name"] == "𠮷䶮"
    assert received.query == {"access_token": client.token}
    assert received.headers["content-type"] == "application/json; charset=utf-8"
    assert client.token not in repr(received)
    assert "𠮷" not in repr(received)
    assert "a" * 32 not in repr(world.accounts[APPID])


# The smaller calls


def test_the_identity_tree_is_deep_and_partly_encoded(client):
    # WHEN the tree is asked for
    tree = client.ask("authidentitytree", {}).json["identity_tree_list"]
    # THEN it has several levels
    coach = tree[0]["node_list"][1]["node_list"][1]["node_list"][0]
    assert base64.b64decode(coach["name"]).decode() == "健身教练"
    assert coach["node_list"] == []
    # THEN requirements are encoded too, and break their lines as HTML
    doctor = tree[0]["node_list"][0]["node_list"][0]
    assert "<br />" in base64.b64decode(doctor["leaf_info"]["requirement"]).decode()
    # THEN one branch is plain
    assert tree[1]["name"] == "文艺工作者"
    assert tree[1]["node_list"][0]["name"] == "作家"
    assert tree[1]["root_info"] == {"type": 2}


@pytest.mark.parametrize(
    ("name", "code", "hit"),
    [("某某小程序", 0, False), ("某某医院", 0, True), ("国家级", 53012, None), ("", 53010, None)],
)
def test_the_name_check(client, name, code, hit):
    answer = client.ask("checkwxverifynickname", {"nick_name": name})
    assert answer.code == code
    assert answer.json.get("hit_condition") is hit
    assert bool(answer.json.get("wording")) is bool(hit)


def test_only_apps_created_by_interface_have_their_names_checked(client, world):
    world.accounts[APPID].created_by_interface = False
    assert client.ask("checkwxverifynickname", {"nick_name": "某某小程序"}).code == 41033


def test_another_identity_tree_can_be_laid_out(client, world):
    world.identities = [{"name": "x"}]
    assert client.ask("authidentitytree", {}).json["identity_tree_list"] == [{"name": "x"}]


def test_account_facts(client, world):
    world.accounts[APPID].customer_type = 12
    facts = client.ask("getaccountbasicinfo", {}).json
    assert facts["principal_name"] == world.accounts[APPID].principal_name
    assert facts["customer_type"] == 12
    assert facts["nickname"] == "某某小程序"
    assert "wx_verify_info" in facts
