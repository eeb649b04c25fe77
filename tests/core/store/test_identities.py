"""The tree of identities of an account, kept with its age."""

import pytest

from gui.core.store.identities import IdentityRows

TREE = [["医疗", "1", "", [["医师", "11", "证\n证", []]]]]


@pytest.fixture
def rows(store):
    return IdentityRows(store.database, store.clock)


@pytest.fixture
def account(store):
    return store.accounts.create("甲", "wx1", "secret").id


def test_a_tree_is_kept_with_its_age(store, rows, account):
    assert rows.of(account) is None
    asked_at = rows.keep(account, TREE)
    store.open_again()
    assert IdentityRows(store.database).of(account) == (TREE, asked_at)


def test_a_newer_tree_takes_its_place(rows, account):
    first = rows.keep(account, TREE)
    later = rows.keep(account, [])
    assert later > first
    assert rows.of(account) == ([], later)


def test_it_goes_with_its_account(store, rows, account):
    rows.keep(account, TREE)
    store.accounts.delete(account)
    assert rows.of(account) is None
    rows.keep(account, TREE)
    assert rows.of(account) is None
