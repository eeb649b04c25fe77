"""The packaged program: built once from build.spec, then started as a user starts it."""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from gui import __version__
from tests.fixtures_desktop import running

ROOT = Path(__file__).resolve().parents[1]
BUILD_SECONDS = 900
SELFTEST_SECONDS = 60
MOST_BYTES = 110_000_000
# The decoders of other picture formats are counted apart.
DECODERS = re.compile(r"_internal/(PIL|pillow\.libs|_?pi_heif|pypdfium2)")
# What Linux needs to take Chinese typing, to paint, and to show itself anywhere.
PLUGINS = {
    "iconengines/libqsvgicon.so",
    "imageformats/libqgif.so",
    "imageformats/libqjpeg.so",
    "imageformats/libqsvg.so",
    "imageformats/libqwebp.so",
    "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    "platforminputcontexts/libibusplatforminputcontextplugin.so",
    "platforms/libqwayland-generic.so",
    "platforms/libqxcb.so",
    "platformthemes/libqxdgdesktopportal.so",
}
PLANTED = 'raise SystemExit("a module beside the user was loaded")\n'

pytestmark = [pytest.mark.slow, pytest.mark.timeout(BUILD_SECONDS)]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, str]:
    """The executable in its folder, built outside the checkout, and what the build said."""
    folder = tmp_path_factory.mktemp("build")
    options = ["--distpath", str(folder / "dist"), "--workpath", str(folder / "work")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *options]
    done = subprocess.run([*command, "build.spec"], cwd=ROOT, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode(errors="replace")
    assert done.returncode == 0, said
    return folder / "dist" / "reauth-desk" / "reauth-desk", said


@pytest.fixture
def program(built) -> Path:
    """The executable."""
    return built[0]


@pytest.fixture
def inside(program) -> Path:
    """The folder with everything that the executable needs."""
    return program.parent / "_internal"


def selftest(program: Path, environment: dict[str, str], cwd: Path) -> list[str]:
    """The lines of `--selftest`; the test fails with all of them when one does."""
    done = subprocess.run(
        [str(program), "--selftest"],
        cwd=cwd,
        env=environment,
        capture_output=True,
        timeout=SELFTEST_SECONDS,
        check=False,
    )
    said = done.stdout.decode() + done.stderr.decode(errors="replace")
    assert done.returncode == 0, said
    return done.stdout.decode().splitlines()


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file below `folder`; links are not followed."""
    plain = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    stats = {file: file.stat() for file in plain}
    return {str(file): (stat.st_size, stat.st_mtime_ns) for file, stat in stats.items()}


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


def test_the_packaged_program_passes_its_own_test(program, keyring_session, tmp_path):
    # GIVEN a session with an open keyring, and a terminal that knows no Chinese
    before = files_of(program.parent)
    environment = {**keyring_session, "LC_ALL": "POSIX"}
    # WHEN the packaged program checks itself
    lines = selftest(program, environment, tmp_path)
    # THEN every line says ok, as many as from source, and it wrote nothing into its own folder
    assert all(line.startswith("ok") for line in lines)
    assert len(lines) >= 15
    assert files_of(program.parent) == before


@pytest.mark.parametrize("home", ["没有空格 的家", "x" * 200, None])
def test_it_works_in_any_home(program, keyring_session, private_home, home):
    # GIVEN a home with a name in Chinese, a very long one, or none at all
    environment = {name: value for name, value in keyring_session.items() if "HOME" not in name}
    if home is not None:
        (private_home / home).mkdir()
        environment["HOME"] = str(private_home / home)
    # WHEN the packaged program checks itself, THEN nothing fails
    assert selftest(program, environment, private_home)


def test_no_module_of_the_folder_it_is_started_in_is_loaded(program, keyring_session, tmp_path):
    # GIVEN a folder and a path of Python full of planted modules
    for name in ("sqlite3", "ssl", "requests", "keyring", "gui", "PySide6", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(PLANTED, encoding="ascii")
    environment = {**keyring_session, "PYTHONPATH": str(tmp_path), "PYTHONHOME": str(tmp_path)}
    environment["PYTHONSTARTUP"] = str(tmp_path / "gui.py")
    # WHEN the packaged program is started there, THEN it uses its own
    assert selftest(program, environment, tmp_path)


def test_the_packaged_program_has_what_it_cannot_do_without(inside):
    # GIVEN the packaged program
    plugins = inside / "PySide6" / "Qt" / "plugins"
    # WHEN one looks for what it reads while it runs
    # THEN the rule table, the Chinese names of Qt's own buttons and the plugins are there
    assert (inside / "resources" / "forms" / "auth_data.schema.json").is_file()
    assert [file.name for file in inside.rglob("*.qm")] == ["qtbase_zh_CN.qm"]
    assert {name for name in PLUGINS if not (plugins / name).is_file()} == set()


def test_it_is_no_larger_than_promised(built):
    # GIVEN the packaged program
    program, said = built
    if "language data of Qt stays whole" in said:
        pytest.skip("without icu-devtools the language data stays whole")
    # WHEN its files are counted, without the decoders of other picture formats
    files = files_of(program.parent)
    size = sum(size for path, (size, _) in files.items() if not DECODERS.search(path))
    # THEN they stay within what was promised
    assert size <= MOST_BYTES


def test_every_part_comes_with_its_licence_and_is_on_the_bill(inside):
    # GIVEN the bill of materials of the packaged program
    bill = json.loads((inside / "reauth-desk.cdx.json").read_text(encoding="utf-8"))
    listed = {part["name"]: part["version"] for part in bill["components"]}
    # WHEN it is compared with what is there
    # THEN the program's version is on it, and each part has its texts
    assert bill["metadata"]["component"]["version"] == __version__
    for name in listed:
        folder = inside / "LICENSES" / name.replace(" ", "-")
        assert any(text.stat().st_size > 200 for text in folder.iterdir()), name
    # AND what everything rests on is named in the version that was installed
    for name in ("PySide6_Essentials", "requests", "keyring", "jsonschema", "python-stdnum"):
        assert listed[name] == metadata.version(name)
    assert {"CPython", "pyinstaller", "Lucide icons"} <= listed.keys()
    # AND no tool of the developers came along
    assert {"pytest", "hypothesis", "ruff", "mypy", "setuptools", "uv"} & listed.keys() == set()


def test_what_is_under_the_lgpl_can_be_replaced(inside):
    # GIVEN the packaged program
    # WHEN somebody looks for the libraries that the LGPL lets them replace
    # THEN Qt and python-stdnum are files of their own
    assert (inside / "PySide6" / "Qt" / "lib" / "libQt6Core.so.6").is_file()
    assert (inside / "stdnum" / "cn" / "uscc.py").is_file()


@pytest.mark.xvfb
def test_the_packaged_program_shows_its_window(program, screen_environment, desktop, tmp_path):
    # GIVEN the packaged program on a real screen, started through a link as on the PATH
    data = tmp_path / "data"
    link = tmp_path / "reauth-desk"
    link.symlink_to(program)
    command = [str(link), "--practice", "--data-dir", str(data)]
    with running(command, cwd=tmp_path, env=screen_environment) as process:
        # WHEN its window is there and is asked to close
        window = desktop.wait_for_window("重审助手")
        desktop.close_window(window)
        # THEN it ends by itself, and what it kept is in the chosen folder
        assert process.wait(60) == 0
    assert list(data.iterdir())
