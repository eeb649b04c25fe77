"""`python -m tools.automation`: writes docs/automation.md, the names by which robots find controls.

Fields come from the layout, everything else from the real window in practice mode; with --check
the page is only compared. A test does that, so the page is true.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget

from gui.app import make_application, open_window
from gui.core.form.spec import FieldKind, load_form
from gui.core.paths import RESOURCES
from gui.ui.actions import MENUS, SEPARATOR
from gui.ui.main_window import MainWindow

PAGE = Path(__file__).resolve().parents[1] / "docs" / "automation.md"
PROMISED = (
    "check_answers",
    "submit",
    "save_draft",
    "new_draft",
    "auth_link",
    "copy_link",
    "qr_code",
    "error_summary",
    "account_secret",
)
PRESSED = (QAbstractButton, QLineEdit, QAbstractItemView)
HEAD = """# Names for robots and screen readers

Made by `python -m tools.automation`; `tests/ui/test_automation.py` holds it true.

Every control that can be pressed or typed into has a stable object name, which is also the last
part of its accessible identifier, and an accessible name in Chinese: its question or its words.
A test that drives the program finds controls by these names, never by position. Two things of Qt:
lists (`sections`, `records`) are found on the accessibility bus by their accessible name, for they
pass no identifier on, and the menu behind 新建 is not in its tree (use the menu bar or Ctrl+N).

## Fields

The container of a field's editor bears the field's JSON pointer as its name. The button of a
choice is `<pointer>=<value>`. A line of a list is `<pointer>/<n>` (from 0), its remove button
`<pointer>/<n>/remove`, and `<pointer>/add` adds a line. Below a field, `warning:<pointer>`,
`kept:<pointer>` and `suggestion:<pointer>` are the buttons of its lines; in the error summary
`error:<pointer>` jumps to it; on the check page `edit:<pointer>` goes back to it.

| name | question | kind |
|---|---|---|
"""


def main() -> int:
    """Write the page, or with --check say whether it is what would be written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_window(app, Path(folder), practice=True) as window,
    ):
        text = page(app, window)
        window.closing.at_once()
    if "--check" in sys.argv:
        return 0 if PAGE.read_text("utf-8") == text else 1
    PAGE.write_text(text, "utf-8")
    return 0


def page(app: QApplication, window: MainWindow) -> str:
    """The whole page for a window that is not shown yet."""
    window.show()
    _until(app, window.record.is_ready)
    window.record.form.view.complete()
    return "".join(
        [
            HEAD,
            *_fields(),
            "\n## Commands\n\nActions of the menus, by the same names.\n\n",
            "| name | words | keys |\n|---|---|---|\n",
            *_commands(),
            "\n## Controls\n\n| name | where | words |\n|---|---|---|\n",
            *_controls(window),
        ]
    )


def _fields() -> Iterable[str]:
    spec = load_form(RESOURCES / "forms")
    for field in spec.fields.values():
        kind = field.kind.value
        if field.kind is FieldKind.CHOICE:
            kind += ": " + "、".join(f"{c.value} {c.label}" for c in field.choices)
        yield f"| `{field.pointer}` | {field.label} | {kind} |\n"


def _commands() -> Iterable[str]:
    for commands in MENUS.values():
        for command in commands:
            if command is not SEPARATOR:
                yield f"| `{command.name}` | {command.words} | {' '.join(command.keys)} |\n"


def _controls(window: MainWindow) -> Iterable[str]:
    places: dict[str, QWidget] = {
        "header": window.header,
        "form": window.record.form,
        "check page": window.record.submission.page,
        "result page": window.record.outcome.page,
        "list": window.list.page,
    }
    for place, widget in places.items():
        for name, words in sorted(named(widget).items()):
            yield f"| `{name}` | {place} | {words} |\n"


def named(widget: QWidget) -> dict[str, str]:
    """Names and words of what can be pressed or typed into; those made from fields left out."""
    found = {}
    for control in widget.findChildren(QWidget):
        name = control.objectName()
        if isinstance(control, PRESSED) and name and "/" not in name and not name.startswith("qt_"):
            found[name] = re.sub(r"\s+", " ", control.accessibleName())
    return found


def nameless(widget: QWidget) -> list[str]:
    """What the keyboard or the mouse can reach without being found by name: should be nothing."""
    return [
        f"{type(control).__name__} in {_path(control)}"
        for control in widget.findChildren(QWidget)
        if isinstance(control, PRESSED)
        and control.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (_is_found(control) and _is_spoken_of(control))
        and not control.isHidden()
    ]


def _is_found(control: QWidget) -> bool:
    """By its own name, or as what stands in the editor of a field."""
    return bool(control.objectName()) or _path(control).startswith(("/", "setting:"))


def _is_spoken_of(control: QWidget) -> bool:
    """A button without a name of its own is spoken of by its words."""
    words = control.text() if isinstance(control, QAbstractButton) else ""
    return bool(control.accessibleName() or words)


def _path(control: QWidget) -> str:
    names = []
    parent = control.parentWidget()
    while parent is not None:
        if parent.objectName():
            names.append(parent.objectName())
        parent = parent.parentWidget()
    return " < ".join(names[:3])


def _until(app: QApplication, holds: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
