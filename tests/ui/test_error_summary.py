"""After a check: how many errors, what they are, where they are, and which are mended."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED
from tests.ui.form_desk import put_up

MAIL, NAME, INVOICE = "/contact_info/email", "/account_name", "/invoice_info/invoice_type"
TAX_NUMBER, PAY = "/invoice_info/electronic/id", "/pay_type"
WRONG = FILLED | {INVOICE: 2, NAME: "", MAIL: "zhang", TAX_NUMBER: "1"}


@pytest.fixture
def desk(qtbot):
    """The form with three errors and the summary of them."""
    desk = put_up(qtbot, RESOURCES / "forms", WRONG)
    desk.page.show_problems(desk.model.check_all())
    desk.rest()
    return desk


def title(desk):
    return next(label.text() for label in desk.page.summary.findChildren(QLabel))


def line(desk, pointer):
    return desk.button(f"error:{pointer}")


def test_lines_say_the_same_as_the_fields_in_the_order_of_the_form(desk):
    summary = desk.page.summary
    assert title(desk) == "有 3 处需要修改"
    assert summary.hasFocus()
    assert {p: line(desk, p).text() for p in (NAME, MAIL, TAX_NUMBER)} == desk.red()
    heights = [line(desk, pointer).y() for pointer in (NAME, MAIL, TAX_NUMBER)]
    assert heights == sorted(set(heights))
    assert summary.accessibleName() == title(desk)
    assert summary.accessibleDescription() == "；".join(desk.red().values())


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_line_is_reached_by_tab_and_pressed_by_key(desk, key):
    # GIVEN the focus on the summary, WHEN Tab goes on to the second line and it is pressed
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert line(desk, MAIL).hasFocus()
    QTest.keyClick(QApplication.focusWidget(), key)

    # THEN the cursor is in its field
    assert (desk.control(MAIL).hasFocus(), desk.page.view.focused_pointer()) == (True, MAIL)


def test_what_is_mended_is_ticked_off_and_what_is_wrong_otherwise_says_so(desk):
    # WHEN one is mended, THEN its line stays where it is, ticked off, and is not counted
    at = line(desk, MAIL).pos()
    before = line(desk, MAIL).text()
    desk.write(MAIL, "zhang@example.com")
    assert line(desk, MAIL).text() == f"✓ 已修改：{before}"
    assert line(desk, MAIL).accessibleName() == f"✓ 已修改：{before}"
    assert line(desk, MAIL).pos() == at
    assert (title(desk), desk.page.summary.open_count()) == ("有 2 处需要修改", 2)

    # WHEN another is wrong in another way, THEN the line says what is wrong now
    desk.write(TAX_NUMBER, "91440300MA5F12")
    assert line(desk, TAX_NUMBER).text() == desk.red()[TAX_NUMBER]
    assert "现在是 14 位" in line(desk, TAX_NUMBER).text()

    # WHEN a mended one is wrong again, THEN its line is too, without the tick
    desk.write(MAIL, "li")
    desk.leave(MAIL)
    assert line(desk, MAIL).text() == desk.red()[MAIL]
    assert title(desk) == "有 3 处需要修改"


def test_when_all_are_mended_it_says_so_and_another_check_takes_it_away(desk):
    desk.write(MAIL, "zhang@example.com")
    desk.write(NAME, "name")
    desk.write(TAX_NUMBER, "91440300MA5YL3K8XC")
    assert title(desk) == "都改好了，可以再次检查"
    assert desk.page.summary.accessibleName() == title(desk)
    desk.leave(TAX_NUMBER)
    desk.page.show_problems(desk.model.check_all())
    assert not desk.page.summary.isVisible()


def test_an_error_that_is_hidden_does_not_count(desk):
    desk.choose(INVOICE, 1)
    assert title(desk) == "有 2 处需要修改"


def test_another_check_lists_anew(desk):
    desk.write(MAIL, "zhang@example.com")
    desk.page.show_problems(desk.model.check_all())
    QApplication.processEvents()
    assert title(desk) == "有 2 处需要修改"
    lines = desk.page.summary.findChildren(type(line(desk, NAME)))
    assert {entry.objectName() for entry in lines if entry.isVisible()} == {
        f"error:{NAME}",
        f"error:{TAX_NUMBER}",
    }


def test_a_long_sentence_takes_several_lines(desk, theme):
    # GIVEN a narrow window with large letters and a long sentence
    theme.apply("light", "huge")
    desk.page.resize(820, 600)
    desk.load(WRONG | {MAIL: "x@" + "example" * 30})
    desk.page.show_problems(desk.model.check_all())
    desk.rest()

    # THEN all of it has room
    button = line(desk, MAIL)
    one = button.fontMetrics().height()
    assert button.fontMetrics().horizontalAdvance(button.text()) > button.width()
    assert button.height() >= 2 * one
    assert button.height() >= button.heightForWidth(button.width())
    assert line(desk, NAME).height() < 2 * one
