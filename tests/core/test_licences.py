"""Everything that others wrote is named, with the text of its licence."""

import tomllib
from pathlib import Path

import pytest

from gui import __version__
from gui.core.licences import OWN, PACKAGES, licences

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def plain(name):
    return name.lower().replace("_", "-")


def test_the_packages_are_those_of_the_project():
    wanted = {line.split(">")[0] for line in PROJECT["dependencies"]}
    assert set(PACKAGES) == wanted


def test_from_source_every_part_has_its_text():
    # GIVEN the packages that are installed here
    parts = licences()
    names = {plain(part.name) for part in parts}
    # THEN ours comes first, and what we need and what that needs in turn is named
    assert (parts[0].name, parts[0].version) == (OWN, __version__)
    assert {plain(name) for name in PACKAGES} <= names
    assert {"shiboken6", "urllib3", "referencing", "python", "lucide"} <= names
    # with texts, those of Qt too, whose wheels have none
    lacking = [part.name for part in parts if not part.text() and part.name != "Python"]
    assert lacking == []
    qt = next(part for part in parts if plain(part.name) == "pyside6-essentials")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.text()


@pytest.fixture
def packaged(tmp_path):
    """The folder that a build carries."""
    folder = tmp_path / "LICENSES"
    for name in ("Lucide-icons", "requests"):
        (folder / name).mkdir(parents=True)
        (folder / name / "LICENSE").write_text(f"text of {name}", "utf-8")
    (folder / "requests" / "NOTICE").write_text("notice", "utf-8")
    (folder / "LICENSE.txt").write_text("our text", "utf-8")
    head = "重审助手用到的开源软件\n\n一句话    带着空格\n"
    lines = "requests 2.34.2    Apache-2.0\nLucide icons 1.62.0    ISC\n../etc 1    MIT\n"
    (folder / "README.txt").write_text(head + lines, "utf-8")
    return folder


def test_the_packaged_program_reads_what_it_carries(packaged):
    parts = licences(packaged)
    told = [(part.name, part.version, part.kind) for part in parts]
    assert told == [
        (OWN, __version__, "MIT"),
        ("Lucide icons", "1.62.0", "ISC"),
        ("requests", "2.34.2", "Apache-2.0"),
    ]
    assert parts[0].text() == "our text"
    assert parts[2].text() == "text of requests\n\nnotice"


def test_the_list_is_read_as_the_build_writes_it(tmp_path):
    # GIVEN the folder that tools.licences makes of two parts
    tools = pytest.importorskip("tools.licences")
    from tools.parts import Part

    text = tmp_path / "COPYING"
    text.write_text("all rights given", "utf-8")
    made = tmp_path / "made"
    parts = [Part(name, "1.0", "MIT", f"pkg:{name}", (text,)) for name in ("one", "two words")]
    tools.write(parts, made)
    # THEN each is found in it
    found = licences(made)
    assert [(part.name, part.kind, part.text()) for part in found[1:]] == [
        ("one", "MIT", "all rights given"),
        ("two words", "MIT", "all rights given"),
    ]


def test_a_text_that_is_gone_is_no_reason_to_stop(packaged):
    (packaged / "LICENSE.txt").unlink()
    assert licences(packaged)[0].text() == ""
