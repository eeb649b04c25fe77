"""After the submission: steps that go on, a return, another round, and when to ask again."""

import pytest
from PySide6.QtWidgets import QLabel

from gui.core.practice.tasks import Step
from gui.core.progress import standing
from tests.ui.clerk import RIGHT_TAX_NUMBER, TASKID, TAX_NUMBER, decoded, until

NAME = "/contact_info/name"
GOOD = "https://mp.weixin.qq.com/practice/good"


@pytest.fixture
def submitted(clerk):
    """At the result of the example, which was just submitted."""
    clerk.submits()
    clerk.waits_for("qr_code")
    return clerk


def play(clerk, step, reason=""):
    """The administrator or the review does something, and the clerk asks."""
    clerk.world.play(TASKID, step, reason)
    asked = clerk.world.count("queryauth")
    clerk.press("query_status")
    until(lambda: clerk.world.count("queryauth") > asked, "it is asked")


def steps(clerk):
    return clerk.find("progress_steps").accessibleName()


def watcher(clerk):
    return clerk.window.record.outcome._watcher


def status(clerk):
    """What the page says of the state, as title or in its line."""
    page = clerk.window.record.outcome.page
    title = page.findChild(QLabel, "result_title").text()
    return f"{title}\n{page.findChild(QLabel, 'status_text').text()}"


def test_the_steps_follow_what_happens(submitted):
    # GIVEN a fresh submission WHEN one step after the other is done
    assert "管理员授权 进行中" in steps(submitted)
    for step, told in (
        (Step.AGREE, "人脸核验 进行中"),
        (Step.FACE_OK, "手机验证 进行中"),
        (Step.CODE_OK, "审核 进行中"),
        (Step.PASS_REVIEW, "结果 已完成"),
    ):
        play(submitted, step)
        # THEN the line and the words follow, and the next question comes at its time
        until(lambda wanted=told: wanted in steps(submitted), told)
        task = submitted.world.tasks[TASKID]
        stands = standing(task.task_status, task.apply_status)
        assert stands.text in status(submitted)
        left = watcher(submitted).seconds_left()
        if stands.poll is None:
            assert left is None
        else:
            assert 0.85 * stands.poll < left < 1.15 * stands.poll

    # AND a link that is of no use any more is not left on the screen
    assert not submitted.sees("qr_code")
    assert submitted.world.bodies_of(TASKID) == 1


def test_it_asks_by_itself(submitted):
    # GIVEN a result page that nobody touches WHEN it is time
    submitted.world.play(TASKID, Step.AGREE)
    watcher(submitted).due.emit()
    # THEN the steps have gone on
    until(lambda: "人脸核验 进行中" in steps(submitted), "the next step")


def test_a_question_that_nobody_pressed_for_fails_in_silence(submitted):
    submitted.stand_in.stop()
    watcher(submitted).due.emit()
    until(lambda: (watcher(submitted).seconds_left() or 0) > 15, "it waits longer", 20)
    assert submitted.bars() == []
    assert submitted.sees("qr_code")

    # WHEN somebody presses, THEN the failure is told, with a way to try again
    submitted.press("query_status")
    bar = submitted.bar("连不上微信服务器")
    submitted.stand_in.start()
    submitted.world.play(TASKID, Step.AGREE)
    submitted.press("action_retry", bar)
    until(lambda: "人脸核验 进行中" in steps(submitted), "the next step")
    assert submitted.bars() == []


def test_a_refused_question_is_told_in_words(submitted):
    submitted.world.refuse("queryauth", 40164, "invalid ip 61.172.68.219, not in whitelist")
    submitted.press("query_status")
    bar = submitted.bar("微信还不认识这台电脑的网络")
    assert "资料没有提交" not in submitted.words(bar)


def test_sent_back_again_the_form_comes_with_the_new_reason(submitted):
    # GIVEN a submission that goes through everything WHEN the review sends it back once more
    submitted.world.put(TASKID, task_status=12, apply_status=2)
    play(submitted, Step.SEND_BACK, "联系人姓名和身份证不一致")

    # THEN the form is there with the new reason on top, and with what was sent last
    until(lambda: submitted.page() == "form_page", "the form")
    submitted.bar("这次认证被打回了")
    assert submitted.find("refill_reason_text").text() == "联系人姓名和身份证不一致"
    assert submitted.reads_field(TAX_NUMBER) == RIGHT_TAX_NUMBER
    assert watcher(submitted).seconds_left() is None

    # AND when it is opened again the reason is there, without being announced once more
    submitted.command("open_list")
    submitted.opens("演练小程序")
    assert submitted.find("refill_reason_text").text() == "联系人姓名和身份证不一致"
    assert submitted.bars() == []

    # WHEN it is corrected and submitted again, THEN the check page shows what is new
    submitted.write(NAME, "Somebody Else")
    submitted.goes_to_check()
    assert "修改了 1 处" in submitted.words()
    old = submitted.world.tasks[TASKID].auth_url
    submitted.press("submit")
    submitted.waits_for("qr_code")

    # THEN a second body has arrived, and its own link is shown
    assert submitted.world.bodies_of(TASKID) == 2
    link = submitted.world.tasks[TASKID].auth_url
    assert link != old
    until(lambda: decoded(submitted.window.grab().toImage()) == [link], "the new code")
    assert submitted.attempts() == ["accepted", "accepted"]


@pytest.mark.parametrize(
    ("step", "told"), [(Step.DECLINE, "管理员拒绝了授权"), (Step.TIME_OUT, "任务已过期")]
)
def test_an_authorisation_that_failed_leads_to_the_form_and_says_why(submitted, step, told):
    play(submitted, step)
    until(lambda: submitted.page() == "form_page", "the form")
    submitted.bar(told)

    # AND also when it is opened again
    submitted.command("open_list")
    submitted.opens("演练小程序")
    submitted.bar(told)
    # AND nobody is asked for the reason of a return that was none
    assert not submitted.sees("ask_reason")
    submitted.goes_to_check()
    submitted.press("submit")
    submitted.waits_for("qr_code")
    assert submitted.world.bodies_of(TASKID) == 2


def test_failed_for_good_is_told_without_a_way_to_submit(submitted):
    submitted.world.put(TASKID, task_status=12, apply_status=2)
    play(submitted, Step.FAIL_REVIEW)
    until(lambda: "认证没有通过" in status(submitted), "the words")
    assert not submitted.sees("qr_code")


def test_a_submission_without_link_gets_it_by_asking(clerk):
    clerk.world.misbehave("reauth", "success_without_link")
    clerk.submits()
    clerk.waits_for("qr_code")
    assert clerk.find("auth_link").toolTip() == clerk.world.tasks[TASKID].auth_url


def test_a_link_that_is_not_wechats_is_neither_shown_nor_opened(submitted):
    # GIVEN a WeChat, or somebody in between, that answers with a link to elsewhere
    for link in (
        "http://mp.weixin.qq.com/x",
        "https://mp.weixin.qq.com.evil.example/x",
        "javascript:alert(1)",
        "https://user@mp.weixin.qq.com/x",
    ):
        submitted.world.tasks[TASKID].auth_url = link
        submitted.press("query_status")
        # THEN there is no code and no link, and words about it
        until(lambda: not submitted.sees("auth_link"), "it is gone")
        submitted.reads("链接未通过安全检查")
        assert not submitted.sees("qr_code")
        submitted.window.dialogs.open_link(link)
        assert not submitted.sees("practice_link")
        # AND a good one is shown again
        submitted.world.tasks[TASKID].auth_url = GOOD
        submitted.press("query_status")
        submitted.waits_for("auth_link")
        assert submitted.find("auth_link").toolTip() == GOOD


def test_the_link_of_practice_opens_an_explanation(submitted):
    submitted.press("auth_link")
    submitted.press("practice_link_agree")
    until(lambda: "人脸核验 进行中" in steps(submitted), "the administrator agreed")


def test_the_panel_plays_the_administrator(submitted):
    submitted.press(f"practice_step={Step.AGREE}")
    until(lambda: "人脸核验 进行中" in steps(submitted), "the next step")
    submitted.waits_for(f"practice_step={Step.FACE_OK}")


def test_what_is_pressed_for_does_not_wait_for_a_question_of_the_program(submitted):
    # GIVEN a question that nobody pressed for, and that gets no answer
    submitted.world.misbehave("queryauth", "hang")
    submitted.command("open_list")
    submitted.opens("演练小程序")
    asked = submitted.world.count("queryauth")
    until(lambda: submitted.world.count("queryauth") > asked, "it is asked quietly")
    # WHEN the administrator does something, THEN its own question brings the new state
    submitted.press(f"practice_step={Step.AGREE}")
    until(lambda: "人脸核验 进行中" in steps(submitted), "the next step")


def test_nothing_of_one_record_is_shown_with_another(submitted):
    # GIVEN a question on its way
    submitted.world.misbehave("queryauth", "slow", seconds=0.5)
    submitted.world.play(TASKID, Step.AGREE)
    asked = submitted.world.count("queryauth")
    submitted.press("query_status")
    until(lambda: submitted.world.count("queryauth") > asked, "it is asked")
    # WHEN another record is opened meanwhile
    submitted.command("new_draft")
    until(lambda: submitted.window.record.model.value("/taskid") is None, "an empty record")
    submitted.stand_in.release()
    assert watcher(submitted).seconds_left() is None
    # THEN it stays an empty form, and is not asked for
    until(lambda: submitted.world.next_plan("queryauth") is None, "it was answered")
    assert submitted.page() == "form_page"
    assert submitted.window.record.session.sheet.progress is None


def test_a_package_of_the_provider_leaves_nothing_to_pay(clerk):
    # GIVEN a record that the service provider pays for WHEN it is submitted
    clerk.world.providers = None
    model = clerk.window.record.model
    model.set_value("/pay_type", 1)
    model.set_value("/service_appid", "wx0123456789abcdef")
    clerk.correct()
    clerk.goes_to_check()
    clerk.press("submit")
    clerk.waits_for("qr_code")
    # THEN its line of steps says so
    until(lambda: "无需支付" in steps(clerk), "nothing to pay")
