"""What a clerk does with pictures in the real window: choose, drop, paste, sort, look, wait."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from gui.core.practice.upload import picture
from gui.ui.picture_editor import PictureEditor
from tests.core.images import photos
from tests.ui.clerk import Clerk, until

LICENCE, OTHER = "/qualification", "/qualification_other"
UPLOAD = "uploadauthmaterial"
COPY = Qt.DropAction.CopyAction


def editor(clerk: Clerk, pointer: str = OTHER) -> PictureEditor:
    """The editor of a field."""
    found = clerk.window.record.form.view.rows[pointer].editor
    assert isinstance(found, PictureEditor)
    return found


def files(folder: Path, *contents: bytes) -> list[Path]:
    """Pictures as they lie in a folder, with names that say nothing of their kind."""
    paths = [folder / f"图片{number}.jpg" for number in range(1, len(contents) + 1)]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


@cache
def small(number: int = 0) -> bytes:
    """A photo that takes no time; each number is another one."""
    return photos.saved(photos.scene(900 + number, 600, 0), "JPEG")


def as_files(paths: list[Path]) -> QMimeData:
    """What a file manager carries or copies."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag(clerk: Clerk, mime: QMimeData, pointer: str = OTHER) -> QWidget:
    """Carry something over the card of a field; gives the card."""
    view = clerk.window.record.form.view
    card = view.cards[view.rows[pointer].field.section]
    event = QDragEnterEvent(_over(clerk, pointer), COPY, mime, *_HANDS)
    QApplication.sendEvent(card, event)
    return card


def drop(clerk: Clerk, mime: QMimeData, pointer: str = OTHER) -> None:
    """Let it go there."""
    card = drag(clerk, mime, pointer)
    event = QDropEvent(QPointF(_over(clerk, pointer)), COPY, mime, *_HANDS)
    QApplication.sendEvent(card, event)


_HANDS = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def _over(clerk: Clerk, pointer: str) -> QPoint:
    view = clerk.window.record.form.view
    card = view.cards[view.rows[pointer].field.section]
    return editor(clerk, pointer).mapTo(card, QPoint(5, 5))


def choose(clerk: Clerk, paths: list[Path], pointer: str = OTHER) -> None:
    """添加图片…, by the dialog of the system."""
    clerk.press(f"{pointer}/add")
    until(lambda: clerk.window.findChildren(QFileDialog), "the dialog opens")
    dialog = clerk.window.findChildren(QFileDialog)[-1]
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.reject()


def is_quiet(clerk: Clerk) -> bool:
    """Nothing is being added."""
    return clerk.window.record.pictures.intake.is_idle()


def adds(clerk: Clerk, paths: list[Path], pointer: str = OTHER) -> None:
    """Drop files, and wait until they are there."""
    drop(clerk, as_files(paths), pointer)
    until(lambda: is_quiet(clerk), "the files are added")


def states(clerk: Clerk, pointer: str = OTHER) -> list[str]:
    """The words about the upload on each tile, without the time."""
    tiles = editor(clerk, pointer).grid.pictures()
    return [tile.state_text().partition(" · ")[0] for tile in tiles]


def uploaded(clerk: Clerk, pointer: str = OTHER) -> None:
    """Wait until every tile says so."""
    until(lambda: set(states(clerk, pointer)) == {"已上传"}, "everything is uploaded")


def received(clerk: Clerk) -> list[bytes]:
    """The contents that WeChat got, in their order."""
    found = [request for request in clerk.world.received if request.call == UPLOAD]
    return [picture(request.headers, request.raw) for request in found]


def key(clerk: Clerk, name: str, key_: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key on a tile or another control."""
    control = clerk.find(name)
    control.setFocus()
    QTest.keyClick(control, key_, modifier or Qt.KeyboardModifier.NoModifier)
