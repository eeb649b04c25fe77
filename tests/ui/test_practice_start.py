"""From the real program to practice mode: the same program once more, on its own."""

import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gui.core.store.database import FILE_NAME
from gui.ui.practice_start import Launch, PracticeStart, practice_launch, run_detached
from gui.ui.questions import Notice
from tests.ui.clerk import until

ROOT = Path(__file__).resolve().parents[2]
# Notes its process id, and is then the program.
NOTED = """
import os, pathlib, sys
pathlib.Path(os.environ["NOTE"]).write_text(str(os.getpid()))
from gui.app import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def open_question(qtbot, theme):
    """The question, with a start that only notes what would be started."""

    def open_question(*, works=True):
        launches = []
        question = PracticeStart(run=lambda launch: launches.append(launch) or works)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(question)
        question.open()
        return question, launches

    return open_question


def press(qtbot, dialog, name):
    qtbot.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


# how it is started


def test_from_source_the_same_python_runs_the_same_source():
    launch = practice_launch("/opt/python", packaged=False, environment={"LANG": "zh_CN.UTF-8"})
    assert launch.program == "/opt/python"
    assert launch.arguments == ("-m", "gui", "--practice")
    assert Path(launch.folder) == ROOT
    assert launch.environment == {"LANG": "zh_CN.UTF-8"}


def test_the_packaged_program_starts_itself_and_as_a_new_one():
    # GIVEN the packaged program, whose start-up tells its own helpers by the environment
    environment = {"_PYI_APPLICATION_HOME_DIR": "/opt/reauth-desk/_internal", "HOME": "/home/li"}
    launch = practice_launch("/opt/reauth-desk/reauth-desk", packaged=True, environment=environment)
    # THEN no module is named, which it would take for a file, and it is not taken for a helper
    assert (launch.program, launch.arguments) == ("/opt/reauth-desk/reauth-desk", ("--practice",))
    assert launch.environment == {**environment, "PYINSTALLER_RESET_ENVIRONMENT": "1"}


@pytest.mark.skipif(sys.platform == "win32", reason="reads processes as Linux and macOS have them")
def test_the_program_lives_on_its_own_and_in_the_folder_of_practice(qapp, tmp_path):
    # GIVEN the launch of this very source, with a home of its own and a note of its process
    launch = practice_launch()
    home = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    note = tmp_path / "process"
    environment = {**launch.environment, **home, "NOTE": str(note)}
    arguments = ("-c", NOTED, *launch.arguments[2:])

    # WHEN it is started
    assert run_detached(Launch(launch.program, arguments, launch.folder, environment))

    # THEN practice mode lays out its example, in another process group than ours
    until(lambda: any(tmp_path.rglob(FILE_NAME)), "the practice data", seconds=60)
    process = int(note.read_text())
    try:
        kept = next(tmp_path.rglob(FILE_NAME))
        assert "reauth-desk-practice" in kept.parts
        assert os.getpgid(process) != os.getpgid(0)
    finally:
        os.kill(process, signal.SIGKILL)


def test_a_program_that_is_not_there_is_told(qapp, tmp_path):
    assert not run_detached(Launch(str(tmp_path / "nothing"), (), "", dict(os.environ)))


# what the user sees


def test_practice_is_explained_and_then_started(open_question, qtbot):
    question, launches = open_question()
    assert launches == []
    with qtbot.waitSignal(question.started):
        press(qtbot, question, "practice_start_now")
    assert [launch.arguments[-1] for launch in launches] == ["--practice"]
    assert not question.isVisible()


@pytest.mark.parametrize("way", ["button", "escape"])
def test_nothing_is_started_without_being_wanted(open_question, qtbot, way):
    question, launches = open_question()
    if way == "button":
        press(qtbot, question, "practice_start_later")
    else:
        qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert launches == []
    assert not question.isVisible()


def test_a_start_that_the_system_refuses_is_said(open_question, qtbot):
    question, _ = open_question(works=False)
    press(qtbot, question, "practice_start_now")
    told = question.findChildren(Notice)
    assert [notice.windowTitle() for notice in told] == ["演练的窗口没有打开"]
    assert question.isVisible()
    told[0].reject()
