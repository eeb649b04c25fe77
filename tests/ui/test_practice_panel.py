"""Whoever practises plays the administrator and the weather, and sees what comes of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from gui.core.practice.example import practice_world
from gui.core.practice.faults import CALL_WORDS, FAULT_WORDS
from gui.core.practice.tasks import STEP_WORDS, Step
from gui.ui.practice_panel import STAGES, PracticePanel

TASKID = "PRACTICE2025A1B2C3D4E5F6"


@pytest.fixture
def world():
    return practice_world()


@pytest.fixture
def panel(theme, show, world):
    panel = PracticePanel(world)
    show(panel)
    return panel


@pytest.fixture
def task(world, panel):
    """The example's task, resubmitted, and shown."""
    world.tasks[TASKID].submitted_again(paid=False)
    world.tasks[TASKID].paid = False
    panel.set_task(TASKID)
    return world.tasks[TASKID]


def offered(panel):
    prefix = "practice_step="
    buttons = panel.findChildren(QPushButton)
    return [
        button.objectName().removeprefix(prefix)
        for button in buttons
        if button.objectName().startswith(prefix) and button.isVisible() and button.isEnabled()
    ]


def press(qtbot, panel, name):
    qtbot.mouseClick(panel.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def play(qtbot, panel, step):
    button = panel.findChild(QPushButton, f"practice_step={step}")
    assert button.accessibleName() == STEP_WORDS[step]
    with qtbot.waitSignal(panel.played):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def state(panel):
    return panel.findChild(QLabel, "practice_state").text()


def test_without_a_task_there_is_nothing_to_play(panel):
    assert offered(panel) == []
    assert state(panel).startswith("打开一条有任务编号的记录")
    panel.set_task("nobody-knows")
    assert offered(panel) == []
    assert "没有这个任务编号" in state(panel)


def test_the_sentence_that_nothing_leaves_is_there(panel):
    assert any("都只在这台电脑上" in label.text() for label in panel.findChildren(QLabel))


def test_a_certification_is_played_to_its_end(qtbot, panel, task, world):
    for step in ("agree", "face_ok", "code_ok", "pay", "pass_review"):
        assert step in world.possible_steps(TASKID)
        qtbot.waitUntil(lambda: offered(panel) == world.possible_steps(TASKID))
        play(qtbot, panel, step)
    assert (task.task_status, task.apply_status) == (12, 4)
    # AND one may practise being sent back all over again
    assert offered(panel) == ["send_back"]
    play(qtbot, panel, "send_back")
    assert task.apply_status == 3


def test_it_is_sent_back_with_a_reason(qtbot, panel, task):
    reason = panel.findChild(QLineEdit, "practice_reason")
    assert not reason.isEnabled()
    for step in ("agree", "face_ok", "code_ok", "pay"):
        play(qtbot, panel, step)
    qtbot.waitUntil(reason.isEnabled)
    reason.insert("营业执照照片不清晰")
    play(qtbot, panel, "send_back")
    assert task.refill_reason == "营业执照照片不清晰"
    assert reason.text() == ""
    assert not reason.isEnabled()


def test_no_button_comes_to_lie_under_the_mouse(qtbot, panel, task):
    # GIVEN where every step has its place
    buttons = [b for b in panel.findChildren(QPushButton) if b.objectName().startswith("practice_")]

    def places():
        return {b.objectName(): b.mapTo(panel, b.rect().topLeft()) for b in buttons}

    before = places()
    # WHEN one is played, THEN none has moved, and a second press falls on nothing
    play(qtbot, panel, "agree")
    qtbot.wait(1)
    assert places() == before
    press(qtbot, panel, "practice_step=agree")
    assert task.task_status == 3


def test_no_step_that_nobody_chose_gets_the_focus(qtbot, panel, task):
    # GIVEN a step that is played by the keyboard, and is over then
    button = panel.findChild(QPushButton, "practice_step=agree")
    button.setFocus()
    # WHEN it is pressed, THEN the next press of the space bar plays nothing else
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not button.isEnabled()
    focus = panel.window().focusWidget()
    assert not isinstance(focus, QPushButton)


def test_a_step_elsewhere_is_seen(panel, task, world):
    world.play(TASKID, "decline")
    panel.refresh()
    assert offered(panel) == []


def test_agreeing_on_the_link_counts_once(qtbot, panel, task):
    with qtbot.waitSignal(panel.played):
        panel.agree()
    assert task.task_status == 3
    with qtbot.waitSignal(panel.played):
        panel.agree()
    assert task.task_status == 3


def choose(panel, name, value):
    combo = panel.findChild(QComboBox, name)
    index = combo.findData(value)
    assert index >= 0, value
    combo.setCurrentIndex(index)


def test_a_fault_is_planned_for_one_call(qtbot, panel, world):
    choose(panel, "practice_call", "queryauth")
    choose(panel, "practice_fault", "html")
    press(qtbot, panel, "practice_misbehave")
    words = panel.findChild(QLabel, "practice_planned").text()
    assert words == "已安排：下一次「查询进度」时，返回网页而不是数据。"
    assert world.next_plan("reauth") is None
    assert world.next_plan("queryauth").fault == "html"
    assert world.next_plan("queryauth") is None


def test_a_task_that_nobody_can_do_anything_about_says_so(panel, world):
    panel.set_task(TASKID)
    told = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "现在没有管理员或审核员要做的事。" in told


def test_what_was_planned_is_no_longer_announced_once_it_happened(qtbot, panel, world):
    choose(panel, "practice_call", "queryauth")
    press(qtbot, panel, "practice_misbehave")
    words = panel.findChild(QLabel, "practice_planned")
    assert words.isVisible()
    world.next_plan("queryauth")
    qtbot.waitUntil(lambda: not words.isVisible())


def test_everything_can_be_normal_again(qtbot, panel, world):
    press(qtbot, panel, "practice_misbehave")
    press(qtbot, panel, "practice_behave")
    assert all(world.next_plan(call) is None for call in CALL_WORDS)


def test_only_faults_that_make_sense_are_offered(panel):
    combo = panel.findChild(QComboBox, "practice_fault")

    def faults():
        return {combo.itemData(row) for row in range(combo.count())}

    choose(panel, "practice_call", "reauth")
    assert faults() == set(FAULT_WORDS)
    choose(panel, "practice_fault", "hang")
    choose(panel, "practice_call", "stable_token")
    assert set(FAULT_WORDS) - faults() == {
        "busy_but_taken",
        "success_without_link",
        "expired_token",
    }
    assert combo.currentData() == "hang"


def test_every_control_has_a_name(panel, task):
    for kind in (QComboBox, QLineEdit, QPushButton):
        for control in panel.findChildren(kind):
            assert control.objectName()
            assert control.accessibleName() or control.text()


def test_every_step_has_a_button_in_its_stage():
    steps = [step for stage in STAGES.values() for step in stage]
    assert sorted(steps) == sorted(Step)
