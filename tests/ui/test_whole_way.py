"""A certification followed in the real window: sent back, resubmitted, sent back again, passed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QTableView

from gui.core.practice.tasks import Step
from gui.ui.records_model import Column
from tests.ui.clerk import RIGHT_TAX_NUMBER, TASKID, TAX_NUMBER, decoded, until

AGAIN = "联系人姓名和身份证不一致"
EMAIL = "/contact_info/email"
CONTACT = "/contact_info/name"
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def in_the_list(clerk, group=""):
    """States and what is left, as they stand in the list under a filter."""
    clerk.command("open_list")
    until(lambda: clerk.page() == "home_page", "the list")
    clerk.press(f"filter_{group or 'all'}")
    table = clerk.find("records")
    assert isinstance(table, QTableView)
    model = table.model()
    return [
        (model.index(row, Column.STATE).data(), model.index(row, Column.LEFT).data())
        for row in range(model.rowCount())
    ]


def goes_on(clerk, step, reason=""):
    """The administrator or the review does something, and the program asks by itself."""
    clerk.world.play(TASKID, step, reason)
    asked = clerk.world.count("queryauth")
    clerk.window.record.outcome._watcher.due.emit()
    until(lambda: clerk.world.count("queryauth") > asked, "it is asked")
    until(lambda: not clerk.window.record.outcome._asking, "it is answered")


def steps(clerk, wanted):
    until(lambda: wanted in clerk.find("progress_steps").accessibleName(), wanted)


def result_words(clerk):
    page = clerk.window.record.outcome.page
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def to_review(clerk):
    """Authorised, verified, paid."""
    for step, told in (
        (Step.AGREE, "人脸核验 进行中"),
        (Step.FACE_OK, "手机验证 进行中"),
        (Step.CODE_OK, "支付 进行中"),
        (Step.PAY, "审核 进行中"),
    ):
        goes_on(clerk, step)
        steps(clerk, told)


def test_from_the_return_over_another_one_to_the_end(clerk):
    task = clerk.world.tasks[TASKID]
    task.paid = False  # the practice task was paid for by an earlier round
    reason = task.refill_reason

    # GIVEN a record that was sent back, WHEN it is looked for and opened
    until(lambda: clerk.window.record.session.sheet.returned, "the return is known")
    assert in_the_list(clerk, "refill") == [("待重填", "约 30 天")]
    clerk.press("filter_all")
    clerk.opens("演练小程序")

    # THEN the reason is on top, word for word, with what is known beside it
    until(lambda: clerk.page() == "form_page", "the form")
    assert clerk.find("refill_reason_text").text() == reason
    assert "以微信通知为准" in clerk.find("return_chance").text()

    # WHEN it is corrected and submitted, THEN it goes through authorisation, payment and review
    clerk.submits()
    clerk.waits_for("qr_code")
    assert decoded(clerk.window.grab().toImage()) == [task.auth_url]
    to_review(clerk)
    assert not clerk.sees("qr_code")
    assert {"演练审核机构", "演练审核员 400-000-0000"} <= set(result_words(clerk))
    clerk.reads("等待支付审核费用")  # what has happened can be read, each with its time
    assert in_the_list(clerk, "under_way") == [("审核中", "")]

    # WHEN the review sends it back once more
    clerk.press("filter_all")
    clerk.opens("演练小程序")
    until(lambda: clerk.page() == "result_page", "the result")
    goes_on(clerk, Step.SEND_BACK, AGAIN)

    # THEN the form comes with the new reason, the last answers, and the next number
    until(lambda: clerk.page() == "form_page", "the form")
    assert clerk.find("refill_reason_text").text() == AGAIN
    assert clerk.reads_field(TAX_NUMBER) == RIGHT_TAX_NUMBER
    until(lambda: "约第 2 次重填，共 3 次" in clerk.find("return_chance").text(), "the number")

    # WHEN it is corrected and submitted again, THEN it passes
    clerk.write(CONTACT, "Somebody Else")
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.waits_for("qr_code")
    goes_on(clerk, Step.AGREE)
    goes_on(clerk, Step.FACE_OK)
    goes_on(clerk, Step.CODE_OK)
    steps(clerk, "审核 进行中")
    goes_on(clerk, Step.PASS_REVIEW)
    steps(clerk, "结果 已完成")
    assert clerk.window.record.outcome._watcher.seconds_left() is None
    assert in_the_list(clerk, "passed") == [("已通过", "")]

    # AND two bodies went out, and each round is kept to be read
    assert clerk.world.bodies_of(TASKID) == 2
    clerk.press("filter_all")
    clerk.opens("演练小程序")
    until(lambda: clerk.page() == "result_page", "the result")
    clerk.command("history")
    rounds = clerk.find("history_list")
    assert isinstance(rounds, QListWidget)
    assert [rounds.item(row).text()[:5].strip() for row in range(rounds.count())] == [
        "第 2 次",
        "第 1 次",
    ]


def test_marks_number_and_day_can_be_put_right_and_stay(clerk):
    # GIVEN a returned record with marks that the program guessed
    until(lambda: clerk.window.record.session.sheet.returned, "the return is known")
    rows = clerk.window.record.form.view.rows

    def marked():
        shown = {pointer: row for pointer, row in rows.items() if not row.isHidden()}
        badges = {pointer: row.findChildren(QLabel) for pointer, row in shown.items()}
        return {
            pointer
            for pointer, labels in badges.items()
            if any(one.text() == "打回时提到" and not one.isHidden() for one in labels)
        }

    assert TAX_NUMBER in marked()
    assert EMAIL not in marked()

    # WHEN somebody who knows better changes them
    clerk.press("change_marks")
    marks = clerk.find("marks_list")
    assert isinstance(marks, QListWidget)
    for row in range(marks.count()):
        item = marks.item(row)
        wanted = "邮箱" in item.text()
        item.setCheckState(CHECKED if wanted else UNCHECKED)
    clerk.press("save_marks")
    until(lambda: marked() == {EMAIL}, "the new marks")
    assert "邮箱" in clerk.find("return_marks").text()

    # AND says which refill it is, and until when
    clerk.press("change_chance")
    clerk.find("refill_number=3").click()
    clerk.find("deadline_known").click()
    clerk.press("save_chance")
    until(lambda: "第 3 次重填，共 3 次" in clerk.find("return_chance").text(), "the number")
    assert "约第 3 次" not in clerk.find("return_chance").text()

    # THEN a question to WeChat changes nothing of it, nor does opening it again
    clerk.window.record.query()
    until(lambda: not clerk.window.record.outcome._asking, "it is answered")
    clerk.command("open_list")
    clerk.opens("演练小程序")
    until(lambda: clerk.page() == "form_page", "the form")
    assert marked() == {EMAIL}
    assert "第 3 次重填，共 3 次" in clerk.find("return_chance").text()


def test_a_dead_link_that_comes_again_is_explained(clerk):
    # GIVEN a link whose time is over, and a WeChat that has no other
    clerk.submits()
    clerk.waits_for("qr_code")
    clerk.window.record.query()
    until(lambda: not clerk.window.record.outcome._asking, "it is answered")
    clerk.command("open_list")  # nobody asks any more
    with clerk.disk() as other:
        other.execute("UPDATE progress SET auth_url_at = auth_url_at - 90000")
        other.commit()
    clerk.opens("演练小程序")
    clerk.reads("链接已过期")
    assert decoded(clerk.window.grab().toImage()) == []

    # WHEN another one is wanted, THEN it is said that there is none
    clerk.press("renew_link")
    clerk.bar("微信没有给出新的链接")

    # AND when there is one, it is shown
    clerk.world.tasks[TASKID].auth_url += "&new=1"
    clerk.press("renew_link")
    until(lambda: clerk.can_press("copy_link"), "a link that is valid")
    assert isinstance(clerk.find("copy_link"), QPushButton)
    until(
        lambda: decoded(clerk.window.grab().toImage()) == [clerk.world.tasks[TASKID].auth_url],
        "the new code",
    )


def test_a_returned_record_can_be_filled_in_without_a_network(clerk):
    # GIVEN no way to WeChat WHEN a returned record is opened
    until(lambda: clerk.window.record.session.sheet.returned, "the return is known")
    clerk.command("open_list")
    clerk.stand_in.stop()
    clerk.opens("演练小程序")
    until(lambda: clerk.page() == "form_page", "the form")
    failed = []
    clerk.window.record.outcome._results.failed_quietly.connect(failed.append)
    until(lambda: failed, "the question did not get through")

    # THEN nothing is said about it, and the reason of last time is there
    assert clerk.bars() == []
    assert clerk.sees("refill_reason_text")
    clerk.write(CONTACT, "Somebody Else")
    assert clerk.reads_field(CONTACT) == "Somebody Else"
    clerk.stand_in.start()


def test_a_number_that_nobody_knows_is_shown_as_it_is(clerk):
    # GIVEN a submission, WHEN WeChat tells of a state that it never told of before
    clerk.submits()
    clerk.waits_for("qr_code")
    clerk.world.put(TASKID, task_status=13, apply_status=0)
    clerk.press("query_status")
    # THEN its number can be read, here and in the list
    clerk.reads("处理中（状态 13）")
    clerk.world.put(TASKID, task_status=12, apply_status=77)
    clerk.press("query_status")
    clerk.reads("处理中（状态 77）")
    assert in_the_list(clerk, "under_way") == [("处理中（状态 77）", "")]
