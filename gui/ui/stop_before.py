"""What Tab comes from: controls made late would otherwise be met after everything else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.ui.editor import Editor


def stop_before(editor: Editor, inside: QWidget) -> list[QWidget]:
    """The last stop of Tab before `editor`, found from a control in it; none at the very top."""
    at: QWidget | None = inside.previousInFocusChain()
    while at is not None and (editor.isAncestorOf(at) or _is_passed(at)):
        at = None if at is inside else at.previousInFocusChain()
    return [] if at is None else [at]


def _is_passed(widget: QWidget) -> bool:
    """Whether Tab never stops there. An editor takes the focus, but only from the mouse."""
    return widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, Editor)
