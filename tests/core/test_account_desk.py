"""Accounts and their secrets change together, and in an order that no failure can spoil."""

import logging
import threading

import pytest

from gui.core.account_desk import AccountDesk, AccountState, Connected
from gui.core.account_draft import AccountDraft
from gui.core.connections import Connections
from gui.core.errors import (
    AccountIncomplete,
    AppError,
    Cancelled,
    DiskFull,
    KeyringMissing,
    KeyringRefused,
    KeyringTimeout,
    NoAnswer,
    Refused,
)
from gui.core.keystore import KeyringStore, MemoryStore, Secrets
from gui.core.practice.example import example_accounts
from gui.core.practice.server import StandIn
from gui.core.store.accounts import Accounts
from gui.core.store.database import open_database
from gui.core.wechat.refusals import explain
from gui.core.wechat.transport import Transport

FIRST, SECOND = example_accounts()
APPID, SECRET = FIRST["appid"], FIRST["secret"]
PRINCIPAL = "深圳市演练科技有限公司"


class Keyring(MemoryStore):
    """A keyring that can be told to fail; `calls` is what was asked of it."""

    def __init__(self):
        super().__init__()
        self.calls = []
        self.failures = {}

    def _note(self, call, name):
        self.calls.append((call, name))
        if call in self.failures:
            raise self.failures[call]

    def get(self, name, cancelled=None):
        self._note("get", name)
        return super().get(name)

    def set(self, name, secret, cancelled=None):
        self._note("set", name)
        super().set(name, secret)

    def delete(self, name, cancelled=None):
        self._note("delete", name)
        super().delete(name)

    def holds(self, name):
        return super().get(name)


@pytest.fixture
def database(tmp_path):
    database = open_database(tmp_path / "data").database
    yield database
    database.close()


@pytest.fixture
def accounts(database):
    return Accounts(database)


@pytest.fixture
def keyring():
    return Keyring()


@pytest.fixture
def memory():
    return MemoryStore()


@pytest.fixture
def stand_in():
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def connections(stand_in, keyring, memory):
    return Connections(Transport(stand_in.base_url), Secrets(keyring, memory))


@pytest.fixture
def desk(accounts, keyring, memory, connections):
    return AccountDesk(accounts, Secrets(keyring, memory), connections)


def draft(account=None, **changes) -> AccountDraft:
    """A new account as it is filled in, or a change of one that is there."""
    filled = {"id": None, "name": "甲公司", "appid": APPID, "method": "secret", "keep": True}
    if account is not None:
        filled = {name: getattr(account, name) for name in filled}
    elif changes.get("method") != "token":
        filled["secret"] = SECRET
    return AccountDraft(**{**filled, **changes})


# saving


def test_a_secret_goes_to_the_keyring_and_the_rest_to_the_table(desk, accounts, keyring, memory):
    # WHEN an account is saved as it was copied
    account = desk.save(draft(name=" 甲公司 ", appid=APPID.upper(), secret=f" {SECRET}\n"))

    # THEN the row is there without the secret, and the keyring has it without blanks
    assert accounts.all() == [account] == desk.list()
    assert (account.name, account.appid, account.keep) == ("甲公司", APPID, True)
    assert keyring.holds(APPID) == SECRET
    assert memory.get(APPID) is None
    assert desk.state(account).words == "密钥在系统钥匙串"


def test_for_this_session_the_keyring_is_not_touched(desk, keyring, memory):
    account = desk.save(draft(keep=False))
    assert keyring.calls == []
    assert memory.get(APPID) == SECRET
    assert account.keep is False
    assert desk.state(account) == AccountState(True, False, "密钥仅本次使用")


def test_a_token_stays_in_memory(desk, keyring, connections):
    account = desk.save(draft(method="token", token="pasted"))
    assert connections.has_token(account)
    assert desk.state(account).words == "凭证已粘贴"
    assert account.keep is False
    assert keyring.calls == []


@pytest.mark.parametrize("failure", [KeyringRefused, KeyringMissing, KeyringTimeout, Cancelled])
def test_without_the_keyring_there_is_no_row(desk, accounts, keyring, failure):
    keyring.failures["set"] = failure()
    with pytest.raises(failure):
        desk.save(draft())
    assert accounts.all() == []

    # and 仅本次使用 gets through all the same
    assert desk.save(draft(keep=False)) in accounts.all()


def test_without_the_row_the_keyring_is_emptied_again(desk, accounts, keyring, database):
    # GIVEN a disk that takes nothing
    database.rows("PRAGMA query_only = ON")

    # WHEN an account is saved, THEN neither row nor secret stays
    with pytest.raises(AppError):
        desk.save(draft())
    assert accounts.all() == []
    assert keyring.holds(APPID) is None
    assert ("set", APPID) in keyring.calls


def test_an_appid_of_another_account_is_refused_before_its_secret_is_overwritten(desk, keyring):
    desk.save(draft())
    with pytest.raises(AppError, match="它属于「甲公司」"):
        desk.save(draft(name="乙公司", secret="x" * 32))
    assert keyring.holds(APPID) == SECRET


def test_what_is_missing_is_said_and_nothing_kept(desk, accounts, keyring):
    with pytest.raises(AppError, match=r"请填写名称.*AppID 共 18 位，现在是 3 位"):
        desk.save(draft(name="", appid="wx1"))
    assert accounts.all() == []
    assert keyring.calls == []


# changing


def test_a_new_name_leaves_the_keyring_alone(desk, keyring):
    account = desk.save(draft())
    keyring.calls.clear()
    assert desk.save(draft(account, name="新名")).name == "新名"
    assert keyring.calls == []


def test_another_appid_takes_the_secret_along(desk, keyring):
    account = desk.save(draft())
    moved = desk.save(draft(account, appid=SECOND["appid"]))
    assert moved.id == account.id
    assert keyring.holds(SECOND["appid"]) == SECRET
    assert keyring.holds(APPID) is None


def test_a_move_that_the_keyring_refuses_changes_nothing(desk, accounts, keyring):
    account = desk.save(draft())
    keyring.failures["set"] = KeyringRefused()
    with pytest.raises(KeyringRefused):
        desk.save(draft(account, appid=SECOND["appid"]))
    assert accounts.all() == [account]
    assert keyring.holds(APPID) == SECRET


def test_a_move_without_its_row_changes_nothing(desk, accounts, keyring, database):
    account = desk.save(draft())
    database.rows("PRAGMA query_only = ON")
    with pytest.raises(AppError):
        desk.save(draft(account, appid=SECOND["appid"]))
    assert accounts.all() == [account]
    assert keyring.holds(APPID) == SECRET
    assert keyring.holds(SECOND["appid"]) is None


def test_keeping_a_secret_of_this_session_moves_it_to_the_keyring(desk, keyring, memory):
    account = desk.save(draft(keep=False))
    kept = desk.save(draft(account, keep=True))
    assert kept.keep is True
    assert keyring.holds(APPID) == SECRET
    assert memory.get(APPID) is None


def test_a_secret_that_is_nowhere_is_never_said_to_be_kept(desk, accounts, memory):
    # GIVEN an account for one session, after which the program was started again
    account = desk.save(draft(keep=False))
    memory.delete(APPID)

    # WHEN its secret is to be kept without being filled in, THEN the user is asked for it
    with pytest.raises(AccountIncomplete, match="没有找到原来的 AppSecret"):
        desk.save(draft(account, keep=True))
    assert accounts.all() == [account]


@pytest.mark.parametrize("answers", [True, False], ids=["the keyring answers", "it refuses"])
def test_no_longer_keeping_takes_the_secret_out_of_the_keyring(
    desk, keyring, memory, answers, caplog
):
    account = desk.save(draft())
    if not answers:
        keyring.failures["delete"] = KeyringRefused()
    changed = desk.save(draft(account, keep=False))
    assert changed.keep is False
    assert memory.get(APPID) == SECRET
    assert keyring.holds(APPID) == (None if answers else SECRET)
    warnings = [entry for entry in caplog.records if entry.levelno == logging.WARNING]
    assert len(warnings) == (0 if answers else 1)
    assert APPID not in caplog.text
    assert SECRET not in caplog.text


def test_a_keyring_that_lost_its_answer_is_not_believed(desk, accounts, keyring):
    # GIVEN a kept secret
    account = desk.save(draft())

    # WHEN another is written, and nobody knows whether it arrived and was taken back
    keyring.failures["set"] = KeyringTimeout()
    with pytest.raises(KeyringTimeout):
        desk.save(draft(account, secret="n" * 32))

    # THEN the account no longer says that its secret is kept
    assert [kept.keep for kept in accounts.all()] == [False]


def test_changing_to_a_token_takes_the_secret_out_of_the_keyring(desk, keyring, connections):
    account = desk.save(draft())
    changed = desk.save(draft(account, method="token", token="pasted"))
    assert (changed.method, changed.keep) == ("token", False)
    assert keyring.holds(APPID) is None
    assert connections.has_token(changed)


def test_the_next_call_goes_with_the_new_secret(desk, connections, stand_in):
    # GIVEN an account in use
    account = desk.save(draft())
    connections.wechat(account).check_connection()

    # WHEN its secret is reset at WeChat, and filled in here
    stand_in.world.accounts[APPID].secret = "n" * 32
    desk.save(draft(account, secret="n" * 32))

    # THEN the next call asks for a token with it
    asked = stand_in.world.count("stable_token")
    connections.wechat(account).check_connection()
    assert stand_in.world.count("stable_token") == asked + 1


def test_an_unchanged_token_stays_in_use(desk, connections):
    account = desk.save(draft(method="token", token="pasted"))
    renamed = desk.save(draft(account, name="新名"))
    assert connections.has_token(renamed)
    moved = desk.save(draft(renamed, appid=SECOND["appid"]))
    assert not connections.has_token(moved)
    assert desk.state(moved).words == "需要粘贴凭证"


# deleting


def test_deleting_takes_secret_and_token_along(desk, accounts, keyring, memory, connections):
    kept = desk.save(draft())
    session = desk.save(draft(appid=SECOND["appid"], keep=False))
    desk.delete(kept)
    desk.delete(session)
    assert accounts.all() == []
    assert keyring.holds(APPID) is None
    assert memory.get(SECOND["appid"]) is None

    token = desk.save(draft(method="token", token="pasted"))
    desk.delete(token)
    assert not connections.has_token(token)


def test_an_account_stays_until_its_secret_is_gone(desk, accounts, keyring):
    account = desk.save(draft())
    keyring.failures["delete"] = KeyringRefused()
    with pytest.raises(KeyringRefused):
        desk.delete(account)
    assert accounts.all() == [account]

    # unless the user says so
    desk.delete(account, leave_secret=True)
    assert accounts.all() == []


# testing the connection, over real HTTP


def test_success_tells_who_it_is_and_saves_nothing(desk, accounts, keyring):
    found = desk.test(draft())
    assert found == Connected("演练小程序", APPID, PRINCIPAL)
    assert accounts.all() == []
    assert keyring.calls == []


def test_what_is_kept_is_used_when_nothing_is_filled_in(desk, stand_in):
    account = desk.save(draft())
    assert desk.test(draft(account)).principal == PRINCIPAL
    pasted = stand_in.world.token_of(APPID)
    changed = desk.save(draft(account, method="token", token=pasted))
    assert desk.test(draft(changed)).principal == PRINCIPAL


def test_without_a_secret_there_is_nothing_to_test(desk, memory):
    account = desk.save(draft(keep=False))
    memory.delete(APPID)
    with pytest.raises(AccountIncomplete, match="AppSecret"):
        desk.test(draft(account))


def test_a_token_of_another_mini_program_is_noticed(desk, stand_in):
    pasted = stand_in.world.token_of(SECOND["appid"])
    with pytest.raises(AppError, match="它属于 wx00000000000000b2，这里填的是 wx00000000000000a1"):
        desk.test(draft(method="token", token=pasted))


def refusal_of(desk, filled):
    with pytest.raises(Refused) as refused:
        desk.test(filled)
    assert SECRET not in str(refused.value)
    return explain(refused.value, submission=False)


def test_a_wrong_secret_is_40125(desk):
    assert refusal_of(desk, draft(secret="w" * 32)).code == 40125


def test_an_unknown_appid_is_40013(desk):
    assert refusal_of(desk, draft(appid="wx0123456789abcdef")).code == 40013


def test_an_ip_that_is_not_allowed_is_40164_and_tells_which(desk, stand_in):
    stand_in.world.ip_allowed = False
    refusal = refusal_of(desk, draft())
    assert (refusal.code, refusal.ip) == (40164, "61.172.68.219")


def test_a_missing_permission_is_48001(desk, stand_in):
    stand_in.world.refuse("getaccountbasicinfo", 48001)
    assert refusal_of(desk, draft()).code == 48001


def test_a_broken_line_is_no_answer(desk, stand_in):
    stand_in.world.misbehave("getaccountbasicinfo", "drop_after_receiving", times=3)
    with pytest.raises(NoAnswer):
        desk.test(draft())


def test_a_wait_can_be_left(desk, stand_in):
    # GIVEN WeChat that takes the question and never answers
    stand_in.world.misbehave("getaccountbasicinfo", "hang")
    stop = threading.Event()
    answered = stand_in.world.wait_received
    waiter = threading.Thread(target=lambda: answered("getaccountbasicinfo") and stop.set())
    waiter.start()

    # WHEN the user stops waiting, THEN the wait is over long before any deadline
    with pytest.raises(Cancelled):
        desk.test(draft(), stop)
    waiter.join(5)
    assert stand_in.world.count("getaccountbasicinfo") == 1


class Frozen:
    """A backend whose every call waits until the test ends."""

    def __init__(self):
        self.asked, self.over = threading.Event(), threading.Event()

    def get_password(self, service, username):
        self.asked.set()
        self.over.wait(30)

    def set_password(self, service, username, password):
        self.asked.set()
        self.over.wait(30)

    delete_password = get_password


def test_a_frozen_keyring_can_be_left(accounts, connections):
    frozen = Frozen()
    keyring = KeyringStore(deadline=30, backend=lambda: frozen)
    desk = AccountDesk(accounts, Secrets(keyring, MemoryStore()), connections)
    stop = threading.Event()
    waiter = threading.Thread(target=lambda: frozen.asked.wait(5) and stop.set())
    waiter.start()
    try:
        with pytest.raises(Cancelled):
            desk.save(draft(), stop)
    finally:
        frozen.over.set()
        waiter.join(5)
    assert accounts.all() == []


def test_a_full_disk_leaves_no_secret_without_an_account(desk, database, keyring):
    # GIVEN a store that takes no more pages
    database.rows(f"PRAGMA max_page_count = {database.row('PRAGMA page_count')[0]}")

    # WHEN accounts are saved until one is not taken
    def fill():
        for number in range(1000):
            desk.save(draft(name="长" * 1000, appid=f"wx{number:016x}"))

    with pytest.raises(DiskFull):
        fill()

    # THEN exactly those that are there have a secret
    kept = {account.appid for account in desk.list()}
    assert {f"wx{number:016x}" for number in range(len(kept))} == kept
    assert all(keyring.holds(appid) for appid in kept)
    assert keyring.holds(f"wx{len(kept):016x}") is None
