"""Accounts: one per AppID, and no place for a secret."""

from dataclasses import fields, replace

import pytest

from gui.core.errors import AppError
from gui.core.store.accounts import Account


def test_accounts_are_kept_in_the_order_of_their_names(store):
    # GIVEN two accounts
    second = store.accounts.create("乙公司", "wx2222222222222222", "token")
    first = store.accounts.create("a公司", "wx1111111111111111", "secret", keep=True)

    # WHEN the program starts again
    store.open_again()

    # THEN both are there as they were
    assert store.accounts.all() == [first, second]
    assert store.accounts.get(first.id) == Account(
        first.id, "a公司", "wx1111111111111111", "secret", keep=True
    )
    assert second.keep is False


def test_changing_an_account(store):
    account = store.accounts.create("旧名", "wx1", "token")
    changed = store.accounts.save(replace(account, name="新名", method="secret", keep=True))
    assert changed == replace(account, name="新名", method="secret", keep=True)
    assert store.accounts.all() == [changed]


def test_an_appid_belongs_to_one_account(store):
    # GIVEN two accounts
    store.accounts.create("甲", "wx1", "token")
    other = store.accounts.create("乙", "wx2", "token")

    # WHEN the AppID of the first is used again, THEN the user reads so and nothing changed
    with pytest.raises(AppError, match="已经在账号列表里"):
        store.accounts.create("丙", "wx1", "token")
    with pytest.raises(AppError, match="已经在账号列表里"):
        store.accounts.save(replace(other, appid="wx1"))
    assert [account.appid for account in store.accounts.all()] == ["wx2", "wx1"]


def test_a_wrong_method_is_a_fault_of_ours(store):
    with pytest.raises(Exception, match="CHECK constraint"):
        store.accounts.create("甲", "wx1", "password")


def test_records_outlive_their_account(store):
    # GIVEN a record of an account
    account = store.accounts.create("甲", "wx1", "secret")
    record = store.records.create("reauth", "记录", {}, account_id=account.id)

    # WHEN the account is deleted
    store.accounts.delete(account.id)

    # THEN the record stays, without an account
    assert store.accounts.all() == []
    assert store.records.get(record.id).account_id is None
    with pytest.raises(KeyError):
        store.accounts.get(account.id)


def test_there_is_no_place_for_a_secret(store):
    # GIVEN all columns of all tables
    tables = store.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    columns = {
        (table["name"], column["name"])
        for table in tables
        for column in store.database.rows("SELECT name FROM pragma_table_info(?)", (table["name"],))
    }

    # THEN an account has these and no other, and nothing anywhere sounds like a secret
    assert {name for table, name in columns if table == "accounts"} == {
        *("id", "name", "appid", "method", "keep", "digest")
    }
    assert {field.name for field in fields(Account)} == {"id", "name", "appid", "method", "keep"}
    secret_words = ("secret", "token", "password", "ticket", "credential")
    assert not [column for column in columns if any(word in column[1] for word in secret_words)]
