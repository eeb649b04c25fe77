"""Nothing on a tile is squashed, whatever words arrive on it, and turning it moves nothing else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.core.images import photos
from tests.ui.clerk import until
from tests.ui.picture_desk import (
    LICENCE,
    OTHER,
    UPLOAD,
    adds,
    editor,
    files,
    key,
    small,
    states,
    uploaded,
)


def squashed(clerk):
    """What is lower on a tile than its words or its icon need."""
    QTest.qWait(150)
    shown = [
        child
        for tile in editor(clerk).grid.tiles
        for child in (tile, *tile.findChildren(QWidget))
        if child.isVisible()
    ]
    return [
        (type(child).__name__, child.objectName(), child.height())
        for child in shown
        if child.height()
        < max(child.minimumSizeHint().height(), child.heightForWidth(child.width()))
    ]


def failed(clerk, *contents, folder):
    """Pictures that WeChat does not take, added one after the other."""
    clerk.world.refuse(UPLOAD, 40006, times=len(contents))
    adds(clerk, files(folder, *contents))
    until(lambda: set(states(clerk)) == {"未传成功"}, "they failed")


def test_no_words_squash_a_tile(hire, tmp_path):
    # GIVEN tiles beside each other: an id, a small picture, one that was made smaller, all failed
    clerk = hire()
    large = photos.jpeg(photos.scene(2400, 1800, 250), quality=95)
    failed(clerk, small(1), large, small(2), folder=tmp_path)
    assert "已压缩" in clerk.words(editor(clerk))
    assert squashed(clerk) == []
    # WHEN the first is moved and one is taken away, THEN everything still has its room
    key(clerk, f"{OTHER}/1", Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert squashed(clerk) == []
    clerk.press(f"{OTHER}/3/remove")
    assert squashed(clerk) == []
    # WHEN the rest is tried again, and the program is started anew, THEN as well
    clerk.press(f"{OTHER}/retry_all")
    uploaded(clerk)
    assert squashed(clerk) == []
    clerk.command("save_draft")
    until(lambda: "local:" in clerk.stored()["answers"], "it is saved")
    clerk.window.close()
    again = hire()
    again.window.record.form.view.ensureWidgetVisible(editor(again))
    again.reads("已压缩")
    assert squashed(again) == []


def test_several_failed_pictures_are_tried_again_at_once(clerk, tmp_path):
    # GIVEN one that failed: it has its own button
    failed(clerk, small(1), folder=tmp_path)
    assert not clerk.sees(f"{OTHER}/retry_all")
    model = clerk.window.record.model
    until(lambda: model.states()["materials"].kind == "wrong", "the section is not done")
    # WHEN there are two
    clerk.world.refuse(UPLOAD, 40006)
    adds(clerk, files(tmp_path, small(2)))
    until(lambda: states(clerk) == ["未传成功"] * 2, "both failed")
    # THEN the list at the left counts them, and one click is enough
    sections = clerk.window.record.form.sections
    until(lambda: "2 张图片没有传成功" in _told(sections), "it is counted")
    clerk.press(f"{OTHER}/retry_all")
    uploaded(clerk)
    assert not clerk.sees(f"{OTHER}/retry_all")
    until(lambda: "没有传成功" not in _told(sections), "the section is well again")


def _told(sections):
    role = Qt.ItemDataRole.AccessibleTextRole
    return "\n".join(sections.item(row).data(role) for row in range(sections.count()))


def test_turning_leaves_focus_and_page_where_they_are(clerk, tmp_path):
    # GIVEN the only picture of a field, with the focus on it
    adds(clerk, files(tmp_path, small(1)), LICENCE)
    view, sections = clerk.window.record.form.view, clerk.window.record.form.sections
    tile = clerk.find(f"{LICENCE}/0")
    view.ensureWidgetVisible(tile, 0, 60)
    tile.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.qWait(250)  # what was gone to before is not shown again any more
    before = view.verticalScrollBar().value(), sections.currentRow()
    # WHEN it is turned by the mouse, and once more by the key
    for turn in (lambda: clerk.press(f"{LICENCE}/0/turn_right"), lambda: clerk.key(Qt.Key.Key_R)):
        value = clerk.window.record.model.value(LICENCE)
        turn()
        until(lambda old=value: clerk.window.record.model.value(LICENCE) != old, "it is turned")
        uploaded(clerk, LICENCE)
        # THEN the focus is still there, and nothing has moved
        assert QApplication.focusWidget() is clerk.find(f"{LICENCE}/0")
        assert (view.verticalScrollBar().value(), sections.currentRow()) == before


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_without_an_account_the_tile_leads_to_one(clerk, tmp_path):
    # GIVEN a picture in a record without an account
    clerk.command("new_draft")
    until(lambda: clerk.window.record.session.sheet.account is None, "the new record")
    adds(clerk, files(tmp_path, small()))
    button = clerk.find(f"{OTHER}/0/retry")
    assert button.text() == "选择账号"
    # WHEN its button is pressed and an account is chosen
    clerk.press(f"{OTHER}/0/retry")
    menu = clerk.find("choose_account_menu")
    menu.actions()[0].trigger()
    menu.close()
    # THEN it is uploaded
    uploaded(clerk)
