"""One question on the screen: what stands around its editor, and when that changes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from gui.core.paths import RESOURCES
from gui.ui.field_row import OFFERED_AT_MOST
from tests.core.form.answers import FILLED, LICENCE_CODE
from tests.ui.clerk import until
from tests.ui.form_desk import put_up

MAIL, NAME, INVOICE = "/contact_info/email", "/account_name", "/invoice_info/invoice_type"
MOBILE, PAY, SUBJECT = "/contact_info/mobile", "/pay_type", "/customer_type"
TAXID, VAT_ID = "/invoice_info/electronic/id", "/invoice_info/vat/id"
TITLE = "/invoice_info/invoice_title"
ELECTRONIC = FILLED | {INVOICE: 2}
NO_AT = "邮箱地址里缺少「@」，如 name@example.com"


@pytest.fixture
def desk(qtbot):
    """The form with every answer right and an electronic invoice, in an active window."""
    return put_up(qtbot, RESOURCES / "forms", ELECTRONIC)


def counter(desk, pointer):
    return desk.row(pointer).findChild(QLabel, f"counter:{pointer}").text()


# the head


@pytest.mark.parametrize(
    ("pointer", "text", "counted"),
    [
        (TAXID, "91440300MA5F12", "14 位"),
        (MOBILE, "138", "3 位"),
        (NAME, "深圳湾abc", "9 个字符"),
        (NAME, "a", "1 个字符"),
        (NAME, "", ""),
    ],
)
def test_the_counter_counts_while_one_types(desk, pointer, text, counted):
    desk.write(pointer, "x")
    desk.control(pointer).selectAll()
    if text:
        desk.write(pointer, text)
    else:
        QTest.keyClick(desk.control(pointer), Qt.Key.Key_Delete)
    assert counter(desk, pointer) == counted


def test_the_counter_counts_what_was_loaded(desk):
    assert counter(desk, TAXID) == "18 位"
    desk.load({})
    assert counter(desk, TAXID) == ""


def test_optional_follows_the_rules(desk):
    assert "（选填）" in desk.lines("/qualification_other", "muted")
    assert "（选填）" not in desk.lines(NAME, "muted")
    # The proof of an identity is asked for only with an identity.
    desk.load(FILLED | {SUBJECT: 15, INVOICE: 1, "/auth_identification": "医生"})
    assert "（选填）" not in desk.lines("/auth_ident_material", "muted")


# tidying


def test_what_nobody_touched_is_not_tidied(desk, qtbot):
    # GIVEN a record with blanks that somebody else has saved
    desk.load(ELECTRONIC | {TAXID: " 9144 0300", MAIL: "a b@example.com"})

    # WHEN it is only walked through, THEN it is as it was, and there is nothing to save
    with qtbot.assertNotEmitted(desk.model.edited):
        for pointer in (TAXID, MAIL, NAME):
            desk.control(pointer).setFocus()
            desk.leave(pointer)
    assert desk.reads(TAXID) == " 9144 0300"
    assert desk.red() == {}


def test_what_is_wrong_anyway_is_tidied_by_going_through(desk):
    # GIVEN the same after a check, which finds it wrong
    untidy = f" {LICENCE_CODE[:9]} {LICENCE_CODE[9:]}"
    desk.load(ELECTRONIC | {TAXID: untidy})
    desk.model.check_all()
    assert TAXID in desk.red()

    # WHEN the cursor goes in and out, THEN it is tidied, and right
    desk.control(TAXID).setFocus()
    desk.leave(TAXID)
    assert desk.reads(TAXID) == LICENCE_CODE
    assert desk.red() == {}


def test_the_note_of_tidying_goes_after_a_moment(desk):
    own = desk.row(TAXID).field.help
    desk.write(TAXID, f"{LICENCE_CODE[:9]} {LICENCE_CODE[9:]}")
    desk.leave(TAXID)
    assert desk.lines(TAXID, "help")[0] == f"已去掉空格和连字符。{own}"
    until(lambda: desk.lines(TAXID, "help") == [own], "the help is back")


def test_commit_tidies_and_checks_what_is_being_typed(desk):
    # GIVEN something half typed and untidy
    desk.write(MAIL, " zhang ")

    # WHEN the program is about to send or to check, THEN it is as if the field had been left
    desk.page.view.commit()
    assert desk.reads(MAIL) == "zhang"
    assert desk.red() == {MAIL: NO_AT}
    assert desk.control(MAIL).hasFocus()

    # WHEN nothing has the focus, THEN nothing happens
    desk.page.sections.setFocus()
    desk.page.view.commit()


# what stands below


def test_an_error_is_an_icon_a_sentence_and_a_border(desk):
    assert desk.row(MAIL).findChildren(QLabel)[-1].property("role") != "error"
    desk.write(MAIL, "zhang")
    desk.leave(MAIL)
    assert desk.lines(MAIL, "error") == [NO_AT]
    assert desk.control(MAIL).property("invalid") is True
    for role in ("warning", "muted"):
        assert desk.lines(MAIL, role) == []


def test_a_warning_does_not_wait_for_the_field_to_be_left_to_go(desk):
    # GIVEN a likely slip, which is said amber once it is left
    desk.write(MAIL, "zhang@qq.con")
    assert desk.lines(MAIL, "warning") == []
    desk.leave(MAIL)
    assert desk.lines(MAIL, "warning") == ["邮箱写的是「qq.con」，结尾是不是「.com」？"]
    assert desk.control(MAIL).property("warned") is True

    # WHEN it is corrected, THEN a pause is enough
    desk.write(MAIL, "zhang@qq.com")
    until(lambda: desk.lines(MAIL, "warning") == [], "the warning is gone")
    assert desk.control(MAIL).property("warned") is False

    # WHEN another slip is typed, THEN a pause does not bring it
    desk.write(MAIL, "zhang@qq.con")
    _wait_for(desk.model.states_changed)
    assert desk.lines(MAIL, "warning") == []


def _wait_for(signal):
    seen = []
    signal.connect(lambda: seen.append(1))
    until(lambda: seen, "a pause in typing")


def test_a_note_never_offers_to_clear_what_can_be_seen(desk):
    # GIVEN an invoice whose fields a change of the subject has hidden, with the note there
    desk.load(FILLED)
    desk.choose(SUBJECT, 15)
    assert "发票抬头" in desk.lines(SUBJECT, "muted")[0]

    # WHEN another invoice shows some of them again, THEN the note does not speak of them
    desk.choose(INVOICE, 2)
    assert desk.row(TITLE).isVisible()
    assert "发票抬头" not in desk.lines(SUBJECT, "muted")[0]
    title = desk.reads(TITLE)
    assert title

    # WHEN it is cleared, THEN what can be seen stays
    desk.press(f"kept:{SUBJECT}")
    assert desk.reads(TITLE) == title
    assert desk.lines(SUBJECT, "muted") == []
    assert VAT_ID not in desk.model.values()


def test_a_suggestion_goes_when_the_field_is_answered(desk):
    desk.load(FILLED | {INVOICE: 4, VAT_ID: ""})
    assert "别处已经填过" in desk.lines(VAT_ID, "muted")
    desk.write(VAT_ID, "9")
    assert "别处已经填过" not in desk.lines(VAT_ID, "muted")
    QTest.keyClick(desk.control(VAT_ID), Qt.Key.Key_Backspace)
    assert "别处已经填过" in desk.lines(VAT_ID, "muted")


def test_a_long_suggestion_is_cut_on_the_button_only(desk):
    desk.load(FILLED | {INVOICE: 4, VAT_ID: "", TAXID: "9" * 300})
    button = desk.button(f"suggestion:{VAT_ID}")
    assert button.text() == f"填入 {'9' * OFFERED_AT_MOST}…"
    desk.press(f"suggestion:{VAT_ID}")
    assert desk.reads(VAT_ID) == "9" * 300
    assert desk.control(VAT_ID).hasFocus()
    assert VAT_ID in desk.red()


def test_buttons_below_a_field_say_what_they_are_about(desk):
    desk.choose(INVOICE, 1)
    button = desk.button(f"kept:{INVOICE}")
    assert button.accessibleName().startswith("清除：已保留「发票抬头")
