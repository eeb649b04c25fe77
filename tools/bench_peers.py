"""`make bench`: other programs of the same kind, in an environment of their own.

It lies in the cache folder of this user and never touches the locks of the project. Versions are
those that were measured; a newer one may be put in at any time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import PySide6

from gui.core.form.spec import Field, FormSpec

PACKAGES = (
    f"PySide6-Essentials=={PySide6.__version__}",
    "PyQt6==6.11.0",
    "qt-jsonschema-form==1.0.0",
    "guidata==3.16.0",
    "vorta==0.11.6",
)
NOT_THERE = "The other programs could not be installed (no network?): they are left out."

JSONSCHEMA_FORM = """
import json, sys
from qtpy.QtWidgets import QApplication
from qt_jsonschema_form import WidgetBuilder
app = QApplication([])
with open(sys.argv[1], encoding="utf-8") as file:
    form = WidgetBuilder().create_form(json.load(file), {})
form.resize(1080, 760)
form.show()
app.exec()
"""
GUIDATA = """
import json, sys
import guidata
from guidata.dataset import ChoiceItem, DataSet, StringItem
app = guidata.qapplication()
def item(field):
    if "enum" in field:
        return ChoiceItem(field["title"], field["enum"])
    return StringItem(field["title"])
with open(sys.argv[1], encoding="utf-8") as file:
    fields = json.load(file)["properties"]
type("Form", (DataSet,), {name: item(field) for name, field in fields.items()})().edit()
"""


def commands(folder: Path, spec: FormSpec) -> dict[str, list[str | Path]]:
    """What starts each of them, by name; none without a network. `folder` keeps what is made."""
    python = _installed(folder / "peers")
    if python is None:
        return {}
    schema = folder / "fields.json"
    schema.write_text(json.dumps(_plain(spec)), encoding="utf-8")
    return {
        "qt-jsonschema-form, same fields": [python, "-c", JSONSCHEMA_FORM, schema],
        "guidata, same fields": [python, "-c", GUIDATA, schema],
        "vorta": [python, "-m", "vorta"],
    }


def environment() -> Mapping[str, str]:
    """Which Qt the first of them takes: the one that we have."""
    return {"QT_API": "pyside6"}


def _installed(folder: Path) -> Path | None:
    """The Python of the environment, made when it is not there as wanted."""
    python, stamp = folder / "bin" / "python", folder / "installed.txt"
    wanted = "\n".join(PACKAGES)
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    print("Installing the other programs, once ...", file=sys.stderr, flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    patience = ["--retries", "1", "--timeout", "15"]
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([*pip, *patience, *PACKAGES], check=True)
    except subprocess.CalledProcessError:
        print(NOT_THERE, file=sys.stderr)
        return None
    stamp.write_text(wanted, encoding="utf-8")
    return python


def _plain(spec: FormSpec) -> dict[str, object]:
    """The fields of our form as one flat object, which all of them can show."""
    fields = {pointer[1:].replace("/", "_"): _field(one) for pointer, one in spec.fields.items()}
    schema = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": schema, "type": "object", "title": "form", "properties": fields}


def _field(field: Field) -> dict[str, object]:
    shown: dict[str, object] = {"type": "string", "title": field.label}
    if field.choices:
        shown["enum"] = [choice.label for choice in field.choices]
    return shown
