"""What opens over the form for pictures: files, earlier pictures, and a closer look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gui.core.album import Source
from gui.core.errors import AppError
from gui.ui.picture_shelf import PictureShelf
from gui.ui.services import Services
from gui.ui.tasks import Task

if TYPE_CHECKING:
    from gui.core.album import Shown
    from gui.core.store.pictures import Picture
    from gui.ui.picture_viewer import PictureViewer
    from gui.ui.used_pictures import UsedPictures

FILTER = (
    "图片和 PDF (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff *.heic *.heif *.pdf "
    "*.PNG *.JPG *.JPEG *.GIF *.BMP *.WEBP *.TIF *.TIFF *.HEIC *.HEIF *.PDF);;所有文件 (*)"
)
SHOWN_AT_MOST = 60  # of the pictures used before


class PictureDialogs(QObject):
    """None of them stops the program; one closer look is open at a time."""

    files_chosen = Signal(str, object)  # pointer, list[Source]
    used_chosen = Signal(str, object)  # pointer, list[Shown]
    turn_wanted = Signal(str, str, int)  # pointer, sha256, degrees
    failed = Signal(object)  # AppError

    def __init__(
        self, services: Services, shelf: PictureShelf, window: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._shelf = shelf
        self._window = window
        self._folder = ""
        self._viewer: PictureViewer | None = None
        self._used: UsedPictures | None = None
        self._reading: Task | None = None

    # files

    @Slot(str)
    def choose_files(self, pointer: str) -> None:
        """添加图片…: several at once, beginning where the last ones were."""
        from gui.ui.file_dialogs import PICTURES, file_dialog

        window = self._window.window()
        dialog = file_dialog(
            window, "picture_files", "添加图片", FILTER, folder=self._folder, place=PICTURES
        )
        dialog.setFileMode(dialog.FileMode.ExistingFiles)
        dialog.setProperty("pointer", pointer)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    @Slot(list)
    def _on_files(self, chosen: list[str]) -> None:
        dialog = self.sender()
        paths = [Path(name) for name in chosen]
        if dialog is not None and paths:
            self._folder = str(paths[0].parent)
            sources = [Source(path, path.name) for path in paths]
            self.files_chosen.emit(str(dialog.property("pointer")), sources)

    # pictures used before

    def show_used(self, pointer: str, account_id: str | None) -> None:
        """以前用过的图片 of an account, the newest first."""
        from gui.ui.used_pictures import UsedPictures

        self._used = dialog = UsedPictures(pointer, self._window.window())
        dialog.chosen.connect(self.used_chosen)
        dialog.finished.connect(self._on_used_closed)
        dialog.open()
        self._reading = self._services.tasks.start(
            self._read_used,
            account_id,
            on_progress=self._on_used_read,
            on_success=self._on_all_used_read,
            on_failure=self._on_failed,
        )

    def _read_used(
        self,
        account_id: str | None,
        progress: Callable[[Shown, QImage], None],
        cancelled: Event,
    ) -> None:
        pictures: list[Picture] = self._services.album.used_before(account_id)
        for picture in pictures[:SHOWN_AT_MOST]:
            if cancelled.is_set():
                return
            try:
                progress(*(self._shelf.get(picture.sha256) or self._read_one(picture.sha256)))
            except (AppError, KeyError):  # lost: it cannot be used again
                continue

    def _read_one(self, sha256: str) -> tuple[Shown, QImage]:
        shown = self._services.album.show(sha256)
        return shown, QImage.fromData(shown.thumbnail)

    @Slot(object, object)
    def _on_used_read(self, shown: Shown, image: QImage) -> None:
        if self._used is not None:
            self._used.add(shown, image)

    @Slot(object)
    def _on_all_used_read(self, _: object) -> None:
        if self._used is not None:
            self._used.complete()

    @Slot()
    def _on_used_closed(self) -> None:
        """What is still being read is for nobody, least of all for the next one that opens."""
        self._used = None
        if self._reading is not None:
            self._reading.cancel()

    # a closer look

    def look(self, pointer: str, sha256: str) -> None:
        """放大查看, and 和原图对比."""
        from gui.ui.picture_viewer import PictureViewer

        known = self._shelf.get(sha256)
        if known is None:
            return
        self._viewer = viewer = PictureViewer(pointer, known[0], self._window.window())
        viewer.turn_wanted.connect(self.turn_wanted)
        viewer.original_wanted.connect(self._on_original_wanted)
        viewer.finished.connect(self._on_viewer_closed)
        viewer.open()
        self._load(sha256)

    def show_turned(self, sha256: str, shown: Shown) -> None:
        """A picture was turned: the one who looks at it sees that."""
        if self._viewer is not None and self._viewer.sha256 == sha256:
            self._viewer.show_picture(shown)
            self._load(shown.picture.sha256)

    def show_failure(self, error: AppError) -> None:
        """What was asked for did not work out: said where somebody is looking."""
        if self._viewer is not None:
            self._viewer.say(error.text)

    def _load(self, sha256: str) -> None:
        self._services.tasks.start(
            self._content,
            sha256,
            False,
            on_success=self._on_content,
            on_failure=self._on_failed,
        )

    @Slot(str)
    def _on_original_wanted(self, sha256: str) -> None:
        self._services.tasks.start(
            self._content, sha256, True, on_success=self._on_content, on_failure=self._on_failed
        )

    def _content(self, sha256: str, original: bool) -> tuple[str, bool, QImage]:
        album = self._services.album
        data = album.before(sha256) if original else album.content(sha256)
        image = QImage.fromData(data)
        # What a pixmap is made of without another conversion in the window's thread.
        return sha256, original, image.convertToFormat(QImage.Format.Format_RGB32)

    @Slot(object)
    def _on_content(self, result: tuple[str, bool, QImage]) -> None:
        sha256, original, image = result
        if self._viewer is not None and self._viewer.sha256 == sha256:
            self._viewer.show_image(image, original=original)

    @Slot()
    def _on_viewer_closed(self) -> None:
        if self._viewer is self.sender():
            self._viewer = None

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.failed.emit(error)
