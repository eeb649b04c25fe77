"""The packaged program: built once from build.spec, then started as a user starts it."""

import subprocess
import sys
from pathlib import Path

import pytest

from gui import __version__
from tests.fixtures_desktop import running

ROOT = Path(__file__).resolve().parents[1]
BUILD_SECONDS = 900

pytestmark = [pytest.mark.slow, pytest.mark.timeout(BUILD_SECONDS)]


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    """The executable in its folder, built outside the checkout."""
    folder = tmp_path_factory.mktemp("build")
    options = ["--distpath", str(folder / "dist"), "--workpath", str(folder / "work")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *options]
    done = subprocess.run([*command, "build.spec"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return folder / "dist" / "reauth-desk" / "reauth-desk"


def test_the_packaged_program_tells_its_version(program, clean_environment, tmp_path):
    # GIVEN the packaged program
    # WHEN it is asked for its version, away from the checkout
    command = [str(program), "--version"]
    done = subprocess.run(
        command, cwd=tmp_path, env=clean_environment, capture_output=True, check=False
    )
    # THEN it answers with the version of the source and shows no window
    assert done.stdout.decode() == f"reauth-desk {__version__}\n", done.stderr.decode()
    assert done.returncode == 0


def test_the_packaged_program_has_its_files_and_chinese_words_of_qt(program):
    # GIVEN the packaged program
    inside = program.parent / "_internal"
    # WHEN one looks for what it reads while it runs
    # THEN the rule table and the Chinese names of Qt's own buttons are there
    assert (inside / "resources" / "forms" / "auth_data.schema.json").is_file()
    assert list(inside.rglob("qtbase_zh_CN.qm"))


@pytest.mark.xvfb
def test_the_packaged_program_shows_its_window(program, screen_environment, desktop, tmp_path):
    # GIVEN the packaged program on a real screen
    data = tmp_path / "data"
    command = [str(program), "--practice", "--data-dir", str(data)]
    with running(command, cwd=tmp_path, env=screen_environment) as process:
        # WHEN its window is there and is asked to close
        window = desktop.wait_for_window("重审助手")
        desktop.close_window(window)
        # THEN it ends by itself, and what it kept is in the chosen folder
        assert process.wait(60) == 0
    assert list(data.iterdir())
