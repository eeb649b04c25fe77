"""The cards out of sight, which are made after the first paint, are as the early ones."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.core.form.spec import load_form
from gui.core.form.validation import Checker
from gui.core.paths import RESOURCES
from gui.ui.form_model import FormModel
from gui.ui.form_page import FormPage
from tests.core.form.answers import FILLED
from tests.ui.clerk import until
from tests.ui.form_desk import REAUTH, place, walk

MAIL, NAME, INVOICE = "/contact_info/email", "/account_name", "/invoice_info/invoice_type"
ELECTRONIC = FILLED | {INVOICE: 2}


@pytest.fixture
def early(qtbot):
    """The form as it is for the first paint: only the cards in sight are made."""
    page = FormPage(FormModel(load_form(RESOURCES / "forms")))
    qtbot.addWidget(page)
    page.resize(1080, 760)
    page.model.load(ELECTRONIC, REAUTH)
    page.show_record("营业执照不清晰，邮箱无法联系")
    with qtbot.waitActive(page):
        page.show()
    return page


def test_cards_out_of_sight_are_made_after_the_first_paint(early):
    # GIVEN the first paint
    assert early.view.is_incomplete()
    assert MAIL not in early.view.rows

    # WHEN something wrong is known by the time the others are made
    early.model.set_checker(Checker(early.model.spec))
    early.model.check_all()
    early.model.set_value(MAIL, "zhang")
    early.model.leave(MAIL)
    early.view.complete_soon()
    until(lambda: not early.view.is_incomplete(), "all cards")

    # THEN they show it as the early ones do
    row = early.view.rows[MAIL]
    assert row.editor.value() == "zhang"
    assert row.editor.controls()[0].property("invalid") is True
    assert "缺少「@」" in row.editor.accessibleDescription()
    assert list(early.view.rows) == list(early.model.spec.fields)
    hidden = {pointer for pointer, row in early.view.rows.items() if row.isHidden()}
    assert hidden == set(early.model.spec.fields) - early.model.resolution.visible

    # THEN Tab goes through them in order
    passed = walk(early)
    inside = [widget for widget in passed if early.view.isAncestorOf(widget)]
    places = [place(early, widget) for widget in inside]
    assert places == sorted(places)
    assert passed == [early.sections, *inside, early.previous, early.next, early.check]


def test_a_card_that_comes_later_is_worked_like_the_others(early):
    early.model.set_checker(Checker(early.model.spec))
    early.view.complete()
    control = early.view.rows[MAIL].editor.controls()[0]
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, "zhang")
    assert early.model.error(MAIL) is None
    early.view.rows[NAME].editor.controls()[0].setFocus()
    assert early.model.error(MAIL) is not None


@pytest.mark.parametrize("number", range(1, 7))
def test_a_section_that_is_not_made_yet_can_be_gone_to(early, number):
    # WHEN somebody goes to a section at once
    early.go_to_section(number)

    # THEN its title is in view, and the cursor in its first field
    section = early.model.spec.sections[number - 1]
    card = early.view.cards[section.key]
    until(lambda: not card.title.visibleRegion().isEmpty(), f"the title of {section.title}")
    assert early.sections.currentRow() == number - 1
    assert early.view.focused_pointer() == section.fields[0].pointer


def test_a_field_that_is_not_made_yet_can_be_gone_to(early):
    early.view.go_to("/invoice_info/invoice_title")
    control = early.view.rows["/invoice_info/invoice_title"].editor.controls()[0]
    until(lambda: not control.visibleRegion().isEmpty(), "the field")
    assert control.hasFocus()


def test_marks_of_the_reason_reach_cards_that_are_made_later(early):
    early.view.complete()
    QApplication.processEvents()
    marked = {p for p, row in early.view.rows.items() if "打回时提到" in _badges(row)}
    assert {"/qualification", MAIL} <= marked
    assert NAME not in marked


def _badges(row):
    found = [w for w in row.findChildren(object) if w.property("role") == "badge"]
    return [badge.text() for badge in found if badge.isVisible()]
