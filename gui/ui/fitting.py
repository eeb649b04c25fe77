"""A dialog of fixed width that is exactly as high as its wrapped words need."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def fit_height(dialog: QDialog, width: int) -> None:
    """Set the height for what is shown now: Qt does not by itself where words are wrapped."""
    layout = dialog.layout()
    if layout is not None:
        layout.invalidate()
        layout.activate()
        dialog.setFixedHeight(layout.totalHeightForWidth(width))
