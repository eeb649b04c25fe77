"""Tab goes through the form as one reads it, whatever came and went, and the mouse hits."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.core.paths import RESOURCES
from tests.core.form.answers import FILLED
from tests.ui.clerk import LEFT, until
from tests.ui.form_desk import place, put_up, walk

MAIL, NAME, INVOICE = "/contact_info/email", "/account_name", "/invoice_info/invoice_type"
MOBILE, OTHER = "/contact_info/mobile", "/qualification_other"
PAY, SUBJECT = "/pay_type", "/customer_type"
ELECTRONIC = FILLED | {INVOICE: 2}


@pytest.fixture
def desk(qtbot):
    """The form with every answer right and an electronic invoice, in an active window."""
    return put_up(qtbot, RESOURCES / "forms", ELECTRONIC)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {INVOICE: 1},
        {INVOICE: 3},
        {INVOICE: 4, "/invoice_info/vat/id": ""},
        {PAY: 1},
        {SUBJECT: 15},
        {NAME: "", MAIL: "zhang", PAY: 0},
        {OTHER: [f"media-{n}" for n in range(12)], MOBILE: "1"},
    ],
)
def test_tab_goes_as_one_reads(desk, changes):
    # GIVEN a state of the form with its reason, its errors and whatever can be pressed
    desk.load(ELECTRONIC | changes)
    desk.page.show_reason("营业执照不清晰")
    desk.page.show_problems(desk.model.check_all())
    QApplication.processEvents()

    # WHEN Tab is pressed until it comes round
    passed = walk(desk.page)
    inside = [widget for widget in passed if desk.page.view.isAncestorOf(widget)]

    # THEN the form is gone through from the top to the bottom, and then the footer
    places = [place(desk.page, widget) for widget in inside]
    assert places == sorted(places)
    footer = [desk.page.previous, desk.page.next, desk.page.check]
    assert passed == [desk.page.sections, *inside, *footer]
    assert all(widget.isVisible() for widget in passed)

    # THEN no field is left out, and Shift+Tab is the way back
    fields = {p for p, row in desk.page.view.rows.items() if row.isVisible()}
    forced = set(desk.model.resolution.forced)
    stops = {p for p in fields if any(desk.row(p).isAncestorOf(widget) for widget in inside)}
    assert stops == fields - forced
    assert walk(desk.page, Qt.Key.Key_Backtab) == [passed[0], *passed[:0:-1]]


def test_tab_meets_what_appeared_later_in_its_place(desk):
    # GIVEN a note with a button, a warning with one, and one picture less and one more in a list
    desk.choose(INVOICE, 1)
    desk.load(ELECTRONIC | {INVOICE: 3})
    desk.press(f"{OTHER}/0/remove")
    desk.write(OTHER, "one more", index=-1)
    desk.write(MAIL, "a@qq.con")
    desk.leave(MAIL)
    QApplication.processEvents()

    # THEN all of it is met in its place
    inside = [widget for widget in walk(desk.page) if desk.page.view.isAncestorOf(widget)]
    assert desk.button(f"warning:{INVOICE}") in inside
    assert desk.control(OTHER, 1) in inside
    assert desk.button(f"{OTHER}/undo") in inside
    places = [place(desk.page, widget) for widget in inside]
    assert places == sorted(places)


def test_tab_goes_to_the_choice_that_is_made(desk):
    for value in (15, 12, 1):
        desk.load(ELECTRONIC | {SUBJECT: value})
        assert desk.choice(SUBJECT, value) in walk(desk.page)
    # A kept choice that is not offered cannot be gone to: the first that can be is.
    desk.load(FILLED | {SUBJECT: 15})
    assert desk.choice(INVOICE, 1) in walk(desk.page)


# the mouse


@pytest.mark.parametrize("target", [f"{MOBILE} line", f"{OTHER}/add", f"{PAY}=1", f"{OTHER}/1/id"])
def test_a_click_is_not_lost_to_an_error_that_appears(desk, target):
    """A real press and release at one place of the window, whatever moves in between."""
    # GIVEN a wrong answer above what will be clicked
    pointer = "/taskid" if target.startswith(OTHER) else MAIL
    desk.write(pointer, "中" if pointer == "/taskid" else "zhang")
    control = (
        desk.control(MOBILE) if target.endswith("line") else desk.page.findChild(object, target)
    )
    desk.page.view.ensureWidgetVisible(control, 0, 200)
    QApplication.processEvents()
    at = control.mapTo(desk.page, QPoint(12, control.height() - 3))

    wanted = []
    desk.row(OTHER).editor.files_wanted.connect(wanted.append)

    # WHEN the mouse is pressed and released there, with time between
    window = desk.page.windowHandle()
    QTest.mousePress(window, LEFT, pos=at)
    QTest.qWait(30)
    assert desk.red() == {}
    QTest.mouseRelease(window, LEFT, pos=at)

    # THEN the click has arrived, and the error is said
    until(lambda: pointer in desk.red(), "the error")
    if target.endswith("/add"):
        assert wanted == [OTHER]
    elif target.endswith("=1"):
        assert desk.model.value(PAY) == 1
    else:
        assert control.hasFocus()


def test_a_button_below_is_pressed_although_the_field_is_left(desk, qtbot):
    desk.write(MAIL, "zhang")
    with qtbot.waitSignal(desk.page.check_requested):
        QTest.mouseClick(desk.page.check, LEFT)
    until(lambda: MAIL in desk.red(), "the error")
