"""Pictures are dragged from another program, pasted, and chosen in the dialog of the system."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.images import photos
from tests.fixtures_desktop import running, wait_until

pytestmark = pytest.mark.e2e

OTHER = "/qualification_other"
CORNER = (20, 14)  # where tests/e2e/file_manager.py can be taken by the mouse


@pytest.fixture
def pictures(private_home):
    """Two photos as a phone makes them, and a screenshot."""
    made = {
        "first.jpg": photos.jpeg(orientation=6),
        "second.jpg": photos.jpeg(photos.scene(1200, 900)),
        "screenshot.png": photos.png(photos.scene(1000, 800)),
        "third.jpg": photos.jpeg(photos.scene(1000, 750)),
    }
    for name, content in made.items():
        (private_home / name).write_bytes(content)
    return {name: private_home / name for name in made}


def drag(person, desktop, session, paths, target):
    """Carry files from the other program to a control, as a hand does: step by step."""
    command = [sys.executable, str(Path(__file__).with_name("file_manager.py"))]
    person.bring_into_view(person.find(target))
    with running(
        [*command, *map(str, paths)], env=session, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline().strip() == "shown"
        x, y = person.find(target).box.middle
        desktop.xdotool("mousemove", *map(str, CORNER))
        desktop.xdotool("mousedown", "1")
        for share in (0.02, 0.1, 0.4, 0.8, 0.95, 1.0, 1.0):
            at = [
                round(start + (end - start) * share)
                for start, end in zip(CORNER, (x, y), strict=True)
            ]
            desktop.xdotool("mousemove", "--sync", str(at[0]), str(at[1]), "sleep", "0.1")
        desktop.xdotool("sleep", "0.2", "mouseup", "1")
        wait_until(lambda: person.sees(f"{OTHER}/2/look"), "the dropped pictures")


def test_pictures_come_in_by_mouse_and_keyboard(sit_down, desktop, session, pictures):
    # GIVEN the practice mode with its example, which has one material
    person = sit_down()
    person.find(f"{OTHER}/add")

    # WHEN two photos are dragged there from another program
    paths = [pictures["first.jpg"], pictures["second.jpg"]]
    drag(person, desktop, session, paths, f"{OTHER}/add")
    # THEN both are there and uploaded
    person.reads("其他证明材料，第 2 张：first.jpg，已上传")
    person.reads("其他证明材料，第 3 张：second.jpg，已上传")

    # WHEN a screenshot is copied elsewhere and pasted
    copy = ["xclip", "-in", "-selection", "clipboard", "-target", "image/png"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*copy, str(pictures["screenshot.png"])], env=session, check=True, **quiet)
    person.click(f"{OTHER}/3")
    person.press("ctrl+v")
    # THEN it is there
    person.reads("第 4 张：粘贴的图片")

    # WHEN another one is chosen in the dialog
    person.click(f"{OTHER}/add")
    person.find("picture_files")
    person.type(str(pictures["third.jpg"]))
    person.press("Return")
    # THEN it is there too, and everything is uploaded in the end
    person.reads("第 5 张：third.jpg，已上传")
    person.reads("第 4 张：粘贴的图片")
