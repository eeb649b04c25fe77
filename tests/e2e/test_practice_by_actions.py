"""The whole main job over the accessibility bus: by actions, selections and texts put in.

As somebody works who hears the window, or sees it and has one switch: no key, no mouse.
"""

import json

import pytest

from gui.core.paths import RESOURCES
from tests.e2e.switch_user import SwitchUser
from tests.fixtures_desktop import wait_until

pytestmark = pytest.mark.e2e

EXAMPLE = json.loads((RESOURCES / "practice" / "example.json").read_text())
POINTER, VALUE = EXAMPLE["right_value"]["pointer"], EXAMPLE["right_value"]["value"]
RECORD = "演练小程序"
OTHER = "演练小程序（首次提交）"
PICTURES, REMARK = "/qualification_other", "/invoice_info/electronic/desc"
LINK = "https://mp.weixin.qq.com/practice/"


def test_the_example_is_opened_mended_and_sent_without_a_key_or_a_mouse(sit_down, tmp_path):
    # GIVEN the practice mode, and the list of records in it
    bystander = sit_down()  # sees the screen and the clipboard, and touches nothing
    user = SwitchUser(bystander.program)
    user.press("back_home")
    user.find("home_page")
    assert user.out_of_reach() == []

    # WHEN the example is chosen in the list and opened
    user.chooses("cell", RECORD)
    user.press("row:open_record")
    # THEN the reason of the return is there, and everything in the form has a name
    user.find("form_page")
    user.reads("这次被打回的原因：发票信息里的纳税人识别号少了 2 位")
    assert user.out_of_reach() == []

    # WHEN it is checked, and the error is followed
    user.press("check_answers")
    user.reads("有 1 处需要修改")
    user.press(f"error:{POINTER}")
    # THEN the cursor is in the wrong field, and what is wrong is told there
    user.waits_for_focus_in(POINTER)
    assert "错误：纳税人识别号应为" in user.field(POINTER).description
    # WHEN a choice is made there and back, the text is mended, and all is checked again
    user.marks("/invoice_info/invoice_type", 1)
    wait_until(lambda: not user.sees(POINTER), "what is not asked any more goes")
    user.marks("/invoice_info/invoice_type", 2)
    user.writes(POINTER, VALUE)
    user.press("check_answers")
    # THEN it can be read before it is sent
    user.find("check_page")
    user.reads(VALUE)
    assert user.out_of_reach() == []

    # WHEN it is sent
    user.press("submit")
    # THEN the link can be heard, copied, and scanned from the screen
    user.find("qr_code")
    link = user.find("auth_link").description
    assert link.startswith(LINK)
    assert user.out_of_reach() == []
    user.press("copy_link")
    assert bystander.wait_for_clipboard(f"【演练】{LINK}") == f"【演练】{link}"
    assert bystander.scan(tmp_path / "screen.png") == [link]


def test_whatever_is_toggled_or_put_in_is_what_the_program_goes_by(sit_down):
    # GIVEN the example record
    user = SwitchUser(sit_down().program)
    # WHEN the id of one more picture, and a text of several lines, are put in
    user.writes(f"{PICTURES}/1", "one-more-id")
    user.writes(REMARK, "第一行\n第二行")
    # AND the record gets another account
    user.takes("账号", "这条记录的账号", OTHER)
    wait_until(lambda: OTHER in user.find("choose_account").name, "it has the other account")
    # AND a setting is toggled
    user.press("tool:settings")
    user.marks("setting:font_size", "large")
    assert user.out_of_reach() == []
    user.press("apply_settings")
    wait_until(lambda: not user.sees("settings_dialog"), "the dialog closes")

    # THEN a filter that is toggled filters
    user.press("back_home")
    user.does(user.find("filter_passed"), "Toggle")
    user.reads("还没有通过认证的记录")
    user.does(user.find("filter_all"), "Toggle")

    # AND all of it was kept: the record is open again at the next start
    assert user.program.ask_to_end() == 0
    again = SwitchUser(sit_down().program)
    assert again.text_of(f"{PICTURES}/1/id") == "one-more-id"
    assert again.text_of(REMARK) == "第一行\n第二行"
    assert OTHER in again.find("choose_account").name
    again.press("tool:settings")
    assert again.chosen("setting:font_size", "large")
