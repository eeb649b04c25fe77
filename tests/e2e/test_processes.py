"""Starting twice, and being told to end: what the desktop does to a program."""

import pytest

from tests.fixtures_desktop import wait_until

pytestmark = pytest.mark.e2e


def active(desktop):
    """The number of the window in front, 0 when there is none."""
    return int(desktop.xdotool("getactivewindow") or 0)


def test_a_second_start_raises_the_first_window(sit_down, starter, desktop, data):
    # GIVEN the program, its window put away by its user
    sit_down()
    window = desktop.wait_for_window("演练小程序")
    desktop.xdotool("windowminimize", "--sync", window)
    wait_until(lambda: active(desktop) != int(window, 0), "the window is put away")
    # WHEN it is started a second time
    second = starter.launch("--practice", "--data-dir", str(data))
    # THEN the second one ends at once, and the window of the first is back in front
    assert second.wait() == 0, second.output()
    wait_until(lambda: active(desktop) == int(window, 0), "the first window is active")
    assert not second.windows()


def test_told_to_end_it_saves_what_was_typed_a_moment_ago(sit_down):
    # GIVEN a record in which something was typed just now
    person = sit_down()
    person.fill("/contact_info/name", "王小明𠮷")
    # WHEN the system tells the program to end
    code = person.program.ask_to_end()
    # THEN it ends in good order, with nothing to complain about
    assert code == 0, person.program.output()
    assert "Traceback" not in person.program.output()
    # THEN the text is there when it is started again
    again = sit_down()
    assert again.text_of("/contact_info/name") == "王小明𠮷"
