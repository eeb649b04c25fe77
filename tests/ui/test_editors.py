"""The fields of the form as they are seen, worked and read aloud, whatever kind they are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from gui.core.form.spec import load_form
from gui.core.paths import RESOURCES
from gui.ui.choice_editors import ComboEditor
from gui.ui.tile import Tile
from tests.core.form.answers import FILLED, LICENCE_CODE
from tests.ui.form_desk import put_up

MAIL, INVOICE, PAY = "/contact_info/email", "/invoice_info/invoice_type", "/pay_type"
SUBJECT = "/customer_type"
TAXID, TITLE = "/invoice_info/electronic/id", "/invoice_info/invoice_title"
LICENCE, OTHER = "/qualification", "/qualification_other"
ELECTRONIC = FILLED | {INVOICE: 2}
FORCED = "由服务商付费时，发票由服务商统一开具"


@pytest.fixture
def desk(qtbot):
    """The form with every answer right and an electronic invoice, in an active window."""
    return put_up(qtbot, RESOURCES / "forms", ELECTRONIC)


def visible(desk):
    return [pointer for pointer, row in desk.page.view.rows.items() if not row.isHidden()]


# hidden, kept, forced, offered


def test_a_section_that_goes_leaves_a_note_and_comes_back_filled(desk):
    # WHEN the invoice is declined
    desk.choose(INVOICE, 1)

    # THEN its fields are gone, and a note names them and what becomes of them
    assert TAXID not in visible(desk)
    note = desk.lines(INVOICE, "muted")[0]
    assert note == ("已保留「发票抬头、纳税人识别号、发票备注」，切换回来可以继续用，不会提交")
    assert desk.body()["invoice_info"] == {"invoice_type": 1}

    # WHEN it is wanted again, THEN they are back as they were, and the note is gone
    desk.choose(INVOICE, 2)
    assert desk.reads(TAXID) == LICENCE_CODE
    assert desk.lines(INVOICE, "muted") == []
    assert desk.body()["invoice_info"]["electronic"]["id"] == LICENCE_CODE


def test_a_long_note_names_three_and_counts(desk):
    desk.load(FILLED)
    desk.choose(INVOICE, 1)
    assert (
        "「发票抬头、纳税人识别号、企业注册电话」等 7 项，切换回来"
        in desk.lines(INVOICE, "muted")[0]
    )


def test_what_was_kept_can_be_cleared(desk):
    # WHEN 清除 is pressed
    desk.choose(INVOICE, 1)
    clear = desk.button(f"kept:{INVOICE}")
    assert clear.text() == "清除"
    desk.press(f"kept:{INVOICE}")

    # THEN the note is gone, and so is what it spoke of
    assert desk.lines(INVOICE, "muted") == []
    desk.choose(INVOICE, 2)
    assert desk.reads(TAXID) == ""
    assert desk.reads(TITLE) == ""
    assert desk.red() == {}


def test_a_forced_choice_is_shown_with_its_reason_and_the_own_one_is_kept(desk):
    # WHEN the provider pays
    desk.choose(PAY, 1)

    # THEN the invoice is shown as it will be sent, cannot be changed, and says why
    choices = [desk.choice(INVOICE, value) for value in (1, 2, 4)]
    assert [choice.isChecked() for choice in choices] == [True, False, False]
    assert not any(choice.isEnabled() for choice in choices)
    assert FORCED in desk.lines(INVOICE, "help")[0]
    assert desk.body()["invoice_info"] == {"invoice_type": 1}

    # WHEN it does not, THEN the own choice is back and free
    desk.choose(PAY, 2)
    assert [choice.isChecked() for choice in choices] == [False, True, False]
    assert all(choice.isEnabled() for choice in choices)
    assert FORCED not in "".join(desk.lines(INVOICE, "help"))
    assert desk.body()["invoice_info"]["invoice_type"] == 2


def test_the_paper_invoice_is_only_seen_by_those_who_have_it(desk):
    # GIVEN a record with another invoice, THEN it is not offered
    assert desk.choice(INVOICE, 3).isHidden()

    # GIVEN an old record with it, THEN it is there, with an amber line and no red one
    desk.load(FILLED | {INVOICE: 3})
    assert desk.choice(INVOICE, 3).isVisible()
    assert desk.choice(INVOICE, 3).isChecked()
    assert desk.lines(INVOICE, "warning") == [
        "纸质专用发票从 2024 年 4 月起不再开具，建议改为数电专用发票"
    ]
    assert desk.red() == {}

    # WHEN the button of the line is pressed, THEN it is the other one and no longer offered
    fix = desk.button(f"warning:{INVOICE}")
    assert fix.text() == "改为数电专用发票"
    desk.press(f"warning:{INVOICE}")
    assert desk.choice(INVOICE, 4).isChecked()
    assert desk.choice(INVOICE, 3).isHidden()
    assert desk.lines(INVOICE, "warning") == []
    assert desk.body()["invoice_info"]["invoice_type"] == 4


def test_a_kept_choice_that_is_not_offered_shows_as_unchosen(desk):
    # GIVEN a VAT invoice, WHEN the subject becomes an individual
    desk.load(FILLED)
    desk.choose(SUBJECT, 15)

    # THEN none is checked, the error is there at once, and the others can be reached
    shown = [desk.choice(INVOICE, value) for value in (1, 2)]
    assert not any(button.isChecked() for button in desk.row(INVOICE).editor.controls())
    assert desk.choice(INVOICE, 4).isHidden()
    assert desk.red() == {INVOICE: "原来选的发票种类在这里不适用，请重新选择"}
    desk.page.view.go_to(INVOICE)
    assert shown[0].hasFocus()

    # WHEN such a record is opened, THEN it looks the same, and is not red
    desk.load(FILLED | {SUBJECT: 15})
    assert not any(button.isChecked() for button in desk.row(INVOICE).editor.controls())
    assert desk.red() == {}

    # WHEN one is chosen, THEN that is the answer
    desk.choose(INVOICE, 2)
    assert desk.red() == {}
    assert desk.body()["invoice_info"]["invoice_type"] == 2


def test_a_suggestion_is_put_in_by_a_press(desk):
    desk.load(FILLED | {INVOICE: 4, "/invoice_info/vat/id": ""})
    button = desk.button("suggestion:/invoice_info/vat/id")
    assert button.text() == f"填入 {LICENCE_CODE}"
    desk.press("suggestion:/invoice_info/vat/id")
    assert desk.reads("/invoice_info/vat/id") == LICENCE_CODE
    assert not button.isVisible()


def test_a_drop_down_list_offers_forces_and_keeps(show):
    # GIVEN a choice in a list
    field = load_form(RESOURCES / "forms").fields[INVOICE]
    editor = ComboEditor(field)
    show(editor)
    combo = editor.findChild(QComboBox)
    chosen = []
    editor.changed.connect(chosen.append)

    # WHEN it is shown, offered less and forced, THEN nobody is told that it changed
    editor.set_value(2)
    editor.set_offer([1, 2], None)
    assert [combo.itemData(i) for i in range(combo.count())] == [1, 2]
    editor.set_offer([1], 1)
    assert (combo.currentData(), combo.isEnabled(), editor.value()) == (1, False, 2)
    editor.set_offer([1, 2], None)
    assert (combo.currentData(), combo.isEnabled()) == (2, True)
    assert chosen == []

    # WHEN the value comes after the offer, THEN it is the same
    editor.set_offer([1, 2], 1)
    editor.set_value(2)
    assert (combo.currentData(), editor.value()) == (1, 2)
    editor.set_offer([1, 4], None)
    editor.set_value(2)
    assert (combo.currentIndex(), editor.value()) == (-1, 2)
    editor.set_offer([1, 2], None)

    # WHEN the user chooses, THEN it is told
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert chosen == [1]


# materials


def ids(desk, pointer=OTHER):
    """The typed ids that stand on tiles, from the first."""
    return [tile.line.text() for tile in desk.row(pointer).editor.grid.ids()]


def entry(desk, pointer=OTHER):
    """The line for one more id."""
    return desk.row(pointer).editor.entry


def test_ids_stand_on_tiles_and_more_can_be_typed(desk):
    # GIVEN two materials, WHEN a third is typed
    editor = desk.row(OTHER).editor
    assert ids(desk) == ["media-permit", "media-letter"]
    assert entry(desk).objectName() == f"{OTHER}/2"
    entry(desk).setFocus()
    QTest.keyClicks(entry(desk), "third")

    # THEN it counts at once, and Enter makes a tile of it
    assert desk.model.value(OTHER) == ["media-permit", "media-letter", "third"]
    QTest.keyClick(entry(desk), Qt.Key.Key_Return)
    assert (ids(desk), entry(desk).text()) == (["media-permit", "media-letter", "third"], "")
    desk.leave(OTHER)
    assert desk.body()["qualification_other"] == ["media-permit", "media-letter", "third"]

    # WHEN the middle one is removed, THEN the others keep their order and are named anew
    desk.press(f"{OTHER}/1/remove")
    assert desk.model.value(OTHER) == ["media-permit", "third"]
    assert [tile.objectName() for tile in editor.grid.tiles] == [f"{OTHER}/0", f"{OTHER}/1"]
    assert editor.grid.tiles[1].hasFocus()

    # WHEN all are removed, THEN there is nothing to send, and undo brings the last one back
    for _ in range(2):
        desk.press(f"{OTHER}/0/remove")
    assert "qualification_other" not in desk.body()
    desk.press(f"{OTHER}/undo")
    assert desk.body()["qualification_other"] == ["third"]


def test_an_id_on_a_tile_can_be_mended(desk):
    line = desk.row(OTHER).editor.grid.ids()[0].line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "mended")
    assert desk.model.value(OTHER) == ["mended", "media-letter"]


def test_several_ids_pasted_at_once_become_tiles(desk):
    # GIVEN an empty list, WHEN ids are pasted as they stand below each other in a table
    desk.load(ELECTRONIC | {OTHER: []})
    QApplication.clipboard().setText("one\ntwo three\r\n\nfour\n")
    entry(desk).setFocus()
    QTest.keyClick(entry(desk), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    # THEN each is on a tile of its own
    assert ids(desk) == ["one", "two", "three", "four"]
    assert desk.body()["qualification_other"] == ["one", "two", "three", "four"]


def test_ids_typed_with_a_blank_between_go_on_in_the_line(desk):
    # WHEN two ids are typed as they would be written, a blank between
    entry(desk).setFocus()
    for letter in "first second":
        QTest.keyClick(QApplication.focusWidget(), letter)

    # THEN the first is on a tile, and the second is still being written
    assert ids(desk) == ["media-permit", "media-letter", "first"]
    assert (entry(desk).text(), entry(desk).hasFocus()) == ("second", True)
    assert desk.model.value(OTHER) == ["media-permit", "media-letter", "first", "second"]


def test_tiles_that_are_not_needed_any_more_are_gone_at_once(desk):
    for values in (["1", "2", "3"], ["4"], [], ["5", "6"]):
        desk.load(ELECTRONIC | {OTHER: values})
        QApplication.processEvents()
        shown = [tile for tile in desk.row(OTHER).findChildren(Tile) if tile.isVisible()]
        assert [tile.value() for tile in shown] == values


def test_too_many_materials_are_kept_and_counted(desk):
    desk.write(OTHER, " ".join(f"media-{n}" for n in range(10)), index=-1)
    desk.leave(OTHER)
    # Ten new ones and those of before.
    assert len(desk.model.value(OTHER)) == 12
    assert "还需要删除 2 张" in desk.red()[OTHER]


def test_the_only_material_is_exchanged(desk):
    # GIVEN one id, THEN there is no line for a second
    assert (ids(desk, LICENCE), entry(desk, LICENCE).isVisible()) == (["media-licence"], False)

    # WHEN it is removed and another one typed
    desk.press(f"{LICENCE}/0/remove")
    assert entry(desk, LICENCE).objectName() == f"{LICENCE}/0"
    desk.write(LICENCE, "media-new", index=-1)
    desk.leave(LICENCE)
    assert desk.body()["qualification"] == "media-new"
