"""Every screen by Tab alone: in the order of the eye, nothing left out, nothing without a name."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QRadioButton

from gui.core.settings import Settings
from gui.ui.scroll_column import ScrollColumn
from tests.ui.touring import path, seen, tour
from tools.tour.walker import until

MOST = 150  # presses; more is a way that does not come round
LINKS = 60
SAME_LINE = 0.5  # of the less high of two controls


def walk(window, key=Qt.Key.Key_Tab):
    """Everything that a key stops at, until it comes round, each with what is wrong there."""
    passed, wrong, last = [], [], None
    while (now := QApplication.focusWidget()) not in passed and len(passed) < MOST:
        if passed:  # nobody came to the first by a key; see below
            wrong += unseen(now, window)
        passed.append(now)
        focused = now.grab().toImage()
        if last is not None and goes_back(last, now):
            wrong.append(f"back from {path(last)} to {path(now)}")
        last = now
        for _link in range(LINKS):  # of a text, which are gone through one by one
            if QApplication.focusWidget() is now:
                QTest.keyClick(now, key)
        if QApplication.focusWidget() is not now and now.grab().toImage() == focused:
            wrong.append(f"the focus is not seen on {path(now)}")
    if len(passed) == MOST or QApplication.focusWidget() is not passed[0]:
        wrong.append(f"does not come round after {path(passed[-1])}")
    wrong += unseen(QApplication.focusWidget(), window)
    return passed, wrong


def unseen(widget, window):
    """A control with the focus is in view."""
    ok = widget.window() is window and not widget.visibleRegion().isEmpty()
    return [] if ok else [f"out of view: {path(widget)}"]


def goes_back(one, other):
    """Whether the second stands before the first for somebody who reads, column by column."""
    if _is_docked(one) != _is_docked(other):  # the panel of the practice mode is a world of its own
        return False
    first, second = _place(one), _place(other)
    if second.left() >= first.right():
        return False
    overlap = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
    if overlap > SAME_LINE * min(first.height(), second.height()):
        return second.left() < first.left()
    return second.top() < first.top()


def _is_docked(widget):
    return any(dock.isAncestorOf(widget) for dock in widget.window().findChildren(QDockWidget))


def _place(widget):
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def wanted(window):
    """Whatever must be reached: of the choices of one question only the one that is made."""
    tab = Qt.FocusPolicy.TabFocus
    found = [w for w in seen(window) if w.isEnabled() and w.focusPolicy() & tab == tab]
    found = [w for w in found if w.focusProxy() is None]  # which is there itself
    return [w for w in found if not _is_only_scrolled(w) and not _is_other_choice(w)]


def _is_only_scrolled(widget):
    """A page scrolls along with what has the focus."""
    return isinstance(widget, ScrollColumn)


def _is_other_choice(widget):
    group = widget.group() if isinstance(widget, QRadioButton) else None
    return group is not None and group.checkedButton() not in (None, widget)


def unnamed(widget):
    """What a screen reader has to say."""
    told = QAccessible.queryAccessibleInterface(widget)
    name = told.text(QAccessible.Text.Name)
    lines = [] if name.strip() else [f"no name: {path(widget)}"]
    if "&" in name.replace("&&", ""):
        lines.append(f"a mnemonic in {name!r}")
    description = told.text(QAccessible.Text.Description)
    if widget.property("invalid") is True and "错误" not in description:
        lines.append(f"the error is not told: {path(widget)}")
    return lines


def faults(window):
    """What is wrong for somebody without a mouse, or without a screen."""
    window.activateWindow()
    until(lambda: QApplication.activeWindow() is window, "the window is active")
    first = wanted(window)[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    there, wrong = walk(window)
    back, wrong_back = walk(window, Qt.Key.Key_Backtab)
    turned = [line for line in wrong_back if not line.startswith("back from")]
    missing = [f"never reached: {path(w)}" for w in wanted(window) if w not in there]
    if back != [there[0], *there[:0:-1]]:
        missing.append("Shift+Tab is another way")
    return wrong + turned + missing + [line for w in there for line in unnamed(w)]


@pytest.mark.qt_log_ignore("propagateSizeHints", "raise")
def test_every_screen_can_be_gone_through_by_tab(qapp, theme, tmp_path):
    # GIVEN each screen, one after the other, WHEN Tab is pressed until it comes round
    found = []
    for scene in tour(qapp, tmp_path, Settings(theme="light")):
        found += [f"{scene.name}: {line}" for line in faults(scene.window)]

    # THEN nothing was left out, nothing held it, and all of it was seen and has a name
    assert found == []
