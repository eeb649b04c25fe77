"""When the form speaks: never before it has to, and never while somebody still writes."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED
from tests.ui.clerk import LEFT, TAX_NUMBER, until
from tests.ui.form_desk import put_up

MAIL, NAME, INVOICE = "/contact_info/email", "/account_name", "/invoice_info/invoice_type"
NOTE = "/invoice_info/electronic/desc"
ELECTRONIC = FILLED | {INVOICE: 2}
UNTIDY, TIDY = "9144 0300-ma5f１２３４５X", "91440300MA5F12345X"
CTRL = Qt.KeyboardModifier.ControlModifier
NO_AT = "邮箱地址里缺少「@」，如 name@example.com"


@pytest.fixture
def desk(qtbot):
    """The form with every answer right and an electronic invoice, in an active window."""
    return put_up(qtbot, RESOURCES / "forms", ELECTRONIC)


def test_nothing_is_red_on_opening(desk):
    # GIVEN errors on the screen
    desk.load({})
    assert desk.model.check_all()
    assert len(desk.red()) > 5

    # WHEN a record full of wrong answers is opened, THEN nothing is red
    desk.load({MAIL: "zhang", TAX_NUMBER: "1", INVOICE: 2, NAME: "名" * 101})
    assert desk.red() == {}
    assert not desk.page.summary.isVisible()


def test_typing_is_left_in_peace_until_the_field_is_left(desk):
    # WHEN an address is begun, THEN nothing is said
    desk.write(MAIL, "zhang")
    assert desk.red() == {}

    # WHEN the cursor goes on, THEN it is, and again corrected and taken back while typing
    desk.leave(MAIL)
    assert desk.red() == {MAIL: NO_AT}
    desk.write(MAIL, "zhang@")
    assert "不完整" in desk.red()[MAIL]
    desk.write(MAIL, "zhang@example.com")
    assert desk.red() == {}
    desk.write(MAIL, "zhang")
    assert desk.red() == {}


def test_walking_through_with_tab_says_nothing(desk):
    # GIVEN an empty form, and one wrong answer that was there before
    desk.load({MAIL: "zhang"})
    desk.control("/taskid").setFocus()

    # WHEN it is walked through from the top to the bottom
    passed = set()
    for _ in range(60):
        passed.add(desk.page.view.focused_pointer())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    # THEN everything was passed, and nothing is red
    assert {MAIL, NAME, INVOICE} <= passed
    assert desk.red() == {}


@pytest.mark.parametrize("pointer", [MAIL, NAME, TAX_NUMBER])
def test_leaving_an_emptied_field_says_nothing(desk, pointer):
    desk.control(pointer).setFocus()
    desk.control(pointer).selectAll()
    QTest.keyClick(desk.control(pointer), Qt.Key.Key_Delete)
    desk.leave(pointer)
    assert desk.model.value(pointer) == ""
    assert desk.red() == {}


@pytest.mark.parametrize(
    "reason",
    [
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    ],
)
def test_another_window_or_a_menu_is_no_leaving(desk, reason):
    # GIVEN a half-typed address, and one that could be tidied
    desk.write(MAIL, "zhang san")

    # WHEN the window, not the field, loses the focus
    event = QFocusEvent(QEvent.Type.FocusOut, reason)
    QApplication.sendEvent(desk.control(MAIL), event)

    # THEN nothing is said and nothing is changed; leaving the field itself does both
    assert desk.red() == {}
    assert desk.reads(MAIL) == "zhang san"
    desk.leave(MAIL)
    assert desk.red() == {MAIL: NO_AT}
    assert desk.reads(MAIL) == "zhangsan"


def test_a_second_window_in_front_is_no_leaving(desk, show):
    # GIVEN a half-typed address
    desk.write(MAIL, "zhang")

    # WHEN another window comes to the front for a look at something
    show()
    assert not desk.page.isActiveWindow()

    # THEN nothing is said
    assert desk.red() == {}


def test_what_was_left_is_said_once_the_mouse_button_is_up(desk):
    # GIVEN a wrong address
    desk.write(MAIL, "zhang")
    other = desk.control(NAME)

    # WHEN another field is pressed, THEN nothing moves below the pointer
    QTest.mousePress(other, LEFT)
    assert other.hasFocus()
    assert desk.red() == {}

    # WHEN the button is up, THEN it is said
    QTest.mouseRelease(other, LEFT)
    until(lambda: desk.red() == {MAIL: NO_AT}, "the error")


def test_leaving_tidies_and_undo_brings_the_own_text_back(desk):
    # WHEN a number is written as it stands on paper, THEN it stays so until it is left
    desk.write(TAX_NUMBER, UNTIDY)
    assert desk.reads(TAX_NUMBER) == UNTIDY

    # WHEN it is left, THEN it is tidied, the help says so, and it is right
    desk.leave(TAX_NUMBER)
    assert desk.reads(TAX_NUMBER) == TIDY
    assert desk.model.value(TAX_NUMBER) == TIDY
    assert "已把全角字符改为半角，已去掉空格和连字符" in desk.lines(TAX_NUMBER, "help")[0]
    assert desk.red() == {}

    # WHEN it is undone, THEN the user's own text is back
    control = desk.control(TAX_NUMBER)
    control.setFocus()
    QTest.keyClick(control, Qt.Key.Key_Z, CTRL)
    assert desk.reads(TAX_NUMBER) == UNTIDY
    assert desk.model.value(TAX_NUMBER) == UNTIDY


def test_undo_in_several_lines_too(desk):
    desk.write(NOTE, "  备注\n第二行  ")
    desk.leave(NOTE)
    assert desk.reads(NOTE) == "备注\n第二行"
    desk.control(NOTE).setFocus()
    QTest.keyClick(desk.control(NOTE), Qt.Key.Key_Z, CTRL)
    assert desk.reads(NOTE) == "  备注\n第二行  "


@pytest.mark.parametrize("pointer", [NAME, NOTE])
def test_composing_is_not_typing(desk, qtbot, pointer):
    # GIVEN an error at a field, so that typing would correct it
    limit = "名" * 300
    desk.write(pointer, limit)
    desk.leave(pointer)
    before = desk.red()
    assert pointer in before
    control = desk.control(pointer)
    control.setFocus()
    control.selectAll()
    desk.compose(control, "", "旧" * 250)
    before = desk.red()

    # WHEN something is composed, THEN the answer and what is said of it stay
    with (
        qtbot.assertNotEmitted(desk.model.edited),
        qtbot.assertNotEmitted(desk.page.check_requested),
    ):
        desk.compose(control, "ni")
        desk.compose(control, "ni hao")
        desk.compose(control, "")
    assert desk.red() == before
    assert desk.model.value(pointer) == "旧" * 250

    # WHEN it is committed, THEN it is an answer
    control.selectAll()
    desk.compose(control, "", "你好")
    assert desk.model.value(pointer) == "你好"
    assert desk.red() == {}


def test_enter_never_asks_for_the_check(desk, qtbot):
    with qtbot.assertNotEmitted(desk.page.check_requested):
        for pointer in (NAME, MAIL, TAX_NUMBER):
            desk.control(pointer).setFocus()
            QTest.keyClick(desk.control(pointer), Qt.Key.Key_Return)
            QTest.keyClick(desk.control(pointer), Qt.Key.Key_Enter)


@pytest.mark.parametrize("pointer", [NAME, NOTE, "/qualification"])
def test_a_huge_paste_is_kept_whole(desk, pointer):
    # WHEN 100 kB are pasted
    text = "x" * 100_000
    QApplication.clipboard().setText(text)
    control = desk.control(pointer)
    control.setFocus()
    control.selectAll()
    QTest.keyClick(control, Qt.Key.Key_V, CTRL)

    # THEN not one letter is missing, and leaving says how many are too many
    assert desk.model.value(pointer) == text
    desk.leave(pointer)
    assert desk.model.value(pointer) == text
    assert "现在是 100000 个" in desk.red()[pointer]


def test_the_summary_leads_to_every_field_and_ticks_off_what_is_mended(clerk):
    # GIVEN three errors
    clerk.write(NAME, "")
    clerk.write(MAIL, "zhang")

    # WHEN the answers are checked, THEN the summary has them in the order of the form
    clerk.press("check_answers")
    summary = clerk.find("error_summary")
    assert clerk.page() == "form_page"
    assert summary.accessibleName() == "有 3 处需要修改"
    lines = [clerk.find(f"error:{pointer}") for pointer in (NAME, MAIL, TAX_NUMBER)]
    assert [line.y() for line in lines] == sorted(line.y() for line in lines)
    until(summary.hasFocus, "the summary has the focus")

    # WHEN a line is pressed, THEN the cursor is in its field, and the field can be seen
    for pointer in (TAX_NUMBER, NAME, MAIL):
        clerk.press(f"error:{pointer}")
        field = clerk.editor(pointer)
        until(field.hasFocus, "the cursor is in the field")
        until(lambda shown=field: not shown.visibleRegion().isEmpty(), "it is in view")

    # WHEN one is mended, THEN its line is ticked off and stays, and the count follows
    clerk.write(MAIL, "zhang@example.com")
    assert clerk.find(f"error:{MAIL}").text().startswith("✓ 已修改：邮箱地址")
    clerk.reads("有 2 处需要修改")

    # WHEN all are, THEN it says so
    clerk.write(NAME, "演练小程序")
    clerk.correct()
    clerk.reads("都改好了，可以再次检查")
