"""Asking behind the user's back: what is new, what stops whom, and no window of the keyring."""

from threading import Event

import pytest

from gui.core.background import ARRIVED, Background, concerns, reason
from gui.core.connections import Connections
from gui.core.errors import (
    AccountIncomplete,
    AnswerTimeout,
    KeyringLocked,
    NoConnection,
    Refused,
    StoreBusy,
    TokenUnavailable,
)
from gui.core.keystore import PROXY_PASSWORD, MemoryStore, Secrets
from gui.core.practice.faults import Fault
from gui.core.practice.tasks import Step
from tests.core.office import OWNER, TASKID, Hasty


class Locked(MemoryStore):
    """A keyring that opens a window when it is read: nobody may."""

    shown = 0

    def is_open(self, cancelled=None):
        return False

    def get(self, name, cancelled=None):
        self.shown += 1
        return super().get(name)


@pytest.fixture
def background(office):
    return Background(office.desk, lambda: office.secrets, lambda: False)


def line(office, record):
    return office.records.summary(record.id)


def test_what_is_new_is_told_in_the_words_of_the_list(office, world, background):
    # GIVEN a record that was submitted, WHEN nothing has happened, THEN nothing is told
    record = office.record()
    office.submit(record)
    office.clocks.go_by(100)
    answer = background.ask(line(office, record), False)
    assert (answer.news, answer.record) == ("", line(office, record))
    assert answer.record.asked_at == office.clocks.wall
    # WHEN the administrator has agreed, THEN that is told, once
    world.play(TASKID, Step.AGREE)
    answer = background.ask(answer.record, False)
    assert answer.news == "等待人脸核验"
    assert background.ask(answer.record, False).news == ""


def test_a_doubt_that_is_settled_is_told(office, world, background):
    record = office.record()
    world.misbehave("reauth", Fault.DROP_AFTER_RECEIVING)
    office.submit(record)
    answer = background.ask(line(office, record), False)
    assert (answer.news, answer.record.state) == (ARRIVED, "accepted")


def test_a_record_that_was_deleted_meanwhile_is_no_failure(office, world, background):
    record = office.record()
    known = line(office, record)
    office.desk.delete(record.id)
    assert background.ask(known, False).record is None


@pytest.fixture
def locked(open_office, stand_in):
    """The program with a keyring that somebody would have to unlock."""
    office = open_office(Hasty(stand_in.base_url))
    keyring = Locked()
    keyring.set(OWNER["appid"], OWNER["secret"])
    office.secrets = Secrets(keyring, MemoryStore())
    office.connections = Connections(office.transport, office.secrets, pause=0.01)
    office.keyring = keyring
    return office


def test_a_locked_keyring_is_left_in_peace(locked, world):
    # GIVEN a record whose secret is in a locked keyring
    known = line(locked, locked.record())
    background = Background(locked.desk, lambda: locked.secrets, lambda: False)
    # WHEN it is asked for in the background, THEN no window is shown and nothing is sent
    with pytest.raises(KeyringLocked) as caught:
        background.ask(known, False, Event())
    assert (locked.keyring.shown, world.received) == (0, [])
    assert concerns(caught.value) == "secret"
    # WHEN somebody presses, THEN the window may come, and from then on none is needed
    background.ask(known, True)
    assert locked.keyring.shown == 1
    background.ask(known, False)
    assert locked.keyring.shown == 1
    # AND the password of a proxy would be read with every call
    proxied = Background(locked.desk, lambda: locked.secrets, lambda: True)
    with pytest.raises(KeyringLocked):
        proxied.ask(known, False)
    locked.secrets.set(PROXY_PASSWORD, "for this session", keep=False)
    proxied.ask(known, False)
    assert locked.keyring.shown == 1


def test_what_is_only_in_memory_needs_no_keyring(locked, world):
    # GIVEN a token that has to be pasted again, and a record without an account
    background = Background(locked.desk, lambda: locked.secrets, lambda: False)
    record = locked.record(method="token")
    with pytest.raises(AccountIncomplete):
        background.ask(line(locked, record), False)
    locked.paste(world.token_of(OWNER["appid"]))
    assert background.ask(line(locked, record), False).record is not None
    alone = locked.records.create("reauth", "没有账号", {"/taskid": TASKID})
    with pytest.raises(AccountIncomplete):
        background.ask(line(locked, alone), False)


@pytest.mark.parametrize(
    ("error", "whose"),
    [
        (NoConnection(), "everybody"),
        (AnswerTimeout(), "everybody"),
        (TokenUnavailable(), "everybody"),
        (StoreBusy(), "everybody"),
        (Refused(-1, "system error", "", {}), "everybody"),
        (Refused(45009, "reach max api daily quota limit", "", {}), "too_often"),
        (Refused(45011, "api minute-quota reach limit", "", {}), "too_often"),
        (Refused(40125, "invalid appsecret", "", {}), "secret"),
        (Refused(40243, "appsecret frozen", "", {}), "secret"),
        (AccountIncomplete(), "secret"),
        (Refused(40164, "invalid ip 1.2.3.4", "", {}), "account"),
        (Refused(48001, "api unauthorized", "", {}), "account"),
        (Refused(89250, "no such task", "", {}), "record"),
        (Refused(12345, "something new", "", {}), "record"),
    ],
)
def test_whom_a_failure_stops(error, whose):
    assert concerns(error) == whose
    assert reason(error)


@pytest.mark.parametrize("way", ["ask", "look"])
def test_an_answer_that_was_overtaken_by_a_submission_is_not_kept(office, stand_in, way):
    # GIVEN a question that is under way, of a record that was sent back
    record = office.record()
    order = office.order(record)
    quick = Connections(office.transport, office.secrets).wechat(office.account())

    class Slow(Hasty):
        def post(self, path, body, **options):
            answer = super().post(path, body, **options)
            if path.endswith("queryauth"):
                office.submissions.send(quick, order)
            return answer

    office.connections = Connections(Slow(stand_in.base_url), office.secrets)
    # WHEN it is submitted before the answer comes
    getattr(office.desk, way)(record.id)
    # THEN the answer, which is of the round before, is not taken for news of this one
    sheet = office.desk.sheet(record.id)
    assert (sheet.attempt.state, sheet.progress) == ("accepted", None)
