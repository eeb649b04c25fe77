"""The desktop that other tests stand on is itself checked: it works, and it leaves nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures_desktop import running

WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(sys.argv)
label = QLabel("中文")
label.setWindowTitle("重审助手")
label.show()
app.exec()
"""
KEYRING = """
from keyring.backends.SecretService import Keyring
Keyring().set_password("service", "name", "机密")
print(Keyring().get_password("service", "name"))
"""


def test_no_test_sees_the_home_of_its_user(private_home):
    # GIVEN any test
    # WHEN it looks for the user's home and keyring
    # THEN it finds an empty folder of its own and no bus
    assert Path.home() == private_home
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ


@given(st.integers())
def test_property_tests_may_use_the_home_too(number):
    # GIVEN the home that every test gets
    # WHEN hypothesis calls a test many times
    # THEN it does not object to it
    assert isinstance(number, int)


@pytest.mark.xvfb
def test_a_window_with_a_chinese_title_is_found_and_closed(screen_environment, desktop):
    # GIVEN a program with a window on the X server
    command = [sys.executable, "-c", WINDOW]
    with running(command, env=screen_environment) as program:
        # WHEN the window is looked for and asked to close
        window = desktop.wait_for_window("重审助手")
        desktop.close_window(window)
        # THEN the program ends by itself
        assert program.wait(20) == 0


@pytest.mark.xvfb
def test_a_picture_of_the_screen_can_be_taken(desktop, tmp_path):
    # GIVEN an X server without windows
    # WHEN a picture is taken
    picture = desktop.screenshot(tmp_path / "screen.png")
    # THEN it has the size of the screen
    assert (picture.width(), picture.height()) == (1440, 900)


@pytest.mark.xvfb
def test_the_keyring_keeps_a_secret(keyring_session):
    # GIVEN a session with an unlocked keyring
    # WHEN another process stores a secret and reads it back
    command = [sys.executable, "-c", KEYRING]
    done = subprocess.run(command, env=keyring_session, capture_output=True, check=False)
    # THEN it is the same
    assert done.stdout.decode().strip() == "机密", done.stderr.decode()
