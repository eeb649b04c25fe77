"""Records: what people typed comes back, and nobody's newer text is overwritten."""

import random

import pytest

from gui.core.errors import EditConflict, StoreError

VALUES = {
    "/account_name": "𠮷䶮小程序😀",
    "/customer_type": 1,
    "/qualification_other": ["media1", "media2"],
    "/invoice_info/vat/bank_account": "6222020200112233445",
}


def test_a_record_comes_back_whole(store):
    # GIVEN a record with everything that a record can hold
    account = store.accounts.create("甲公司", "wx1", "secret")
    record = store.records.create(
        "wxaauth",
        "年审",
        VALUES,
        extras={"/future": {"deep": [1, None, True, 1.5]}},
        context={"call": "wxaauth", "certified_name": "甲公司"},
        account_id=account.id,
    )

    created_at = store.clock.moment

    # WHEN the program starts again
    store.open_again()

    # THEN it is the same
    assert store.records.get(record.id) == record
    assert record.values == VALUES
    assert list(record.values) == list(VALUES)
    assert record.extras == {"/future": {"deep": [1, None, True, 1.5]}}
    assert record.context == {"call": "wxaauth", "certified_name": "甲公司"}
    assert (record.call, record.name, record.account_id) == ("wxaauth", "年审", account.id)
    assert (record.rev, record.opened_at, record.deleted_at) == (1, None, None)
    assert record.created_at == record.changed_at == created_at


def test_saving_counts_and_keeps_what_is_not_given(store):
    record = store.records.create("reauth", "记录", VALUES, extras={"/x": 1}, context={"y": 2})

    saved = store.records.save(record.id, values={"/account_name": "新"}, rev=record.rev)

    assert (saved.rev, saved.values) == (2, {"/account_name": "新"})
    assert (saved.extras, saved.context, saved.call) == ({"/x": 1}, {"y": 2}, "reauth")
    assert saved.changed_at > record.changed_at
    assert saved.created_at == record.created_at
    assert store.records.get(record.id) == saved


def test_saving_everything(store):
    account = store.accounts.create("甲", "wx1", "token")
    record = store.records.create("reauth", "记录", {}, account_id=account.id)
    saved = store.records.save(
        record.id,
        values={"/a": 1},
        rev=1,
        extras={"/b": 2},
        context={"c": 3},
        call="wxaauth",
        account_id=None,
    )
    assert (saved.values, saved.extras, saved.context) == ({"/a": 1}, {"/b": 2}, {"c": 3})
    assert (saved.call, saved.account_id, saved.rev) == ("wxaauth", None, 2)


def test_equal_content_writes_nothing(store):
    # GIVEN a record that was saved
    record = store.records.create("reauth", "记录", VALUES)
    before = store.path.read_bytes()

    # WHEN the same is saved again, THEN the file stays as it is
    assert store.records.save(record.id, values=dict(VALUES), rev=record.rev) == record
    assert store.path.read_bytes() == before

    # but True is not 1 and 1.0 is not 1
    for number, value in enumerate((True, 1.0, 1), start=2):
        saved = store.records.save(record.id, values={"/n": value}, rev=number - 1)
        assert (saved.rev, type(saved.values["/n"])) == (number, type(value))


def test_an_older_text_never_replaces_a_newer_one(store):
    # GIVEN two windows that show the same record, and one has saved
    record = store.records.create("reauth", "记录", {"/a": "0"})
    newer = store.records.save(record.id, values={"/a": "1"}, rev=record.rev)

    # WHEN the other saves something else
    with pytest.raises(EditConflict):
        store.records.save(record.id, values={"/a": "2"}, rev=record.rev)

    # THEN the first text is still there, and saving exactly that text again is no conflict
    assert store.records.get(record.id) == newer
    assert store.records.save(record.id, values={"/a": "1"}, rev=record.rev) == newer


def test_a_save_that_was_kept_although_it_seemed_to_fail_is_no_conflict(wrongly_failing):
    # GIVEN a save that is kept while the disk reports a failure
    records = wrongly_failing.records
    record = records.create("reauth", "记录", {"/a": "0"})
    wrongly_failing.database.failing = True
    with pytest.raises(StoreError):
        records.save(record.id, values={"/a": "1"}, rev=record.rev)

    # WHEN the user goes on typing in the text that is still in the window
    saved = records.save(record.id, values={"/a": "12"}, rev=record.rev)

    # THEN it is kept, while somebody else's text still is not overwritten
    assert (saved.values, saved.rev) == ({"/a": "12"}, 3)
    with pytest.raises(EditConflict):
        records.save(record.id, values={"/a": "123"}, rev=record.rev)


def test_saving_a_record_that_is_gone_is_a_conflict(store):
    record = store.records.create("reauth", "记录", {})
    store.records.delete(record.id)
    store.records.purge_deleted()
    with pytest.raises(EditConflict):
        store.records.save(record.id, values={"/a": 1}, rev=record.rev)


def test_two_processes_never_overwrite_each_other(store, start_program):
    # GIVEN a record, and two programs that each add their marks to what they read
    record = store.records.create("reauth", "记录", {"/marks": []})
    store.database.close()
    programs = [
        start_program("adding_marks.py", store.folder, record.id, name) for name in ("a", "b")
    ]

    def answers_to(line):
        for program in programs:
            program.stdin.write(f"{line}\n")
            program.stdin.flush()
        return [program.stdout.readline().strip() for program in programs]

    assert [program.stdout.readline() for program in programs] == ["read\n", "read\n"]

    # WHEN both save on top of the same text, again and again
    rounds = 100
    conflicts = []
    for _ in range(rounds):
        conflicts.append(sorted(answers_to("save")))
        assert answers_to("read") == ["read", "read"]

    # THEN one of them is told each time, and every mark of both is there
    assert conflicts == [["0", "1"]] * rounds
    store.open_again()
    marks = store.records.get(record.id).values["/marks"]
    assert sorted(marks) == sorted(f"{name}{n}" for name in "ab" for n in range(rounds))


def test_half_a_character_is_kept_visibly(store):
    record = store.records.create("reauth", "名\ud83d", {"/a": "字\ud83d", "/b\udc00": ["\udc00"]})
    assert record.name == "名\ufffd"
    assert record.values == {"/a": "字\ufffd", "/b\ufffd": ["\ufffd"]}

    saved = store.records.save(record.id, values={"/account_name": "\ud83d"}, rev=1)
    renamed = store.records.rename(record.id, "\ud83d")
    store.open_again()
    assert store.records.get(record.id) == renamed
    assert renamed.values == saved.values == {"/account_name": "\ufffd"}
    assert [line.name for line in store.records.summaries("\ufffd")] == ["\ufffd"]


def test_renaming_moving_and_opening_leave_the_content_alone(store):
    account = store.accounts.create("甲", "wx1", "token")
    record = store.records.create("reauth", "旧名", VALUES)
    store.records.rename(record.id, "新名")
    store.records.set_account(record.id, account.id)
    opened = store.records.mark_opened(record.id)
    assert (opened.name, opened.account_id) == ("新名", account.id)
    assert opened.opened_at == store.clock.moment
    assert (opened.rev, opened.values) == (1, VALUES)
    assert store.records.set_account(record.id, None).account_id is None


def test_the_record_opened_last(store):
    assert store.records.last_opened() is None
    first = store.records.create("reauth", "一", {})
    second = store.records.create("reauth", "二", {})
    assert store.records.last_opened() is None
    store.records.mark_opened(second.id)
    assert store.records.last_opened() == store.records.get(second.id)
    store.records.mark_opened(first.id)
    assert store.records.last_opened() == store.records.get(first.id)
    store.records.delete(first.id)
    assert store.records.last_opened() == store.records.get(second.id)


def test_a_duplicate_has_the_content_but_no_submissions(store):
    account = store.accounts.create("甲", "wx1", "token")
    record = store.records.create(
        "reauth", "记录", VALUES, extras={"/x": 1}, context={"y": 2}, account_id=account.id
    )
    store.journal.begin(record.id, "reauth", {"taskid": "t"}, "wx1", {})

    copy = store.records.duplicate(record.id)

    assert (copy.name, copy.values, copy.extras) == ("记录 副本", VALUES, {"/x": 1})
    assert (copy.context, copy.call, copy.account_id) == ({"y": 2}, "reauth", account.id)
    assert copy.id != record.id
    assert (copy.rev, copy.opened_at) == (1, None)
    assert store.journal.history(copy.id) == []


def test_deleting_and_undo(store):
    record = store.records.create("reauth", "记录", VALUES)
    assert store.records.delete(record.id).deleted_at == store.clock.moment
    assert store.records.summaries() == []
    assert store.records.restore(record.id) == record
    assert [line.id for line in store.records.summaries()] == [record.id]
    assert store.records.purge_deleted() == 0


def test_what_was_purged_is_in_no_file(store):
    # GIVEN records with personal data, edited, submitted, backed up and one of them deleted
    canaries = [f"6222{number:015d}" for number in random.Random(7).sample(range(10**15), 3)]
    keep = store.records.create("reauth", "留下", {"/a": "留下的内容"})
    record = store.records.create("reauth", "删除", {"/a": canaries[0] * 500})
    store.records.save(record.id, values={"/a": canaries[1], "/b": ["填" * 3000]}, rev=1)
    attempt = store.journal.begin(record.id, "reauth", {"taskid": canaries[2] * 400}, "wx1", {})
    store.journal.settle(attempt.id, "refused", errmsg=canaries[2])
    store.backups.take()
    before = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert canaries[1].encode() in before
    assert canaries[2].encode() in before

    # WHEN it is purged and the backups are renewed
    store.records.delete(record.id)
    assert store.records.purge_deleted() == 1
    store.backups.renew()

    # THEN no file holds a trace of it, and the other record is untouched
    after = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert not [canary for canary in canaries if canary.encode() in after]
    assert store.records.get(keep.id) == keep
    with pytest.raises(KeyError):
        store.records.get(record.id)
    assert store.journal.history(record.id) == []


def test_a_text_that_was_replaced_is_in_no_file(store):
    record = store.records.create("reauth", "记录", {"/a": "6222020200112233445" * 300})
    store.records.save(record.id, values={"/a": "空"}, rev=1)
    assert b"6222020200112233445" not in store.path.read_bytes()


def test_a_record_in_doubt_is_not_purged(store):
    record = store.records.create("reauth", "记录", {})
    attempt = store.journal.begin(record.id, "reauth", {}, "wx1", {})
    store.records.delete(record.id)
    assert store.records.purge_deleted() == 0
    store.journal.settle(attempt.id, "not_sent")
    assert store.records.purge_deleted() == 1


def test_a_first_submission_becomes_a_resubmission(store):
    # GIVEN a first submission
    record = store.records.create("wxaauth", "首次", {"/a": 1}, context={"call": "wxaauth"})

    # WHEN WeChat answered with a taskid
    adopted = store.records.adopt_taskid(record.id, "task-1")

    # THEN it is a resubmission of that task, once
    assert (adopted.call, adopted.rev) == ("reauth", 2)
    assert adopted.values == {"/a": 1, "/taskid": "task-1"}
    assert adopted.context == {"call": "reauth"}
    assert store.records.adopt_taskid(record.id, "task-1") == adopted
    assert store.records.adopt_taskid(record.id, "") == adopted
    with pytest.raises(KeyError):
        store.records.adopt_taskid("nobody", "task-1")
