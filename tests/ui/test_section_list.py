"""The list at the left says of every section how far it is, in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from gui.core.form.spec import load_form
from gui.core.form.validation import Checker
from gui.core.paths import RESOURCES
from gui.ui.form_model import FormModel
from gui.ui.section_list import GAP, MARGIN, MARK, WIDTH, SectionList
from tests.core.form.answers import FILLED
from tests.ui.clerk import until
from tests.ui.form_desk import put_up

MAIL, INVOICE = "/contact_info/email", "/invoice_info/invoice_type"
IDENTITY = "/auth_identification"


@pytest.fixture
def desk(qtbot):
    """The form with every answer right and an electronic invoice, in an active window."""
    return put_up(qtbot, RESOURCES / "forms", FILLED | {INVOICE: 2})


def words(sections):
    """What is read aloud of each line: title and state."""
    role = Qt.ItemDataRole.AccessibleTextRole
    return [sections.item(row).data(role) for row in range(sections.count())]


def test_a_filled_form_is_done(desk):
    assert words(desk.page.sections) == [
        "认证任务，已完成",
        "主体资料，已完成",
        "账号名称，已完成",
        "联系人，已完成",
        "支付方式，已完成",
        "发票，已完成",
    ]


def test_an_empty_form_is_empty_and_not_wrong(desk):
    desk.load({})
    assert [line.split("，")[1] for line in words(desk.page.sections)] == ["未填"] * 6


def test_states_follow_what_is_done(desk):
    line = desk.page.sections.item(3)

    # WHEN something wrong is typed and left, THEN the line counts it
    desk.write(MAIL, "zhang")
    desk.leave(MAIL)
    until(lambda: "1 处需修改" in line.data(Qt.ItemDataRole.AccessibleTextRole), "the count")

    # WHEN it is mended, THEN it is done again
    desk.write(MAIL, "zhang@example.com")
    until(lambda: "已完成" in line.data(Qt.ItemDataRole.AccessibleTextRole), "it is done")


def test_missing_answers_count_once_they_are_said(desk):
    desk.load({})
    desk.model.check_all()
    counts = [line.split("，")[1] for line in words(desk.page.sections)]
    assert counts == [f"{n} 处需修改" for n in (2, 1, 2, 3, 1, 1)]


def test_a_section_that_may_stay_empty_says_so(desk):
    # GIVEN an individual with nothing to prove
    empty = {IDENTITY: "", "/auth_ident_material": [], "/qualification_other": []}
    desk.load(FILLED | {"/customer_type": 15, INVOICE: 1} | empty)
    assert words(desk.page.sections)[1] == "主体资料，选填"


@pytest.mark.parametrize("size", ["normal", "huge"])
def test_every_line_has_room_for_its_words(desk, theme, size):
    # GIVEN the longest words a line can have
    theme.apply("light", size)
    desk.load({})
    desk.model.check_all()
    sections = desk.page.sections

    # THEN title and state fit beside the mark and below each other
    assert sections.width() >= WIDTH
    for row in range(sections.count()):
        item, place = sections.item(row), sections.visualItemRect(sections.item(row))
        bold = sections.font()
        bold.setBold(True)
        room = place.width() - 2 * MARGIN - MARK - GAP
        assert QFontMetrics(bold).horizontalAdvance(item.text()) <= room
        smaller = sections.font()
        smaller.setPointSizeF(smaller.pointSizeF() * 0.9)
        assert QFontMetrics(smaller).horizontalAdvance("9 张图片没有传成功") <= room
        assert place.height() >= 2 * sections.fontMetrics().height()
    assert sections.horizontalScrollBar().maximum() == 0


def test_it_is_painted_before_states_are_known(qtbot):
    model = FormModel(load_form(RESOURCES / "forms"))
    sections = SectionList(model.spec)
    qtbot.addWidget(sections)
    sections.show()
    assert not sections.grab().isNull()
    model.set_checker(Checker(model.spec))
    sections.show_states(model.states())
    assert words(sections)[0] == "认证任务，未填"
