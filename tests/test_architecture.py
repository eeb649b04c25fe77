"""The rules of the code that no linter knows: who may import whom, how large things may be."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUI = ROOT / "gui"
MAX_LINES_OF_FILE = 300
MAX_LINES_OF_FUNCTION = 40
# What the core does for the windows; a window that spoke to these itself would wait for them.
CORE_ONLY = {"requests", "urllib3", "sqlite3", "jsonschema", "keyring", "secretstorage"}
# 20 to 120 ms each: they are imported after the first paint.
HEAVY = {
    *("requests", "jsonschema", "keyring", "segno", "stdnum", "email_validator"),
    *("PIL", "pi_heif", "pypdfium2"),
}
# Parts of the core that only gui.core.submission and gui.app put together.
STRANGERS = ("form", "images", "qr", "store", "wechat")

IMPORT_EACH = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    sys.modules[name] = None
for module in json.loads(sys.argv[2]):
    importlib.import_module(module)
print(json.dumps(sorted(sys.modules)))
"""


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def python_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imported_modules(file: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_of(part: str) -> list[Path]:
    """The files of one part of the core, which is a module or a package."""
    return [GUI / "core" / f"{part}.py", *python_files(GUI / "core" / part)]


def import_in_fresh_process(modules: list[str], unimportable: list[str]) -> set[str]:
    """All modules that are loaded after importing `modules` without `unimportable`."""
    arguments = [json.dumps(unimportable), json.dumps(modules)]
    command = [sys.executable, "-c", IMPORT_EACH, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return set(json.loads(done.stdout))


def test_the_core_needs_neither_qt_nor_the_windows():
    # GIVEN a computer without Qt, and without gui.ui
    modules = [module_name(file) for file in python_files(GUI / "core")]
    # WHEN every module of the core is imported
    loaded = import_in_fresh_process(modules, ["PySide6", "shiboken6", "gui.ui", "gui.app"])
    # THEN all of them load
    assert set(modules) <= loaded


def test_the_start_of_the_program_imports_nothing_heavy():
    # GIVEN a fresh process
    # WHEN the program is imported, as far as it is before its first paint
    loaded = import_in_fresh_process(["gui.app"], [])
    # THEN none of the libraries that can wait is there yet
    assert sorted(loaded & HEAVY) == []


@pytest.mark.parametrize("file", python_files(GUI / "ui"), ids=module_name)
def test_windows_leave_network_disk_and_keyring_to_the_core(file):
    # GIVEN a module with windows
    # WHEN its imports are read
    # THEN it uses none of the libraries that wait for something
    packages = {name.partition(".")[0] for name in imported_modules(file)}
    assert sorted(packages & CORE_ONLY) == []


@pytest.mark.parametrize("part", STRANGERS)
def test_parts_of_the_core_do_not_know_each_other(part):
    # GIVEN the files of one part of the core
    files = [file for file in files_of(part) if file.exists()]
    # WHEN their imports are read
    imported = {name for file in files for name in imported_modules(file)}
    # THEN none is from another part
    others = tuple(f"gui.core.{other}." for other in STRANGERS if other != part)
    assert [name for name in sorted(imported) if f"{name}.".startswith(others)] == []


@pytest.mark.parametrize("file", python_files(GUI), ids=module_name)
def test_files_and_functions_stay_small(file):
    # GIVEN a module of the program
    text = file.read_text(encoding="utf-8")
    # WHEN its lines and those of its functions are counted
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long_functions = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, functions)
        and (node.end_lineno or node.lineno) - node.lineno >= MAX_LINES_OF_FUNCTION
    ]
    # THEN none is too long to be read at once
    assert len(text.splitlines()) <= MAX_LINES_OF_FILE
    assert long_functions == []


@pytest.mark.parametrize("file", python_files(GUI), ids=module_name)
def test_every_module_says_why_it_exists(file):
    # GIVEN a module of the program
    module = ast.parse(file.read_text(encoding="utf-8"))
    # WHEN its first statement is read
    purpose = ast.get_docstring(module)
    # THEN it is a sentence about its purpose, unless the file is an empty __init__.py
    assert purpose or not module.body
