"""Which editor shows which kind of field: a new kind is one line here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.core.form.spec import Field, FieldKind
from gui.ui.choice_editors import ComboEditor, RadioEditor
from gui.ui.editor import Editor
from gui.ui.picture_editor import PictureEditor
from gui.ui.text_editors import LineEditor, LinesEditor, PhoneEditor

RADIO_BUTTONS_AT_MOST = 5

EDITORS: dict[FieldKind, type[Editor]] = {
    FieldKind.LINE: LineEditor,
    FieldKind.LINES: LinesEditor,
    FieldKind.PHONE: PhoneEditor,
    FieldKind.CHOICE: RadioEditor,
    FieldKind.MEDIA: PictureEditor,
}


def make_editor(field: Field, parent: QWidget | None = None) -> Editor:
    """The editor for a field; a choice among more than five becomes a drop-down list."""
    if field.kind is FieldKind.CHOICE and len(field.choices) > RADIO_BUTTONS_AT_MOST:
        return ComboEditor(field, parent)
    return EDITORS[field.kind](field, parent)
