"""The form for those who hear it, and for those who have little room on the screen."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget

from gui.core.form.spec import FieldKind
from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED
from tests.ui.form_desk import put_up

MAIL, INVOICE, PAY = "/contact_info/email", "/invoice_info/invoice_type", "/pay_type"
OTHER = "/qualification_other"
FORCED = "由服务商付费时，发票由服务商统一开具"


@pytest.fixture
def desk(qtbot):
    """The form with every answer right and an electronic invoice, in an active window."""
    return put_up(qtbot, RESOURCES / "forms", FILLED | {INVOICE: 2})


def visible(desk):
    return [pointer for pointer, row in desk.page.view.rows.items() if not row.isHidden()]


def test_the_reason_of_a_forced_choice_is_read_aloud(desk):
    desk.choose(PAY, 1)
    assert FORCED in desk.row(INVOICE).editor.accessibleDescription()
    desk.choose(PAY, 2)
    assert FORCED not in desk.row(INVOICE).editor.accessibleDescription()


def test_a_choice_is_read_aloud_with_its_own_explanation(desk):
    described = desk.choice("/customer_type", 12).accessibleDescription()
    assert "营业执照上写的是「个体工商户」" in described
    assert desk.row("/customer_type").field.help in described


def test_an_error_marks_a_line_that_comes_later_too(desk):
    # GIVEN a list with an error
    desk.write(OTHER, "中文")
    desk.leave(OTHER)
    said = desk.red()[OTHER]

    # WHEN a picture is added, THEN it is described like the others
    desk.write(OTHER, "more and more", index=-1)
    for control in desk.row(OTHER).editor.controls():
        assert f"错误：{said}" in control.accessibleDescription()


@pytest.mark.parametrize("subject", [1, 15])
@pytest.mark.parametrize("invoice", [1, 2, 3, 4])
def test_every_control_says_its_question(desk, subject, invoice):
    desk.load(FILLED | {"/customer_type": subject, INVOICE: invoice})
    for pointer in visible(desk):
        row = desk.row(pointer)
        assert row.editor.objectName() == pointer
        assert row.editor.accessibleName() == row.field.label
        for control in row.editor.controls():
            assert control.accessibleName().startswith(row.field.label), pointer
            assert control.objectName() or row.field.kind is not FieldKind.MEDIA


def test_every_button_of_the_form_has_a_name(desk):
    buttons = [b for b in desk.page.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 15
    assert [b.objectName() for b in buttons if not (b.accessibleName() or b.text())] == []
    assert "&" not in "".join(button.accessibleName() for button in buttons)


def test_errors_are_read_aloud_and_taken_back(desk):
    # GIVEN a field, THEN its help is its description
    help_line = desk.row(MAIL).field.help
    assert desk.control(MAIL).accessibleDescription() == help_line

    # WHEN it is wrong, THEN the error stands behind it, and the style can tell
    desk.write(MAIL, "zhang")
    desk.leave(MAIL)
    described = f"{help_line} 错误：邮箱地址里缺少「@」，如 name@example.com"
    assert desk.control(MAIL).accessibleDescription() == described
    assert desk.control(MAIL).property("invalid") is True

    # WHEN it is mended, THEN only the help is left
    desk.write(MAIL, "zhang@example.com")
    assert desk.control(MAIL).accessibleDescription() == help_line
    assert desk.control(MAIL).property("invalid") is False


def test_every_error_of_an_empty_form_is_read_aloud(desk):
    desk.load({})
    for problem in desk.model.check_all():
        row = desk.row(problem.pointer)
        assert f"错误：{problem.text}" in row.editor.accessibleDescription()
        for control in row.editor.controls():
            assert f"错误：{problem.text}" in control.accessibleDescription()


@pytest.mark.parametrize("size", ["normal", "huge"])
@pytest.mark.parametrize("width", [820, 1080])
def test_nothing_is_wider_than_the_window(desk, theme, size, width):
    # GIVEN a window at its narrowest, every kind of line below the fields, and a long answer
    theme.apply("light", size)
    desk.page.setMinimumSize(0, 0)
    desk.page.resize(width, 600)
    for values in ({}, FILLED | {INVOICE: 3, MAIL: "x" * 300, "/taskid": "中" * 200}):
        desk.load(values)
        desk.page.show_problems(desk.model.check_all())
        QApplication.processEvents()

        # THEN there is nothing to scroll to the right, which could not be done
        view = desk.page.view
        assert desk.page.width() == width
        assert view.widget().width() <= view.viewport().width()
        assert view.horizontalScrollBar().maximum() == 0
        for text in view.findChildren(QPlainTextEdit):
            assert not text.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("size", ["small", "normal", "huge"])
@pytest.mark.parametrize("area", [(1080, 760), (1280, 720), (820, 600)])
def test_no_word_is_cut_off(desk, theme, size, area):
    # GIVEN windows and letters of every size, and every kind of line below the fields
    theme.apply("light", size)
    desk.page.setMinimumSize(0, 0)
    desk.page.resize(*area)
    for values in (
        {},
        FILLED | {INVOICE: 3, MAIL: "zhang@qq.con"},
        FILLED | {INVOICE: 2, PAY: 1},
        FILLED | {INVOICE: 4, "/invoice_info/vat/id": "", OTHER: ["中文"] * 11},
    ):
        desk.load(values)
        desk.choose("/account_name_type", 1)
        desk.page.show_reason("你提交的营业执照照片不清晰，看不清统一社会信用代码。" * 3)
        desk.page.show_problems(desk.model.check_all())
        desk.rest()

        # THEN whatever can be read has the room it asks for
        assert [widget.text() for widget in _words(desk) if not _fits(widget)] == []


def _words(desk):
    kinds = (QLabel, QAbstractButton)
    shown = [widget for widget in desk.page.findChildren(QWidget) if widget.isVisible()]
    return [widget for widget in shown if isinstance(widget, kinds) and widget.text()]


def _fits(widget):
    if widget.hasHeightForWidth():
        longest = max(widget.text().split(), key=len)
        width = widget.fontMetrics().horizontalAdvance(longest) if longest.isascii() else 0
        return widget.height() >= widget.heightForWidth(widget.width()) and widget.width() >= width
    wanted = widget.sizeHint()
    return widget.width() >= wanted.width() and widget.height() >= wanted.height()
