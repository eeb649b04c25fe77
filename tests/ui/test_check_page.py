"""The last look before sending: what is shown, and that one press is one submission."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gui.core.form.summary import SectionSummary, SummaryRow
from gui.core.form.validation import Problem
from gui.ui.check_page import CheckPage
from gui.ui.value_text import SHOWN_AT_MOST, ValueText

SECTIONS = (
    SectionSummary(
        "contact",
        "联系人",
        (
            SummaryRow("/contact_info/name", "联系人姓名", "张三", "李四", changed=True),
            SummaryRow("/contact_info/email", "联系人邮箱", "<b>a@example.com</b>"),
            SummaryRow("/contact_info/mobile", "联系人手机号", "未填写"),
        ),
    ),
    SectionSummary("name", "账号名称", (SummaryRow("/account_name", "小程序名称", "某某"),)),
)
WARNING = Problem("/account_name", "x-display-width", "名称一般是 4–30 个字符")


@pytest.fixture
def page(qtbot):
    page = CheckPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show_summary(SECTIONS, [WARNING], "reauth")
    with qtbot.waitActive(page):
        page.show()
    return page


def button(page, name):
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def press(qtbot, page, name):
    qtbot.mouseClick(button(page, name), Qt.MouseButton.LeftButton)


def values(page):
    return {text.accessibleName(): text for text in page.findChildren(ValueText)}


def words(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_answers_are_shown_as_they_are(page):
    # GIVEN answers WHEN they are shown THEN each stands under its question, never as markup
    shown = values(page)
    assert shown["联系人邮箱"].toPlainText() == "<b>a@example.com</b>"
    assert shown["联系人手机号"].toPlainText() == "未填写"
    assert shown["联系人姓名，上次提交的内容"].toPlainText() == "原来：李四"
    assert words(page).count("已修改") == 1
    assert "和上次提交相比，修改了 1 处。还要改的话，点右边的「修改」。" in words(page)


def test_every_answer_and_every_warning_leads_back(qtbot, page):
    for name, pointer in (
        ("edit:/contact_info/mobile", "/contact_info/mobile"),
        ("edit:/account_name", "/account_name"),
        ("edit_warning:/account_name", "/account_name"),
    ):
        with qtbot.waitSignal(page.edit_requested) as heard:
            press(qtbot, page, name)
        assert heard.args == [pointer]
    assert button(page, "edit:/account_name").accessibleName() == "修改：小程序名称"
    with qtbot.waitSignal(page.back_requested):
        press(qtbot, page, "back_to_form")


def test_the_button_says_what_will_be_sent(page):
    assert button(page, "submit").text() == "提交重填"
    page.show_summary(SECTIONS, [], "wxaauth")
    assert button(page, "submit").text() == "提交认证"


def test_a_page_shown_again_holds_only_the_new_answers(qtbot, page):
    # GIVEN a shown record WHEN another is shown
    page.show_summary(SECTIONS[1:], [], "reauth")

    # THEN nothing is left of the first, warnings included
    qtbot.waitUntil(lambda: page.findChild(QWidget, "summary:contact") is None)
    assert page.findChild(QWidget, "warnings") is None
    assert list(values(page)) == ["小程序名称"]


def test_a_double_click_submits_once(qtbot, page):
    # GIVEN the page WHEN somebody clicks twice
    heard = []
    page.submit_requested.connect(lambda: heard.append(1))
    press(qtbot, page, "submit")
    press(qtbot, page, "submit")

    # THEN one submission is wanted
    assert heard == [1]

    # AND if nothing came of it, the button is there again
    qtbot.waitUntil(button(page, "submit").isEnabled, timeout=3000)


def test_while_busy_only_what_makes_sense_can_be_pressed(qtbot, page):
    # GIVEN a submission under way, of which nothing was sent yet
    press(qtbot, page, "submit")
    page.set_busy("正在查询状态…", cancellable=True)

    # THEN it says so, cannot be started again, and can be cancelled
    assert "正在查询状态…" in words(page)
    assert button(page, "submit").text() == "正在提交…"
    for name in ("submit", "back_to_form", "edit:/account_name"):
        assert not button(page, name).isEnabled()
    with qtbot.waitSignal(page.cancel_requested):
        press(qtbot, page, "cancel_submit")

    # WHEN the request has left THEN there is no cancelling, however long it takes
    page.set_busy("正在等待微信返回结果…")
    assert not button(page, "cancel_submit").isVisible()
    assert not button(page, "submit").isEnabled()
    assert not [timer for timer in page.findChildren(QTimer) if timer.isActive()]

    # WHEN it is over THEN all is as before
    page.set_busy(None)
    assert button(page, "submit").isEnabled()
    assert button(page, "submit").text() == "提交重填"
    assert button(page, "edit:/account_name").isEnabled()


def test_enter_does_not_submit(qtbot, page):
    # GIVEN the focus anywhere but on the button WHEN Enter is pressed THEN nothing is sent
    with qtbot.assertNotEmitted(page.submit_requested, wait=50):
        button(page, "back_to_form").setFocus()
        qtbot.keyClick(page, Qt.Key.Key_Return)
        qtbot.keyClick(values(page)["小程序名称"], Qt.Key.Key_Return)


def test_a_huge_answer_is_cut_and_counted(qtbot, page):
    # GIVEN 100 kB without a blank WHEN it is shown
    row = SummaryRow("/x", "备注", "a" * 100_000)
    page.show_summary([SectionSummary("s", "发票", (row,))], [], "reauth")
    qtbot.waitUntil(lambda: len(page.findChildren(ValueText)) == 1)
    text = values(page)["备注"]

    # THEN its beginning and its length are there, inside the width of the page
    assert text.toPlainText() == "a" * SHOWN_AT_MOST + "…共 100000 字"
    qtbot.waitUntil(lambda: text.width() > 100)
    assert text.mapTo(page, text.rect().topRight()).x() < page.width()
    assert text.height() >= text.document().size().height()


def test_every_control_has_a_name_and_the_tab_key_goes_as_the_eye(qtbot, page):
    # GIVEN the page WHEN Tab is pressed all the way round
    order, here = [], button(page, "edit_warning:/account_name")
    here.setFocus()
    while here not in order:
        order.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
        here = page.focusWidget()

    # THEN it goes from the top to the bottom, and everything has a name
    assert [control.objectName() for control in order] == [
        "edit_warning:/account_name",
        "edit:/contact_info/name",
        "edit:/contact_info/email",
        "edit:/contact_info/mobile",
        "edit:/account_name",
        "back_to_form",
        "submit",
    ]
    assert all(control.accessibleName() for control in order)
