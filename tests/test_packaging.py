"""What goes into the packages: left out only what nobody uses, named alike on every system."""

import ast
import re
import struct
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from gui import __version__
from gui.core.licences import licences as shown_licences
from tools import app_icon, elf, licences, parts, platforms, sbom, trim

ROOT = Path(__file__).resolve().parents[1]
LINUX = ROOT / "packaging" / "linux"
DRAFT_TYPE = "application/x-reauth-desk-draft"


def imports_of_the_program():
    """Every module that a file of the program imports."""
    for file in sorted((ROOT / "gui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nothing_is_left_out_that_the_program_imports():
    # GIVEN the modules that are left out of the packages
    # WHEN they are looked for in the program
    # THEN it imports none of them
    assert set(imports_of_the_program()) & set(trim.UNUSED_MODULES) == set()


@pytest.mark.parametrize(
    ("place", "source", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/v/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/v/libqeglfs.so", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", "/v/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", "/v/qtbase_de.qm", False),
        ("PySide6\\opengl32sw.dll", "C:\\v\\opengl32sw.dll", False),
        ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", True),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("libglib-2.0.so.0", "/lib/x86_64-linux-gnu/libglib-2.0.so.0", False),
        ("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6", False),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", True),
    ],
)
def test_what_every_desktop_has_and_nobody_uses_stays_out(place, source, wanted):
    # GIVEN a file that PyInstaller found, WHEN it is judged, THEN it is in or out
    assert trim.is_used((place, source, "BINARY")) is wanted


def test_a_part_without_a_licence_text_stops_the_build(monkeypatch):
    # GIVEN Qt's wheels, whose licence texts are ours to bring
    modules = ["PySide6.QtCore", "requests"]
    found = {part.name: part for part in parts.find(modules, [])}
    assert found["requests"].version == metadata.version("requests")
    assert found["requests"].texts
    # WHEN a text of theirs is lost
    monkeypatch.setattr(parts, "QT_TEXTS", ())
    # THEN nothing is built that may not be given away
    with pytest.raises(LookupError, match="PySide6_Essentials"):
        parts.find(modules, [])


def test_the_licences_and_the_bill_say_the_same(tmp_path):
    # GIVEN a build with three parts
    found = parts.find(["PySide6", "stdnum"], [])
    # WHEN its papers are written
    entries = licences.write(found, tmp_path / "licences")
    bill = sbom.document(__version__, found)
    # THEN each part is on both, and every entry leads to a file
    listed = (tmp_path / "licences" / "README.txt").read_text(encoding="utf-8")
    assert {f"{part.name} {part.version}" in listed for part in found} == {True}
    assert [one["name"] for one in bill["components"]] == [part.name for part in found]
    assert all(Path(source).is_file() for _, source, _ in entries)
    assert any("LGPL-3.0" in place for place, _, _ in entries)
    # AND the window with the licences finds each of them with its text
    shown = {part.name: part for part in shown_licences(tmp_path / "licences")}
    assert {part.name for part in found} <= shown.keys()
    assert all(len(part.text()) > 200 for part in shown.values())


def test_the_icon_is_readable_in_every_kind():
    # GIVEN the icon for Windows and for macOS
    for kind, content in (("ico", app_icon.ico()), ("icns", app_icon.icns())):
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        # WHEN a reader that is not ours opens it
        reader = QImageReader(buffer, QByteArray(kind.encode()))
        # THEN it finds all sizes, and none of them is empty
        assert reader.imageCount() >= 6
        image = reader.read()
        assert image.pixelColor(image.width() // 2, image.height() // 8).alpha() > 200
    # AND Windows is told the truth about each picture
    count = struct.unpack_from("<HHH", app_icon.ico())[2]
    assert count == len(app_icon.WINDOWS_SIZES)
    assert QImage.fromData(app_icon.png(48)).width() == 48


def test_draft_files_are_called_the_same_everywhere():
    # GIVEN what the systems are told about draft files
    mime = (LINUX / "reauth-desk.xml").read_text(encoding="utf-8")
    desktop = (LINUX / "reauth-desk.desktop").read_text(encoding="utf-8")
    metainfo = (LINUX / "cn.reauth_desk.ReauthDesk.metainfo.xml").read_text(encoding="utf-8")
    windows = (ROOT / "packaging" / "windows" / "reauth-desk.iss").read_text(encoding="utf-8-sig")
    mac = platforms.mac_properties(__version__)["UTExportedTypeDeclarations"][0]
    # WHEN they are compared
    # THEN type and ending agree
    assert f'<mime-type type="{DRAFT_TYPE}">' in mime
    assert f'<glob pattern="*.{platforms.SUFFIX}"/>' in mime
    assert f"MimeType={DRAFT_TYPE};" in desktop
    assert f"<mediatype>{DRAFT_TYPE}</mediatype>" in metainfo
    assert f"Classes\\.{platforms.SUFFIX}\\" in windows
    assert mac["UTTypeTagSpecification"] == {"public.filename-extension": [platforms.SUFFIX]}


def test_windows_is_told_the_version(tmp_path):
    # GIVEN the version resource
    text = Path(platforms.windows_version("1.2.3", tmp_path)).read_text(encoding="utf-8")
    # WHEN it is read, THEN it is an expression that holds the version, in numbers and in words
    ast.parse(text.strip(), mode="eval")
    assert "filevers=(1, 2, 3, 0)" in text
    assert '"ProductVersion", "1.2.3"' in text


def test_the_oldest_glibc_is_read_from_the_files(tmp_path):
    # GIVEN a folder with one library of Qt, which is made for glibc 2.28 (a link is no file)
    source = Path(metadata.distribution("PySide6_Essentials").locate_file("PySide6"))
    core = source / "Qt" / "lib" / "libQt6Core.so.6"
    (tmp_path / core.name).write_bytes(core.read_bytes())
    (tmp_path / "text.so").write_text("no library", encoding="ascii")
    # WHEN its needs are read
    glibc, libraries = elf.needs(tmp_path)
    # THEN they are those of that library
    assert tuple(map(int, glibc.split("."))) <= (2, 28)
    assert "libglib-2.0.so.0" in libraries
    assert not [name for name in libraries if re.match(r"libc\.so", name)]


def test_the_source_package_holds_what_a_build_needs():
    # GIVEN the folders that build.spec and its tools read
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    # WHEN the source package is put together, THEN they are in it
    assert {"/build.spec", "/packaging", "/resources", "/tools"} <= set(included)


def test_the_build_tools_start_without_a_screen(tmp_path):
    # GIVEN a computer without a screen, as those of a CI
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    # WHEN the icon is painted
    command = [sys.executable, "-m", "tools.app_icon", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    # THEN it works
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "256.png").is_file()
