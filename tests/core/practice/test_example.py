"""The practice example: complete, sent back, and wrong in exactly one field."""

from __future__ import annotations

import http.client
import json

import pytest
from stdnum.cn import uscc

from gui.core.paths import RESOURCES
from gui.core.practice.example import example_accounts, example_record, practice_world
from gui.core.practice.server import StandIn

STORED = json.loads((RESOURCES / "practice" / "example.json").read_text(encoding="utf-8"))
WRONG = "/invoice_info/electronic/id"


def nested(values):
    data = {}
    for pointer, value in values.items():
        *parents, name = pointer.strip("/").split("/")
        place = data
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return data


@pytest.fixture
def stand_in():
    with StandIn() as stand_in:
        yield stand_in


def ask(stand_in, path, body):
    connection = http.client.HTTPConnection(stand_in.base_url.removeprefix("http://"), timeout=5)
    text = json.dumps(body, ensure_ascii=False).encode()
    connection.request("POST", path, text, {"Content-Type": "application/json; charset=utf-8"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def token(stand_in, account):
    body = {
        "grant_type": "client_credential",
        "appid": account["appid"],
        "secret": account["secret"],
        "force_refresh": False,
    }
    return ask(stand_in, "/cgi-bin/stable_token", body)["access_token"]


def submit(stand_in, call, values, account):
    path = f"/wxa/sec/{call}?access_token={token(stand_in, account)}"
    return ask(stand_in, path, {"auth_data": nested(values)})


def test_the_example_is_wrong_in_one_field_only(stand_in):
    # GIVEN the example record
    record = example_record()
    # WHEN it is sent as it is
    answer = submit(stand_in, record["call"], record["values"], record["account"])
    # THEN the tax number is refused
    assert answer["errcode"] == 89641
    assert WRONG in answer["errmsg"]
    # WHEN that one field is put right
    record["values"][WRONG] = STORED["right_value"]["value"]
    answer = submit(stand_in, record["call"], record["values"], record["account"])
    # THEN it is taken
    assert answer["errcode"] == 0
    assert answer["auth_url"].startswith("https://mp.weixin.qq.com/practice/")
    assert stand_in.world.violations == []


def test_the_reason_names_the_right_value(stand_in):
    # WHEN the state is asked for
    record = example_record()
    path = f"/wxa/sec/queryauth?access_token={token(stand_in, record['account'])}"
    report = ask(stand_in, path, {"taskid": record["values"]["/taskid"]})
    # THEN it was sent back, with a reason from which a person knows what to type
    assert (report["task_status"], report["apply_status"]) == (12, 3)
    assert report["refill_reason"] == record["refill_reason"]
    right = STORED["right_value"]["value"]
    assert right in report["refill_reason"]
    assert len(record["values"][WRONG]) == 16
    assert len(right) == 18


def test_tax_numbers_have_a_right_check_digit():
    for number in (STORED["right_value"]["value"], *(a["credential"] for a in STORED["accounts"])):
        assert uscc.calc_check_digit(number[:17]) == number[17]


def test_the_account_is_the_record_s_own():
    record, world = example_record(), practice_world()
    assert record["account"] == example_accounts()[0]
    assert set(record["account"]) == {"name", "appid", "secret"}
    account = world.accounts[record["account"]["appid"]]
    assert account.principal_name == record["values"]["/invoice_info/invoice_title"]
    assert account.principal_name == record["context"]["certified_name"]
    assert account.nickname == record["values"]["/account_name"]
    assert account.customer_type == record["values"]["/customer_type"]


def test_the_second_account_is_free_for_a_first_submission(stand_in):
    # GIVEN the example's answers, for the other company
    account, values = example_accounts()[1], example_record()["values"]
    for pointer in ("/taskid", "/contact_info/mobile", "/invoice_info/invoice_title"):
        del values[pointer]
    values[WRONG] = STORED["accounts"][1]["credential"]
    # THEN they are taken as a first submission
    answer = submit(stand_in, "wxaauth", values, account)
    assert answer["errcode"] == 0
    assert stand_in.world.tasks[answer["taskid"]].appid == account["appid"]


def test_everybody_gets_a_copy_of_his_own():
    example_record()["values"].clear()
    practice_world().media.clear()
    assert example_record()["values"]
    assert practice_world().media
