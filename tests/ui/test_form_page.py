"""The page around the form: its list, its footer, its keys, and why the record came back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.core.form.validation import Problem
from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED
from tests.ui.clerk import LEFT, until
from tests.ui.form_desk import put_up

MAIL, NAME, INVOICE = "/contact_info/email", "/account_name", "/invoice_info/invoice_type"
TAX_NUMBER, PAY, LICENCE = "/invoice_info/electronic/id", "/pay_type", "/qualification"
ELECTRONIC = FILLED | {INVOICE: 2}
WRONG = {NAME: "", MAIL: "zhang", TAX_NUMBER: "1"}


@pytest.fixture
def desk(qtbot):
    """The form with every answer right and an electronic invoice, in an active window."""
    return put_up(qtbot, RESOURCES / "forms", ELECTRONIC)


@pytest.fixture
def wrong(desk):
    """The form with three errors that are shown."""
    desk.load(ELECTRONIC | WRONG)
    desk.page.show_problems(desk.model.check_all())
    return desk


def section(desk):
    return desk.page.sections.currentRow() + 1


# errors


def test_f8_goes_through_the_errors_and_around_the_end(wrong):
    # GIVEN three errors in three sections and the cursor above them
    wrong.control("/taskid").setFocus()
    here = wrong.page.view.focused_pointer

    # WHEN one goes forth, THEN it is their order, and the first again
    passed = []
    for _ in range(4):
        wrong.page.go_to_next_error(1)
        passed.append(here())
    assert passed == [NAME, MAIL, TAX_NUMBER, NAME]

    # WHEN one goes back, THEN the other way round
    passed = []
    for _ in range(3):
        wrong.page.go_to_next_error(-1)
        passed.append(here())
    assert passed == [TAX_NUMBER, MAIL, NAME]


def test_f8_starts_where_the_cursor_is(wrong):
    # GIVEN the cursor between the second and the third error
    for step, expected in ((1, TAX_NUMBER), (-1, MAIL)):
        wrong.control("/third_party_phone").setFocus()
        wrong.page.go_to_next_error(step)
        assert wrong.page.view.focused_pointer() == expected


def test_f8_begins_at_an_end_without_a_cursor(wrong):
    for step, expected in ((1, NAME), (-1, TAX_NUMBER)):
        wrong.page.sections.setFocus()
        wrong.page.go_to_next_error(step)
        assert wrong.page.view.focused_pointer() == expected


def test_f8_skips_what_is_mended_and_stays_put_without_errors(wrong):
    wrong.write(MAIL, "zhang@example.com")
    wrong.control(NAME).setFocus()
    wrong.page.go_to_next_error(1)
    assert wrong.page.view.focused_pointer() == TAX_NUMBER

    wrong.load(ELECTRONIC)
    wrong.control(NAME).setFocus()
    wrong.page.go_to_next_error(1)
    assert wrong.page.view.focused_pointer() == NAME


@pytest.mark.parametrize("ask", ["f8", "list"])
def test_who_looks_for_what_is_to_be_mended_sees_it(desk, ask):
    # GIVEN a record with a wrong answer and a missing one, as it was stored: nothing is red
    desk.load(ELECTRONIC | {NAME: "", TAX_NUMBER: "1"})
    assert desk.model.errors() == []
    assert desk.model.states()["invoice"].words == "1 处需修改"
    # WHEN somebody presses F8, or the section in the list
    if ask == "f8":
        desk.page.go_to_next_error(1)
        assert desk.page.view.focused_pointer() == TAX_NUMBER
    else:
        desk.page.sections.section_requested.emit("invoice")
    # THEN the wrong answer is red, and the missing one is not blamed yet
    assert [problem.pointer for problem in desk.model.errors()] == [TAX_NUMBER]


def test_the_first_section_brings_what_stands_above_it(desk):
    desk.page.show_record("营业执照不清晰")
    desk.page.go_to_section(5)
    bar = desk.page.view.verticalScrollBar()
    until(lambda: bar.value() > 0, "scrolled down")
    desk.page.go_to_section(1)
    until(lambda: bar.value() == 0, "the reason is in sight")


def test_a_filled_first_field_is_not_typed_over_unawares(desk):
    # GIVEN a record whose task number is there WHEN its page comes
    desk.page.setFocus()
    # THEN no field has the cursor, and with an empty one it is there
    assert desk.page.view.focused_pointer() == ""
    desk.load(ELECTRONIC | {"/taskid": ""})
    desk.page.setFocus()
    assert desk.page.view.focused_pointer() == "/taskid"


def test_several_errors_are_listed_and_a_single_one_is_gone_to(desk):
    # GIVEN several, THEN the list of them has the focus and is in view
    desk.load(ELECTRONIC | WRONG)
    desk.page.view.go_to(TAX_NUMBER)
    desk.page.show_problems(desk.model.check_all())
    assert desk.page.summary.hasFocus()
    until(lambda: not desk.page.summary.visibleRegion().isEmpty(), "the summary is in view")

    # GIVEN one, THEN its field has
    desk.load(ELECTRONIC | {TAX_NUMBER: "1"})
    desk.page.show_problems(desk.model.check_all())
    assert desk.control(TAX_NUMBER).hasFocus()
    until(lambda: not desk.control(TAX_NUMBER).visibleRegion().isEmpty(), "it is in view")

    # GIVEN none, THEN nothing moves
    desk.load(ELECTRONIC)
    desk.control(NAME).setFocus()
    desk.page.show_problems(desk.model.check_all())
    assert desk.control(NAME).hasFocus()
    assert not desk.page.summary.isVisible()


def test_what_wechat_said_is_gone_to_like_any_other(desk):
    desk.model.show_answers([Problem(LICENCE, "wechat", "微信没有接受营业执照")])
    desk.page.view.go_to_top()
    desk.page.go_to_next_error(1)
    assert desk.page.view.focused_pointer() == LICENCE
    assert desk.red() == {LICENCE: "微信没有接受营业执照"}


# sections


def test_a_number_goes_to_its_section(desk):
    for number, first in ((3, NAME), (6, INVOICE), (1, "/taskid"), (5, PAY)):
        desk.page.go_to_section(number)
        assert desk.page.view.focused_pointer() == first
        assert section(desk) == number
    for number in (0, 7, 9):
        desk.page.go_to_section(number)
        assert section(desk) == 5


def test_a_click_and_enter_in_the_list_go_to_a_section(desk):
    # WHEN a line is clicked
    sections = desk.page.sections
    spot = sections.visualItemRect(sections.item(3)).center()
    QTest.mouseClick(sections.viewport(), LEFT, pos=spot)
    assert desk.page.view.focused_pointer() == "/contact_info/name"

    # WHEN one walks down the list with the arrow and presses Enter
    sections.setFocus()
    sections.setCurrentRow(1)
    QTest.keyClick(sections, Qt.Key.Key_Down)
    assert sections.hasFocus()
    QTest.keyClick(sections, Qt.Key.Key_Return)
    assert desk.page.view.focused_pointer() == NAME


def test_next_and_previous_walk_through_the_sections(desk):
    # GIVEN the first section
    desk.page.view.go_to_top()
    assert section(desk) == 1

    # WHEN 下一项 is pressed to the end and beyond, and 上一项 back, THEN all are passed
    forth = [_press(desk, "next_section") for _ in range(6)]
    back = [_press(desk, "previous_section") for _ in range(6)]
    assert forth == [2, 3, 4, 5, 6, 6]
    assert back == [5, 4, 3, 2, 1, 1]


def _press(desk, name):
    desk.press(name)
    return section(desk)


def test_leaving_a_section_is_never_blocked_and_says_nothing(desk):
    # GIVEN an empty form, WHEN one goes through all sections, THEN nothing is red
    desk.load({})
    for _ in range(6):
        desk.press("next_section")
    assert desk.red() == {}


# the rest


def test_the_reason_is_shown_word_for_word_and_can_be_copied(desk):
    # GIVEN words of WeChat that look like something else
    reason = "<b>营业执照</b>不清晰 & 邮箱不通\n第二行"
    desk.page.show_reason(reason)

    # THEN they are shown and copied as they are, and the fields they speak of are marked
    assert desk.lines_of(desk.page.reason, "value") == [reason]
    desk.press("copy_reason")
    assert QApplication.clipboard().text() == reason
    assert desk.lines_of(desk.row(LICENCE), "badge") == ["打回时提到"]
    assert desk.lines_of(desk.row(NAME), "badge") == []

    # WHEN there is none, THEN nothing of it is left
    desk.page.show_reason("")
    assert not desk.page.reason.isVisible()
    assert desk.lines_of(desk.row(LICENCE), "badge") == []


def test_the_footer_stays_and_its_button_can_always_be_pressed(wrong, qtbot):
    at = wrong.page.check.pos()
    wrong.page.view.verticalScrollBar().setValue(1000)
    wrong.load(ELECTRONIC | WRONG)
    assert wrong.page.check.pos() == at
    assert wrong.page.check.isEnabled()
    with qtbot.waitSignal(wrong.page.check_requested):
        wrong.press("check_answers")


def test_the_line_of_the_footer_tells_when_it_was_saved(desk):
    desk.page.show_saved("已保存 10:32")
    assert desk.page.saved.accessibleName() == "已保存 10:32"
    assert desk.page.saved.property("role") == "muted"
    desk.page.show_saved("没有保存", failed=True)
    assert desk.page.saved.property("role") == "error"


def test_the_title_counts_only_what_is_still_wrong(clerk):
    # GIVEN a check that found something
    clerk.press("check_answers")
    until(lambda: "处需修改）" in clerk.window.windowTitle(), "the count")
    # WHEN it is mended THEN the title does not go on counting it
    clerk.correct()
    until(lambda: "处需修改）" not in clerk.window.windowTitle(), "no count")
