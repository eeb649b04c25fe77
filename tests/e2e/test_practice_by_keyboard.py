"""The first minutes with the program: the example is mended and sent without a mouse."""

import json

import pytest

from gui.core.paths import RESOURCES

pytestmark = pytest.mark.e2e

TAX_NUMBER = "/invoice_info/electronic/id"
RIGHT = json.loads((RESOURCES / "practice" / "example.json").read_text())["right_value"]
LINK = "https://mp.weixin.qq.com/practice/"


def test_the_example_is_mended_checked_and_sent_by_keyboard_alone(sit_down, tmp_path):
    # GIVEN the practice mode, just started: the example record with its one wrong field
    person = sit_down()
    assert RIGHT["pointer"] == TAX_NUMBER
    person.reads("这次被打回的原因")
    assert person.cut_off() == []
    # WHEN everything is checked
    person.press("ctrl+Return")
    # THEN the cursor stands in the wrong field, and the error is told
    person.waits_for_focus_in(TAX_NUMBER)
    assert "错误：纳税人识别号应为" in person.field(TAX_NUMBER).description
    # WHEN it is mended, checked again, and sent
    person.press("ctrl+a")
    person.type(RIGHT["value"])
    person.press("ctrl+Return")
    person.find("check_page")
    assert RIGHT["value"] in person.words()
    assert person.cut_off() == []
    person.tab_to("submit")
    person.press("space")
    # THEN the code on the screen is a link, and the same link can be copied
    person.find("qr_code")
    assert person.cut_off() == []
    person.tab_to("copy_link")
    person.press("space")
    copied = person.wait_for_clipboard(f"【演练】{LINK}")
    assert person.scan(tmp_path / "screen.png") == [copied.removeprefix("【演练】")]
