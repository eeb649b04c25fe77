"""From an account to WeChat: its own token, fetched once, kept in memory and nowhere else."""

import threading

import pytest

from gui.core.connections import Connections
from gui.core.errors import NOTHING_SENT, SAFE, AccountIncomplete, KeyringLocked, Refused
from gui.core.keystore import MemoryStore, Secrets
from gui.core.practice.faults import Fault
from tests.core.office import NEWCOMER, OWNER, TASKID


def test_one_token_for_all_calls_of_an_account(office, world):
    # GIVEN two accounts
    mine, other = office.account(), office.account("wxaauth")

    # WHEN both are used more than once
    for account in (mine, other, mine, other):
        office.connections.wechat(account).check_connection()

    # THEN each fetched its own token once, gently
    assert world.count("stable_token") == 2
    tokens = [one.query["access_token"] for one in world.received if "access_token" in one.query]
    expected = [world.token_of(who["appid"]) for who in (OWNER, NEWCOMER)]
    assert tokens == expected * 2
    assert world.violations == []


def test_threads_share_the_token(office, world):
    account = office.account()
    office.connections.wechat(account).prepare()
    threads = [
        threading.Thread(target=office.connections.wechat(account).check_connection)
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (world.count("getaccountbasicinfo"), world.count("stable_token")) == (6, 1)


def test_a_changed_secret_counts_once_the_old_one_is_forgotten(office, world):
    # GIVEN an account in use, whose secret is reset and stored again
    account = office.account()
    office.connections.wechat(account).prepare()
    world.accounts[OWNER["appid"]].secret = "b" * 32
    world.expire_token(OWNER["appid"])
    office.secrets.set(OWNER["appid"], "b" * 32, keep=False)

    # WHEN it is used, THEN the old secret is refused until it is forgotten
    with pytest.raises(Refused):
        office.connections.wechat(account).check_connection()
    office.connections.forget(account.id)
    assert office.connections.wechat(account).check_connection().appid == OWNER["appid"]
    office.connections.forget("nobody")


def test_without_a_secret(office, world):
    account = office.accounts.create("新小程序", "wx00000000000000dd", "secret")
    assert office.connections.has_token(account)
    with pytest.raises(AccountIncomplete, match="「新小程序」还没有填写 AppSecret") as caught:
        office.connections.wechat(account)
    assert NOTHING_SENT in str(caught.value)
    assert SAFE in str(caught.value)
    assert world.received == []


def test_a_keyring_that_does_not_open(office):
    class Locked(MemoryStore):
        def get(self, name, cancelled=None):
            raise KeyringLocked

    connections = Connections(office.transport, Secrets(Locked(), MemoryStore()))
    with pytest.raises(KeyringLocked):
        connections.wechat(office.account())


def test_a_pasted_token_is_there_for_one_session(office, world):
    # GIVEN an account that works with pasted tokens
    account = office.account(method="token")
    assert not office.connections.has_token(account)
    with pytest.raises(AccountIncomplete, match="需要再粘贴一次"):
        office.connections.wechat(account)

    # WHEN nothing but blanks is pasted, THEN nothing changes
    with pytest.raises(AccountIncomplete):
        office.connections.paste(account, " \n")
    assert not office.connections.has_token(account)

    # WHEN a token is pasted, wrapped as it was copied, THEN it is used as it is
    token = world.token_of(OWNER["appid"])
    office.connections.paste(account, f" {token[:20]}\n{token[20:]} ")
    assert office.connections.has_token(account)
    assert office.connections.wechat(account).check_connection().appid == OWNER["appid"]
    assert world.count("stable_token") == 0

    # AND it is nowhere on the disk, and gone with the program
    assert all(token.encode() not in path.read_bytes() for path in office.folder.rglob("*.sql*"))
    office.open_again()
    assert not office.connections.has_token(account)


def test_trying_before_anything_is_stored(office, world):
    connections = office.connections
    assert connections.trial(OWNER["appid"], OWNER["secret"]).check_connection().appid
    token = world.token_of(NEWCOMER["appid"])
    assert connections.trial_token(token).check_connection().appid == NEWCOMER["appid"]
    with pytest.raises(Refused):
        connections.trial(OWNER["appid"], "wrong").check_connection()
    with pytest.raises(AccountIncomplete):
        connections.trial_token("")
    assert not connections.has_token(office.account(method="token"))


def test_a_question_is_asked_again_after_a_short_pause(office, world):
    world.misbehave("queryauth", Fault.BUSY, times=2)
    assert office.connections.wechat(office.account()).queryauth(TASKID).apply_status == 3
    assert world.count("queryauth") == 3
