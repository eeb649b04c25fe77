"""The tiles of one field: made for its values, in rows, sorted by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from gui.core.form.spec import Field
from gui.core.local_pictures import sha256_of
from gui.ui.picture_tile import IdTile, PictureTile
from gui.ui.thumbnail import SIDE
from gui.ui.tile import MARGIN, Tile

if TYPE_CHECKING:
    from gui.core.album import Shown
    from gui.core.upload_state import State

T = TypeVar("T", bound=Tile)

SPACING = 12
WORDS = 13  # Chinese characters of usual size that stand beside a thumbnail
MOST_COLUMNS = 3


class TileGrid(QWidget):
    """`changed` says that the user sorted the tiles or mended an id; `removed` which one goes."""

    changed = Signal()
    removed = Signal(int)
    wished = Signal(str, str)  # deed of tile.DEEDS, sha256
    failing = Signal(int)  # tiles whose upload did not succeed

    def __init__(
        self, field: Field, watch: Callable[[QLineEdit], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._watch = watch
        self._columns = 0
        self._laid: list[Tile] = []
        self._told = -1
        self.tiles: list[Tile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self.hide()

    # the values

    def values(self) -> list[str]:
        """In their order; an id that is being rewritten may be empty."""
        return [tile.value() for tile in self.tiles]

    def show_values(self, values: Sequence[str]) -> bool:
        """Show exactly these. Tiles that stay keep what they show; True when new ones came."""
        before, self.tiles = self.tiles, []
        left = list(before)
        came = False
        for place, value in enumerate(values):
            tile = next((tile for tile in left if tile.value() == value), None)
            if tile is None:
                tile, came = self._exchanged(before, place, values) or self._make(value), True
            if tile in left:
                left.remove(tile)
            self.tiles.append(tile)
        for tile in left:
            tile.hide()  # it is deleted only when the event loop comes to it
            tile.setParent(None)
            tile.deleteLater()
        self._number()
        return came

    def _exchanged(
        self, before: Sequence[Tile], place: int, values: Sequence[str]
    ) -> PictureTile | None:
        """The tile of a picture that another takes the place of, as when it was turned.

        It keeps the focus, and with it the page stays where it is.
        """
        tile = before[place] if place < len(before) else None
        sha256 = sha256_of(values[place])
        if not sha256 or not isinstance(tile, PictureTile) or tile.value() in values:
            return None
        tile.become(sha256)
        return tile

    def _make(self, value: str) -> Tile:
        sha256 = sha256_of(value)
        tile = PictureTile(sha256, self.field, self) if sha256 else self._id_tile(value)
        tile.wished.connect(self._on_wished)
        tile.dragged.connect(self._on_dragged)
        tile.dropped.connect(self._on_dropped)
        return tile

    def _id_tile(self, media_id: str) -> IdTile:
        tile = IdTile(media_id, self.field, self)
        tile.edited.connect(self.changed)
        self._watch(tile.line)
        return tile

    # finding

    def pictures(self, sha256: str = "") -> list[PictureTile]:
        """The tiles with a picture, or with that picture."""
        return [tile for tile in self._of(PictureTile) if sha256 in ("", tile.sha256)]

    def ids(self) -> list[IdTile]:
        """The tiles with an id."""
        return self._of(IdTile)

    def _of(self, kind: type[T]) -> list[T]:
        return [tile for tile in self.tiles if isinstance(tile, kind)]

    def stops(self) -> list[QWidget]:
        """Everything that Tab goes through, in visual order."""
        return [stop for tile in self.tiles for stop in tile.stops()]

    def controls(self) -> list[QWidget]:
        """What can take the focus and says its question."""
        lines = {id(tile): [tile.line] for tile in self.ids()}
        return [w for tile in self.tiles for w in (tile, *lines.get(id(tile), []))]

    # what is known of them

    def show_picture(self, shown: Shown, image: QImage) -> None:
        """A picture has been read."""
        for tile in self.pictures(shown.picture.sha256):
            tile.show_picture(shown, image)

    def show_lost(self, sha256: str) -> None:
        """A picture is not there any more."""
        for tile in self.pictures(sha256):
            tile.show_lost()

    def show_state(self, sha256: str, state: State | None) -> None:
        """Where an upload stands."""
        for tile in self.pictures(sha256):
            tile.show_state(state)
        self._tell_failed()

    @Slot()
    def retry_all(self) -> None:
        """Once more what did not succeed."""
        for tile in self._failed():
            self.wished.emit("retry", tile.sha256)

    def _tell_failed(self) -> None:
        count = len(self._failed())
        if count != self._told:
            self._told = count
            self.failing.emit(count)

    def _failed(self) -> list[PictureTile]:
        return [tile for tile in self.pictures() if "retry" in tile.deeds()]

    def mark_refused(self, media_id: str) -> None:
        """WeChat does not know this id."""
        for tile in self.ids():
            if tile.value() == media_id:
                tile.show_refused(True)

    # sorting

    @Slot(str)
    def _on_wished(self, deed: str) -> None:
        tile = self.sender()
        if not isinstance(tile, Tile) or tile not in self.tiles:
            return
        at = self.tiles.index(tile)
        if deed == "remove":
            self.removed.emit(at)
        elif deed in ("forward", "back"):
            self._move(at, at + (1 if deed == "back" else -1))
            self.changed.emit()
        elif isinstance(tile, PictureTile):
            self.wished.emit(deed, tile.sha256)
        elif deed == "copy_id":
            QGuiApplication.clipboard().setText(tile.value())

    @Slot(QPoint)
    def _on_dragged(self, at: QPoint) -> None:
        tile, inside = self.sender(), self.mapFromGlobal(at)
        found = (n for n, one in enumerate(self.tiles) if one.geometry().contains(inside))
        target = next(found, -1)
        if isinstance(tile, Tile) and tile in self.tiles and target >= 0:
            self._move(self.tiles.index(tile), target)

    @Slot()
    def _on_dropped(self) -> None:
        self.changed.emit()

    def _move(self, at: int, to: int) -> None:
        if at == to or not 0 <= to < len(self.tiles):
            return
        tile = self.tiles.pop(at)
        self.tiles.insert(to, tile)
        self._number()

    def take_focus(self, at: int) -> bool:
        """Put the focus on a tile, or on the last one before it. False when there is none."""
        if not self.tiles:
            return False
        tile = self.tiles[min(at, len(self.tiles) - 1)]
        tile.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # places

    def _number(self) -> None:
        for index, tile in enumerate(self.tiles):
            tile.number(index, len(self.tiles))
        self._tell_failed()
        self._lay_out()
        self.setVisible(bool(self.tiles))

    def _lay_out(self) -> None:
        columns = self._fitting()
        kept = len(self._laid)
        if columns != self._columns or self.tiles[:kept] != self._laid:
            self._clear()
            kept = 0
        for number, tile in enumerate(self.tiles[kept:], kept):
            self._grid.addWidget(tile, number // columns, number % columns)
            if tile.isHidden():
                tile.show()
        self._laid = list(self.tiles)
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns

    def _clear(self) -> None:
        while (item := self._grid.itemAt(0)) is not None:
            # takeAt() would leave an item alive that goes on hearing of the tile's new heights
            # in the place of the next one, which squashes the tile.
            self._grid.removeWidget(item.widget())

    def _fitting(self) -> int:
        least = SIDE + 3 * MARGIN + WORDS * self.fontMetrics().horizontalAdvance("一")
        found = (self.width() + SPACING) // (least + SPACING)
        return int(min(max(found, 1), MOST_COLUMNS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._follow()

    def _follow(self) -> None:
        if self.tiles and self._fitting() != self._columns:
            self._lay_out()
