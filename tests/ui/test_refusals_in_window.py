"""Every refusal of the catalogue, over real HTTP into the real window: at its field or on top."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton

from gui.core.errors import NOTHING_SENT
from gui.core.practice.example import example_accounts
from gui.core.wechat.refusals import catalogue
from gui.ui.messages import ACTION_WORDS
from gui.ui.picture_editor import PictureEditor
from tests.ui.clerk import TASKID, TAX_NUMBER, hiring, until

BUSY = -1
UNKNOWN = 987654
RID = "1a2b3c4d-5e6f7a8b-9c0d1e2f"
IP = "61.172.68.219"
# Refusals of the token: asked again once, with another one.
OF_THE_TOKEN = {40001, 40014, 42001, 41001}
CODES = [*sorted({int(code) for code in catalogue() if code != "unknown"} - {BUSY}), UNKNOWN]
NAME, QUALIFICATION = "/account_name", "/qualification"
INVOICE = "/invoice_info/invoice_type"
TITLE = "/invoice_info/invoice_title"
ME = example_accounts()[0]


@pytest.fixture(scope="module")
def desk(qapp, tmp_path_factory):
    """One window for all: a refused submission can be sent again."""
    with hiring(qapp, tmp_path_factory.mktemp("refusals") / "data") as hire:
        clerk = hire()
        clerk.correct()
        yield clerk


@pytest.fixture
def clerk(desk):
    """At a form that is right, with nothing red and no message."""
    model = desk.window.record.model
    values, context = model.values(), model.context()
    desk.window.activateWindow()
    until(desk.window.isActiveWindow, "the window is in front")
    yield desk
    desk.world.behave()
    desk.window.messages.clear()
    desk.window.show_page("form")
    desk.window.record.submission.help.leave()
    model.load(values, context)


def refuse(clerk, code, errmsg):
    """Have WeChat refuse the submission, with real words and a rid at their end."""
    if code in OF_THE_TOKEN:  # the first token has expired, and the second one is refused
        clerk.world.misbehave("reauth", "expired_token")
    clerk.world.refuse("reauth", code, f"{errmsg} rid: {RID}")
    flow = clerk.window.record.submission.flow
    if clerk.page() != "check_page":
        clerk.goes_to_check()
    clerk.press("submit")
    until(lambda: not flow.busy and clerk.bars(), "a message on top")
    return clerk.bars()[0]


def details_of(bar):
    """What 详情 shows, and what is copied from there."""
    bar.findChild(QPushButton, "message_details").click()
    bar.findChild(QPushButton, "action_copy_details").click()
    return QGuiApplication.clipboard().text()


def change_and_back(clerk, pointer):
    """Change an answer as a person does, and change it back."""
    clerk.window.show_page("form")
    editor = clerk.window.record.form.view.rows[pointer].editor
    controls = editor.lines() if isinstance(editor, PictureEditor) else editor.controls()
    if isinstance(controls[0], QRadioButton):
        chosen = next(button for button in controls if button.isChecked())
        other = next(b for b in controls if b.isVisibleTo(clerk.window) and not b.isChecked())
        other.click()
        chosen.click()
    else:
        QTest.keyClicks(controls[0], "x")
        QTest.keyClick(controls[0], Qt.Key.Key_Backspace)


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_appears_where_it_belongs(clerk, code):
    # GIVEN a WeChat that refuses with this code, whatever token is shown
    entry = catalogue().get(str(code), catalogue()["unknown"])
    before = clerk.world.bodies_of(TASKID)
    bar = refuse(clerk, code, f"canary words {code}x")

    # THEN a message on top says what happened, what became of the answers, and what to do
    shown = clerk.words(bar)
    assert bar.title == entry["title"]
    for words in (entry.get("outcome", NOTHING_SENT), "已保存在这台电脑上", entry["next"]):
        assert words in shown
    offered = [key for key in entry["actions"] if key not in ("copy_details", "copy_ip")]
    for key in offered[:3]:
        assert ACTION_WORDS["check_again" if key == "retry" else key] in shown

    # AND 详情 has the code, the words and the rid, no token, no secret and no address
    copied = details_of(bar)
    for part in (str(code), f"canary words {code}x", RID):
        assert part in copied
    for secret in (ME["secret"], clerk.world.token_of(ME["appid"]), "access_token", "://"):
        assert secret not in copied
        assert secret not in shown

    # AND each field that it belongs to, as far as it is asked, says so, and so does the summary
    model = clerk.window.record.model
    pointers = [p for p in entry["pointers"] if p in model.resolution.visible]
    words = f"微信返回：{entry['title']}"
    assert [problem.pointer for problem in model.errors()] == pointers
    assert {clerk.error_at(pointer) for pointer in pointers} <= {words}
    assert clerk.page() == ("form_page" if pointers else "check_page")
    if pointers:
        summary = clerk.find("error_summary")
        assert clerk.words(summary).count(words) == len(pointers)
        assert f"有 {len(pointers)} 处需要修改" in clerk.words(summary)
        # WHEN that field is changed, THEN the words of WeChat go
        change_and_back(clerk, pointers[0])
        assert model.errors() == []
        assert [clerk.error_at(pointer) for pointer in pointers] == [""] * len(pointers)

    # AND nothing was sent behind the clerk's back
    assert clerk.world.bodies_of(TASKID) - before == (2 if code in OF_THE_TOKEN else 1)
    assert clerk.world.violations == []


def test_what_wechat_said_does_not_forbid_another_try(clerk):
    # GIVEN a refusal at a field in which there is nothing to change
    refuse(clerk, 89637, "no registry record")
    assert "微信返回" in clerk.error_at(QUALIFICATION)

    # WHEN it is checked again, THEN the check page still says what WeChat said, as a warning
    clerk.goes_to_check()
    assert "微信返回：没有查到这个主体的登记信息" in clerk.words(clerk.find("warnings"))

    # AND it can be submitted: the next refusal takes the place of this one
    refuse(clerk, 89638, "bad name")
    assert clerk.error_at(QUALIFICATION) == ""
    assert "微信返回" in clerk.error_at(NAME)
    assert len(clerk.bars()) == 1


def test_a_picture_that_wechat_quotes_is_the_only_one_marked(clerk):
    clerk.write("/qualification_other", "MTEx_2345-6789")
    refuse(clerk, 89636, "invalid media_id MTEx_2345-6789")
    assert [p.pointer for p in clerk.window.record.model.errors()] == ["/qualification_other"]


def test_the_ip_can_be_copied_and_its_steps_read(clerk):
    bar = refuse(clerk, 40164, f"invalid ip {IP} ipv6 ::ffff:{IP}, not in whitelist")
    assert IP in clerk.words(bar)
    clerk.press("action_copy_ip", bar)
    assert QGuiApplication.clipboard().text() == IP
    clerk.press("action_show_allowlist_steps", bar)
    steps = clerk.words(clerk.find("allowlist_notice"))
    assert "IP 白名单" in steps
    assert IP in steps
    clerk.press("notice_seen")


def test_another_try_goes_through_the_check_page(clerk):
    # GIVEN a submission that was refused for the network of this computer
    before = clerk.world.bodies_of(TASKID)
    bar = refuse(clerk, 40164, f"invalid ip {IP}")
    clerk.world.refuse("reauth", 45011, "too fast")
    # WHEN another try is wanted, THEN it is checked and read first, and then sent
    clerk.press("action_check_again", bar)
    until(lambda: clerk.page() == "check_page" and clerk.titles() == [], "the check page")
    assert clerk.world.bodies_of(TASKID) - before == 1
    clerk.press("submit")
    bar = clerk.bar("操作有点频繁")
    assert clerk.world.bodies_of(TASKID) - before == 2

    # WHEN an answer is changed before, THEN it is checked first, and nothing is sent
    clerk.window.show_page("form")
    clerk.write(TAX_NUMBER, "123")
    clerk.press("action_check_again", bar)
    until(lambda: "现在是 3 位" in clerk.error_at(TAX_NUMBER), "it is checked")
    assert clerk.world.bodies_of(TASKID) - before == 2


def test_the_certified_name_can_be_used(clerk):
    # GIVEN a title that WeChat does not take, and a program that does not know the right one
    model = clerk.window.record.model
    model.set_context(certified_name=None)
    clerk.write(TITLE, "Other Ltd")
    clerk.window.record.form.view.commit()
    bar = refuse(clerk, 89635, "title differs")
    # WHEN 使用主体名称 is pressed, THEN it is asked for and filled in
    clerk.press("action_use_certified_name", bar)
    until(lambda: clerk.reads_field(TITLE) == "深圳市演练科技有限公司", "the name")
    assert clerk.error_at(TITLE) == ""
    assert model.context()["certified_name"] == "深圳市演练科技有限公司"


def test_whom_wechat_knows_can_be_read(clerk):
    # GIVEN a kind of subject that differs from what WeChat knows
    clerk.choose("/customer_type", 12)
    bar = refuse(clerk, 89602, "kind differs")
    # WHEN 读取主体信息 is pressed, THEN both stand side by side, and WeChat's can be taken
    clerk.press("action_read_account_facts", bar)
    shown = clerk.words(clerk.find("facts_dialog"))
    assert "深圳市演练科技有限公司" in shown
    assert "个体工商户" in shown
    clerk.press("take_facts")
    assert clerk.window.record.model.value("/customer_type") == 1
    assert clerk.error_at("/customer_type") == ""


def test_a_name_can_be_checked(clerk):
    bar = refuse(clerk, 53010, "bad format")
    clerk.press("action_check_name", bar)
    clerk.reads("微信没有要求为这个名称提供证明材料")
    bar = refuse(clerk, 53012, "forbidden")
    clerk.world.refuse("checkwxverifynickname", 41033, "only for apps created by interface")
    clerk.press("action_check_name", bar)
    clerk.reads("这个小程序不支持提前检查名称")


def test_a_name_that_needs_proof(clerk):
    clerk.write(NAME, "某某银行")
    bar = refuse(clerk, 53010, "bad format")
    clerk.press("action_check_name", bar)
    clerk.reads("需要提交相应的证明材料")
    assert clerk.window.record.model.context()["name_hit"]


def test_an_identity_can_be_picked(clerk):
    clerk.choose("/customer_type", 15)
    clerk.write("/auth_identification", "没有的身份")
    clerk.window.record.form.view.commit()
    clerk.window.record.act("pick_identity")
    clerk.waits_for("identity_dialog")
    clerk.press("leave_identities")


def test_a_button_that_leads_to_the_answer(clerk):
    bar = refuse(clerk, 89609, "package")
    clerk.window.record.form.view.go_to_top()
    clerk.press("action_change_pay_type", bar)
    until(lambda: clerk.window.record.form.view.focused_pointer() == "/pay_type", "the answer")


def test_a_refusal_of_a_hidden_field_is_told_on_top(clerk):
    clerk.choose(INVOICE, 1)
    refuse(clerk, 89635, "title differs")
    assert clerk.window.record.model.errors() == []
    assert clerk.titles() == ["发票抬头和主体名称不一致"]


def test_server_words_are_never_markup(clerk):
    bar = refuse(clerk, UNKNOWN, "<b>bold</b><img src='file:///etc/hostname'>")
    details_of(bar)
    shown = [label for label in bar.findChildren(QLabel) if "<b>" in label.text()]
    assert shown
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in shown)


def test_a_long_refusal_does_not_break_the_window(clerk):
    bar = refuse(clerk, 89629, "长" * 5000)
    assert bar.height() < clerk.window.height()
    assert len(clerk.words(bar)) < 1500


def test_busy_is_no_failure_but_a_doubt(hire):
    clerk = hire()
    clerk.world.misbehave("reauth", "busy")
    clerk.submits()
    clerk.waits_for("doubt_panel")
    assert clerk.page() == "result_page"
    assert clerk.bars() == []
    assert clerk.attempts() == ["unknown"]
    assert not clerk.can_press("resend")
    assert isinstance(clerk.editor(NAME), QLineEdit)
