"""Tiles are sorted, turned, deleted and looked at, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsView, QMenu

from tests.core.images import photos
from tests.ui.clerk import LEFT, until
from tests.ui.picture_desk import OTHER, adds, editor, files, key, small, uploaded

ALT = Qt.KeyboardModifier.AltModifier
EXAMPLE_ID = "practice-media-industry-permit"


@pytest.fixture
def sorter(clerk, tmp_path):
    """A clerk with an id and two pictures in a field."""
    adds(clerk, files(tmp_path, small(1), small(2)))
    uploaded(clerk)
    return clerk


def names(clerk):
    return [tile.short_name() for tile in editor(clerk).grid.tiles]


def value(clerk):
    return clerk.window.record.model.value(OTHER)


def test_sorted_by_keys(sorter):
    before = value(sorter)
    key(sorter, f"{OTHER}/2", Qt.Key.Key_Left, ALT)
    assert names(sorter) == [EXAMPLE_ID, "图片2.jpg", "图片1.jpg"]
    assert value(sorter) == [before[0], before[2], before[1]]
    # The focus goes with it, and further keys move it on.
    sorter.key(Qt.Key.Key_Up, ALT)
    sorter.key(Qt.Key.Key_Up, ALT)
    assert names(sorter) == ["图片2.jpg", EXAMPLE_ID, "图片1.jpg"]


def test_sorted_by_mouse(sorter):
    # WHEN the last tile is carried onto the first
    grid = editor(sorter).grid
    sorter.window.record.form.view.ensureWidgetVisible(grid, 0, 100)
    QTest.qWait(20)
    tile, target = grid.tiles[2], grid.tiles[0].geometry().center()
    start = QPoint(60, 60)
    QTest.mousePress(tile, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        there = grid.mapToGlobal(target)
        here = tile.mapToGlobal(start)
        QTest.mouseMove(tile, tile.mapFromGlobal(here + (there - here) * share))
        QTest.qWait(5)
    QTest.mouseRelease(tile, LEFT, pos=tile.mapFromGlobal(grid.mapToGlobal(target)))
    # THEN it stands there, and the answer too
    assert names(sorter)[0] == "图片2.jpg"
    assert value(sorter)[0] == tile.value()
    assert len(value(sorter)) == 3


def test_what_brings_back_a_picture_comes_into_view(sorter):
    # GIVEN a list of pictures that ends below the edge of the window
    tile, view = editor(sorter).grid.tiles[0], sorter.window.record.form.view
    sorter.window.resize(900, 640)
    tile.setFocus()
    QTest.qWait(50)
    below = tile.mapTo(view.widget(), QPoint(0, tile.height())).y()
    view.verticalScrollBar().setValue(below - view.viewport().height())
    # WHEN one of them is deleted, THEN the offer to bring it back is seen whole
    sorter.key(Qt.Key.Key_Delete)
    notice = editor(sorter).notice
    until(lambda: notice.isVisible() and notice.visibleRegion().boundingRect() == notice.rect())


def test_deleted_and_brought_back(sorter):
    before = value(sorter)
    key(sorter, f"{OTHER}/1", Qt.Key.Key_Delete)
    sorter.reads("已删除「图片1.jpg」")
    assert value(sorter) == [before[0], before[2]]
    # Ctrl+Z on the next tile, which has the focus now.
    sorter.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert value(sorter) == before
    uploaded(sorter)
    assert sorter.world.count("uploadauthmaterial") == 2


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_everything_is_in_the_menu(sorter):
    sorter.press(f"{OTHER}/1/more")
    menus = [menu for menu in editor(sorter).findChildren(QMenu) if menu.isVisible()]
    words = [action.text().partition("\t")[0] for action in menus[0].actions()]
    assert words == [
        *("放大查看", "向右旋转", "向左旋转", "重新上传", "复制素材编号"),
        *("移到前面", "移到后面", "删除"),
    ]
    menus[0].close()


def test_four_turns_are_none(clerk, tmp_path):
    # GIVEN a photo, WHEN it is turned four times
    adds(clerk, files(tmp_path, photos.jpeg()))
    uploaded(clerk)
    first = value(clerk)[1]
    for _ in range(4):
        before = value(clerk)[1]
        key(clerk, f"{OTHER}/1", Qt.Key.Key_R)
        until(lambda before=before: value(clerk)[1] != before, "it is turned")
    # THEN it is the same again, and needs no other upload
    assert value(clerk)[1] == first
    uploaded(clerk)


def test_a_closer_look(clerk, tmp_path):
    # GIVEN a large photo that was made smaller
    adds(clerk, files(tmp_path, photos.jpeg(photos.scene(2400, 1800, 250), quality=95)))
    key(clerk, f"{OTHER}/1", Qt.Key.Key_Return)
    viewer = clerk.find("picture_viewer")
    canvas = viewer.findChild(QGraphicsView, "picture_canvas")
    until(lambda: canvas.sceneRect().width() > 1, "the picture is shown")
    clerk.reads("上传的图片：")
    # WHEN it is zoomed by keys, THEN it is larger; 0 shows all of it again
    whole = canvas.scale_now()
    canvas.setFocus()
    clerk.key(Qt.Key.Key_Plus)
    assert canvas.scale_now() > whole
    # WHEN it is compared, THEN the original stands at the same place
    place = canvas.sceneRect()
    clerk.press("compare")
    clerk.reads("原图：")
    assert canvas.sceneRect().width() == pytest.approx(place.width(), abs=2)
    clerk.press("compare")
    clerk.reads("上传的图片：")
    # WHEN it is turned there, THEN the tile is, too
    before = value(clerk)[1]
    clerk.press("turn_right")
    until(lambda: value(clerk)[1] != before, "it is turned")
    until(lambda: canvas.sceneRect().height() > canvas.sceneRect().width(), "the view too")
    clerk.press("close_viewer")
    assert not clerk.sees("picture_viewer")


def test_an_animation_says_that_it_cannot_be_turned(clerk, tmp_path):
    adds(clerk, files(tmp_path, photos.animation()))
    clerk.press(f"{OTHER}/1/turn_right")
    assert "没有办法旋转" in clerk.words(clerk.bar("图片没有添加"))


def test_a_picture_that_is_gone_says_so(hire, tmp_path):
    # GIVEN a record with a picture whose file was lost
    clerk = hire()
    adds(clerk, files(tmp_path, small()))
    clerk.command("save_draft")
    until(lambda: "local:" in clerk.stored()["answers"], "it is saved")
    for path in (clerk.folder / "pictures").iterdir():
        path.unlink()
    # WHEN the program is started again
    clerk.window.close()
    again = hire()
    # THEN the tile says what to do
    again.reads("这张图片已不在这台电脑上，请删除后重新添加")
