"""What helps with the answers, asked of a WeChat that answers over HTTP."""

import pytest

from gui.core.answer_desk import leaves
from gui.core.errors import NoAccount, NoAnswer, Refused
from tests.core.office import NEWCOMER, OWNER

PHONE = "/third_party_phone"


@pytest.fixture
def answers(office):
    return office.answers


@pytest.fixture
def record(office):
    return office.record()


# what WeChat can be asked


def test_whom_wechat_knows_behind_the_account(answers, record, world):
    facts = answers.facts(record.id)
    account = world.accounts[OWNER["appid"]]
    assert (facts.principal_name, facts.customer_type) == (
        account.principal_name,
        account.customer_type,
    )


def test_whether_a_name_wants_proof(answers, record):
    assert answers.check_name(record.id, "某某银行").hit
    assert not answers.check_name(record.id, "某某小店").hit


def test_an_app_that_was_not_created_by_interface_cannot_be_checked(office, answers):
    with pytest.raises(Refused) as caught:
        answers.check_name(office.record("wxaauth").id, "某某小店")
    assert caught.value.code == 41033


def test_without_an_account_nobody_is_asked(office, answers, world):
    record = office.records.create("reauth", "无账号", {}, context={"call": "reauth"})
    for ask in (answers.facts, answers.identities, answers.fresh_identities):
        with pytest.raises(NoAccount) as caught:
            ask(record.id)
        # AND nothing is said of a submission, for there was none to make
        assert "提交" not in caught.value.text
    with pytest.raises(NoAccount):
        answers.check_name(record.id, "某某小店")
    assert world.received == []


# identities


def test_identities_are_asked_for_once_and_kept(office, answers, record, world):
    # WHEN they are wanted twice, also after a new start
    first = answers.identities(record.id)
    office.open_again()
    again = office.answers.identities(record.id)
    # THEN WeChat was asked once, and the age is that of the answer
    assert world.count("authidentitytree") == 1
    assert again == first
    assert first.asked_at == office.clocks.wall
    # AND they are readable, with line breaks for <br />
    doctor = first.leaf("医师")
    assert doctor.requirement == "1. 医师资格证书\n2. 医师执业证书"
    assert first.leaf("医疗") is None
    assert first.leaf("没有") is None


def test_refreshing_asks_again(office, answers, record, world):
    old = answers.identities(record.id)
    office.clocks.go_by(3600)
    world.identities = [{"name": "只有一个"}]
    fresh = answers.fresh_identities(record.id)
    assert [leaf.name for leaf in leaves(fresh.tops)] == ["只有一个"]
    assert fresh.asked_at - old.asked_at == 3600
    assert answers.identities(record.id) == fresh


def test_each_account_has_its_own(office, answers, record, world):
    answers.identities(record.id)
    answers.identities(office.record("wxaauth").id)
    assert world.count("authidentitytree") == 2


@pytest.mark.parametrize("fault", ["half_answer", "html", "drop_after_receiving"])
def test_a_refresh_that_does_not_get_through_loses_nothing(answers, record, world, fault):
    kept = answers.identities(record.id)
    world.misbehave("authidentitytree", fault, times=9)
    with pytest.raises(NoAnswer):
        answers.fresh_identities(record.id)
    assert answers.identities(record.id) == kept


def test_a_tree_without_end_is_cut_and_still_kept(answers, record, world):
    node = {"name": "x" * 5000}
    for _ in range(60):
        node = {"name": "", "node_list": [node, {"name": "<b>红\u202e"}, 7, None]}
    world.identities = [node] * 3
    tree = answers.fresh_identities(record.id)
    assert answers.identities(record.id) == tree
    assert max(len(leaf.name) for leaf in leaves(tree.tops)) <= 500
    assert tree.leaf("<b>红") is not None


# what was filled in before


def test_what_was_checked_is_offered_to_the_next_record(office, answers, record):
    # GIVEN a checked record of one account
    answers.remember(record.id, "甲公司", {"contact": {PHONE: "4001234567"}})
    # THEN the next one of this account has it on offer, another account's has not
    assert answers.remembered(office.record().id, "")["contact"].own
    stranger = office.record("wxaauth")
    assert answers.remembered(stranger.id, "") == {}
    # UNLESS it is known to be of the same subject: then it says whose it is
    assert answers.remembered(stranger.id, "甲公司")["contact"].account_name == OWNER["name"]
    assert NEWCOMER["name"] != OWNER["name"]


def test_a_record_without_an_account_is_neither_remembered_nor_offered(office, answers):
    record = office.records.create("reauth", "无账号", {}, context={"call": "reauth"})
    answers.remember(record.id, "甲公司", {"contact": {PHONE: "1"}})
    assert answers.remembered(record.id, "甲公司") == {}


def test_what_is_cleared_is_in_no_backup_either(office, answers, record):
    answers.remember(record.id, "", {"contact": {PHONE: "canary-0001"}})
    office.backups.take()
    assert b"canary-0001" in everything_in(office.folder)
    assert answers.forget_remembered() == 1
    assert b"canary-0001" not in everything_in(office.folder)
    assert answers.remembered(record.id, "") == {}
    assert answers.forget_remembered() == 0


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
