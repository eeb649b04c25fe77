"""The code on the screen is the link, for a decoder that knows nothing of us."""

import subprocess
import sys

import pytest
import zxingcpp
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.core.paths import RESOURCES
from gui.core.qr import qr_matrix
from gui.ui.qr_widget import LEAST_SIDE, MARGIN, QrView

LINK = "https://mp.weixin.qq.com/wxamp/verify?taskid=" + "a1B2" * 50
SCALES = ("1", "1.25", "1.5", "2")

# Puts the widget at odd places of a dark window and saves what the screen would show.
SHOW = """
import sys
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from gui.core.qr import qr_matrix
from gui.ui.qr_widget import QrView
from gui.ui.theme import Theme
app = QApplication([])
Theme(app).apply("dark")
window, view = QWidget(), QrView()
row = QHBoxLayout(window)
row.setContentsMargins(7, 3, 5, 9)
view.set_matrix(qr_matrix(sys.argv[1]))
row.addWidget(view)
window.resize(501, 477)
window.show()
window.grab().save(sys.argv[2])
"""


def decoded(image):
    """What an independent decoder reads; it must not turn colours around to get there."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    return [code.text for code in zxingcpp.read_barcodes(pixels, try_invert=False)]


def runs(image):
    """Lengths of the stretches of one colour in the first row of the code, without the margin."""
    white = 0xFFFFFFFF
    rows = ([image.pixel(x, y) for x in range(image.width())] for y in range(image.height()))
    row = next(row for row in rows if 0xFF000000 in row)
    first, last = row.index(0xFF000000), len(row) - row[::-1].index(0xFF000000)
    lengths, before = [], None
    for pixel in row[first:last]:
        assert pixel in (white, 0xFF000000), "a grey pixel: an edge is not sharp"
        lengths = [*lengths[:-1], lengths[-1] + 1] if pixel == before else [*lengths, 1]
        before = pixel
    return lengths


@pytest.fixture
def view(qtbot, qapp):
    window = QWidget()
    window.view = QrView()
    QVBoxLayout(window).addWidget(window.view)
    qtbot.addWidget(window)
    window.view.set_matrix(qr_matrix(LINK))
    window.show()
    qtbot.waitExposed(window)
    yield window.view
    window.close()


@pytest.mark.parametrize("scale", SCALES)
def test_the_code_on_a_dark_screen_is_exactly_the_link(tmp_path, scale):
    # GIVEN the widget in dark, on a screen of this scale
    picture = tmp_path / "screen.png"
    done = subprocess.run(
        [sys.executable, "-c", SHOW, LINK, str(picture)],
        cwd=RESOURCES.parent,
        env={"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale, "LC_ALL": "C.UTF-8"},
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr

    # THEN it reads as the link, every module is the same whole number of pixels wide
    screen = QImage(str(picture))
    assert decoded(screen) == [LINK]
    module = runs(screen)[0] / 7  # a finder pattern is 7 modules
    assert module == int(module)
    assert all(length % module == 0 for length in runs(screen))

    # and it is big enough, in the pixels that people see
    total = (qr_matrix(LINK).size + 2 * MARGIN) * module
    assert total / float(scale) >= LEAST_SIDE


def test_the_margin_is_white_and_four_modules_wide(view):
    picture = view.image(scale=1)
    assert decoded(view.image()) == [LINK]
    assert picture.width() == qr_matrix(LINK).size + 8
    border = [picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(4)]
    assert set(border) == {"#ffffff"}
    assert picture.pixelColor(4, 4).name() == "#000000"


def test_an_expired_code_is_gone_from_the_screen_and_from_copying(view):
    assert decoded(view.grab().toImage()) == [LINK]

    view.set_veiled(True, "链接已过期")

    assert decoded(view.grab().toImage()) == []
    assert view.accessibleDescription() == "链接已过期"
    with pytest.raises(ValueError, match="no code"):
        view.image()

    # a new code comes without the veil
    view.set_matrix(qr_matrix(LINK + "2"))
    assert decoded(view.grab().toImage()) == [LINK + "2"]


def test_without_a_code_there_is_nothing(view):
    view.set_matrix(None)
    assert decoded(view.grab().toImage()) == []
    with pytest.raises(ValueError, match="no code"):
        view.image()


def test_it_is_found_by_name(view):
    assert view.objectName() == "qr_code"
    assert view.accessibleName() == "授权二维码"


@pytest.mark.parametrize("length", [10, 60, 200, 300, 600])
def test_a_code_of_any_length_is_big_enough(qapp, qtbot, length):
    view = QrView()
    qtbot.addWidget(view)
    link = "https://mp.weixin.qq.com/" + "x" * length
    view.set_matrix(qr_matrix(link))
    view.resize(view.minimumSize())
    screen = view.grab().toImage()
    module = runs(screen)[0] / 7
    assert (qr_matrix(link).size + 2 * MARGIN) * module >= LEAST_SIDE
    assert decoded(screen) == [link]


def test_a_new_theme_does_not_change_the_code(view, theme):
    theme.apply("dark")
    assert decoded(view.grab().toImage()) == [LINK]
