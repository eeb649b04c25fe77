"""The form as a place to move in, its looks, and what is left of it for the next record."""

import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.core.form.spec import load_form
from gui.core.form.validation import Checker
from gui.core.paths import RESOURCES
from gui.ui.form_model import FormModel
from gui.ui.form_page import FormPage
from tests.core.form.answers import FILLED
from tests.ui.clerk import until
from tests.ui.form_desk import REAUTH, put_up

MAIL, NAME, INVOICE = "/contact_info/email", "/account_name", "/invoice_info/invoice_type"
PAY, SUBJECT, OTHER = "/pay_type", "/customer_type", "/qualification_other"
ELECTRONIC = FILLED | {INVOICE: 2}


@pytest.fixture
def desk(qtbot):
    """The form with every answer right and an electronic invoice, in an active window."""
    return put_up(qtbot, RESOURCES / "forms", ELECTRONIC)


# going places


@pytest.mark.parametrize("height", [400, 760])
def test_every_field_can_be_gone_to(desk, height):
    desk.page.resize(1080, height)
    for pointer in desk.model.spec.fields:
        row = desk.row(pointer)
        if row.isHidden():
            continue
        desk.page.view.go_to(pointer)
        assert desk.page.view.focused_pointer() == pointer

        # THEN the question and where it is answered are in view, and the list knows the section
        until(lambda r=row: not r.question().visibleRegion().isEmpty(), f"question of {pointer}")
        assert not QApplication.focusWidget().visibleRegion().isEmpty()
        section = desk.model.spec.sections[desk.page.sections.currentRow()]
        assert section.key == row.field.section


def test_going_to_an_unknown_or_hidden_field_does_nothing(desk):
    desk.control(NAME).setFocus()
    desk.page.view.go_to("/nothing")
    assert desk.page.view.focused_pointer() == NAME


def test_the_first_choice_has_the_focus_when_none_is_made(desk):
    desk.load(ELECTRONIC | {PAY: 0})
    desk.page.show_problems(desk.model.check_all())
    assert desk.choice(PAY, 2).hasFocus()
    assert not desk.choice(PAY, 2).isChecked()


def test_arrow_keys_choose(desk):
    desk.page.view.go_to(SUBJECT)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert desk.model.value(SUBJECT) == 12
    assert desk.choice(SUBJECT, 12).hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert desk.model.value(SUBJECT) == 1


def test_the_list_follows_what_is_scrolled_to(desk):
    bar = desk.page.view.verticalScrollBar()
    desk.page.view.go_to_top()
    seen = [desk.page.sections.currentRow()]
    for at in range(0, bar.maximum() + 40, 40):
        bar.setValue(at)
        if desk.page.sections.currentRow() != seen[-1]:
            seen.append(desk.page.sections.currentRow())
    assert seen == [0, 1, 2, 3, 4, 5]


def test_a_section_that_comes_does_not_move_the_choice(desk):
    # GIVEN the choice of the invoice somewhere in the middle
    desk.load(ELECTRONIC | {INVOICE: 1})
    desk.page.view.go_to(INVOICE)
    desk.rest()
    button = desk.choice(INVOICE, 2)
    before = button.mapTo(desk.page, QPoint(0, 0))

    # WHEN it brings a section, THEN it stays below the mouse
    button.click()
    desk.rest()
    assert button.mapTo(desk.page, QPoint(0, 0)) == before


def test_the_focus_is_not_lost_with_a_field_that_goes(desk):
    # GIVEN the cursor in a field of a section
    title = desk.control("/invoice_info/invoice_title")
    title.setFocus()

    # WHEN the program takes the section away, THEN the cursor is somewhere in the form
    desk.model.set_value(INVOICE, 1)
    QApplication.processEvents()
    assert QApplication.focusWidget() is not None
    assert QApplication.focusWidget().isVisible()


# another record


def test_another_record_brings_nothing_of_the_one_before(desk):
    # GIVEN errors, a note, a warning, a summary and something typed
    desk.load(FILLED | {INVOICE: 3})
    desk.write(MAIL, "zhang")
    desk.choose(INVOICE, 1)
    desk.page.show_problems(desk.model.check_all())
    assert desk.red()

    # WHEN another record is opened
    desk.load(ELECTRONIC | {OTHER: []})
    QApplication.processEvents()

    # THEN it looks as if it were the first
    fresh = [line for p in desk.page.view.rows for line in desk.lines(p, "warning")]
    assert (desk.red(), fresh, desk.lines(INVOICE, "muted")) == ({}, [], [])
    assert not desk.page.summary.isVisible()
    assert desk.page.view.verticalScrollBar().value() == 0
    assert desk.reads(MAIL) == ELECTRONIC[MAIL]
    assert desk.row(OTHER).editor.texts() == [""]
    assert not desk.control(MAIL).property("invalid")


def test_opening_a_record_is_no_edit(desk, qtbot):
    with qtbot.assertNotEmitted(desk.model.edited):
        for values in ({}, FILLED | {INVOICE: 3, MAIL: " a b "}, ELECTRONIC | {OTHER: []}):
            desk.load(values)
            QApplication.processEvents()
            assert desk.model.values() == values


@pytest.mark.parametrize("pointer", [MAIL, "/invoice_info/electronic/desc", OTHER])
def test_undo_brings_nothing_of_the_record_before(desk, pointer):
    # GIVEN an answer that was another one before, in a record
    control = desk.control(pointer)
    own = desk.reads(pointer)
    desk.write(pointer, "secret")
    desk.write(pointer, own)

    # WHEN another record with the same answer is opened and undone
    desk.load(ELECTRONIC)
    control.setFocus()
    read = set()
    for _ in range(20):
        QTest.keyClick(control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        read.add(desk.reads(pointer))

    # THEN nothing of the other one appears
    assert read == {own}


# looks, and the end


def test_another_theme_is_painted_at_once(desk, theme):
    desk.load(ELECTRONIC | {MAIL: "zhang"})
    desk.page.show_problems(desk.model.check_all())
    for mode, dark in (("light", False), ("dark", True), ("light", False)):
        theme.apply(mode)
        QApplication.processEvents()
        assert (_brightness(desk.page.grab().toImage()) < 100) is dark


def _brightness(image: QImage) -> float:
    small = image.scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation)
    return small.pixelColor(0, 0).lightness()


def test_a_page_that_is_not_needed_any_more_goes_for_good(qapp):
    # GIVEN a page with everything that is made on demand
    model = FormModel(load_form(RESOURCES / "forms"))
    model.set_checker(Checker(model.spec))
    page = FormPage(model)
    page.view.complete()
    model.load(FILLED | {INVOICE: 3, MAIL: "zhang"}, REAUTH)
    page.show_record("营业执照")
    page.show()
    page.show_problems(model.check_all())
    rows = [weakref.ref(row) for row in page.view.rows.values()]

    # WHEN it is deleted while a field waits to be checked
    page.view._leaving._pending.append(MAIL)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # THEN it is gone with all that is in it, and the model goes on without it
    assert not shiboken6.isValid(page)
    del page
    assert [row for row in (ref() for ref in rows) if row and shiboken6.isValid(row)] == []
    model.set_value(MAIL, "zhang@example.com")
    model.set_value(INVOICE, 2)
    model.load({}, REAUTH)
    assert model.check_all()
    QApplication.processEvents()
