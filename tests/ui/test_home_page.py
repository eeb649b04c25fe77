"""The list of records, used with the keyboard and the mouse."""

import time
from dataclasses import asdict, replace
from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QStyleOptionHeaderV2,
    QTableView,
    QToolButton,
    QWidget,
)

from gui.core.store.records import RecordSummary
from gui.ui.home_page import HomePage
from gui.ui.records_model import Column

NOON = 1_767_758_400.0


def records(number, state="draft"):
    return [
        RecordSummary(
            id=f"id{at}",
            name=f"记录 {at}",
            call="wxaauth" if at % 2 else "reauth",
            account_name="示例科技",
            appid="wx1234567890abcdef",
            state=state,
            changed_at=NOON - at,
            taskid=f"task{at}",
            returned_at=None if at % 2 else NOON,
        )
        for at in range(number)
    ]


@pytest.fixture
def page(qtbot):
    page = HomePage(lambda: NOON)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.set_records(records(6))
    with qtbot.waitActive(page):
        page.show()
    return page


def press(qtbot, page, name):
    qtbot.mouseClick(page.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def table(page):
    return page.findChild(QTableView, "records")


def choose(qtbot, page, row):
    index = table(page).model().index(row, Column.STATE)
    at = table(page).visualRect(index).center()
    qtbot.mouseClick(table(page).viewport(), Qt.MouseButton.LeftButton, pos=at)
    return at


def test_enter_and_double_click_open(qtbot, page):
    # GIVEN a chosen record
    at = choose(qtbot, page, 2)

    # WHEN Enter is pressed, or the record is clicked twice THEN it is wanted
    with qtbot.waitSignal(page.open_requested) as heard:
        qtbot.keyClick(table(page), Qt.Key.Key_Return)
    assert heard.args == ["id2"]
    with qtbot.waitSignal(page.open_requested) as heard:
        qtbot.mouseDClick(table(page).viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert heard.args == ["id2"]


def test_f2_renames_in_place(qtbot, page):
    # GIVEN a chosen record WHEN F2 is pressed in any column and a name typed
    choose(qtbot, page, 1)
    qtbot.keyClick(table(page), Qt.Key.Key_F2)
    editor = table(page).findChild(QLineEdit)
    assert editor.text() == "记录 1"
    editor.selectAll()
    qtbot.keyClicks(editor, "new")

    # THEN Enter announces it, and opens nothing
    with (
        qtbot.assertNotEmitted(page.open_requested),
        qtbot.waitSignal(page.rename_requested) as heard,
    ):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert heard.args == ["id1", "new"]


def test_delete_takes_the_record_not_a_letter_of_its_name(qtbot, page):
    # GIVEN a chosen record WHEN Delete is pressed THEN its deletion is wanted
    choose(qtbot, page, 0)
    with qtbot.waitSignal(page.delete_requested) as heard:
        qtbot.keyClick(table(page), Qt.Key.Key_Delete)
    assert heard.args == ["id0"]

    # AND while its name is edited, Delete is for the letters
    qtbot.keyClick(table(page), Qt.Key.Key_F2)
    editor = table(page).findChild(QLineEdit)
    with qtbot.assertNotEmitted(page.delete_requested):
        editor.home(False)
        qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.text() == "录 0"


def test_several_can_be_exported_but_only_one_deleted(qtbot, page):
    # GIVEN two chosen records
    choose(qtbot, page, 0)
    qtbot.keyClick(table(page), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    # WHEN they are exported THEN both are meant
    with qtbot.waitSignal(page.export_requested) as heard:
        table(page).findChild(QAction, "export_record").trigger()
    assert heard.args == [["id0", "id1"]]

    # AND what undo could not bring back is not offered
    with qtbot.assertNotEmitted(page.delete_requested):
        qtbot.keyClick(table(page), Qt.Key.Key_Delete)
    assert not table(page).findChild(QAction, "duplicate_record").isEnabled()


def test_typing_finds(qtbot, page):
    # GIVEN six records WHEN somebody types
    search = page.findChild(QLineEdit, "search")
    with qtbot.waitSignal(page.search_changed) as heard:
        qtbot.keyClicks(search, "task4")

    # THEN the list narrows once the typing rests
    assert heard.args == ["task4"]
    assert table(page).model().rowCount() == 1

    # AND without a hit there is a sentence and a way back, never an empty table
    with qtbot.waitSignal(page.search_changed):
        qtbot.keyClicks(search, "zzz")
    assert not table(page).isVisible()
    press(qtbot, page, "show_all")
    assert table(page).isVisible()
    assert table(page).model().rowCount() == 6
    assert search.text() == ""


def test_filters_count_and_narrow(qtbot, page):
    # GIVEN three records to resubmit and three drafts
    chip = page.findChild(QPushButton, "filter_draft")
    assert chip.text() == "草稿 3"

    # WHEN a filter is pressed THEN only its records stay, also after a refresh
    press(qtbot, page, "filter_draft")
    assert table(page).model().rowCount() == 3
    page.set_records(records(8))
    assert table(page).model().rowCount() == 4
    assert chip.accessibleName() == "筛选：草稿 4"


def test_a_filter_without_records_says_so_and_leads_back(qtbot, page):
    # GIVEN nothing that has passed WHEN that is looked for
    press(qtbot, page, "filter_passed")
    # THEN there is one sentence of its own, and one way back
    sentence = next(label for label in page.findChildren(QLabel) if "通过认证" in label.text())
    assert sentence.isVisible()
    press(qtbot, page, "show_all")
    assert table(page).isVisible()


def test_a_doubt_has_a_filter_as_long_as_there_is_one(qtbot, page):
    # GIVEN no doubt, THEN no filter for it
    chip = page.findChild(QPushButton, "filter_unknown")
    assert not chip.isVisible()
    # WHEN there is one, it can be found
    page.set_records([*records(3), *records(4, "unknown")[3:]])
    assert chip.text() == "结果未知 1"
    press(qtbot, page, "filter_unknown")
    assert table(page).model().rowCount() == 1
    # AND once it is settled, everything is shown again
    page.set_records(records(4))
    assert not chip.isVisible()
    assert table(page).model().rowCount() == 4


@pytest.mark.qt_log_ignore("does not support", extend=True)  # popups, offscreen
def test_without_records_there_is_one_sentence_and_one_main_button(qtbot, page):
    # GIVEN nothing to list
    page.set_records([])

    # THEN there is neither an empty grid nor anything to search
    assert not table(page).isVisible()
    assert not page.findChild(QLineEdit, "search").isVisible()
    main = [
        button
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.property("role") == "primary"
    ]
    assert [button.objectName() for button in main] == ["new_first"]

    # WHEN it is pressed and 首次提交 chosen THEN that kind is wanted
    press(qtbot, page, "new_first")
    menu = page.findChild(QWidget, "new_draft_menu")
    assert menu.isVisible()
    menu.hide()
    with qtbot.waitSignal(page.new_requested) as heard:
        page.findChild(QAction, "new_draft:wxaauth").trigger()
    assert heard.args == ["wxaauth"]


def test_without_records_a_file_can_be_taken_in(qtbot, page):
    # GIVEN nothing to list WHEN the second button is pressed THEN a file is wanted
    page.set_records([])
    assert any("拖进来" in label.text() for label in page.findChildren(QLabel))
    with qtbot.waitSignal(page.import_requested):
        press(qtbot, page, "import_first")


def test_what_can_be_done_with_a_record_has_buttons(qtbot, page):
    # GIVEN no chosen record, THEN nothing can be pressed
    names = ("open", "rename", "duplicate", "export", "delete")
    found = {name: page.findChild(QToolButton, f"row:{name}_record") for name in names}
    assert [button.isEnabled() for button in found.values()] == [False] * 5
    before = table(page).mapToGlobal(table(page).rect().topLeft())

    # WHEN one is clicked once THEN no row moves, and each button is about it
    choose(qtbot, page, 1)
    assert table(page).mapToGlobal(table(page).rect().topLeft()) == before
    for name in ("open", "duplicate", "export", "delete"):
        with qtbot.waitSignal(getattr(page, f"{name}_requested")) as heard:
            qtbot.mouseClick(found[name], Qt.MouseButton.LeftButton)
        assert heard.args[0] in ("id1", ["id1"])
    qtbot.mouseClick(found["rename"], Qt.MouseButton.LeftButton)
    assert table(page).findChild(QLineEdit).text() == "记录 1"


def test_the_hint_tells_what_the_columns_do_not(qtbot, page):
    hint = table(page).model().index(0, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert "wx1234567890abcdef" in hint
    assert "task0" in hint
    assert "双击" in hint


def test_the_arrow_points_down_while_the_newest_is_first(qtbot, page):
    # GIVEN the newest first
    columns, arrow = table(page).horizontalHeader(), QStyleOptionHeaderV2()
    columns.initStyleOptionForIndex(arrow, Column.CHANGED)
    assert arrow.sortIndicator == QStyleOptionHeaderV2.SortIndicator.SortDown
    # WHEN the order is turned THEN the arrow is
    table(page).sortByColumn(Column.CHANGED, Qt.SortOrder.AscendingOrder)
    columns.initStyleOptionForIndex(arrow, Column.CHANGED)
    assert arrow.sortIndicator == QStyleOptionHeaderV2.SortIndicator.SortUp


def test_in_huge_letters_the_search_says_all_that_it_finds(qtbot, page):
    search, font = page.findChild(QLineEdit, "search"), page.font()
    font.setPointSizeF(font.pointSizeF() * 1.6)
    page.setFont(font)
    page.resize(1400, 700)
    words = search.fontMetrics().horizontalAdvance(search.placeholderText())
    qtbot.waitUntil(lambda: search.width() > words + 40)


def test_head_buttons_announce(qtbot, page):
    for name, signal in (
        ("import", page.import_requested),
        ("export_all", page.export_all_requested),
    ):
        with qtbot.waitSignal(signal):
            press(qtbot, page, name)


def test_a_refresh_keeps_what_was_chosen(qtbot, page):
    # GIVEN a chosen record WHEN the list comes anew with that record elsewhere
    choose(qtbot, page, 3)
    moved = records(6)
    page.set_records([*moved[4:], *moved[:4], *records(9)[6:]])

    # THEN it is still chosen, and the keys still mean it
    with qtbot.waitSignal(page.open_requested) as heard:
        qtbot.keyClick(table(page), Qt.Key.Key_Return)
    assert heard.args == ["id3"]


def test_ten_thousand_records_do_not_hold_up_the_window(qtbot, page):
    # GIVEN very many records WHEN they are shown, sorted and filtered
    many = records(10_000)
    steps = {
        "show": lambda: page.set_records(many),
        "sort": lambda: table(page).sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder),
        "filter": lambda: press(qtbot, page, "filter_draft"),
        "search": lambda: (page.findChild(QLineEdit, "search").setText("记录 77"), page._find()),
        "refresh": lambda: page.set_records([*many[1:], replace(many[0], name="新")]),
    }

    # THEN each takes a fraction of a second (a slow machine gets some slack)
    for name, step in steps.items():
        started = time.perf_counter()
        step()
        assert time.perf_counter() - started < 5, name


class Watched(RecordSummary):
    """Notes who is asked for the name of its account, which only a row in view needs."""

    asked: ClassVar[set[str]] = set()

    def __getattribute__(self, name):
        if name == "account_name":
            Watched.asked.add(object.__getattribute__(self, "id"))
        return object.__getattribute__(self, name)


def test_of_many_records_only_those_in_view_are_looked_at(qtbot):
    # GIVEN an empty list on the screen
    page = HomePage(lambda: NOON)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    with qtbot.waitActive(page):
        page.show()
    Watched.asked.clear()
    # WHEN a thousand records come in
    page.set_records([Watched(**asdict(record)) for record in records(1000)])
    qtbot.waitUntil(lambda: bool(Watched.asked))
    qtbot.wait(50)
    # THEN those that nobody sees took no time, and the account has room for its words
    assert len(Watched.asked) < 50
    letters = table(page).fontMetrics()
    assert table(page).columnWidth(Column.ACCOUNT) > letters.horizontalAdvance("示例科技")


def test_every_control_has_a_name_and_the_tab_key_goes_as_the_eye(qtbot, page):
    # GIVEN the page WHEN Tab is pressed from the first control
    order, here = [], page.findChild(QPushButton, "import")
    here.setFocus()
    while here not in order:
        order.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
        here = page.focusWidget()

    # THEN it goes from the head over the filters to the list
    names = [control.objectName() for control in order]
    assert names[:3] == ["import", "export_all", "new_draft"]
    assert names.index("search") < names.index("records")
    assert all(control.accessibleName() for control in order)


def test_the_name_can_be_read_in_a_small_window(qtbot, page):
    # GIVEN a long account, the smallest window, and a wide one
    long = "示例科技（深圳）信息技术有限公司"
    page.set_records([replace(record, account_name=long) for record in records(7)])
    widths = {}
    for width in (820, 1400):
        page.resize(width, 560)
        qtbot.waitUntil(lambda wanted=width: page.width() == wanted)
        widths[width] = [table(page).columnWidth(column) for column in Column]
    # THEN the name has room in both, and the account gives way first
    assert widths[820][Column.NAME] > 130
    assert widths[820][Column.NAME] >= widths[820][Column.ACCOUNT]
    assert widths[1400][Column.ACCOUNT] > widths[820][Column.ACCOUNT]
    assert widths[1400][Column.ACCOUNT] <= 280
    assert sum(widths[820]) <= table(page).viewport().width() + 2
