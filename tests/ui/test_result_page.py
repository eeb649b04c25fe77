"""The result as the clerk and the administrator meet it: link, code, copies, time, and doubt."""

from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from gui.core.progress import Step, standing
from gui.core.qr import qr_matrix
from gui.ui.moments import exact_words, moment_words
from gui.ui.progress_card import ProgressView
from gui.ui.result_page import ResultPage, ResultView

LINK = "https://mp.weixin.qq.com/wxawap/waverify?taskid=a1b2c3&token=" + "0f" * 90 + "&a=1"
NOON = 1_782_000_000.0
HOUR = 3600.0
MESSAGE = "请用微信扫描二维码或打开链接，完成「某某优选商城」的认证授权，请在 {} 前完成：{}"
FRESH = ResultView(
    "accepted",
    "某某优选商城",
    taskid="a1b2c3",
    auth_url=LINK,
    matrix=qr_matrix(LINK),
    link_time=NOON,
    sent_at=NOON,
)
COPIES = ("copy_message", "copy_link", "copy_qr", "save_qr")


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def page(qtbot, clock):
    page = ResultPage(clock)
    qtbot.addWidget(page)
    page.resize(1000, 900)
    with qtbot.waitActive(page):
        page.show()
    return page


def button(page, name):
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def press(qtbot, page, name):
    qtbot.mouseClick(button(page, name), Qt.MouseButton.LeftButton)


def text(page, name):
    return page.findChild(QLabel, name).text()


def decoded(image):
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(grey.constBits()).cast("B", shape=(grey.height(), grey.bytesPerLine()))
    return [code.text for code in zxingcpp.read_barcodes(pixels, try_invert=False)]


def is_in_view(page, name):
    return page.findChild(QWidget, name).isVisible()


def test_the_code_and_the_link_are_the_one_that_was_returned(qtbot, page):
    # GIVEN an accepted submission WHEN it is shown
    page.show_result(FRESH)

    # THEN a phone reads the very link from the screen, and it can be pressed
    assert text(page, "result_title") == "已提交，等待管理员扫码授权"
    assert decoded(page.grab().toImage()) == [LINK]
    assert page.findChild(QWidget, "qr_code").width() >= 320
    link = button(page, "auth_link")
    assert link.accessibleDescription() == LINK
    with qtbot.waitSignal(page.link_activated):
        press(qtbot, page, "auth_link")
    link.setFocus()
    with qtbot.waitSignal(page.link_activated):
        qtbot.keyClick(link, Qt.Key.Key_Space)


def test_what_is_copied_is_exact_and_said(qtbot, page):
    # GIVEN a link on the page
    page.show_result(FRESH)
    clipboard = QGuiApplication.clipboard()

    # WHEN each is copied THEN exactly that is on the clipboard, and the button says so
    for name, words, content in (
        ("copy_link", "复制链接", LINK),
        (
            "copy_message",
            "复制转发话术",
            MESSAGE.format(exact_words(NOON + 24 * 3600), LINK),
        ),
        ("copy_taskid", "复制任务编号", "a1b2c3"),
    ):
        press(qtbot, page, name)
        assert clipboard.text() == content
        assert button(page, name).text() == "已复制"
        assert button(page, name).accessibleName() == f"{words}：已复制"
    press(qtbot, page, "copy_qr")
    assert decoded(clipboard.image()) == [LINK]

    # AND after a moment the buttons are themselves again
    qtbot.waitUntil(lambda: button(page, "copy_qr").text() == "复制二维码", timeout=4000)
    qtbot.waitUntil(lambda: button(page, "copy_link").text() == "复制链接")


@pytest.mark.qt_log_ignore("does not support", extend=True)  # dialogs, offscreen
@pytest.mark.parametrize("place", ["here", "nowhere/deeper"])
def test_the_code_is_saved_as_a_picture(qtbot, page, tmp_path, place):
    # GIVEN a name with signs that no file may have
    page.show_result(ResultView(**{**vars(FRESH), "record_name": 'a/b:"c"'}))

    # WHEN the picture is saved
    press(qtbot, page, "save_qr")
    dialog = page.findChild(QFileDialog, "save_qr_dialog")
    assert Path(dialog.selectedFiles()[0]).name == "授权二维码 a_b_c_.png"
    path = tmp_path / place / "code.png"
    (tmp_path / "here").mkdir()
    dialog.fileSelected.emit(str(path))
    dialog.reject()

    # THEN it holds the link, and a file that could not be written is admitted
    if place == "here":
        assert decoded(QImage(str(path))) == [LINK]
        assert text(page, "qr_saved") == f"已保存到 {path}"
    else:
        assert text(page, "qr_saved") == "图片没有保存成功，请换一个文件夹再试"


def test_the_time_left_runs_down_and_a_dead_code_goes(qtbot, page, clock):
    # GIVEN a link of 22 hours and some
    clock.now = NOON + 22 * HOUR + 60
    page.show_result(FRESH)
    assert text(page, "time_left") == "链接还有 1 小时 59 分有效"
    ticking = [timer for timer in page.findChildren(QTimer) if timer.isActive()]
    assert len(ticking) == 1
    assert ticking[0].interval() <= 60_000

    # WHEN its time is over
    clock.now = NOON + 24 * HOUR
    ticking[0].timeout.emit()

    # THEN nothing on the screen can be scanned, copied or opened, and there is one way on
    assert text(page, "time_left") == "链接已过期"
    assert decoded(page.grab().toImage()) == []
    assert not any(button(page, name).isEnabled() for name in (*COPIES, "auth_link"))
    assert not ticking[0].isActive()
    with qtbot.waitSignal(page.query_requested):
        press(qtbot, page, "renew_link")

    # AND with a new link all is back
    page.show_result(ResultView(**{**vars(FRESH), "link_time": clock.now}))
    assert decoded(page.grab().toImage()) == [LINK]
    assert not is_in_view(page, "renew_link")


def test_a_link_of_unknown_age_is_not_given_hours(page):
    page.show_result(ResultView(**{**vars(FRESH), "link_time": None}))
    assert text(page, "time_left") == "链接自获取起 24 小时内有效"
    assert button(page, "copy_link").isEnabled()


def test_a_clock_that_was_wrong_does_not_promise_more_than_a_day(page, clock):
    clock.now = NOON - 5 * HOUR
    page.show_result(FRESH)
    assert text(page, "time_left") == "链接还有 24 小时 0 分有效"


def test_success_without_a_link_waits_for_it(qtbot, page):
    # GIVEN the sample's own answer: accepted, no link WHEN it is shown
    page.show_result(ResultView("accepted", "某某", taskid="a1b2c3"))

    # THEN the page says what is missing and offers to ask
    assert text(page, "link_notice") == "正在获取授权链接"
    assert not is_in_view(page, "qr_code")
    assert button(page, "query_status").property("role") == "primary"
    with qtbot.waitSignal(page.query_requested):
        press(qtbot, page, "query_status")
    page.set_busy("正在查询…")
    assert not button(page, "query_status").isEnabled()
    page.set_busy(None)
    assert button(page, "query_status").text() == "查询状态"


def test_a_refused_link_is_neither_shown_nor_given_away(page):
    # GIVEN a page with a good link WHEN the gate refuses the next one
    page.show_result(FRESH)
    page.show_result(ResultView("accepted", "某某", taskid="a1b2c3", link_refused=True))

    # THEN no control holds a link any more
    assert text(page, "link_notice") == "链接未通过安全检查，未打开"
    assert decoded(page.grab().toImage()) == []
    assert not any(is_in_view(page, name) for name in (*COPIES, "auth_link", "qr_code"))
    assert not any("https" in copy.accessibleDescription() for copy in page.findChildren(QWidget))


def test_a_link_too_long_for_a_code_can_still_be_copied(qtbot, page):
    page.show_result(ResultView(**{**vars(FRESH), "matrix": None}))
    assert not is_in_view(page, "qr_code")
    assert not button(page, "copy_qr").isEnabled()
    press(qtbot, page, "copy_link")
    assert QGuiApplication.clipboard().text() == LINK


def test_in_doubt_there_is_no_way_to_send_again(qtbot, page):
    # GIVEN an attempt without an answer WHEN it is shown
    # although WeChat told before that the record had been sent back
    before = ProgressView(steps=(Step("review", "审核", "failed"),), text="打回重填")
    page.show_result(
        ResultView("unknown", "某某", "a1b2c3", LINK, progress=before, final=True, sent_at=NOON)
    )
    assert not is_in_view(page, "status_text")

    # THEN it is called neither a success nor a failure, and asking is all there is
    assert text(page, "result_title") == "还不确定是否提交成功"
    assert not is_in_view(page, "resend")
    assert not is_in_view(page, "paste_taskid")
    assert not any(is_in_view(page, name) for name in COPIES)
    assert button(page, "query_status").property("role") == "primary"
    assert button(page, "result_to_form").property("role") != "primary"
    words = "".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "请不要重复提交" in words
    assert "失败" not in words

    # WHEN the window offers it later THEN first only with its reason, then for real
    page.set_resend(False, "还要等 30 秒")
    assert text(page, "resend_reason") == "还要等 30 秒"
    with qtbot.assertNotEmitted(page.resend_requested):
        press(qtbot, page, "resend")
    page.set_resend(True, "微信两次都说没有收到")
    with qtbot.waitSignal(page.resend_requested):
        press(qtbot, page, "resend")

    # AND the next record does not inherit it
    page.show_result(ResultView("unknown", "另一条", taskid="b"))
    assert not is_in_view(page, "resend")


def test_a_first_submission_in_doubt_asks_for_the_task_id(qtbot, page):
    # GIVEN a first submission without an answer: nothing to ask WeChat by
    page.show_result(ResultView("unknown", "某某", sent_at=NOON))
    assert not is_in_view(page, "query_status")
    assert not button(page, "use_taskid").isEnabled()

    # WHEN a task id is pasted THEN it is announced, without the blanks around it
    line = page.findChild(QLineEdit, "paste_taskid")
    qtbot.keyClicks(line, "  a1b2c3 ")
    with qtbot.waitSignal(page.taskid_entered) as heard:
        press(qtbot, page, "use_taskid")
    assert heard.args == ["a1b2c3"]


@pytest.mark.parametrize(
    ("task", "apply", "title", "link"),
    [
        (0, 0, "已提交，等待管理员扫码授权", True),
        (3, 0, standing(3, 0).text, True),
        (1, 0, standing(1, 0).text, False),
        (15, 1, standing(15, 1).text, True),
        (12, 2, standing(12, 2).text, False),
        (12, 3, standing(12, 3).text, False),
        (12, 4, standing(12, 4).text, False),
    ],
)
def test_progress_is_said_in_words_and_a_link_ends_with_it(page, task, apply, title, link):
    # GIVEN a state of the certification WHEN it is shown
    told = standing(task, apply)
    page.show_result(
        ResultView(
            **{
                **vars(FRESH),
                "progress": ProgressView(told.steps, told.text),
                "final": told.final,
            }
        )
    )

    # THEN the title is what is, every step says its state, and a dead link is not there
    assert text(page, "result_title") == title
    assert text(page, "status_text") == told.text
    assert is_in_view(page, "auth_link") is link
    line = page.findChild(QWidget, "progress_steps")
    states = {"done": "已完成", "now": "进行中", "failed": "没有通过", "ahead": "未开始"}
    for step in told.steps:
        assert f"{step.name} {states[step.state]}" in line.accessibleName()
    failed = any(step.state == "failed" for step in told.steps)
    main = "primary" if told.final and failed else ""
    assert button(page, "result_to_form").property("role") == main


def test_refusals_lead_back_to_the_form(qtbot, page):
    for kind, title in (("refused", "微信没有接受这次提交"), ("not_sent", "资料没有提交")):
        page.show_result(
            ResultView(kind, "某某", taskid="a", progress=ProgressView(text="<b>原因</b>"))
        )
        assert text(page, "result_title") == title
        assert text(page, "status_text") == "<b>原因</b>"
        assert page.findChild(QLabel, "status_text").textFormat() == Qt.TextFormat.PlainText
        with qtbot.waitSignal(page.form_requested):
            press(qtbot, page, "result_to_form")
    with qtbot.waitSignal(page.list_requested):
        press(qtbot, page, "back_to_list")


def test_every_control_has_a_name_and_the_tab_key_goes_as_the_eye(qtbot, page):
    # GIVEN a link on the page WHEN Tab is pressed all the way round
    page.show_result(FRESH)
    order, here = [], button(page, "copy_taskid")
    here.setFocus()
    while here not in order:
        order.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
        here = page.focusWidget()

    # THEN it goes from the top to the bottom, and everything has a name
    assert [control.objectName() for control in order] == [
        "copy_taskid",
        "auth_link",
        *COPIES,
        "back_to_list",
        "result_to_form",
        "query_status",
    ]
    assert all(control.accessibleName() for control in order)


# what WeChat says besides


def words(page):
    """Everything that can be read on the page, once it has taken its place."""
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_each_state_has_its_time_and_the_reviewer_can_be_called(page, clock):
    # GIVEN a certification in review, with what happened until then
    told = standing(12, 2)
    clock.now = NOON + 2 * HOUR
    progress = ProgressView(
        told.steps,
        told.text,
        times={"submitted": NOON, "authorise": NOON + HOUR},
        events=(
            (NOON, "资料已提交"),
            (NOON + HOUR, "管理员已同意"),
            (NOON + HOUR, "处理中（状态 13）"),
        ),
        reviewer={
            "provider": "某某审核 <b>",
            "contact": "021-1234 5678",
            "time": "2026-06-21 09:30",
        },
    )

    # WHEN it is shown
    page.show_result(ResultView("accepted", "某某", "a1", progress=progress, sent_at=NOON))

    # THEN times, events (the newest first) and the reviewer are there as plain text
    shown = words(page)
    assert moment_words(NOON + HOUR, clock.now) in shown
    events = [one for one in shown if one in ("资料已提交", "管理员已同意", "处理中（状态 13）")]
    assert events == ["处理中（状态 13）", "管理员已同意", "资料已提交"]
    assert {"某某审核 <b>", "021-1234 5678", "2026-06-21 09:30"} <= set(shown)

    # AND nothing of it is left with another record
    page.show_result(FRESH)
    assert not {"某某审核 <b>", "管理员已同意"} & set(words(page))
    assert not is_in_view(page, "reviewer")


def test_why_it_failed_for_good_is_said_word_for_word(page):
    reason = "主体与 <登记> 不一致\n第二行"
    told = standing(12, 5)
    progress = ProgressView(told.steps, told.text, reason=reason)
    page.show_result(ResultView("accepted", "某某", "a1", progress=progress, final=told.final))
    assert reason in words(page)
    assert is_in_view(page, "fail_reason")
