"""What is added to the rule files alone is asked, checked and sent: no line of program for it."""

import json
import shutil

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from gui.core.paths import RESOURCES
from gui.ui.guards import WheelGuard
from tests.core.form.answers import FILLED
from tests.ui.form_desk import put_up

FILM, PERMIT, WECHAT_ID, TRADE = 16, "/film_permit", "/contact_info/wechat_id", "/trade"
SUBJECT = "/customer_type"
IS_FILM = {
    "properties": {
        "auth_data": {
            "properties": {"customer_type": {"const": FILM}},
            "required": ["customer_type"],
        }
    },
    "required": ["auth_data"],
}
WECHAT_ID_WORDS = {
    "pointer": WECHAT_ID,
    "kind": "line",
    "label": "联系人微信号",
    "normalise": ["trim"],
    "messages": {"maxLength": "微信号最多 {limit} 个字，现在是 {n} 个"},
}
PERMIT_WORDS = {
    "pointer": PERMIT,
    "kind": "line",
    "label": "公映许可证号",
    "help": "6 位数字。",
    "normalise": ["halfwidth", "compact"],
    "messages": {"form": "许可证号应为 6 位数字，现在是 {n} 位"},
}
TRADE_WORDS = {
    "pointer": TRADE,
    "kind": "choice",
    "label": "所属行业",
    "choices": [{"value": n, "label": f"行业 {n}"} for n in range(1, 8)],
    "messages": {"required": "请选择所属行业"},
}


@pytest.fixture
def desk(qtbot, tmp_path):
    """The form of rule files with an optional text, a choice, and a text required with it."""
    folder = shutil.copytree(RESOURCES / "forms", tmp_path / "forms")
    schema_file, layout_file = (folder / f"auth_data.{part}.json" for part in ("schema", "layout"))
    schema, layout = (json.loads(file.read_text("utf-8")) for file in (schema_file, layout_file))

    answers = schema["properties"]["auth_data"]["properties"]
    answers["contact_info"]["properties"]["wechat_id"] = {"type": "string", "maxLength": 20}
    answers["film_permit"] = {
        "type": "string",
        "allOf": [{"title": "form", "pattern": "\\A[0-9]{6}\\Z"}],
    }
    answers["trade"] = {"type": "integer", "enum": list(range(1, 8))}
    schema["properties"]["auth_data"]["required"].append("trade")
    for name in ("customer_type", "auth_type"):
        answers[name]["enum"].append(FILM)
    hidden = {"properties": {"auth_data": {"properties": {"film_permit": False}}}}
    asked = {"properties": {"auth_data": {"required": ["film_permit"]}}}
    schema["allOf"].append({"if": IS_FILM, "then": asked, "else": hidden})

    sections = {section["key"]: section["fields"] for section in layout["sections"]}
    sections["contact"].append(WECHAT_ID_WORDS)
    sections["materials"].append(PERMIT_WORDS)
    sections["materials"].append(TRADE_WORDS)
    sections["subject"][1]["choices"].append({"value": FILM, "label": "电影"})

    for file, content in ((schema_file, schema), (layout_file, layout)):
        file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return put_up(qtbot, folder, FILLED | {TRADE: 3})


def test_a_new_optional_text_is_asked_checked_and_sent(desk):
    # GIVEN the form, THEN the question is in its section, optional, and nothing is sent of it
    assert isinstance(desk.control(WECHAT_ID), QLineEdit)
    assert desk.control(WECHAT_ID).accessibleName() == "联系人微信号"
    assert desk.row(WECHAT_ID).isVisible()
    assert "（选填）" in desk.lines(WECHAT_ID, "muted")
    assert desk.page.view.cards["contact"].isAncestorOf(desk.row(WECHAT_ID))
    assert "wechat_id" not in desk.body()["contact_info"]

    # WHEN it is too long, THEN its own words appear once it is left
    desk.write(WECHAT_ID, "w" * 21)
    assert desk.red() == {}
    desk.leave(WECHAT_ID)
    assert desk.red() == {WECHAT_ID: "微信号最多 20 个字，现在是 21 个"}

    # WHEN it is right, THEN it is tidied, kept and sent
    assert desk.lines(WECHAT_ID, "help") == []
    desk.write(WECHAT_ID, " zhang_san ")
    desk.leave(WECHAT_ID)
    assert desk.lines(WECHAT_ID, "help") == ["已去掉首尾空格。"]
    assert desk.red() == {}
    assert desk.model.values()[WECHAT_ID] == "zhang_san"
    assert desk.body()["contact_info"]["wechat_id"] == "zhang_san"
    assert desk.model.check_all() == []


def test_a_new_choice_asks_its_question_and_both_are_sent(desk):
    # GIVEN another kind of subject, THEN the question is not asked
    assert not desk.row(PERMIT).isVisible()

    # WHEN the new kind is chosen, THEN it is, as a required one, and not yet in red
    assert desk.choice(SUBJECT, FILM).text() == "电影"
    desk.choose(SUBJECT, FILM)
    assert desk.row(PERMIT).isVisible()
    assert "（选填）" not in desk.lines(PERMIT, "muted")
    assert desk.red() == {}

    # WHEN all is checked, THEN it is the only one that is missing
    desk.page.show_problems(desk.model.check_all())
    assert desk.red() == {PERMIT: "请填写公映许可证号"}
    assert desk.control(PERMIT).hasFocus()

    # WHEN it is wrong and then right, THEN the error follows, and both arrive in the body
    desk.write(PERMIT, "12345")
    assert desk.red() == {PERMIT: "许可证号应为 6 位数字，现在是 5 位"}
    desk.write(PERMIT, "１２３ 456")
    desk.leave(PERMIT)
    assert desk.red() == {}
    body = desk.body()
    assert (body["customer_type"], body["auth_type"], body["film_permit"]) == (16, 16, "123456")

    # WHEN another kind is chosen again, THEN it is kept, named, and not sent
    desk.choose(SUBJECT, 1)
    assert "「公映许可证号」" in desk.lines(SUBJECT, "muted")[0]
    assert desk.model.values()[PERMIT] == "123456"
    assert "film_permit" not in desk.body()


def test_a_new_choice_among_many_is_a_list_that_the_wheel_does_not_change(desk, qapp):
    # GIVEN the form, THEN the choice is a drop-down list with the answer of the record
    combo = desk.control(TRADE)
    assert isinstance(combo, QComboBox)
    assert combo.accessibleName() == "所属行业"
    assert combo.currentText() == "行业 3"

    # WHEN the wheel turns over it, THEN the form moves and the answer does not
    guard = WheelGuard(qapp)
    guard.install()
    desk.page.view.ensureWidgetVisible(combo)
    before = desk.page.view.verticalScrollBar().value()
    at = combo.mapTo(desk.page, combo.rect().center())
    QTest.wheelEvent(desk.page.windowHandle(), QPointF(at), QPoint(0, -120))
    qapp.removeEventFilter(guard)
    guard.deleteLater()
    assert desk.model.value(TRADE) == 3
    assert desk.page.view.verticalScrollBar().value() > before

    # WHEN another is chosen by key, THEN it is sent
    desk.page.view.go_to(TRADE)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert desk.body()["trade"] == 4

    # WHEN it is missing, THEN it is asked for, and the cursor is there
    desk.load(FILLED)
    assert combo.currentText() == ""
    desk.page.show_problems(desk.model.check_all())
    assert desk.red() == {TRADE: "请选择所属行业"}
    assert combo.hasFocus()
    assert combo.property("invalid") is True
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert desk.red() == {}
    assert desk.body()["trade"] == 1
