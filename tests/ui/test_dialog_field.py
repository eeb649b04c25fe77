"""Whoever hears a dialog instead of seeing it is told the same."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from gui.ui.dialog_field import DialogField


@pytest.fixture
def field(theme, show):
    field = DialogField("AppID", QLineEdit(), "以 wx 开头。")
    show(field)
    return field


def test_question_and_help_belong_to_the_control(field):
    control = field.control
    assert control.accessibleName() == "AppID"
    assert control.accessibleDescription() == "以 wx 开头。"
    labels = {label.text(): label for label in field.findChildren(QLabel)}
    assert labels["AppID"].buddy() is control
    assert labels["以 wx 开头。"].isVisible()


def test_an_error_is_seen_and_heard_until_it_is_taken_away(field):
    field.show_error("请填写 AppID")
    shown = next(label for label in field.findChildren(QLabel) if label.text() == "请填写 AppID")
    assert shown.isVisible()
    assert field.control.property("invalid") is True
    assert field.control.accessibleDescription() == "以 wx 开头。 错误：请填写 AppID"

    field.show_error("")
    assert not shown.isVisible()
    assert field.error() == ""
    assert field.control.property("invalid") is False
    assert field.control.accessibleDescription() == "以 wx 开头。"


def test_a_count_stands_beside_the_question(field):
    field.show_count("已填 31 位")
    shown = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
    assert "已填 31 位" in shown
