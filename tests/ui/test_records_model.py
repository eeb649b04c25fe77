"""The list's model keeps Qt's promises, and finds and sorts what people look for."""

from datetime import datetime

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from gui.core.store.records import RecordSummary
from gui.ui.records_model import Column, RecordsFilter, RecordsModel

NOON = datetime(2026, 6, 15, 12).timestamp()
DAY = 86_400.0
Fatal = QAbstractItemModelTester.FailureReportingMode.Fatal


def record(number, **other):
    facts = {
        "id": f"id{number}",
        "name": f"记录 {number}",
        "call": "reauth",
        "account_name": "示例科技",
        "appid": "wx1234567890abcdef",
        "state": "draft",
        "changed_at": NOON - number * DAY,
        "taskid": f"task{number}",
    }
    return RecordSummary(**{**facts, **other})


def names(model):
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount())]


def test_the_model_keeps_qts_promises_while_it_changes(qtbot):
    # GIVEN both models under Qt's own watch
    model = RecordsModel(lambda: NOON)
    shown = RecordsFilter(model)
    watches = [QAbstractItemModelTester(watched, Fatal) for watched in (model, shown)]

    # WHEN rows come, are sorted, found and go
    model.show_records([record(number) for number in range(50)])
    kept = QPersistentModelIndex(model.index(3, Column.NAME))
    before = kept.data()
    for column in Column:
        shown.sort(column, Qt.SortOrder.AscendingOrder)
        shown.sort(column, Qt.SortOrder.DescendingOrder)
    shown.find("", "task1")

    # THEN nothing was broken, and what points to a row still points to it
    assert kept.data() == before
    assert shown.rowCount() == 11
    model.show_records([])
    assert not kept.isValid()
    assert len(watches) == 2


def test_newest_first_until_another_order_is_chosen(qtbot):
    # GIVEN records in no order
    model = RecordsModel(lambda: NOON)
    model.show_records([record(2, name="乙"), record(0, name="丙"), record(1, name="甲")])
    assert names(model) == ["丙", "甲", "乙"]

    # WHEN they are sorted by another column THEN new rows keep that order
    model.sort(Column.STATE, Qt.SortOrder.AscendingOrder)
    model.show_records([record(1, state="accepted"), record(2), record(3, state="accepted")])
    states = [model.index(row, Column.STATE).data() for row in range(3)]
    assert states == sorted(states)


def test_states_and_times_are_words(qtbot):
    # GIVEN one record of each state
    kinds = {
        ("draft", "reauth"): "草稿",
        ("draft", "wxaauth"): "草稿",
        ("not_sent", "reauth"): "草稿",
        ("not_arrived", "wxaauth"): "草稿",
        ("refused", "reauth"): "微信没有接受",
        ("sending", "reauth"): "正在提交",
        ("unknown", "wxaauth"): "结果未知",
        ("accepted", "reauth"): "已提交",
    }  # with what WeChat said: tests/core/test_list_state.py
    model = RecordsModel(lambda: NOON)
    for (state, call), words in kinds.items():
        # WHEN it is listed THEN its state is said in words, with an icon
        model.show_records([record(0, state=state, call=call)])
        index = model.index(0, Column.STATE)
        assert index.data() == words
        assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()

    # AND times too
    model.show_records([record(0), record(1), record(9), record(400)])
    times = [model.index(row, Column.CHANGED).data() for row in range(4)]
    assert times[0].startswith("今天 ")
    assert times[1].startswith("昨天 ")
    assert times[2].endswith("日")
    assert "年" not in times[2]
    assert "年" in times[3]


def test_filters_and_words_narrow_the_list(qtbot):
    # GIVEN records of several kinds
    model = RecordsModel(lambda: NOON)
    shown = RecordsFilter(model)
    model.show_records(
        [
            record(0, name="蓝天 年审", appid="wxAAAA", returned_at=NOON),
            record(1, name="𠮷野家", call="wxaauth"),
            record(2, state="unknown", program_name="蓝天商城"),
            record(3, state="accepted", account_name="", appid=""),
        ]
    )

    # WHEN somebody looks for something THEN all the words must be there, in any case
    def found(group, text=""):
        shown.find(group, text)
        return names(shown)

    assert found("refill") == ["蓝天 年审"]
    assert found("draft") == ["𠮷野家"]
    assert found("under_way") == ["记录 3"]
    assert found("unknown") == ["记录 2"]
    assert found("", "蓝天") == ["蓝天 年审", "记录 2"]
    assert found("", "wxaaaa 年审") == ["蓝天 年审"]
    assert found("", "task3") == ["记录 3"]
    assert found("", "蓝天 没有") == []
    assert model.count("") == 4
    assert model.count("unknown") == 1


def test_a_new_name_is_announced_and_not_taken_over(qtbot):
    # GIVEN a listed record
    model = RecordsModel(lambda: NOON)
    model.show_records([record(0)])
    index = model.index(0, Column.NAME)

    # WHEN it gets another name THEN the owner hears of it
    with qtbot.waitSignal(model.renamed) as heard:
        assert model.setData(index, "  新名字 ")
    assert heard.args == ["id0", "新名字"]
    assert index.data() == "记录 0"

    # AND neither blanks, nor the same name, nor another column are names
    with qtbot.assertNotEmitted(model.renamed):
        assert not model.setData(index, "   ")
        assert not model.setData(index, "记录 0")
        assert not model.setData(model.index(0, Column.STATE), "x")
    assert not model.index(0, Column.STATE).flags() & Qt.ItemFlag.ItemIsEditable


def test_what_runs_out_is_said_sorted_and_coloured(qtbot):
    # GIVEN links and returns, and a record without an end
    hour = 3600.0
    model = RecordsModel(lambda: NOON)
    fresh, old = NOON - hour, NOON - 23 * hour
    model.show_records(
        [
            record(0, name="d", state="accepted", task_status=0, link_at=fresh),
            record(1, name="b", state="accepted", task_status=0, link_at=old),
            record(2, name="a", state="accepted", task_status=0, link_at=NOON - 2 * DAY),
            record(3, name="e", apply_status=3, returned_at=NOON - 2 * DAY),
            record(4, name="c", apply_status=3, returned_at=NOON, deadline="2026-06-15"),
            record(5, name="f"),
        ]
    )

    # WHEN they are sorted by what is left
    model.sort(Column.LEFT, Qt.SortOrder.AscendingOrder)

    # THEN what ends first is on top, in words
    left = [model.index(row, Column.LEFT) for row in range(6)]
    assert names(model) == ["a", "b", "c", "d", "e", "f"]
    assert [index.data() for index in left] == [
        *("链接已过期", "链接还有 1 小时", "约今天到期", "链接还有 23 小时", "约 28 天", ""),
    ]
    assert "以微信通知为准" in left[4].data(Qt.ItemDataRole.ToolTipRole)

    # AND what is over or soon will be looks different
    shown = [index.data(Qt.ItemDataRole.ForegroundRole) for index in left]
    assert None not in shown[:3]
    assert shown[3:] == [None, None, None]
    model.show_records([record(0, apply_status=3, returned_at=NOON - 40 * DAY)])
    assert model.index(0, Column.LEFT).data() == "可能已过期"


def test_a_change_is_made_in_place(qtbot):
    # GIVEN both models under Qt's own watch, sorted by state, of which a filter shows some
    model = RecordsModel(lambda: NOON)
    shown = RecordsFilter(model)
    watches = [QAbstractItemModelTester(watched, Fatal) for watched in (model, shown)]
    waiting = {"state": "accepted", "task_status": 12, "apply_status": 2, "asked_at": NOON - 130}
    model.show_records([record(number, **waiting) for number in range(9)])
    shown.sort(Column.STATE, Qt.SortOrder.AscendingOrder)
    shown.find("under_way", "")
    kept = QPersistentModelIndex(shown.index_of("id3"))
    hint = shown.index_of("id3").siblingAtColumn(Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert hint == "2 分钟前查询"

    # WHEN a record goes on, and is only looked at THEN nothing is made anew
    with qtbot.assertNotEmitted(model.modelReset):
        model.update_record(record(3, **waiting | {"task_status": 0, "apply_status": 0}))
        model.update_record(record(5, **waiting | {"asked_at": NOON}))
        model.update_record(record(99, **waiting))

        # AND it stands where its new state belongs, and whoever pointed to it still does
        assert kept.data() == "记录 3"
        assert shown.index_of("id3").siblingAtColumn(Column.STATE).data() == "等待授权"
        states = [model.index(row, Column.STATE).data() for row in range(9)]
        assert states == sorted(states)
        assert shown.rowCount() == 9

        # AND what the filter does not want any more goes, with its number
        model.update_record(record(3, **waiting | {"apply_status": 4}))
        assert (shown.rowCount(), model.count("under_way"), model.count("passed")) == (8, 8, 1)
        model.show_records([record(number, **waiting) for number in range(9)])
        assert shown.rowCount() == 9
    assert len(watches) == 2
