"""What was filled in before is offered to the same account or subject, and to nobody else."""

import pytest

from gui.core.store.memory import Memory

BANK, PHONE = "/invoice_info/vat/bank_name", "/third_party_phone"
COMPANY = "深圳湾科技有限公司"


@pytest.fixture
def memory(store):
    return Memory(store.database, store.clock)


@pytest.fixture
def accounts(store):
    return [store.accounts.create(name, f"wx{name}", "secret").id for name in ("甲", "乙", "丙")]


def answers(found):
    return {section: known.answers for section, known in found.items()}


def test_an_account_gets_its_own_answers_back(store, memory, accounts):
    # GIVEN what was filled in for an account
    memory.keep(accounts[0], "", {"contact": {PHONE: "4001234567"}})
    # WHEN the program starts again
    store.open_again()
    memory = Memory(store.database, store.clock)
    # THEN it is offered to that account, and to no other
    (known,) = memory.of(accounts[0], "").values()
    assert (known.answers, known.account_name, known.own) == ({PHONE: "4001234567"}, "甲", True)
    assert memory.of(accounts[1], "") == {}


def test_later_answers_stand_beside_earlier_ones(memory, accounts):
    # GIVEN bank data of one record
    memory.keep(accounts[0], COMPANY, {"invoice": {BANK: "招商银行", PHONE: "1"}})
    # WHEN another record had no use for a bank, and left the telephone empty
    memory.keep(accounts[0], "", {"invoice": {PHONE: None, "/x": "y"}})
    # THEN the bank is still known, the telephone is forgotten, and so is nothing of whom it is
    assert answers(memory.of(accounts[0], "")) == {"invoice": {BANK: "招商银行", "/x": "y"}}
    assert memory.of(accounts[1], COMPANY)["invoice"].account_name == "甲"


def test_the_same_subject_gets_the_newest_of_its_accounts(memory, accounts):
    # GIVEN two accounts of one company, and one of nobody known
    for number, account in enumerate(accounts[:2]):
        memory.keep(account, COMPANY, {"contact": {PHONE: str(number)}})
    # WHEN a third account of the company asks
    (known,) = memory.of(accounts[2], COMPANY).values()
    # THEN it gets the newest, and is told whose it is
    assert (known.answers, known.account_name, known.own) == ({PHONE: "1"}, "乙", False)
    # AND an account that has its own gets that
    assert memory.of(accounts[0], COMPANY)["contact"].own
    # AND whoever is not known to be of the company gets nothing
    assert memory.of(accounts[2], "") == {}
    assert memory.of(accounts[2], "另一家公司") == {}


def test_what_goes_with_an_account_and_what_is_cleared_is_gone(store, memory, accounts):
    memory.keep(accounts[0], COMPANY, {"contact": {PHONE: "canary-1"}})
    memory.keep(accounts[1], COMPANY, {"contact": {PHONE: "canary-2"}})
    # WHEN an account is deleted
    store.accounts.delete(accounts[0])
    # THEN its answers are not on the disk any more
    assert b"canary-1" not in store.path.read_bytes()
    # WHEN the rest is cleared
    assert memory.clear() == 1
    assert memory.clear() == 0
    assert b"canary-2" not in store.path.read_bytes()
    # AND of an account that is gone nothing new is remembered
    memory.keep(accounts[0], "", {"contact": {PHONE: "canary-3"}})
    assert memory.clear() == 0


def test_odd_texts_are_kept(memory, accounts):
    memory.keep(accounts[0], "\ud83d", {"contact": {PHONE: "a\ud83d\x00<b>"}})
    assert memory.of(accounts[0], "\ud83d")["contact"].answers == {PHONE: "a\ufffd\x00<b>"}
