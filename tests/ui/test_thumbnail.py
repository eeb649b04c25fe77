"""A picture in a list looks as on a tile, chosen or not."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage

from gui.ui.thumbnail import as_icon


def test_a_chosen_picture_keeps_its_colours(theme):
    # GIVEN a picture that is wider than high, on a fine screen
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill("red")
    made = as_icon(image, 100, 2.0)

    # THEN all of it is in the middle of a square, in its own colours, also when it is chosen
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        shown = made.pixmap(QSize(100, 100), 2.0, mode).toImage()
        assert shown.size() == QSize(200, 200)
        assert shown.pixelColor(100, 100).name() == "#ff0000"
        assert shown.pixelColor(100, 30).name() != "#ff0000"
