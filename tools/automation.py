"""`python -m tools.automation`: writes docs/automation.md, the names by which robots find controls.

Fields come from the layout, everything else from the real window in practice mode; with --check
the page is only compared. A test does that, so the page is true.
"""

from __future__ import annotations

import datetime
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from gui.app import make_application, open_window
from gui.core.album import Shown
from gui.core.answer_desk import IdentityTree
from gui.core.form.spec import FieldKind, load_form
from gui.core.paths import RESOURCES
from gui.core.returning import Chance
from gui.core.store.pictures import Picture
from gui.core.wechat.answers import AccountFacts
from gui.ui.accounts_dialog import AccountsDialog
from gui.ui.actions import MENUS, SEPARATOR
from gui.ui.allowlist_notice import AllowlistNotice
from gui.ui.chance_dialog import ChanceDialog
from gui.ui.deleted_dialog import DeletedDialog
from gui.ui.diagnostics_dialog import DiagnosticsDialog
from gui.ui.erase_dialog import EraseDialog
from gui.ui.facts_dialog import FactsDialog
from gui.ui.history_dialog import HistoryDialog
from gui.ui.identity_dialog import IdentityDialog
from gui.ui.main_window import MainWindow
from gui.ui.marks_dialog import MarksDialog
from gui.ui.messages import ACTION_WORDS
from gui.ui.name_dialog import NameDialog
from gui.ui.own_reason_dialog import OwnReasonDialog
from gui.ui.picture_viewer import PictureViewer
from gui.ui.practice_link import PracticeLink
from gui.ui.practice_panel import PracticePanel
from gui.ui.remembered_card import RememberedCard
from gui.ui.settings_dialog import SettingsDialog
from gui.ui.used_pictures import UsedPictures

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
NO_PICTURE = Picture("", "", 0, 0, "", "", 0, 0, 0, 0, "", "", 0.0)
PRESSED = (QAbstractButton, QLineEdit, QAbstractItemView, QComboBox, QPlainTextEdit, QTextEdit)
HEAD = """# Names for robots and screen readers

Made by `python -m tools.automation`; `tests/ui/test_automation.py` holds it true.

Every control that can be pressed or typed into has a stable object name, which is also the last
part of its accessible identifier, and an accessible name in Chinese: its question or its words.
A test that drives the program finds controls by these names, never by position. Two things of Qt:
lists (`sections`, `records`) are found on the accessibility bus by their accessible name, for they
pass no identifier on, and the menu behind 新建 is not in its tree (use the menu bar or Ctrl+N).

## Fields

The container of a field's editor bears the field's JSON pointer as its name. The button of a
choice is `<pointer>=<value>`. Of a field for pictures `<pointer>/<n>` (from 0) is a tile; its
buttons are `<pointer>/<n>/look`, `turn_right`, `again`, `retry`, `more` and `remove`, and the lines
of its menu `tile:<deed>`. On a tile without a picture `<pointer>/<n>/id` is WeChat's id. The `<n>`
behind the last tile is a line for one more id (not there when a field for one picture has one):
what is typed counts at once, Enter makes a tile of it. `<pointer>/add` opens `picture_files`,
`<pointer>/used` opens `used_pictures`, `<pointer>/undo` takes back what was deleted or exchanged
(or stops adding), `<pointer>/dismiss` closes what is said about it. Below a field,
`warning:<pointer>`, `kept:<pointer>` and `suggestion:<pointer>` are the buttons of its lines,
`helper:<pointer>` the button beside it that asks WeChat (and, while it waits, stops that).
`fill:<section>`,
`unfill:<section>` and `decline:<section>` take, take back and decline what was filled in before;
`take:<pointer>` ticks what WeChat knows about the account. In the error summary
`error:<pointer>` jumps to it. On the check page `answer:<pointer>` is what will be sent,
`sent_before:<pointer>` what was sent last time, `edit:<pointer>` goes back to the field, and
`edit_warning:<pointer>` does so from the warnings.

Elsewhere: `tool:<command>` is a command's button in the header, `action_<key>` a button of a
message (keys below), `choose_account=<AppID>` and `manage_accounts` are lines of the menu of
`choose_account`, `setting:<name>=<value>` is a choice of the settings, `practice_step=<step>` what
the administrator does in practice mode. A question has `question_yes` and `question_no`, a note
`notice_seen`.

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
            "\n## Buttons of messages\n\n| name | words |\n|---|---|\n",
            *_buttons_of_messages(),
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


def _buttons_of_messages() -> Iterable[str]:
    for key, words in ACTION_WORDS.items():
        yield f"| `action_{key}` | {words} |\n"


def _controls(window: MainWindow) -> Iterable[str]:
    for place, widget in places(window).items():
        for name, words in sorted(named(widget).items()):
            yield f"| `{name}` | {place} | {words} |\n"


def places(window: MainWindow) -> dict[str, QWidget]:
    """Every page, panel and dialog; dialogs are made, not opened."""
    services = window.services
    found: dict[str, QWidget] = {
        "header": window.header,
        "form": window.record.form,
        "check page": window.record.submission.page,
        "result page": window.record.outcome.page,
        "list": window.list.page,
        "accounts": AccountsDialog(services.accounts, services.tasks, window),
        "white list": AllowlistNotice(window),
        "settings": SettingsDialog(
            services.settings,
            services.secrets,
            services.tasks,
            services.data_folder,
            window,
            cards=[RememberedCard(services.answers, services.tasks, services.spec)],
        ),
        "facts": FactsDialog(AccountFacts("", "", "", None, "", None), (), window),
        "identities": IdentityDialog(
            IdentityTree((), 0.0), "", services.answers, "", services.tasks, window
        ),
        "history": HistoryDialog("", [], services.spec, services.tasks, window),
        "new name": NameDialog("", "", window),
        "recently deleted": DeletedDialog(window),
        "closer look": PictureViewer("", Shown(NO_PICTURE, b""), window),
        "pictures used before": UsedPictures("", window),
        "marks of a return": MarksDialog(services.spec, (), frozenset(), window),
        "own reason": OwnReasonDialog("", window),
        "refill and deadline": ChanceDialog(Chance(), datetime.date.today(), window),
        "diagnostics": DiagnosticsDialog(str, services.tasks, window),
        "erase": EraseDialog(services.eraser, services.tasks, services.data_folder, window),
        "link of practice": PracticeLink(window),
    }
    panel = window.findChild(PracticePanel)
    return found | ({"practice": panel} if panel is not None else {})


def named(widget: QWidget) -> dict[str, str]:
    """Names and words of what can be pressed or typed into; those made from fields left out."""
    found = {}
    for control in widget.findChildren(QWidget):
        name = control.objectName()
        of_us = name and "/" not in name and not name.startswith(("qt_", "practice_step="))
        if isinstance(control, PRESSED) and of_us:
            found[name] = re.sub(r"\s+", " ", control.accessibleName() or _text(control))
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
        and not _is_popup(control)
    ]


def _is_popup(control: QWidget) -> bool:
    """The list that a combo box opens is the combo box's own."""
    parent = control.parentWidget()
    while parent is not None and not isinstance(parent, QComboBox):
        parent = parent.parentWidget()
    return parent is not None


def _is_found(control: QWidget) -> bool:
    """By its own name, or as what stands in the editor of a field."""
    return bool(control.objectName()) or _path(control).startswith(("/", "setting:"))


def _is_spoken_of(control: QWidget) -> bool:
    """A button without a name of its own is spoken of by its words."""
    return bool(control.accessibleName() or _text(control))


def _text(control: QWidget) -> str:
    return control.text() if isinstance(control, QAbstractButton) else ""


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
