"""Records travel as files: everything that was typed comes along, no secret ever does."""

import json
import sqlite3
from dataclasses import replace

import pytest

from gui.core.errors import FileRefused, StoreError
from gui.core.store.pictures import Pictures
from gui.core.transfers import Exported
from tests.core.office import NEWCOMER, OWNER, VALUES
from tests.core.store.test_pictures import Made

RARE = VALUES["reauth"] | {
    "/taskid": "T1",
    "/contact_info/name": "𠮷䶮😀张",
    "/invoice_info/invoice_type": 1,
    "/invoice_info/electronic/desc": "备注“引号”\n第二行\\\t<b>",
    "/invoice_info/vat/bank_account": "6222000000000000001",  # hidden, and kept
    "/auth_ident_material": ["media😀"],  # hidden, and kept
}
EXTRAS = {"/later_field": {"a": [1, "𠮷"]}, "/note": "不认识的字段"}


def content_of(record):
    """What a file has to carry; the invoice type's twin is made from its first name."""
    return record.name, record.call, record.values, record.extras


def test_a_record_comes_back_as_it_was(office, tmp_path):
    # GIVEN a record with rare characters, hidden answers, and fields that nobody knows
    values = {pointer: RARE[pointer] for pointer in RARE if pointer != "/auth_type"}
    record = office.records.create(
        "reauth", "甲😀", values, extras=EXTRAS, account_id=office.account().id
    )

    # WHEN it is exported and imported
    path = tmp_path / "草稿😀.json"
    assert office.transfers.export([record.id], path) == Exported(path, 0)
    plan = office.transfers.read(path)
    (copy_id,) = office.transfers.take_in(plan, None)

    # THEN the copy is another record with the same content and the same account
    copy = office.records.get(copy_id)
    assert copy.id != record.id
    assert content_of(copy) == content_of(record)
    assert copy.account_id == record.account_id
    assert copy.context == {"call": "reauth"}
    assert office.journal.history(copy_id) == []
    assert "𠮷䶮😀张" in path.read_text("utf-8")


def test_all_records_in_one_file(office, tmp_path):
    # GIVEN records of two accounts and of none, and a deleted one
    mine, other = office.account(), office.account("wxaauth")
    for number, account in enumerate((mine, other, None)):
        office.records.create(
            "wxaauth" if account is other else "reauth",
            f"记录{number}",
            {"/account_name": f"小程序{number}"},
            account_id=account and account.id,
        )
    gone = office.records.create("reauth", "已删除", {"/account_name": "x"})
    office.records.delete(gone.id)

    # WHEN all of them go to another computer, which knows one of the accounts
    path = tmp_path / "all.json"
    office.transfers.export([], path)
    office.accounts.delete(other.id)
    spare = office.accounts.create("备用", "wx00000000000000ee", "token")
    ids = office.transfers.take_in(office.transfers.read(path), spare.id)

    # THEN each finds its account by its AppID, and the others get the one that was chosen
    found = {office.records.get(one).name: office.records.get(one) for one in ids}
    assert {name: one.account_id for name, one in found.items()} == {
        "记录0": mine.id,
        "记录1": spare.id,
        "记录2": spare.id,
    }
    assert {name: one.call for name, one in found.items()} == {
        "记录0": "reauth",
        "记录1": "wxaauth",
        "记录2": "reauth",
    }
    appids = {one["name"]: one["appid"] for one in json.loads(path.read_bytes())["records"]}
    assert appids == {"记录0": OWNER["appid"], "记录1": NEWCOMER["appid"], "记录2": ""}


def test_no_secret_is_in_a_file(office, world, tmp_path):
    # GIVEN an account whose secret and token are in use, and an import that brought canaries
    account = office.account()
    wechat = office.connections.wechat(account)
    wechat.prepare()
    extras = {
        "/appsecret": "CANARY-1",
        "/deep": {"access_token": "CANARY-2", "Secret": ["CANARY-3"], "密码": "CANARY-4"},
    }
    record = office.records.create(
        "reauth", "甲", {"/taskid": "T1"}, extras=extras, account_id=account.id
    )

    # WHEN everything is exported
    path = tmp_path / "all.json"
    office.transfers.export([], path)

    # THEN none of it is in the file, in any spelling
    text = path.read_text("utf-8")
    for secret in (OWNER["secret"], world.token_of(OWNER["appid"]), "CANARY"):
        assert secret not in text
    assert "secret" not in text.lower()
    assert "token" not in text.lower()
    assert record.id not in text
    assert OWNER["appid"] in text

    # AND a file that brings some leaves them outside
    content = json.loads(text)
    content["records"][0]["auth_data"]["access_token"] = "CANARY-5"
    content["records"][0]["extras"] = extras
    path.write_text(json.dumps(content), "utf-8")
    (copy,) = office.transfers.take_in(office.transfers.read(path), None)
    assert "CANARY" not in str(office.records.get(copy))


def test_reading_changes_nothing(office, tmp_path):
    path = tmp_path / "bare.json"
    path.write_text(json.dumps({"auth_data": {"account_name": "小程序"}}), "utf-8")
    plan = office.transfers.read(path)
    assert plan.records[0].values == {"/account_name": "小程序"}
    assert office.records.summaries() == []
    for bad in ("{", "[]", '{"a": 1}'):
        path.write_text(bad, "utf-8")
        with pytest.raises(FileRefused):
            office.transfers.read(path)


def test_a_record_without_a_name_gets_one(office, tmp_path):
    path = tmp_path / "own.json"
    record = {"name": "", "call": "wxaauth", "auth_data": {}, "extras": {}}
    content = {"format": "reauth-desk-draft", "version": 1, "records": [record]}
    path.write_text(json.dumps(content), "utf-8")
    (made,) = office.transfers.take_in(office.transfers.read(path), None)
    assert office.records.get(made).name


def test_a_file_that_cannot_be_written(office, tmp_path):
    record = office.record()
    with pytest.raises(StoreError, match="文件没有导出"):
        office.transfers.export([record.id], tmp_path / "nowhere" / "x.json")
    with pytest.raises(KeyError):
        office.transfers.export(["nobody"], tmp_path / "x.json")
    assert not (tmp_path / "x.json").exists()


def test_a_record_that_cannot_be_saved_can_be_exported(office, tmp_path):
    # GIVEN a record as it stands in the window, with more than is on the disk
    record = office.record()
    typed = replace(record, values=record.values | {"/contact_info/name": "刚刚填的"})

    # WHEN it is exported, THEN the file has what was typed and the account's AppID
    path = tmp_path / "草稿.json"
    assert office.transfers.export_record(typed, path) == Exported(path, 0)
    (item,) = office.transfers.read(path).records
    assert item.values["/contact_info/name"] == "刚刚填的"
    assert item.appid == OWNER["appid"]

    # AND the disk is as it was
    assert office.records.get(record.id) == record


def test_a_file_is_taken_in_whole_or_not_at_all(office, tmp_path):
    # GIVEN a file of three records, and a store that refuses the last of them
    for name in ("甲", "乙", "丙"):
        office.records.create("reauth", name, {"/account_name": name})
    path = tmp_path / "three.json"
    office.transfers.export([], path)
    plan = office.transfers.read(path)
    with office.database.transaction() as connection:
        connection.execute(
            "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.records"
            f" WHEN NEW.name = '{plan.records[-1].name}' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )

    # WHEN it is taken in, THEN none of it is there
    with pytest.raises(sqlite3.IntegrityError):
        office.transfers.take_in(plan, None)
    assert len(office.records.summaries()) == 3

    # AND later all of it is
    with office.database.transaction() as connection:
        connection.execute("DROP TRIGGER refuse")
    assert len(office.transfers.take_in(plan, None)) == 3
    assert len(office.records.summaries()) == 6


def test_a_lost_picture_travels_by_the_id_that_wechat_knows(office, tmp_path):
    # GIVEN a record with two pictures that are lost, of which one was uploaded, and a typed id
    pictures, account = Pictures(office.database), office.account()
    kept = [pictures.keep(bytes([n]), "x", [Made(content=bytes([n]))])[0] for n in range(2)]
    office.upload_rows.keep(kept[0].sha256, account.appid, "media-uploaded")
    values = {"/qualification_other": [*(one.reference for one in kept), "media-typed"]}
    record = office.records.create("reauth", "记录", values, account_id=account.id)
    for one in kept:
        (office.folder / "pictures" / one.sha256).unlink()

    # WHEN it is exported, saved or not
    exported = office.transfers.export([record.id], tmp_path / "a.reauth")
    saved_or_not = office.transfers.export_record(record, tmp_path / "b.reauth")

    # THEN it is known how many are lost
    assert (exported.left, saved_or_not.left) == (1, 1)
    assert (exported.pictures, saved_or_not.pictures) == (0, 0)

    # AND the file names no picture of this computer, and an import brings what WeChat knows
    for name in ("a.reauth", "b.reauth"):
        assert "local:" not in (tmp_path / name).read_text("utf-8")
        plan = office.transfers.read(tmp_path / name)
        (copy_id,) = office.transfers.take_in(plan, None)
        answers = office.records.get(copy_id).values["/qualification_other"]
        assert answers == ["media-uploaded", "media-typed"]


def test_an_import_names_no_picture_of_another_computer(office, tmp_path):
    # GIVEN a text without pictures that names one
    record = office.records.create("reauth", "记录", {"/account_name": "名称"})
    path = tmp_path / "a.reauth"
    office.transfers.export([record.id], path)
    text = path.read_text("utf-8").replace("名称", "local:" + "a" * 64)
    path.write_text(text, "utf-8")
    # WHEN it is taken in, THEN it was told before, and the record does not name it
    plan = office.transfers.read(path)
    assert "有 1 张图片不在文件里，需要重新添加" in plan.notes
    (copy_id,) = office.transfers.take_in(plan, None)
    assert office.records.get(copy_id).values == {}


def test_what_is_known_and_what_is_missing_is_told_before(office, tmp_path):
    # GIVEN a record, and a file for the same task with a blank item and no payer's AppID
    office.records.create("reauth", "客户甲", {"/taskid": "T1"})
    path = tmp_path / "a.json"
    answers = {"taskid": "T1", "pay_type": 2, "qualification_other": ["m1", "", "m2"]}
    path.write_text(json.dumps({"auth_data": answers}), "utf-8")
    # WHEN it is looked at
    plan = office.transfers.read(path)
    # THEN all of this is said, and the items with something in them are there
    told = "\n".join([*plan.notes, *plan.records[0].notes])
    assert "已有同一任务编号的记录「客户甲」" in told
    assert "提交前还要填写：" in told
    assert "里有 1 个空白项，没有导入" in told
    assert plan.records[0].values["/qualification_other"] == ["m1", "m2"]
