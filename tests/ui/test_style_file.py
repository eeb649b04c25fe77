"""Everything can be pressed and is seen to have the focus or an error, in both themes."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTableWidget,
    QToolButton,
)

from gui.core.paths import RESOURCES
from gui.ui.colours import SCHEMES, colours
from gui.ui.labels import plain_label
from gui.ui.theme import POINTS, icon, set_state, style_sheet

TARGET = 32
RING = 2
ROUNDED = 20  # the edge of a circle is mixed with its ground


def button(role):
    control = QPushButton("提交")
    if role:
        control.setProperty("role", role)
    return control


def tool():
    control = QToolButton()
    control.setIcon(icon("settings"))
    return control


def difference(one, other):
    """How far apart the most different channels of two colours are."""
    pairs = zip(QColor(one).getRgb(), QColor(other).getRgb(), strict=True)
    return max(abs(a - b) for a, b in pairs)


def radio():
    return QRadioButton("企业")


def check():
    return QCheckBox("记住")


CONTROLS = {
    "button": lambda: button(""),
    "primary": lambda: button("primary"),
    "danger": lambda: button("danger"),
    "link": lambda: button("link"),
    "quiet": lambda: button("quiet"),
    "summary line": lambda: button("summary-line"),
    "tool": tool,
    "line": QLineEdit,
    "text": QPlainTextEdit,
    "combo": QComboBox,
    "spin": QSpinBox,
    "date": QDateEdit,
    "radio": radio,
    "check": check,
    "list": QListWidget,
    "table": lambda: QTableWidget(1, 1),
}


# the style file


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_style_file_names_only_what_exists(theme, qapp, scheme):
    sheet = style_sheet(colours(scheme), qapp.font())
    assert "@" not in sheet
    for file in re.findall(r'url\("([^"]+)"\)', sheet):
        assert (RESOURCES / "style" / file).is_file()


def test_colours_are_written_in_one_place_only():
    source = (RESOURCES / "style" / "app.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", source)


def test_no_colour_is_useless(theme):
    used = (RESOURCES / "style" / "app.qss").read_text(encoding="utf-8")
    used += "".join(
        file.read_text(encoding="utf-8") for file in (RESOURCES.parent / "gui").rglob("*.py")
    )
    unused = [name for name in colours("light") if not re.search(rf"[@\"]{name}\b", used)]
    assert unused == []


# sizes, focus and states


@pytest.mark.parametrize("size", POINTS)
def test_everything_that_can_be_pressed_is_high_enough(theme, show, size):
    theme.apply("light", size)
    controls = {name: make() for name, make in CONTROLS.items()}
    show(*controls.values())
    heights = {name: control.height() for name, control in controls.items()}
    assert {name: high for name, high in heights.items() if high < TARGET} == {}


def edge(control, scheme):
    """The colours of the pixels at the left edge, half way down, from outside to inside."""
    image = control.grab().toImage()
    return [image.pixelColor(x, image.height() // 2).name() for x in range(RING)]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", CONTROLS)
def test_the_focus_is_seen_on_every_control(theme, show, name, scheme):
    # GIVEN a control beside another that has the focus
    theme.apply(scheme)
    control, other = CONTROLS[name](), QLineEdit()
    show(other, control)
    other.setFocus()
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    before, hint = edge(control, scheme), control.sizeHint()

    # WHEN it gets the focus
    control.setFocus()

    # THEN two pixels of ring are there which were not, and nothing has moved
    ring = {"primary": "primary_ring", "danger": "danger_ring"}.get(name, "focus")
    assert edge(control, scheme) == [colours(scheme)[ring]] * RING
    assert before != edge(control, scheme)
    assert control.sizeHint() == hint


@pytest.mark.parametrize(("state", "role"), [("invalid", "error"), ("warned", "warning_mark")])
@pytest.mark.parametrize("name", ["line", "text", "combo", "spin", "date"])
def test_a_state_is_seen_at_once_and_goes_again(theme, show, name, state, role):
    control, other = CONTROLS[name](), QLineEdit()
    show(other, control)
    other.setFocus()
    plain = edge(control, "light")[0]

    set_state(control, state, True)
    assert edge(control, "light")[0] == colours("light")[role]
    control.setFocus()
    assert edge(control, "light") == [colours("light")[role]] * RING
    other.setFocus()

    set_state(control, state, False)
    assert edge(control, "light")[0] == plain


def test_words_that_turn_into_an_error_turn_red(theme, show):
    label = plain_label("已自动保存 14:32", role="muted")
    show(label)
    set_state(label, "role", "error")
    assert label.palette().windowText().color().name() == colours("light")["error"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_unchosen_box_is_seen(theme, show, scheme):
    theme.apply(scheme)
    wanted = colours(scheme)["control_line"]
    for control in (radio(), check()):
        show(QLineEdit(), control)
        image = control.grab().toImage()
        row = [image.pixelColor(x, image.height() // 2).name() for x in range(3, 24)]
        assert min(difference(colour, wanted) for colour in row) < ROUNDED
