"""Help with the answers in the real window, asked of a WeChat that answers over HTTP."""

import time

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QTreeView

from gui.core.store.identities import IdentityRows
from tests.ui.clerk import until
from tools.automation import nameless

NAME, KIND, TITLE = "/account_name", "/customer_type", "/invoice_info/invoice_title"
IDENTITY, PROOFS = "/auth_identification", "/auth_ident_material"
SUPPLEMENT = "/account_supplemental"
COMPANY = "深圳市演练科技有限公司"
CHECK = f"helper:{NAME}"
PICK = f"helper:{IDENTITY}"
READ = f"helper:{KIND}"


def lines(clerk, pointer, role):
    """The sentences of a look that can be read at a field."""
    row = clerk.window.record.form.view.rows[pointer]
    labels = [label for label in row.findChildren(QLabel) if label.property("role") == role]
    return [label.text() for label in labels if label.isVisible() and label.text()]


def context(clerk):
    return clerk.window.record.model.context()


def rename(clerk, name):
    """Write another name, and ask WeChat about it."""
    clerk.write(NAME, name)
    clerk.press(CHECK)


def is_asked(clerk, call, times=1):
    """Let the window work until WeChat was asked."""
    until(lambda: clerk.world.count(call) >= times, f"{call} arrives")


def is_waiting(clerk):
    return clerk.find(CHECK).text() == "停止等待"


# the name


def test_a_name_that_needs_no_proof(clerk):
    # WHEN the name is checked
    clerk.press(CHECK)
    # THEN it says so at the field, and nothing else is asked for
    until(lambda: lines(clerk, NAME, "success"), "the answer")
    assert "没有要求" in lines(clerk, NAME, "success")[0]
    assert "name_hit" not in context(clerk)
    assert clerk.bars() == []
    # AND it is said of this name only
    clerk.write(NAME, "另一个名字")
    assert lines(clerk, NAME, "success") == []


def test_a_name_that_needs_proof_is_kept_with_the_record(clerk, hire):
    # GIVEN a name for which WeChat wants proof
    rename(clerk, "深圳银行助手")
    until(lambda: lines(clerk, NAME, "warning"), "the answer")
    # THEN its words stand at the field, and the proofs are asked for where they go
    assert "名称含“银行”，需要提交相应的证明材料" in lines(clerk, NAME, "warning")[0]
    until(lambda: lines(clerk, SUPPLEMENT, "warning"), "the proofs are asked for")
    assert context(clerk)["name_hit"] is True

    # WHEN the program is started again, THEN it still says so
    assert clerk.window.record.flush()
    clerk.window.close()
    again = hire()
    until(lambda: lines(again, NAME, "warning"), "the words")
    assert "银行" in lines(again, NAME, "warning")[0]
    assert lines(again, SUPPLEMENT, "warning")

    # WHEN another name is written, THEN it no longer holds
    again.write(NAME, "深圳助手")
    until(lambda: "name_hit" not in context(again), "it is over")
    assert "name_words" not in context(again)
    until(lambda: not lines(again, SUPPLEMENT, "warning"), "no proof is asked for")
    assert lines(again, NAME, "warning") == []


def test_what_is_found_out_is_never_sent(clerk):
    rename(clerk, "深圳银行助手")
    until(lambda: context(clerk).get("name_hit"), "the answer")
    clerk.submits()
    is_asked(clerk, "reauth")
    sent = clerk.world.last("reauth").raw.decode()
    assert "深圳银行助手" in sent
    assert "name_hit" not in sent
    assert "证明材料" not in sent


def test_an_app_that_cannot_be_checked_ahead(clerk):
    clerk.world.accounts["wx00000000000000a1"].created_by_interface = False
    clerk.press(CHECK)
    until(lambda: any("不支持提前检查" in text for text in lines(clerk, NAME, "muted")), "41033")
    # THEN that blocks nothing, and says so
    assert any("可以直接提交" in text for text in lines(clerk, NAME, "muted"))
    assert clerk.bars() == []
    assert clerk.error_at(NAME) == ""
    clerk.correct()
    clerk.goes_to_check()


def test_a_name_that_wechat_does_not_take_at_all(clerk):
    rename(clerk, "国家级助手")
    clerk.bar("微信不允许使用这个名称")
    assert clerk.error_at(NAME) == "微信返回：微信不允许使用这个名称"
    clerk.write(NAME, "深圳助手")
    assert clerk.error_at(NAME) == ""


def test_without_a_name_there_is_nothing_to_check(clerk):
    rename(clerk, "")
    until(lambda: "请先填写名称，再检查" in lines(clerk, NAME, "muted"), "it is said")
    assert clerk.world.count("checkwxverifynickname") == 0
    until(lambda: clerk.window.record.form.view.focused_pointer() == NAME, "the cursor is there")


def test_waiting_can_be_left(clerk):
    # GIVEN a WeChat that does not answer
    clerk.world.misbehave("checkwxverifynickname", "hang", times=9)
    clerk.press(CHECK)
    is_asked(clerk, "checkwxverifynickname")
    assert is_waiting(clerk)
    assert any("正在" in text for text in lines(clerk, NAME, "muted"))
    # WHEN the same button is pressed, THEN nobody waits any more
    clerk.press(CHECK)
    assert not is_waiting(clerk)
    assert not any("正在" in text for text in lines(clerk, NAME, "muted"))
    # AND the next try gets its answer
    clerk.stand_in.release()
    clerk.world.behave()
    clerk.press(CHECK)
    until(lambda: lines(clerk, NAME, "success"), "the answer")


def test_a_double_click_asks_once_and_does_not_stop(clerk):
    clerk.world.misbehave("checkwxverifynickname", "slow", seconds=0.2)
    button = clerk.find(CHECK)
    for act in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseRelease):
        act(button, Qt.MouseButton.LeftButton)
    until(lambda: lines(clerk, NAME, "success"), "the answer")
    assert clerk.world.count("checkwxverifynickname") == 1


def test_an_answer_about_a_name_that_was_changed_meanwhile_is_dropped(clerk):
    # GIVEN a slow answer about a name
    clerk.world.misbehave("checkwxverifynickname", "slow", seconds=0.5)
    rename(clerk, "深圳银行助手")
    is_asked(clerk, "checkwxverifynickname")
    # WHEN the name is changed before it is there
    clerk.write(NAME, "深圳助手")
    until(lambda: not is_waiting(clerk), "the answer came")
    # THEN it is not taken for an answer about the new one
    assert "name_hit" not in context(clerk)
    assert lines(clerk, NAME, "warning") == []


def test_a_network_that_fails_is_told_on_top_and_tried_again_from_there(clerk):
    clerk.world.misbehave("checkwxverifynickname", "redirect")
    clerk.press(CHECK)
    bar = clerk.bar("网络把请求转到了别处")
    clerk.world.behave()
    clerk.press("action_retry", bar)
    until(lambda: lines(clerk, NAME, "success"), "the answer")


# the account's facts


def facts(clerk):
    found = clerk.find("facts_dialog")
    assert isinstance(found, QDialog)
    return found


def test_facts_are_taken_over_line_by_line(clerk):
    # GIVEN a form whose kind, name and title are not those that WeChat knows
    clerk.choose(KIND, 12)
    clerk.write(NAME, "新名字")
    clerk.write(TITLE, "别的公司")
    clerk.press(READ)
    dialog = facts(clerk)
    assert nameless(dialog) == []
    # THEN each stands beside what WeChat says, and nothing has been put in
    shown = clerk.words(dialog)
    for words in (COMPANY, "个体工商户", "企业", "新名字", "演练小程序", "别的公司"):
        assert words in shown
    assert clerk.window.record.model.value(KIND) == 12
    # WHEN what is advised is taken
    assert not dialog.findChild(QCheckBox, f"take:{NAME}").isChecked()
    clerk.press("take_facts")
    # THEN kind and title are those of WeChat, the name is the clerk's own
    until(lambda: clerk.reads_field(TITLE) == COMPANY, "the title")
    assert clerk.window.record.model.value(KIND) == 1
    assert clerk.reads_field(NAME) == "新名字"
    assert lines(clerk, KIND, "success") == ["已采用微信登记的主体类型、发票抬头"]
    # AND Ctrl+Z gives the clerk's own title back
    QTest.keyClick(clerk.editor(TITLE), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert clerk.reads_field(TITLE) == "别的公司"


def test_facts_that_are_not_taken_change_nothing_but_are_known(clerk):
    # GIVEN a program that does not know the certified name
    model = clerk.window.record.model
    model.set_context(certified_name=None)
    clerk.write(TITLE, "别的公司")
    clerk.window.record.form.view.commit()
    assert lines(clerk, TITLE, "warning") == []
    # WHEN the facts are read and left
    clerk.press(f"helper:{TITLE}")
    facts(clerk)
    clerk.press("leave_facts")
    # THEN the title that differs is warned about from now on
    assert clerk.reads_field(TITLE) == "别的公司"
    until(lambda: lines(clerk, TITLE, "warning"), "the warning")
    assert COMPANY in lines(clerk, TITLE, "warning")[0]
    # AND one click mends it
    clerk.press(f"warning:{TITLE}")
    assert clerk.reads_field(TITLE) == COMPANY
    assert lines(clerk, TITLE, "warning") == []


def test_facts_that_agree_ask_for_nothing(clerk):
    clerk.press(READ)
    dialog = facts(clerk)
    assert "不需要修改" in clerk.words(dialog)
    assert dialog.findChildren(QCheckBox) == []
    clerk.press("leave_facts")


def test_hostile_facts_are_plain_text(clerk):
    account = clerk.world.accounts["wx00000000000000a1"]
    account.nickname = "<img src='file:///etc/hostname'>\u202e" + "长" * 3000
    account.principal_name = "<b>粗</b>"
    clerk.press(READ)
    dialog = facts(clerk)
    labels = [label for label in dialog.findChildren(QLabel) if "<" in label.text()]
    assert len(labels) >= 2
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert "\u202e" not in clerk.words(dialog)
    assert dialog.height() < 900
    clerk.press("leave_facts")


def test_an_account_of_which_nothing_is_known(clerk):
    account = clerk.world.accounts["wx00000000000000a1"]
    account.nickname = account.principal_name = ""
    account.customer_type = None
    clerk.press(READ)
    until(lambda: "微信没有给出这个账号的主体名称" in lines(clerk, KIND, "muted"), "it is said")


# the identity


@pytest.fixture
def individual(clerk):
    clerk.choose(KIND, 15)
    return clerk


def pick(clerk):
    clerk.press(PICK)
    dialog = clerk.find("identity_dialog")
    tree = dialog.findChild(QTreeView, "identities")
    return dialog, tree


def shown(tree, at=None):
    """The names in the tree, level by level, as far as they are shown."""
    at = at or QModelIndex()
    model = tree.model()
    found = {}
    for row in range(model.rowCount(at)):
        index = model.index(row, 0, at)
        found[index.data()] = shown(tree, index)
    return found


def proof(dialog):
    return dialog.findChild(QPlainTextEdit, "identity_proof").toPlainText()


def search(dialog, words):
    line = dialog.findChild(QLineEdit, "search_identity")
    line.setText(words)
    return line


def test_an_identity_is_found_by_searching_and_taken_by_enter(individual):
    # GIVEN the tree, several levels deep, readable although it came encoded
    dialog, tree = pick(individual)
    assert nameless(dialog) == []
    assert shown(tree)["职业人员"]["教育"] == {"教师": {}, "教练": {"健身教练": {}}}
    # WHEN somebody types what they have in hand
    line = search(dialog, "教师资格")
    # THEN who can be proved with it is left, with all that is needed beside it
    assert shown(tree) == {"职业人员": {"教育": {"教师": {}}}}
    assert "1. 教师资格证书\n2. 在职证明，需加盖学校公章" in proof(dialog)
    # WHEN Enter is pressed
    QTest.keyClick(line, Qt.Key.Key_Return)
    # THEN the leaf's name is the answer, and what must be proved stands at the field
    until(lambda: individual.reads_field(IDENTITY) == "教师", "the answer")
    assert any("在职证明" in text for text in lines(individual, IDENTITY, "muted"))
    # AND the proofs are asked for
    assert PROOFS in individual.window.record.model.resolution.required


def test_the_tree_is_gone_through_by_keys(individual):
    dialog, tree = pick(individual)
    line = dialog.findChild(QLineEdit, "search_identity")
    QTest.keyClick(line, Qt.Key.Key_Down)
    until(tree.hasFocus, "the keys go to the tree")
    while tree.currentIndex().data() != "护士":
        QTest.keyClick(tree, Qt.Key.Key_Down)
    assert "护士执业证书" in proof(dialog)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    until(lambda: individual.reads_field(IDENTITY) == "护士", "the answer")


def test_only_the_lowest_level_can_be_chosen(individual):
    dialog, tree = pick(individual)
    tree.setCurrentIndex(tree.model().index(0, 0))
    individual.press("choose_identity")
    assert dialog.isVisible()
    assert "请选择最下面一级的身份" in individual.words(dialog)
    individual.press("leave_identities")
    assert individual.reads_field(IDENTITY) == ""


def test_writing_by_hand_stays_possible(individual):
    individual.write(IDENTITY, "潜水员")
    dialog, tree = pick(individual)
    assert not tree.currentIndex().isValid()
    search(dialog, "没有这样的")
    assert shown(tree) == {}
    assert "也可以关闭后直接填写" in individual.words(dialog)
    individual.press("leave_identities")
    assert individual.reads_field(IDENTITY) == "潜水员"


def test_what_was_chosen_before_is_marked(individual):
    individual.write(IDENTITY, "作家")
    dialog, tree = pick(individual)
    assert tree.currentIndex().data() == "作家"
    assert "版权页" in proof(dialog)
    individual.press("leave_identities")


def test_the_tree_is_kept_with_its_age_and_can_be_refreshed(individual):
    # GIVEN a tree that was read yesterday
    account = individual.window.record.session.sheet.account
    database = individual.window.services.database
    yesterday = time.time() - 86400
    IdentityRows(database, lambda: yesterday).keep(account.id, [["旧的", "1", "旧证", []]])
    # WHEN it is opened, THEN nobody is asked, and its age is said
    dialog, tree = pick(individual)
    assert shown(tree) == {"旧的": {}}
    assert "列表取自昨天" in individual.words(dialog)
    assert individual.world.count("authidentitytree") == 0
    # WHEN 刷新 does not get through, THEN the old one stays, and it is said why
    individual.world.misbehave("authidentitytree", "redirect")
    individual.press("refresh_identities")
    until(lambda: "仍然显示上次的列表" in individual.words(dialog), "the reason")
    assert shown(tree) == {"旧的": {}}
    # WHEN it is tried again, THEN it is today's
    individual.world.behave()
    individual.press("action_retry", dialog)
    until(lambda: "文艺工作者" in shown(tree), "the new tree")
    assert "列表取自今天" in individual.words(dialog)
    individual.press("leave_identities")


def test_waiting_for_the_tree_can_be_left(individual):
    individual.world.misbehave("authidentitytree", "hang", times=9)
    individual.press(PICK)
    is_asked(individual, "authidentitytree")
    individual.press(PICK)
    individual.stand_in.release()
    individual.world.behave()
    dialog, _ = pick(individual)
    # AND so can a refresh, by Esc: the dialog stays
    individual.world.misbehave("authidentitytree", "hang", times=9)
    before = individual.world.count("authidentitytree")
    individual.press("refresh_identities")
    is_asked(individual, "authidentitytree", before + 1)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    until(lambda: individual.can_press("refresh_identities"), "nobody waits")
    assert dialog.isVisible()
    individual.stand_in.release()
    individual.press("leave_identities")


def test_a_hostile_tree_is_plain_text_and_capped(individual):
    # GIVEN names of markup and control characters, 60 levels, and very many of them
    deep = {"name": "底"}
    for _ in range(60):
        deep = {"name": "层", "node_list": [deep]}
    bad = {
        "name": "<b>粗</b>\u202e\x00",
        "leaf_info": {"requirement": "<img src='file:///etc/hostname'><br />第二行"},
    }
    many = ({"name": f"第{n}"} for n in range(9000))
    individual.world.identities = [bad, deep, {"name": ""}, *many]
    # WHEN it is opened
    begun = time.monotonic()
    dialog, tree = pick(individual)
    # THEN it is there soon, with a limit, and everything is text
    assert time.monotonic() - begun < 3
    assert tree.model().rowCount() <= 3000
    tree.setCurrentIndex(tree.model().index(0, 0))
    assert tree.currentIndex().data() == "<b>粗</b>"
    assert "<img src='file:///etc/hostname'>\n第二行" in proof(dialog)
    names = [label for label in dialog.findChildren(QLabel) if "<b>" in label.text()]
    assert names
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in names)
    individual.press("choose_identity")
    until(lambda: individual.reads_field(IDENTITY) == "<b>粗</b>", "the answer")


def test_an_account_without_a_tree(individual):
    individual.world.identities = []
    individual.press(PICK)
    until(lambda: any("直接填写" in t for t in lines(individual, IDENTITY, "muted")), "it is said")


def test_a_record_without_an_account_is_told_what_is_missing(clerk):
    clerk.window.record.session.create("reauth", "无账号", None)
    until(lambda: clerk.window.record.session.sheet.account is None, "the new record")
    clerk.press(READ)
    clerk.bar("这条记录还没有选账号")
